import { badFrame, type Decoded, goodFrame } from '../protocol.ts'

export const exceptions: Readonly<Record<number, string>> = {
  1: 'function not supported',
  2: 'no such address',
  3: 'value refused',
  4: 'device failure',
  5: 'accepted, not done yet',
  6: 'busy',
  8: 'parity',
  10: 'gateway has no path',
  11: 'gateway got no answer',
}

export const functionNames: Readonly<Record<number, string>> = {
  1: 'read coils',
  2: 'read inputs',
  3: 'read holding registers',
  4: 'read input registers',
  5: 'write coil',
  6: 'write register',
  15: 'write coils',
  16: 'write registers',
}

/** How many may be asked for at once. */
export const mostBits = 2000
export const mostRegisters = 125
const mostBitsWritten = 1968
const mostRegistersWritten = 123

/**
 * A function with its data. A frame alone does not say whether it is a question or an answer: reads and writes of many
 * are told apart by their length, and where both fit, by the byte count that an answer begins with.
 */
export function describePdu(pdu: Buffer): Decoded {
  const fn = pdu.length > 0 ? pdu.readUInt8(0) : 0
  if (fn === 0) return badFrame(0, 'no function')
  if (fn & 0x80) return describeException(pdu, fn)
  const name = functionNames[fn]
  if (!name) return goodFrame({ function: fn, name: 'unknown', data: pdu.subarray(1).toString('hex') })
  const head = { function: fn, name }
  if (fn <= 4) return describeRead(pdu, head, fn <= 2)
  if (fn === 5 || fn === 6) return describeWriteOne(pdu, head, fn === 5)
  return describeWriteMany(pdu, head, fn === 15)
}

function describeException(pdu: Buffer, fn: number): Decoded {
  if (pdu.length !== 2) return badFrame(Math.min(pdu.length, 2), `an exception has 2 bytes, not ${pdu.length}`)
  const code = pdu.readUInt8(1)
  return goodFrame({
    function: fn & 0x7f,
    name: functionNames[fn & 0x7f] ?? 'unknown',
    exception: code,
    meaning: exceptions[code] ?? 'not in the standard',
  })
}

function describeRead(pdu: Buffer, head: object, isBits: boolean): Decoded {
  const isAnswer = pdu.length >= 2 && pdu.readUInt8(1) === pdu.length - 2 && (isBits || pdu.length % 2 === 0)
  // Five bytes whose second says three: an answer with three bytes of bits, or a question from address 0x03xx.
  if (isAnswer && !(pdu.length === 5 && !isBits)) {
    const data = pdu.subarray(2)
    if (data.length === 0) return badFrame(1, 'an answer without data')
    return goodFrame({ ...head, direction: 'answer', ...(isBits ? { bits: bitsOf(data) } : { registers: registersOf(data) }) })
  }
  if (pdu.length !== 5)
    return badFrame(Math.min(pdu.length, 5), `${pdu.length} bytes are neither a question nor an answer of this function`)
  const [start, count] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)]
  const most = isBits ? mostBits : mostRegisters
  const asked = { ...head, direction: 'question', start, count }
  // A frame that is whole and asks for too much is readable; the device will answer with exception 3.
  return goodFrame(count < 1 || count > most ? { ...asked, warning: `${count} is outside of 1 to ${most}: expect exception 3` } : asked)
}

function describeWriteOne(pdu: Buffer, head: object, isBit: boolean): Decoded {
  if (pdu.length !== 5) return badFrame(Math.min(pdu.length, 5), `a write of one has 5 bytes, not ${pdu.length}`)
  const [address, value] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)]
  if (isBit && value !== 0xff00 && value !== 0) return badFrame(3, `a coil is ff00 or 0000, not ${value.toString(16).padStart(4, '0')}`)
  return goodFrame({ ...head, address, value: isBit ? value === 0xff00 : value })
}

function describeWriteMany(pdu: Buffer, head: object, isBits: boolean): Decoded {
  if (pdu.length < 5) return badFrame(pdu.length, `a write of many has at least 5 bytes, not ${pdu.length}`)
  const [start, count] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)]
  const most = isBits ? mostBitsWritten : mostRegistersWritten
  if (count < 1 || count > most) return badFrame(3, `${count} is outside of 1 to ${most}`)
  if (pdu.length === 5) return goodFrame({ ...head, direction: 'answer', start, count })
  const size = isBits ? Math.ceil(count / 8) : count * 2
  if (pdu.readUInt8(5) !== size) return badFrame(5, `${count} need ${size} bytes, the count says ${pdu.readUInt8(5)}`)
  if (pdu.length !== 6 + size)
    return badFrame(Math.min(pdu.length, 6 + size), `${size} bytes of data are named, ${pdu.length - 6} are there`)
  const data = pdu.subarray(6)
  return goodFrame({
    ...head,
    direction: 'question',
    start,
    ...(isBits ? { bits: bitsOf(data).slice(0, count) } : { registers: registersOf(data) }),
  })
}

/** Low bit first. */
export const bitsOf = (bytes: Buffer): boolean[] =>
  [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, i) => ((byte >> i) & 1) === 1))

export const registersOf = (bytes: Buffer): number[] => Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16BE(i * 2))
