import type { Values } from '../../traits/trait.ts'
import { bitsOf, exceptions, mostBits, mostRegisters } from './pdu.ts'

export interface ReadRequest {
  /** 1 coils, 2 inputs, 3 holding registers, 4 input registers. */
  readonly function: 1 | 2 | 3 | 4
  readonly start: number
  readonly count: number
}

export type WriteRequest =
  | { readonly function: 5; readonly address: number; readonly on: boolean }
  | { readonly function: 6; readonly address: number; readonly value: number }
  | { readonly function: 15; readonly start: number; readonly bits: readonly boolean[] }
  | { readonly function: 16; readonly start: number; readonly registers: readonly number[] }

export type Refused = { readonly ok: false; readonly why: string; readonly exception?: number }
export type ReadAnswer = { readonly ok: true; readonly registers: Buffer } | Refused
export type WriteAnswer = { readonly ok: true } | Refused

const isBits = (request: ReadRequest): boolean => request.function <= 2

export function encodeRead(request: ReadRequest): Buffer {
  const most = isBits(request) ? mostBits : mostRegisters
  if (request.count < 1 || request.count > most)
    throw new RangeError(`a question asks for 1 to ${most} ${isBits(request) ? 'bits' : 'registers'}, not ${request.count}`)
  const pdu = Buffer.alloc(5)
  pdu.writeUInt8(request.function, 0)
  pdu.writeUInt16BE(request.start, 1)
  pdu.writeUInt16BE(request.count, 3)
  return pdu
}

export function encodeWrite(request: WriteRequest): Buffer {
  if (request.function === 5 || request.function === 6) {
    const pdu = Buffer.from([request.function, 0, 0, 0, 0])
    pdu.writeUInt16BE(request.address, 1)
    pdu.writeUInt16BE(request.function === 5 ? (request.on ? 0xff00 : 0) : request.value, 3)
    return pdu
  }
  const values = request.function === 15 ? request.bits : request.registers
  const most = request.function === 15 ? 1968 : 123
  if (values.length < 1 || values.length > most) throw new RangeError(`a write takes 1 to ${most} values, not ${values.length}`)
  const data = request.function === 15 ? packBits(request.bits) : packRegisters(request.registers)
  const head = Buffer.alloc(6)
  head.writeUInt8(request.function, 0)
  head.writeUInt16BE(request.start, 1)
  head.writeUInt16BE(values.length, 3)
  head.writeUInt8(data.length, 5)
  return Buffer.concat([head, data])
}

/** Low bit first. */
function packBits(bits: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8))
  for (const [i, on] of bits.entries()) if (on) bytes.writeUInt8(bytes.readUInt8(i >> 3) | (1 << (i & 7)), i >> 3)
  return bytes
}

export function packRegisters(registers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(registers.length * 2)
  for (const [i, value] of registers.entries()) bytes.writeUInt16BE(value, i * 2)
  return bytes
}

function exceptionIn(asked: number, pdu: Buffer): Refused | undefined {
  const fn = pdu.length > 0 ? pdu.readUInt8(0) : -1
  if (fn === asked + 0x80 && pdu.length === 2) {
    const exception = pdu.readUInt8(1)
    return { ok: false, why: exceptions[exception] ?? `exception ${exception}`, exception }
  }
  return fn === asked ? undefined : { ok: false, why: `answer to function ${fn}` }
}

/** Holds an answer against its question; only exactly what was asked for counts. */
export function decodeRead(request: ReadRequest, pdu: Buffer): ReadAnswer {
  const refused = exceptionIn(request.function, pdu)
  if (refused) return refused
  const wanted = isBits(request) ? Math.ceil(request.count / 8) : request.count * 2
  if (pdu.length !== 2 + wanted || pdu.readUInt8(1) !== wanted) return { ok: false, why: `${pdu.length - 2} bytes instead of ${wanted}` }
  return { ok: true, registers: pdu.subarray(2) }
}

/** A write is answered by its own beginning: address and value, or address and count. */
export function decodeWrite(request: WriteRequest, pdu: Buffer): WriteAnswer {
  const refused = exceptionIn(request.function, pdu)
  if (refused) return refused
  return pdu.equals(encodeWrite(request).subarray(0, 5)) ? { ok: true } : { ok: false, why: 'the answer repeats something else' }
}

/** How the two registers of a 32-bit value follow each other; the standard does not say, so every model does. */
export type WordOrder = 'abcd' | 'cdab' | 'badc' | 'dcba'

export const pointTypes = ['bit', 'u16', 'i16', 'u32', 'i32', 'u64', 'f32'] as const
export type PointType = (typeof pointTypes)[number]
/** How many registers it takes; a bit takes one of its own kind. */
export const widthOf = (type: PointType): number => (type === 'u64' ? 4 : type === 'u32' || type === 'i32' || type === 'f32' ? 2 : 1)

export interface Point {
  readonly name: string
  /** Counted from the first register, or the first bit, of the question. */
  readonly at: number
  readonly type: PointType
  readonly order?: WordOrder
  readonly scale?: number
  /** Only this bit of it, as a yes or no. */
  readonly bit?: number
}

export function decodePoints(points: readonly Point[], registers: Buffer): Values {
  const values: Record<string, number | boolean> = {}
  for (const point of points) {
    if (point.type === 'bit') {
      values[point.name] = bitsOf(registers)[point.at] === true
      continue
    }
    const raw = read(point, registers)
    if (point.bit !== undefined) {
      values[point.name] = Math.floor(raw / 2 ** point.bit) % 2 === 1
      continue
    }
    // Decimal scales are divisions: 12.3 must not become 12.299999.
    const { scale = 1 } = point
    values[point.name] = scale < 1 ? raw / Math.round(1 / scale) : raw * scale
  }
  return values
}

function read({ at, type, order = 'abcd' }: Point, registers: Buffer): number {
  const offset = at * 2
  if (type === 'u16') return registers.readUInt16BE(offset)
  if (type === 'i16') return registers.readInt16BE(offset)
  if (type === 'u64') return Number(registers.readBigUInt64BE(offset))
  const bytes = Buffer.alloc(4)
  for (const [i, letter] of [...order].entries()) bytes.writeUInt8(registers.readUInt8(offset + i), 'abcd'.indexOf(letter))
  if (type === 'u32') return bytes.readUInt32BE(0)
  return type === 'i32' ? bytes.readInt32BE(0) : bytes.readFloatBE(0)
}

/** The registers that hold this value, or undefined when it does not fit. */
export function encodePoint(point: Point, value: number): number[] | undefined {
  const { type, order = 'abcd', scale = 1 } = point
  const raw = scale < 1 ? value * Math.round(1 / scale) : value / scale
  const bytes = Buffer.alloc(4)
  try {
    if (type === 'u16') bytes.writeUInt16BE(Math.round(raw), 0)
    else if (type === 'i16') bytes.writeInt16BE(Math.round(raw), 0)
    else if (type === 'u32') bytes.writeUInt32BE(Math.round(raw), 0)
    else if (type === 'i32') bytes.writeInt32BE(Math.round(raw), 0)
    else if (type === 'f32') bytes.writeFloatBE(raw, 0)
    else return undefined
  } catch {
    return undefined
  }
  if (widthOf(type) === 1) return [bytes.readUInt16BE(0)]
  const wire = Buffer.from([...order].map((letter) => bytes.readUInt8('abcd'.indexOf(letter))))
  return [wire.readUInt16BE(0), wire.readUInt16BE(2)]
}
