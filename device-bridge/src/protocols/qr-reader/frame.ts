import { type Begun, createSearch, hex2 } from '../search.ts'

const most = 1024
const xorOf = (bytes: Buffer): number => bytes.reduce((all, byte) => all ^ byte, 0)

export type Cut =
  | { readonly ok: true; readonly kind: 'frame'; readonly command: number; readonly status: number; readonly data: Buffer }
  | { readonly ok: true; readonly kind: 'line'; readonly data: Buffer }
  | { readonly ok: false; readonly at: number; readonly why: string }

/** `55 AA | command | status | length, low byte first | data | XOR`, or a text that ends with CR or LF. */
export function cutPiece(bytes: Buffer): Cut {
  if (bytes[0] !== 0x55 || bytes[1] !== 0xaa) {
    const last = bytes.at(-1)
    const odd = bytes.findIndex((byte) => byte < 0x20 && byte !== 0x0d && byte !== 0x0a)
    if (odd >= 0) return { ok: false, at: odd, why: `${hex2(bytes.readUInt8(odd))} is no part of a text` }
    if (last !== 0x0d && last !== 0x0a) return { ok: false, at: bytes.length, why: 'the end of the line is missing' }
    return { ok: true, kind: 'line', data: Buffer.from(bytes.toString('latin1').trim(), 'latin1') }
  }
  if (bytes.length < 7) return { ok: false, at: bytes.length, why: `a frame has at least 7 bytes, not ${bytes.length}` }
  const length = bytes.readUInt16LE(4)
  if (length + 7 !== bytes.length) return { ok: false, at: 4, why: `length says ${length + 7} bytes, there are ${bytes.length}` }
  const end = bytes.length - 1
  const right = xorOf(bytes.subarray(0, end))
  if (bytes[end] !== right) return { ok: false, at: end, why: `check ${hex2(bytes.readUInt8(end))}, right would be ${hex2(right)}` }
  return { ok: true, kind: 'frame', command: bytes.readUInt8(2), status: bytes.readUInt8(3), data: bytes.subarray(6, end) }
}

export function encodeFrame(command: number, status: number, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([0x55, 0xaa, command, status, data.length & 0xff, data.length >> 8]), data])
  return Buffer.concat([body, Buffer.from([xorOf(body)])])
}

function begin(bytes: Buffer): Begun {
  if (bytes[0] === 0x55 && (bytes.length < 2 || bytes[1] === 0xaa)) {
    if (bytes.length < 6) return { ok: false, why: 'short', isShort: true }
    const size = bytes.readUInt16LE(4) + 7
    if (size > most) return { ok: false, why: `a frame of ${size} bytes` }
    if (bytes.length < size) return { ok: false, why: 'short', isShort: true }
    const cut = cutPiece(bytes.subarray(0, size))
    return cut.ok ? { ok: true, size } : { ok: false, why: cut.why }
  }
  const first = bytes.readUInt8(0)
  if (first < 0x20 && first !== 0x0d && first !== 0x0a) return { ok: false, why: `${hex2(first)} is no part of a text` }
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a)
  if (end < 0) return bytes.length > most ? { ok: false, why: 'a line without an end' } : { ok: false, why: 'short', isShort: true }
  const cut = cutPiece(bytes.subarray(0, end + 1))
  return cut.ok ? { ok: true, size: end + 1, isWeak: true } : { ok: false, why: cut.why }
}

export const createReader = createSearch(begin)
