import { createSearch, hex2, sumOf } from '../search.ts'

export interface Frame {
  /** Twelve digits as printed on the meter; `A` stands for any digit. */
  readonly address: string
  readonly control: number
  /** Without the 33H that the wire adds. */
  readonly data: Buffer
}

export type Cut =
  | { readonly ok: true; readonly frame: Frame; readonly size: number }
  /** `needs` more bytes, or a byte that cannot be. */
  | { readonly ok: false; readonly at: number; readonly why: string; readonly isShort?: boolean }

const start = 0x68
const end = 0x16
const headSize = 10
const mostData = 200
const offset = 0x33
const wake = 0xfe

export function encodeFrame({ address, control, data }: Frame): Buffer {
  const head = Buffer.alloc(headSize)
  head[0] = start
  Buffer.from(address, 'hex').reverse().copy(head, 1)
  head[7] = start
  head[8] = control
  head[9] = data.length
  const body = Buffer.concat([head, Buffer.from(data.map((byte) => (byte + offset) & 0xff))])
  return Buffer.concat([body, Buffer.from([sumOf(body), end])])
}

/** Some old meters must be woken; the others do not mind. */
export const withWake = (frame: Buffer): Buffer => Buffer.concat([Buffer.alloc(4, wake), frame])

/** The frame that begins here. Its end is known by its length: both 68 and 16 may stand inside. */
export function cutFrame(bytes: Buffer): Cut {
  let from = 0
  while (from < bytes.length && from < 8 && bytes[from] === wake) from += 1
  const at = (index: number): number | undefined => bytes[from + index]
  if (at(0) === undefined) return { ok: false, at: bytes.length, why: 'no frame', isShort: true }
  if (at(0) !== start) return { ok: false, at: from, why: 'does not begin with 68' }
  for (let i = 1; i <= 6; i++) {
    const digit = at(i)
    if (digit === undefined) return short(bytes)
    if (digit !== 0xaa && (digit >> 4 > 9 || (digit & 15) > 9))
      return { ok: false, at: from + i, why: `${hex2(digit)} is no pair of digits of an address` }
  }
  if (at(7) === undefined) return short(bytes)
  if (at(7) !== start) return { ok: false, at: from + 7, why: 'the second 68 is missing' }
  const length = at(9)
  if (length === undefined) return short(bytes)
  if (length > mostData) return { ok: false, at: from + 9, why: `${length} bytes of data; the most is ${mostData}` }
  const size = headSize + length + 2
  if (bytes.length < from + size) return short(bytes)
  const body = bytes.subarray(from, from + size - 2)
  const given = at(size - 2) as number
  if (given !== sumOf(body)) return { ok: false, at: from + size - 2, why: `checksum ${hex2(given)}, right would be ${hex2(sumOf(body))}` }
  if (at(size - 1) !== end) return { ok: false, at: from + size - 1, why: 'does not end with 16' }
  const data = Buffer.from(body.subarray(headSize).map((byte) => (byte - offset) & 0xff))
  const address = Buffer.from(body.subarray(1, 7)).reverse().toString('hex')
  return { ok: true, frame: { address, control: at(8) as number, data }, size: from + size }
}

const short = (bytes: Buffer): Cut => ({ ok: false, at: bytes.length, why: 'the frame is not complete', isShort: true })

/** Cuts what a gateway passes on, in whatever pieces. */
export const createReader = createSearch(cutFrame)
