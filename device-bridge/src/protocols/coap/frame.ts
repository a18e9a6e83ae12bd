/** CoAP messages (RFC 7252 §3): four bytes, a token, options, and after FF what it is about. */
export const messageKinds = ['con', 'non', 'ack', 'rst'] as const
export type MessageKind = (typeof messageKinds)[number]

export interface CoapOption {
  readonly number: number
  readonly value: Buffer
}

export interface CoapMessage {
  readonly kind: MessageKind
  /** Class in the upper three bits: 0x02 is 0.02 POST, 0x45 is 2.05 Content. */
  readonly code: number
  readonly id: number
  readonly token: Buffer
  readonly options: readonly CoapOption[]
  readonly payload: Buffer
}

export type Cut = { readonly ok: true; readonly message: CoapMessage } | { readonly ok: false; readonly at: number; readonly why: string }

const wrong = (at: number, why: string): Cut => ({ ok: false, at, why })
const mostOptions = 40

/** One datagram. */
export function readMessage(bytes: Buffer): Cut {
  if (bytes.length < 4) return wrong(bytes.length, 'shorter than 4 bytes')
  const first = bytes.readUInt8(0)
  if (first >> 6 !== 1) return wrong(0, `version ${first >> 6}`)
  const tokenLength = first & 0x0f
  if (tokenLength > 8) return wrong(0, `a token of ${tokenLength} bytes`)
  const code = bytes.readUInt8(1)
  const kind = messageKinds[(first >> 4) & 3] as MessageKind
  if (code === 0 && bytes.length > 4) return wrong(4, 'an empty message with something in it')
  if (bytes.length < 4 + tokenLength) return wrong(bytes.length, 'cut within its token')
  const head = { kind, code, id: bytes.readUInt16BE(2), token: bytes.subarray(4, 4 + tokenLength) }
  const options: CoapOption[] = []
  let at = 4 + tokenLength
  let number = 0
  while (at < bytes.length) {
    const start = at
    const byte = bytes.readUInt8(at++)
    if (byte === 0xff) {
      if (at === bytes.length) return wrong(start, 'announces a content that is not there')
      return { ok: true, message: { ...head, options, payload: bytes.subarray(at) } }
    }
    const fields: number[] = []
    for (const nibble of [byte >> 4, byte & 0x0f]) {
      const width = nibble === 13 ? 1 : nibble === 14 ? 2 : 0
      if (nibble === 15) return wrong(start, 'a reserved length of an option')
      if (bytes.length - at < width) return wrong(bytes.length, 'cut within an option')
      fields.push(width === 0 ? nibble : bytes.readUIntBE(at, width) + (width === 1 ? 13 : 269))
      at += width
    }
    const [delta = 0, length = 0] = fields
    number += delta
    if (number > 65_535) return wrong(start, `option ${number}`)
    if (bytes.length - at < length) return wrong(start, `an option of ${length} bytes where ${bytes.length - at} are left`)
    if (options.length === mostOptions) return wrong(start, `more than ${mostOptions} options`)
    options.push({ number, value: bytes.subarray(at, at + length) })
    at += length
  }
  return { ok: true, message: { ...head, options, payload: Buffer.alloc(0) } }
}

const nibbleOf = (value: number): { nibble: number; more: Buffer } => {
  if (value < 13) return { nibble: value, more: Buffer.alloc(0) }
  if (value < 269) return { nibble: 13, more: Buffer.from([value - 13]) }
  return { nibble: 14, more: Buffer.from([(value - 269) >> 8, (value - 269) & 0xff]) }
}

export function writeMessage({ kind, code, id, token, options, payload }: CoapMessage): Buffer {
  const parts: Buffer[] = [Buffer.from([0x40 | (messageKinds.indexOf(kind) << 4) | token.length, code, id >> 8, id & 0xff]), token]
  let last = 0
  for (const { number, value } of [...options].sort((a, b) => a.number - b.number)) {
    const delta = nibbleOf(number - last)
    const length = nibbleOf(value.length)
    parts.push(Buffer.from([(delta.nibble << 4) | length.nibble]), delta.more, length.more, value)
    last = number
  }
  if (payload.length > 0) parts.push(Buffer.from([0xff]), payload)
  return Buffer.concat(parts)
}

export const emptyMessage = (kind: 'con' | 'ack' | 'rst', id: number): Buffer =>
  writeMessage({ kind, code: 0, id, token: Buffer.alloc(0), options: [], payload: Buffer.alloc(0) })
