/** DTLS handshake messages (RFC 6347 §4.2, 4.3). */
export const messageTypes = {
  clientHello: 1,
  serverHello: 2,
  helloVerify: 3,
  serverKeyExchange: 12,
  serverHelloDone: 14,
  clientKeyExchange: 16,
  finished: 20,
} as const

export interface Message {
  readonly type: number
  readonly number: number
  readonly body: Buffer
}

const head = 12
/** The hello of a client with many extensions; a key exchange with the longest name. */
const mostMessage = 4096

/** A message as it counts in the transcript: in one piece, however it travelled. */
export function writeMessage({ type, number, body }: Message): Buffer {
  const bytes = Buffer.alloc(head + body.length)
  bytes.writeUInt8(type)
  bytes.writeUIntBE(body.length, 1, 3)
  bytes.writeUInt16BE(number, 4)
  bytes.writeUIntBE(body.length, 9, 3)
  body.copy(bytes, head)
  return bytes
}

interface Part extends Message {
  readonly offset: number
  readonly total: number
}

/** The pieces of messages in one record. */
export function readParts(fragment: Buffer): Part[] {
  const parts: Part[] = []
  let at = 0
  while (fragment.length - at >= head) {
    const [total, offset, length] = [fragment.readUIntBE(at + 1, 3), fragment.readUIntBE(at + 6, 3), fragment.readUIntBE(at + 9, 3)]
    if (total > mostMessage || offset + length > total || fragment.length - at - head < length) break
    const body = fragment.subarray(at + head, at + head + length)
    parts.push({ type: fragment.readUInt8(at), number: fragment.readUInt16BE(at + 4), body, offset, total })
    at += head + length
  }
  return parts
}

/** Puts pieces together and hands messages out in their order, from `next` on. What comes twice or too early is kept or dropped. */
export function createAssembly(first: number) {
  let next = first
  const held = new Map<number, { readonly type: number; readonly body: Buffer; readonly has: Uint8Array }>()
  return {
    get next() {
      return next
    },
    take(part: Part): Message[] {
      if (part.number < next || part.number > next + 4) return []
      const known = held.get(part.number) ?? { type: part.type, body: Buffer.alloc(part.total), has: new Uint8Array(part.total) }
      if (known.type !== part.type || known.body.length !== part.total) return []
      held.set(part.number, known)
      part.body.copy(known.body, part.offset)
      known.has.fill(1, part.offset, part.offset + part.body.length)
      const whole: Message[] = []
      for (let one = held.get(next); one?.has.every((byte) => byte === 1); one = held.get(next)) {
        whole.push({ type: one.type, number: next, body: one.body })
        held.delete(next)
        next += 1
      }
      return whole
    },
  }
}

/** Reads counted fields; throws where there is less than was said. */
export function createFields(bytes: Buffer) {
  let at = 0
  const take = (length: number): Buffer => {
    if (bytes.length - at < length) throw new Error(`byte ${at}: ${length} more were said`)
    at += length
    return bytes.subarray(at - length, at)
  }
  return {
    take,
    counted: (width: 1 | 2): Buffer => take(take(width).readUIntBE(0, width)),
    get left() {
      return bytes.length - at
    },
  }
}

export const counted = (width: 1 | 2, bytes: Buffer): Buffer => {
  const length = Buffer.alloc(width)
  length.writeUIntBE(bytes.length, 0, width)
  return Buffer.concat([length, bytes])
}

export interface ClientHello {
  readonly random: Buffer
  readonly session: Buffer
  readonly cookie: Buffer
  readonly suites: readonly number[]
  readonly extensions: ReadonlyMap<number, Buffer>
}

export const extensionNumbers = { extendedMaster: 23, renegotiation: 0xff01 } as const
/** Says the same as an empty renegotiation extension (RFC 5746 §3.3). */
export const noRenegotiation = 0x00ff

export function readExtensions(fields: ReturnType<typeof createFields>): Map<number, Buffer> {
  const extensions = new Map<number, Buffer>()
  if (fields.left === 0) return extensions
  const list = createFields(fields.counted(2))
  while (list.left > 0) extensions.set(list.take(2).readUInt16BE(), list.counted(2))
  return extensions
}

export const writeExtensions = (extensions: ReadonlyMap<number, Buffer>): Buffer =>
  counted(2, Buffer.concat([...extensions].flatMap(([number, body]) => [word(number), counted(2, body)])))

export const word = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff])

/** Undefined when it is none that this side could answer. */
export function readClientHello(body: Buffer): ClientHello | undefined {
  try {
    const fields = createFields(body)
    const version = fields.take(2).readUInt16BE()
    const random = fields.take(32)
    const session = fields.counted(1)
    const cookie = fields.counted(1)
    const list = fields.counted(2)
    const compressions = fields.counted(1)
    const extensions = readExtensions(fields)
    // Versions of DTLS count downwards: anything above 1.2 is 1.0.
    if (version > 0xfefd || list.length % 2 !== 0 || !compressions.includes(0)) return undefined
    const suites = Array.from({ length: list.length / 2 }, (_, i) => list.readUInt16BE(2 * i))
    return { random, session, cookie, suites, extensions }
  } catch {
    return undefined
  }
}

export const writeClientHello = (hello: ClientHello): Buffer =>
  Buffer.concat([
    word(0xfefd),
    hello.random,
    counted(1, hello.session),
    counted(1, hello.cookie),
    counted(2, Buffer.concat(hello.suites.map(word))),
    counted(1, Buffer.from([0])),
    writeExtensions(hello.extensions),
  ])

export interface ServerHello {
  readonly random: Buffer
  readonly suite: number
  readonly extensions: ReadonlyMap<number, Buffer>
}

export const writeServerHello = ({ random, suite, extensions }: ServerHello): Buffer =>
  Buffer.concat([word(0xfefd), random, counted(1, Buffer.alloc(0)), word(suite), Buffer.from([0]), writeExtensions(extensions)])

export function readServerHello(body: Buffer): ServerHello | undefined {
  try {
    const fields = createFields(body)
    const version = fields.take(2).readUInt16BE()
    const random = fields.take(32)
    fields.counted(1)
    const suite = fields.take(2).readUInt16BE()
    fields.take(1)
    const extensions = readExtensions(fields)
    return version === 0xfefd ? { random, suite, extensions } : undefined
  } catch {
    return undefined
  }
}
