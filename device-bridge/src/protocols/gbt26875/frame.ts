import { chinaDigits, chinaMoment } from '../china-time.ts'
import { createSearch, hex2, sumOf } from '../search.ts'

/** One packet between a transmission device and the centre. */
export interface Packet {
  readonly serial: number
  readonly version: readonly [number, number]
  /** By the sender's clock, in its own time zone; undefined when there is no such moment. */
  readonly at: number | undefined
  /** Six bytes in hex, highest first. */
  readonly source: string
  readonly destination: string
  readonly command: number
  readonly data: Buffer
}

export type Cut =
  | { readonly ok: true; readonly packet: Packet; readonly size: number }
  | { readonly ok: false; readonly at: number; readonly why: string; readonly isShort?: boolean }

const headSize = 27
const mostData = 1024
export const commands = { control: 1, send: 2, acknowledge: 3, request: 4, answer: 5, refuse: 6 } as const

/** second, minute, hour, day, month, year of this century; no moment when a part of it is out of range. */
export function timeOf(bytes: Buffer): number | undefined {
  const parts = [...bytes.subarray(0, 6)].reverse()
  return parts.length < 6 || parts.some((part) => part > 99) ? undefined : chinaMoment(`20${parts.map(two).join('')}`)
}

/** The same way round. */
export const encodeTime = (at: number): Buffer => Buffer.from((chinaDigits(at).slice(2, 14).match(/../g) ?? []).map(Number).reverse())

const two = (value: number): string => String(value).padStart(2, '0')
const addressOf = (bytes: Buffer): string => Buffer.from(bytes).reverse().toString('hex')

export function encodePacket(packet: Omit<Packet, 'at' | 'version'> & { readonly at: number }): Buffer {
  const bytes = Buffer.alloc(headSize + packet.data.length + 3)
  bytes.write('@@', 0, 'latin1')
  bytes.writeUInt16LE(packet.serial & 0xffff, 2)
  bytes[4] = 1
  bytes[5] = 1
  encodeTime(packet.at).copy(bytes, 6)
  Buffer.from(packet.source, 'hex').reverse().copy(bytes, 12)
  Buffer.from(packet.destination, 'hex').reverse().copy(bytes, 18)
  bytes.writeUInt16LE(packet.data.length, 24)
  bytes[26] = packet.command
  packet.data.copy(bytes, headSize)
  const end = headSize + packet.data.length
  bytes[end] = sumOf(bytes.subarray(2, end))
  bytes.write('##', end + 1, 'latin1')
  return bytes
}

/** The packet that begins here, ended by its length: both marks may stand inside. */
export function cutPacket(bytes: Buffer): Cut {
  const short: Cut = { ok: false, at: bytes.length, why: 'the packet is not complete', isShort: true }
  if (bytes.length === 0) return { ...short, why: 'no packet' }
  if (bytes[0] !== 0x40) return { ok: false, at: 0, why: 'does not begin with @@' }
  if (bytes.length > 1 && bytes[1] !== 0x40) return { ok: false, at: 1, why: 'does not begin with @@' }
  if (bytes.length < headSize) return short
  const length = bytes.readUInt16LE(24)
  if (length > mostData) return { ok: false, at: 24, why: `${length} bytes of data; the most is ${mostData}` }
  const end = headSize + length
  if (bytes.length < end + 3) return short
  if (bytes[end + 1] !== 0x23 || bytes[end + 2] !== 0x23)
    return { ok: false, at: bytes[end + 1] === 0x23 ? end + 2 : end + 1, why: 'does not end with ##' }
  const right = sumOf(bytes.subarray(2, end))
  if (bytes[end] !== right) return { ok: false, at: end, why: `checksum ${hex2(bytes[end] as number)}, right would be ${hex2(right)}` }
  const packet: Packet = {
    serial: bytes.readUInt16LE(2),
    version: [bytes[4] as number, bytes[5] as number],
    at: timeOf(bytes.subarray(6, 12)),
    source: addressOf(bytes.subarray(12, 18)),
    destination: addressOf(bytes.subarray(18, 24)),
    command: bytes[26] as number,
    data: Buffer.from(bytes.subarray(headSize, end)),
  }
  return { ok: true, packet, size: end + 3 }
}

export const createReader = createSearch(cutPacket)
