import { createHash } from 'node:crypto'
import { setImmediate as breath } from 'node:timers/promises'

/** 128 bits tell rows apart. */
export const hashBytes = 16
export const rowHash = (text: string): Buffer => createHash('sha256').update(text, 'latin1').digest().subarray(0, hashBytes)

/** Hashes one after the other, in blocks: an object for each of millions would take ten times the room. */
export function hashList() {
  const full: Buffer[] = []
  let block = Buffer.alloc(hashBytes * 4096)
  let used = 0
  return {
    add(hash: Buffer): void {
      hash.copy(block, used)
      used += hashBytes
      if (used < block.length) return
      full.push(block)
      block = Buffer.alloc(block.length)
      used = 0
    },
    all: (): Buffer => Buffer.concat([...full, block.subarray(0, used)]),
  }
}

export interface RowSet {
  /** Whether this row is among them; each is found once. */
  take(hash: Buffer): boolean
  /** Those that nobody took. */
  left(): Buffer
}

/** Hashes of millions of rows in some thirty bytes each: places in `hashes`, found by open addressing. */
export async function rowSet(hashes: Buffer): Promise<RowSet> {
  const count = Math.floor(hashes.length / hashBytes)
  let size = 8
  while (size < count * 2) size *= 2
  const slots = new Int32Array(size)
  const taken = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    let slot = hashes.readUInt32LE(i * hashBytes) & (size - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1)
    slots[slot] = i + 1
    if (i % 65_536 === 65_535) await breath()
  }
  return {
    take(hash) {
      for (let slot = hash.readUInt32LE(0) & (size - 1); slots[slot] !== 0; slot = (slot + 1) & (size - 1)) {
        const i = (slots[slot] as number) - 1
        if (taken[i] === 1 || hash.compare(hashes, i * hashBytes, (i + 1) * hashBytes) !== 0) continue
        taken[i] = 1
        return true
      }
      return false
    },
    left() {
      const rest = hashList()
      for (let i = 0; i < count; i++) if (taken[i] === 0) rest.add(hashes.subarray(i * hashBytes, (i + 1) * hashBytes))
      return rest.all()
    },
  }
}
