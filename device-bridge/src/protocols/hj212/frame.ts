import type { FrameReader, Piece } from '../../transport/tcp-server.ts'

/** `##`, four digits of length, data, four digits of checksum, CR LF. */
const headSize = 6
const tailSize = 6
export const maxData = 1024

/** The checksum of the standard's appendix A. It drops the low half at every byte, so it is not CRC-16/MODBUS. */
export function crcOf(bytes: Uint8Array): number {
  let register = 0xffff
  for (const byte of bytes) {
    register = (register >> 8) ^ byte
    for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1
  }
  return register
}

const hex4 = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0')

export function encodeFrame(data: string): Buffer {
  const bytes = Buffer.from(data, 'latin1')
  if (bytes.length > maxData) throw new RangeError(`${bytes.length} bytes of data; a packet holds ${maxData}`)
  return Buffer.from(`##${String(bytes.length).padStart(4, '0')}${data}${hex4(crcOf(bytes))}\r\n`, 'latin1')
}

export type Cut = { readonly ok: true; readonly data: string } | { readonly ok: false; readonly at: number; readonly why: string }

/** One whole packet; the line end may be missing, as from a log. */
export function cutFrame(bytes: Buffer): Cut {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== 0x2323) return { ok: false, at: 0, why: 'does not begin with ##' }
  const digits = bytes.subarray(2, headSize).toString('latin1')
  if (!/^\d{4}$/.test(digits)) return { ok: false, at: 2, why: `"${digits}" is no length` }
  const length = Number(digits)
  if (length > maxData) return { ok: false, at: 2, why: `a length of ${length}; the most is ${maxData}` }
  const end = headSize + length
  if (bytes.length < end + 4)
    return { ok: false, at: bytes.length, why: `${length} bytes of data are named, ${Math.max(0, bytes.length - headSize - 4)} are there` }
  const data = bytes.subarray(headSize, end)
  const given = bytes.subarray(end, end + 4).toString('latin1')
  const right = hex4(crcOf(data))
  if (given.toUpperCase() !== right) return { ok: false, at: end, why: `checksum ${given}, right would be ${right}` }
  const rest = bytes.subarray(end + 4).toString('latin1')
  if (rest !== '' && rest !== '\r\n' && rest !== '\n') return { ok: false, at: end + 4, why: 'something follows the checksum' }
  return { ok: true, data: data.toString('latin1') }
}

/** Cuts a stream. What is no packet is left behind up to the next ##, never by a length that was not verified. */
export function createReader(): FrameReader {
  let held = Buffer.alloc(0)
  return {
    push(chunk) {
      held = Buffer.concat([held, chunk])
      const pieces: Piece[] = []
      for (let piece = next(); piece !== undefined; piece = next()) pieces.push(piece)
      return pieces
    },
  }

  function next(): Piece | undefined {
    while (held.length > 0 && (held[0] === 0x0d || held[0] === 0x0a)) held = held.subarray(1)
    if (held.length === 0) return undefined
    const start = held.indexOf('##')
    if (start !== 0)
      return leave(start > 0 ? start : held.length > 1 ? held.length - (held.at(-1) === 0x23 ? 1 : 0) : 0, 'no packet begins here')
    if (held.length < headSize) return undefined
    const length = Number(held.subarray(2, headSize).toString('latin1'))
    const sane = /^\d{4}$/.test(held.subarray(2, headSize).toString('latin1')) && length <= maxData
    if (sane && held.length < headSize + length + tailSize - 2) return undefined
    const end = headSize + (sane ? length : 0) + 4
    const cut = cutFrame(held.subarray(0, end))
    if (!cut.ok) {
      const again = held.indexOf('##', 1)
      return leave(again > 0 ? again : Math.min(held.length, headSize + maxData), cut.why)
    }
    const frame = held.subarray(0, end)
    held = held.subarray(end)
    return { frame: Buffer.from(frame) }
  }

  function leave(size: number, why: string): Piece | undefined {
    if (size === 0) return undefined
    const bad = Buffer.from(held.subarray(0, size))
    held = held.subarray(size)
    return { bad, why }
  }
}
