import { crc16 } from '../crc16.ts'

/** One message of Modbus: which unit, and the function with its data. */
export interface Frame {
  readonly unit: number
  readonly pdu: Buffer
}

export interface TcpFrame extends Frame {
  readonly transaction: number
}

const headSize = 7
/** Function and data; one byte of the frame's 254 is the unit. */
const maxPdu = 253

export function encodeTcp({ transaction, unit, pdu }: TcpFrame): Buffer {
  const head = Buffer.alloc(headSize)
  head.writeUInt16BE(transaction, 0)
  head.writeUInt16BE(pdu.length + 1, 4)
  head.writeUInt8(unit, 6)
  return Buffer.concat([head, pdu])
}

/** Cuts a TCP stream into frames. What cannot begin a frame is left behind one byte at a time. */
export function createTcpReader() {
  let held = Buffer.alloc(0)
  let skipped = 0
  return {
    /** Bytes that belonged to no frame, since the start. */
    get skipped() {
      return skipped
    },
    push(chunk: Buffer): TcpFrame[] {
      held = Buffer.concat([held, chunk])
      const frames: TcpFrame[] = []
      let at = 0
      while (held.length - at >= headSize + 1) {
        const length = held.readUInt16BE(at + 4)
        if (held.readUInt16BE(at + 2) !== 0 || length < 2 || length > maxPdu + 1) {
          at += 1
          skipped += 1
          continue
        }
        const end = at + headSize - 1 + length
        if (end > held.length) break
        frames.push({
          transaction: held.readUInt16BE(at),
          unit: held.readUInt8(at + 6),
          pdu: Buffer.from(held.subarray(at + headSize, end)),
        })
        at = end
      }
      held = Buffer.from(held.subarray(at))
      return frames
    },
  }
}

/** One RTU message between two silences; undefined when its checksum is not right. */
export function parseRtu(bytes: Buffer): Frame | undefined {
  if (bytes.length < 4 || bytes.length > 256) return undefined
  const body = bytes.subarray(0, -2)
  return crc16(body) === bytes.readUInt16LE(bytes.length - 2) ? { unit: body.readUInt8(0), pdu: body.subarray(1) } : undefined
}

export function encodeRtu({ unit, pdu }: Frame): Buffer {
  const body = Buffer.concat([Buffer.from([unit]), pdu])
  const crc = Buffer.alloc(2)
  crc.writeUInt16LE(crc16(body), 0)
  return Buffer.concat([body, crc])
}

/** How long the answer that begins with these bytes will be, checksum included; undefined while that cannot be known. */
function rtuAnswerLength(head: Buffer): number | undefined {
  if (head.length < 2) return undefined
  const fn = head.readUInt8(1)
  if (fn & 0x80) return 5
  if (fn === 5 || fn === 6 || fn === 15 || fn === 16) return 8
  if (fn < 1 || fn > 4) return 0
  return head.length < 3 ? undefined : 5 + head.readUInt8(2)
}

/** Cuts answers out of an RTU stream, where silences do not survive TCP: by length, then by checksum, else one byte on. */
export function createRtuReader() {
  let held = Buffer.alloc(0)
  let skipped = 0
  return {
    get skipped() {
      return skipped
    },
    push(chunk: Buffer): Frame[] {
      held = Buffer.concat([held, chunk])
      const frames: Frame[] = []
      while (held.length > 0) {
        const length = rtuAnswerLength(held)
        if (length === undefined || (length > held.length && length <= 256)) break
        const frame = length >= 5 && length <= 256 ? parseRtu(held.subarray(0, length)) : undefined
        if (frame) frames.push({ unit: frame.unit, pdu: Buffer.from(frame.pdu) })
        else skipped += 1
        held = Buffer.from(held.subarray(frame ? length : 1))
      }
      return frames
    },
  }
}
