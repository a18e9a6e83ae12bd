import { createHash } from 'node:crypto'

/**
 * One record on disk: two letters to find it by, the length, a checksum over both length and content, the content.
 * A record counts only when its checksum does; nothing is skipped by a length that was not verified.
 */
const magic = 0x4c52
const headSize = 2 + 4 + 8
export const maxContent = 64 * 1024

export function encodeRecord(content: Buffer): Buffer {
  if (content.length === 0 || content.length > maxContent)
    throw new RangeError(`a record holds 1 to ${maxContent} bytes, not ${content.length}`)
  const head = Buffer.alloc(headSize)
  head.writeUInt16BE(magic, 0)
  head.writeUInt32BE(content.length, 2)
  checksum(head.subarray(2, 6), content).copy(head, 6)
  return Buffer.concat([head, content])
}

export interface Scan {
  readonly records: readonly Buffer[]
  /** Stretches between good records that are not records: `[from, to)`. */
  readonly damaged: readonly (readonly [number, number])[]
  /** Where the last good record ends; what follows was never confirmed to anybody. */
  readonly end: number
}

/** Reads every good record of a segment, searching byte by byte after anything that is not one. */
export function scanRecords(bytes: Buffer): Scan {
  const records: Buffer[] = []
  const damaged: [number, number][] = []
  let end = 0
  let at = 0
  while (at + headSize < bytes.length) {
    const content = recordAt(bytes, at)
    if (!content) {
      at += 1
      continue
    }
    if (at > end) damaged.push([end, at])
    at += headSize + content.length
    end = at
    records.push(content)
  }
  return { records, damaged, end }
}

function recordAt(bytes: Buffer, at: number): Buffer | undefined {
  if (bytes.readUInt16BE(at) !== magic) return undefined
  const length = bytes.readUInt32BE(at + 2)
  if (length === 0 || length > maxContent || at + headSize + length > bytes.length) return undefined
  const content = bytes.subarray(at + headSize, at + headSize + length)
  return checksum(bytes.subarray(at + 2, at + 6), content).equals(bytes.subarray(at + 6, at + headSize)) ? content : undefined
}

const checksum = (length: Buffer, content: Buffer): Buffer => createHash('sm3').update(length).update(content).digest().subarray(0, 8)
