import { crc16 } from '../crc16.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { describePdu } from './pdu.ts'

/**
 * One frame for a person. RTU and TCP are told apart by what proves itself: a right checksum is RTU, a head whose length
 * is right is TCP; when neither does, the kind that is nearer is blamed.
 */
export function decodeFrame(bytes: Buffer, variant?: string): Decoded {
  if (bytes.length === 0) return badFrame(0, 'no bytes')
  if (variant === 'rtu') return decodeRtu(bytes)
  if (variant === 'tcp') return decodeTcp(bytes)
  const [rtu, tcp] = [decodeRtu(bytes), decodeTcp(bytes)]
  if (rtu.ok || tcp.ok) return rtu.ok ? rtu : tcp
  const looksLikeTcp = bytes.length >= 6 && bytes.readUInt16BE(2) === 0 && bytes.readUInt16BE(4) <= 254 && !crcIsRight(bytes)
  return looksLikeTcp ? tcp : rtu
}

const crcIsRight = (bytes: Buffer): boolean => bytes.length >= 4 && crc16(bytes.subarray(0, -2)) === bytes.readUInt16LE(bytes.length - 2)

function decodeRtu(bytes: Buffer): Decoded {
  if (bytes.length < 4) return badFrame(bytes.length, `an RTU frame has at least 4 bytes, not ${bytes.length}`)
  if (bytes.length > 256) return badFrame(256, 'an RTU frame has at most 256 bytes')
  const expected = crc16(bytes.subarray(0, -2))
  const given = bytes.readUInt16LE(bytes.length - 2)
  if (expected !== given) return badFrame(bytes.length - 2, `checksum ${hex4(given)}, right would be ${hex4(expected)}`)
  const pdu = describePdu(bytes.subarray(1, -2))
  if (!pdu.ok) return badFrame(1 + pdu.at, pdu.why)
  return goodFrame({ framing: 'rtu', unit: bytes.readUInt8(0), ...(pdu.value as object) })
}

function decodeTcp(bytes: Buffer): Decoded {
  if (bytes.length < 8) return badFrame(bytes.length, `a TCP frame has at least 8 bytes, not ${bytes.length}`)
  if (bytes.readUInt16BE(2) !== 0) return badFrame(2, `protocol ${bytes.readUInt16BE(2)} instead of 0`)
  const length = bytes.readUInt16BE(4)
  if (length < 2 || length > 254) return badFrame(4, `length ${length} is not between 2 and 254`)
  if (bytes.length !== length + 6)
    return badFrame(Math.min(bytes.length, length + 6), `length says ${length + 6} bytes, there are ${bytes.length}`)
  const pdu = describePdu(bytes.subarray(7))
  if (!pdu.ok) return badFrame(7 + pdu.at, pdu.why)
  return goodFrame({ framing: 'tcp', transaction: bytes.readUInt16BE(0), unit: bytes.readUInt8(6), ...(pdu.value as object) })
}

// As on the wire: low byte first.
const hex4 = (value: number): string => (((value & 0xff) << 8) | (value >> 8)).toString(16).padStart(4, '0')
