import { createSearch, hex2, sumOf } from '../search.ts'

export interface Frame {
  /** 10 to 19 water, 20 to 29 heat, 30 to 39 gas, 40 electricity; in hex. */
  readonly type: number
  /** Fourteen digits in the order of the standard's print: the wire sends them backwards. `A` stands for any digit. */
  readonly address: string
  readonly control: number
  /** With the identifier and the serial number; nothing is added to it on the wire. */
  readonly data: Buffer
}

export type Cut =
  | { readonly ok: true; readonly frame: Frame; readonly size: number }
  | { readonly ok: false; readonly at: number; readonly why: string; readonly isShort?: boolean }

const start = 0x68
const end = 0x16
const headSize = 11
const mostData = 100
const wake = 0xfe

export function encodeFrame({ type, address, control, data }: Frame): Buffer {
  const head = Buffer.alloc(headSize)
  head[0] = start
  head[1] = type
  Buffer.from(address, 'hex').reverse().copy(head, 2)
  head[9] = control
  head[10] = data.length
  const body = Buffer.concat([head, data])
  return Buffer.concat([body, Buffer.from([sumOf(body), end])])
}

/** Battery meters sleep; three of these wake them, and the others do not mind. */
export const withWake = (frame: Buffer): Buffer => Buffer.concat([Buffer.alloc(3, wake), frame])

/** The frame that begins here, ended by its length. */
export function cutFrame(bytes: Buffer): Cut {
  let from = 0
  while (from < bytes.length && from < 8 && bytes[from] === wake) from += 1
  const at = (index: number): number | undefined => bytes[from + index]
  const short: Cut = { ok: false, at: bytes.length, why: 'the frame is not complete', isShort: true }
  if (at(0) === undefined) return { ...short, why: 'no frame' }
  if (at(0) !== start) return { ok: false, at: from, why: 'does not begin with 68' }
  const type = at(1)
  if (type === undefined) return short
  if (type < 0x10 || type > 0x49) return { ok: false, at: from + 1, why: `${hex2(type)} is no type of meter` }
  for (let i = 2; i <= 8; i++) {
    const digit = at(i)
    if (digit === undefined) return short
    if (digit !== 0xaa && (digit >> 4 > 9 || (digit & 15) > 9))
      return { ok: false, at: from + i, why: `${hex2(digit)} is no pair of digits of an address` }
  }
  const length = at(10)
  if (length === undefined) return short
  if (length > mostData) return { ok: false, at: from + 10, why: `${length} bytes of data; the most is ${mostData}` }
  const size = headSize + length + 2
  if (bytes.length < from + size) return short
  const body = bytes.subarray(from, from + size - 2)
  const given = at(size - 2) as number
  if (given !== sumOf(body)) return { ok: false, at: from + size - 2, why: `checksum ${hex2(given)}, right would be ${hex2(sumOf(body))}` }
  if (at(size - 1) !== end) return { ok: false, at: from + size - 1, why: 'does not end with 16' }
  const address = Buffer.from(body.subarray(2, 9)).reverse().toString('hex')
  return { ok: true, frame: { type, address, control: at(9) as number, data: Buffer.from(body.subarray(headSize)) }, size: from + size }
}

export const createReader = createSearch(cutFrame)
