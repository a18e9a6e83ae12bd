import type { Values } from '../../traits/trait.ts'
import { exceptions } from './pdu.ts'

export interface ReadRequest {
  /** 3 holding, 4 input registers. */
  readonly function: 3 | 4
  readonly start: number
  readonly count: number
}

export type ReadAnswer =
  | { readonly ok: true; readonly registers: Buffer }
  | { readonly ok: false; readonly why: string; readonly exception?: number }

export function encodeRead(request: ReadRequest): Buffer {
  if (request.count < 1 || request.count > 125) throw new RangeError(`a question asks for 1 to 125 registers, not ${request.count}`)
  const pdu = Buffer.alloc(5)
  pdu.writeUInt8(request.function, 0)
  pdu.writeUInt16BE(request.start, 1)
  pdu.writeUInt16BE(request.count, 3)
  return pdu
}

/** Holds an answer against its question; only exactly the registers that were asked for count. */
export function decodeRead(request: ReadRequest, pdu: Buffer): ReadAnswer {
  const fn = pdu.length > 0 ? pdu.readUInt8(0) : -1
  if (fn === request.function + 0x80 && pdu.length === 2) {
    const exception = pdu.readUInt8(1)
    return { ok: false, why: exceptions[exception] ?? `exception ${exception}`, exception }
  }
  if (fn !== request.function) return { ok: false, why: `answer to function ${fn}` }
  const wanted = request.count * 2
  if (pdu.length !== 2 + wanted || pdu.readUInt8(1) !== wanted) return { ok: false, why: `${pdu.length - 2} bytes instead of ${wanted}` }
  return { ok: true, registers: pdu.subarray(2) }
}

/** How the two registers of a 32-bit value follow each other; the standard does not say, so every model does. */
export type WordOrder = 'abcd' | 'cdab' | 'badc' | 'dcba'

export interface Point {
  readonly name: string
  /** Counted from the first register of the question. */
  readonly at: number
  readonly type: 'u16' | 'i16' | 'u32' | 'i32' | 'f32'
  readonly order?: WordOrder
  readonly scale?: number
}

export function decodePoints(points: readonly Point[], registers: Buffer): Values {
  const values: Record<string, number> = {}
  for (const point of points) {
    const raw = read(point, registers)
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
  const bytes = Buffer.alloc(4)
  for (const [i, letter] of [...order].entries()) bytes.writeUInt8(registers.readUInt8(offset + i), 'abcd'.indexOf(letter))
  if (type === 'u32') return bytes.readUInt32BE(0)
  return type === 'i32' ? bytes.readInt32BE(0) : bytes.readFloatBE(0)
}
