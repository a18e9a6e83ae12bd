import { crc16 } from '../crc16.ts'
import { createSearch } from '../search.ts'

/** One frame between a pile and the platform. */
export interface Frame {
  /** Two bytes as they came: their order is not the same everywhere, so an answer repeats them and nobody counts with them. */
  readonly sequence: Buffer
  /** 0 plain, 1 the body is encrypted. */
  readonly encryption: number
  readonly type: number
  readonly body: Buffer
}

export type Cut =
  | { readonly ok: true; readonly frame: Frame; readonly size: number; readonly isHighFirst: boolean }
  | { readonly ok: false; readonly at: number; readonly why: string; readonly isShort?: boolean }

const mark = 0x68
/** Sequence, encryption and type. */
const headSize = 4
export const bodyAt = 6

/** The check is CRC-16/MODBUS, low byte first as in the text, or high byte first as piles in the field send it. */
export function cutFrame(bytes: Buffer): Cut {
  if (bytes.length === 0) return { ok: false, at: 0, why: 'no frame', isShort: true }
  if (bytes[0] !== mark) return { ok: false, at: 0, why: 'does not begin with 68' }
  const length = bytes[1]
  if (length === undefined) return { ok: false, at: 1, why: 'the frame is not complete', isShort: true }
  if (length < headSize) return { ok: false, at: 1, why: `a length of ${length}; the least is ${headSize}` }
  const end = 2 + length
  if (bytes.length < end + 2) return { ok: false, at: bytes.length, why: 'the frame is not complete', isShort: true }
  const right = crc16(bytes.subarray(2, end))
  const isHighFirst = bytes.readUInt16LE(end) !== right
  if (isHighFirst && bytes.readUInt16BE(end) !== right) {
    const wanted = Buffer.alloc(2)
    wanted.writeUInt16LE(right, 0)
    return { ok: false, at: end, why: `checksum ${bytes.subarray(end, end + 2).toString('hex')}, right would be ${wanted.toString('hex')}` }
  }
  const frame: Frame = {
    sequence: Buffer.from(bytes.subarray(2, 4)),
    encryption: bytes[4] as number,
    type: bytes[5] as number,
    body: Buffer.from(bytes.subarray(bodyAt, end)),
  }
  return { ok: true, frame, size: end + 2, isHighFirst }
}

export function encodeFrame({ sequence, encryption, type, body }: Frame): Buffer {
  const length = headSize + body.length
  if (length > 255) throw new RangeError(`a body of ${body.length} bytes is too long`)
  const bytes = Buffer.concat([Buffer.from([mark, length]), sequence, Buffer.from([encryption, type]), body, Buffer.alloc(2)])
  bytes.writeUInt16LE(crc16(bytes.subarray(2, -2)), bytes.length - 2)
  return bytes
}

export const createReader = createSearch(cutFrame)
