import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'

/** 128 bits tell pages apart. */
const hashBytes = 16
const hashOf = (page: Buffer) => createHash('sha256').update(page).digest().subarray(0, hashBytes)
const atOnce = 256

/** Size of a page, from the head of the file. */
async function pageSizeOf(file: FileHandle): Promise<number> {
  const { buffer } = await file.read(Buffer.alloc(100), 0, 100, 0)
  const size = buffer.readUInt16BE(16)
  return size === 1 ? 65_536 : size
}

async function* pagesOf(path: string): AsyncGenerator<{ size: number; count: number; first: number; pages: Buffer[] }> {
  const file = await open(path, 'r')
  try {
    const size = await pageSizeOf(file)
    const count = Math.ceil((await file.stat()).size / size)
    const block = Buffer.alloc(size * atOnce)
    for (let first = 0; first < count; first += atOnce) {
      const { bytesRead } = await file.read(block, 0, block.length, first * size)
      const pages = Array.from({ length: Math.ceil(bytesRead / size) }, (_, i) =>
        block.subarray(i * size, Math.min((i + 1) * size, bytesRead)),
      )
      yield { size, count, first, pages }
    }
  } finally {
    await file.close()
  }
}

/** A hash of every page, one after the other: what later increments are compared with. */
export const pageIndex = (path: string): Readable =>
  Readable.from(
    (async function* () {
      for await (const { pages } of pagesOf(path)) yield Buffer.concat(pages.map(hashOf))
    })(),
  )

/** Size and number of pages, then every page that is not as it was, with its number before it. */
export const changedPages = (path: string, base: Buffer): Readable =>
  Readable.from(
    (async function* () {
      let started = false
      for await (const { size, count, first, pages } of pagesOf(path)) {
        const parts: Buffer[] = started ? [] : [numbers(size, count)]
        started = true
        for (const [i, page] of pages.entries()) {
          const at = (first + i) * hashBytes
          if (!hashOf(page).equals(base.subarray(at, at + hashBytes))) parts.push(numbers(first + i), Buffer.from(page))
        }
        if (parts.length > 0) yield Buffer.concat(parts)
      }
    })(),
  )

const numbers = (...values: number[]): Buffer => {
  const made = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) made.writeUInt32BE(value, i * 4)
  return made
}

/** Puts changed pages over those of the full backup, and makes the file as long as it was. */
export async function applyPages(path: string, source: Readable): Promise<void> {
  const file = await open(path, 'r+')
  try {
    let rest = Buffer.alloc(0)
    let [size, count] = [0, 0]
    for await (const chunk of source) {
      rest = rest.length === 0 ? (chunk as Buffer<ArrayBuffer>) : Buffer.concat([rest, chunk as Buffer])
      if (size === 0) {
        if (rest.length < 8) continue
        ;[size, count] = [rest.readUInt32BE(0), rest.readUInt32BE(4)]
        rest = rest.subarray(8)
      }
      for (; rest.length >= size + 4; rest = rest.subarray(size + 4)) await file.write(rest, 4, size, rest.readUInt32BE(0) * size)
    }
    if (size === 0 || rest.length > 0) throw new Error('The increment ends in the middle of a page.')
    await file.truncate(count * size)
    await file.sync()
  } finally {
    await file.close()
  }
}
