import { type Begun, createSearch, hex2, sumOf } from '../search.ts'

const mark = 0x53
const most = 1440

export interface OsdpFrame {
  readonly address: number
  readonly isReply: boolean
  readonly sequence: number
  readonly check: 'crc' | 'checksum'
  /** Type and data of the security block, where there is one. */
  readonly security?: Buffer
  readonly code: number
  readonly data: Buffer
}
export type Cut = { readonly ok: true; readonly frame: OsdpFrame } | { readonly ok: false; readonly at: number; readonly why: string }

/** CRC-16 with polynomial 1021 from 1D0F on. */
export function crcOf(bytes: Buffer): number {
  let crc = 0x1d0f
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

const wrong = (at: number, why: string): Cut => ({ ok: false, at, why })

/** One whole frame, with or without the mark FF before it. */
export function cutFrame(bytes: Buffer): Cut {
  const from = bytes[0] === 0xff ? 1 : 0
  const body = bytes.subarray(from)
  if (body.length < 7) return wrong(bytes.length, `a frame has at least 7 bytes, not ${body.length}`)
  if (body[0] !== mark) return wrong(from, `begins with ${hex2(body.readUInt8(0))} instead of 53`)
  const length = body.readUInt16LE(2)
  if (length !== body.length) return wrong(from + 2, `length says ${length} bytes, there are ${body.length}`)
  const control = body.readUInt8(4)
  const isCrc = (control & 4) !== 0
  const end = body.length - (isCrc ? 2 : 1)
  const said = isCrc ? body.readUInt16LE(end) : body.readUInt8(end)
  const right = isCrc ? crcOf(body.subarray(0, end)) : -sumOf(body.subarray(0, end)) & 0xff
  if (said !== right) {
    const show = (value: number): string => value.toString(16).padStart(isCrc ? 4 : 2, '0')
    return wrong(from + end, `check ${show(said)}, right would be ${show(right)}`)
  }
  let at = 5
  let security: Buffer | undefined
  if (control & 8) {
    const size = body.readUInt8(5)
    if (size < 2 || 5 + size >= end) return wrong(from + 5, `a security block of ${size} bytes`)
    security = body.subarray(6, 5 + size)
    at += size
  }
  if (at >= end) return wrong(from + at, 'no code')
  const address = body.readUInt8(1)
  return {
    ok: true,
    frame: {
      ...{ address: address & 0x7f, isReply: (address & 0x80) !== 0, sequence: control & 3, check: isCrc ? 'crc' : 'checksum' },
      ...(security ? { security } : {}),
      ...{ code: body.readUInt8(at), data: body.subarray(at + 1, end) },
    },
  }
}

export function encodeFrame({ address, isReply, sequence, check, code, data }: Omit<OsdpFrame, 'security'>): Buffer {
  const size = 6 + data.length + (check === 'crc' ? 2 : 1)
  const head = Buffer.from([mark, address | (isReply ? 0x80 : 0), size & 0xff, size >> 8, sequence | (check === 'crc' ? 4 : 0), code])
  const body = Buffer.concat([head, data])
  const end = Buffer.alloc(check === 'crc' ? 2 : 1)
  if (check === 'crc') end.writeUInt16LE(crcOf(body))
  else end.writeUInt8(-sumOf(body) & 0xff)
  return Buffer.concat([body, end])
}

function begin(bytes: Buffer): Begun {
  const from = bytes[0] === 0xff ? 1 : 0
  if (bytes.length <= from) return { ok: false, why: 'short', isShort: true }
  if (bytes[from] !== mark) return { ok: false, why: 'no 53' }
  if (bytes.length < from + 4) return { ok: false, why: 'short', isShort: true }
  const length = bytes.readUInt16LE(from + 2)
  if (length < 7 || length > most) return { ok: false, why: `a frame of ${length} bytes` }
  if (bytes.length < from + length) return { ok: false, why: 'short', isShort: true }
  const cut = cutFrame(bytes.subarray(0, from + length))
  return cut.ok ? { ok: true, size: from + length } : { ok: false, why: cut.why }
}

export const createReader = createSearch(begin)
