import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { UnreadableWorkbook } from './error.ts'
import { workbookLimits } from './limits.ts'

interface Entry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
}

export interface Zip {
  has(name: string): boolean
  /** The bytes of a part, piece by piece, never more than the limits allow whatever the directory claims. */
  read(name: string): AsyncGenerator<Buffer>
}

const endMark = 0x06054b50
const directoryMark = 0x02014b50
const localMark = 0x04034b50
const largest = 0xffffffff

/** Reads a zip file by the directory at its end, and refuses what only attackers write: overlapping parts, false sizes, bombs. */
export function openZip(bytes: Buffer): Zip {
  const entries = new Map(directoryOf(bytes).map((entry) => [entry.name, entry]))
  let unpacked = 0
  return {
    has: (name) => entries.has(name),
    async *read(name) {
      const entry = entries.get(name)
      if (!entry) throw new UnreadableWorkbook('damaged')
      const from = contentStart(bytes, entry)
      const packed = bytes.subarray(from, from + entry.packed)
      const source = Readable.from([packed])
      let own = 0
      try {
        for await (const piece of entry.method === 0 ? source : source.pipe(createInflateRaw())) {
          own += (piece as Buffer).length
          unpacked += (piece as Buffer).length
          if (isTooMuch(unpacked, entry.packed, own)) throw new UnreadableWorkbook('bomb')
          yield piece as Buffer
        }
      } catch (error) {
        throw error instanceof UnreadableWorkbook ? error : new UnreadableWorkbook('damaged', [], { cause: error })
      }
      if (own !== entry.unpacked) throw new UnreadableWorkbook('damaged')
    },
  }
}

const isTooMuch = (all: number, packed: number, own: number): boolean =>
  all > workbookLimits.unpackedBytes || (own > workbookLimits.ratioFrom && own > packed * workbookLimits.ratio)

function directoryOf(bytes: Buffer): Entry[] {
  const end = endOf(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count === 0) throw new UnreadableWorkbook('damaged')
  if (count > workbookLimits.entries) throw new UnreadableWorkbook('bomb')
  const entries: Entry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== directoryMark) throw new UnreadableWorkbook('damaged')
    const [names, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw new UnreadableWorkbook('protected')
    const entry = {
      name: bytes.toString('utf8', at + 46, at + 46 + names).replaceAll('\\', '/'),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    if (entry.packed === largest || entry.offset + entry.packed > bytes.length) throw new UnreadableWorkbook('damaged')
    if (entry.method !== 0 && entry.method !== 8) throw new UnreadableWorkbook('damaged')
    entries.push(entry)
    at += 46 + names + extra + comment
  }
  refuseOverlaps(entries)
  if (entries.reduce((sum, { unpacked }) => sum + unpacked, 0) > workbookLimits.unpackedBytes) throw new UnreadableWorkbook('bomb')
  if (entries.some(({ packed, unpacked }) => isTooMuch(0, packed, unpacked))) throw new UnreadableWorkbook('bomb')
  return entries
}

/** One set of packed bytes that many parts claim for themselves. */
function refuseOverlaps(entries: readonly Entry[]): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset)
  for (const [index, entry] of sorted.entries()) {
    const next = sorted[index + 1]
    if (next && next.offset < entry.offset + 30 + entry.packed) throw new UnreadableWorkbook('bomb')
  }
}

function endOf(bytes: Buffer): number {
  // a comment of at most 64 KB may follow the end record
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at--)
    if (bytes.readUInt32LE(at) === endMark && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.length) return at
  throw new UnreadableWorkbook('damaged')
}

function contentStart(bytes: Buffer, { offset }: Entry): number {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== localMark) throw new UnreadableWorkbook('damaged')
  return offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
}
