import { createSearch } from '../search.ts'

/** What a box sends between its frames: the number of its card at the beginning, and the keep-alive of its modem. */
export type Piece =
  | { readonly kind: 'iccid'; readonly iccid: string }
  | { readonly kind: 'link' }
  | { readonly kind: 'frame'; readonly box: string; readonly message: number; readonly command: number; readonly data: Buffer }

export type Cut =
  | { readonly ok: true; readonly piece: Piece; readonly size: number; readonly isWeak?: boolean }
  | { readonly ok: false; readonly at: number; readonly why: string; readonly isShort?: boolean }

const mark = Buffer.from('DNY')
const link = Buffer.from('link')
const iccidSize = 20
/** Mark and length. */
const lengthEnd = 5
/** Box, message, command and checksum. */
const leastLength = 9
const mostLength = 1024
export const dataAt = 12

/** Sixteen bits of the sum of everything before the checksum. */
export const checksumOf = (bytes: Buffer): number => bytes.reduce((sum, byte) => (sum + byte) & 0xffff, 0)
/** As printed on the box: highest byte first. */
const boxOf = (bytes: Buffer): string => Buffer.from(bytes).reverse().toString('hex')
const begins = (bytes: Buffer, whole: Buffer): boolean => {
  const length = Math.min(bytes.length, whole.length)
  return bytes.subarray(0, length).equals(whole.subarray(0, length))
}

/** What begins at the first byte. */
export function cutPiece(bytes: Buffer): Cut {
  const short: Cut = { ok: false, at: bytes.length, why: 'not complete', isShort: true }
  if (bytes.length === 0) return { ...short, why: 'nothing' }
  if (begins(bytes, link))
    return bytes.length < link.length ? short : { ok: true, piece: { kind: 'link' }, size: link.length, isWeak: true }
  if (begins(bytes, Buffer.from('89'))) {
    const text = bytes.subarray(0, iccidSize).toString('latin1')
    const odd = text.search(/[^0-9A-Fa-f]/)
    if (odd >= 0) return { ok: false, at: odd, why: 'a card number holds digits only' }
    return text.length < iccidSize
      ? short
      : { ok: true, piece: { kind: 'iccid', iccid: text.toUpperCase() }, size: iccidSize, isWeak: true }
  }
  if (!begins(bytes, mark)) return { ok: false, at: 0, why: 'does not begin with DNY' }
  if (bytes.length < lengthEnd) return short
  const length = bytes.readUInt16LE(3)
  if (length < leastLength || length > mostLength)
    return { ok: false, at: 3, why: `a length of ${length}; right is ${leastLength} to ${mostLength}` }
  const end = lengthEnd + length
  if (bytes.length < end) return short
  const given = bytes.readUInt16LE(end - 2)
  const right = checksumOf(bytes.subarray(0, end - 2))
  if (given !== right) return { ok: false, at: end - 2, why: `checksum ${hex4(given)}, right would be ${hex4(right)}` }
  const piece: Piece = {
    kind: 'frame',
    box: boxOf(bytes.subarray(5, 9)),
    message: bytes.readUInt16LE(9),
    command: bytes[11] as number,
    data: Buffer.from(bytes.subarray(dataAt, end - 2)),
  }
  return { ok: true, piece, size: end }
}

const hex4 = (value: number): string => value.toString(16).padStart(4, '0')

export function encodeFrame({ box, message, command, data }: Omit<Extract<Piece, { kind: 'frame' }>, 'kind'>): Buffer {
  const bytes = Buffer.concat([
    mark,
    Buffer.alloc(2),
    Buffer.from(box, 'hex').reverse(),
    Buffer.alloc(2),
    Buffer.from([command]),
    data,
    Buffer.alloc(2),
  ])
  bytes.writeUInt16LE(bytes.length - lengthEnd, 3)
  bytes.writeUInt16LE(message, 9)
  bytes.writeUInt16LE(checksumOf(bytes.subarray(0, -2)), bytes.length - 2)
  return bytes
}

export const createReader = createSearch(cutPiece)
