import { once } from 'node:events'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Census } from './census.ts'
import { createCensus, tableOf } from './census.ts'
import { hashList, type RowSet, rowHash, rowSet } from './row-set.ts'

/** A statement with one row, or any other line of a dump. */
interface Piece {
  readonly table?: string | undefined
  readonly text: string
}

/** PostgreSQL writes line breaks of a text as they are; the row goes on until its quotes are closed. */
const quotes = (text: string) => text.split("'").length - 1

/** The pieces of a dump in their order, as many together as came together. */
async function* piecesOf(lines: AsyncIterable<unknown>, multiline: boolean): AsyncGenerator<Piece[]> {
  let rest = ''
  let open: { table: string; text: string } | undefined
  const pieces = (texts: readonly string[]): Piece[] => {
    const found: Piece[] = []
    for (const text of texts) {
      if (open) open.text += `\n${text}`
      else {
        const table = tableOf(text)
        if (table === undefined) {
          found.push({ text })
          continue
        }
        open = { table, text }
      }
      if (multiline && quotes(open.text) % 2 === 1) continue
      found.push(open)
      open = undefined
    }
    return found
  }
  for await (const chunk of lines) {
    const texts = (rest + (chunk as Buffer).toString('latin1')).split('\n')
    rest = texts.pop() ?? ''
    yield pieces(texts)
  }
  if (rest !== '') yield pieces([rest])
}

const keptMark = '-- liren kept rows of '
const written = (text: string) => Buffer.from(`${text}\n`, 'latin1')

interface Watched {
  /** Passes the dump on as it is read. */
  readonly out: Readable
  census(): Census
  /** Where the log of the database stood. */
  log(): { file: string; position: number } | undefined
  /** A hash of every row, or of those of the full backup that are gone. */
  rows(): Buffer
}

function watcher() {
  const census = createCensus()
  let log: { file: string; position: number } | undefined
  return {
    census: () => census.done(),
    log: () => log,
    see(text: string): void {
      for (const line of text.split('\n')) census.line(line)
      const at = /^-- CHANGE MASTER TO MASTER_LOG_FILE='([^']+)', MASTER_LOG_POS=(\d+)/.exec(text)
      if (at) log = { file: at[1] as string, position: Number(at[2]) }
    },
  }
}

/** A dump as it is; every row is remembered by its hash. */
export function wholeDump(lines: Readable, multiline: boolean): Watched {
  const seen = watcher()
  const hashes = hashList()
  const out = Readable.from(
    (async function* () {
      for await (const pieces of piecesOf(lines, multiline)) {
        for (const { table, text } of pieces) {
          seen.see(text)
          if (table !== undefined) hashes.add(rowHash(text))
        }
        if (pieces.length > 0) yield Buffer.concat(pieces.map(({ text }) => written(text)))
      }
    })(),
  )
  return { out, census: seen.census, log: seen.log, rows: hashes.all }
}

/** A dump without the rows that the full backup has; where they belong stands a mark for each table. */
export function changedDump(lines: Readable, base: RowSet, multiline: boolean): Watched {
  const seen = watcher()
  const marked = new Set<string>()
  const out = Readable.from(
    (async function* () {
      for await (const pieces of piecesOf(lines, multiline)) {
        const parts: Buffer[] = []
        for (const { table, text } of pieces) {
          seen.see(text)
          if (table === undefined || !base.take(rowHash(text))) parts.push(written(text))
          else if (!marked.has(table)) {
            marked.add(table)
            parts.push(written(keptMark + table))
          }
        }
        if (parts.length > 0) yield Buffer.concat(parts)
      }
    })(),
  )
  return { out, census: seen.census, log: seen.log, rows: () => base.left() }
}

/** The dump that an increment stands for: its own statements, with the rows of the full backup that are still there. */
export async function mergedDump(
  full: Readable,
  removed: Buffer,
  increment: Readable,
  room: string,
  multiline: boolean,
): Promise<Readable> {
  const gone = await rowSet(removed)
  await mkdir(room, { recursive: true, mode: 0o700 })
  let open: { table: string; stream: WriteStream } | undefined
  const close = async () => {
    open?.stream.end()
    if (open) await finished(open.stream)
    open = undefined
  }
  for await (const pieces of piecesOf(full, multiline)) {
    for (const { table, text } of pieces) {
      if (table === undefined || gone.take(rowHash(text))) continue
      if (open?.table !== table) {
        await close()
        open = { table, stream: createWriteStream(join(room, table), { flags: 'a', mode: 0o600 }) }
      }
      if (!open.stream.write(written(text))) await once(open.stream, 'drain')
    }
  }
  await close()
  return Readable.from(
    (async function* () {
      try {
        for await (const pieces of piecesOf(increment, multiline)) {
          for (const { text } of pieces) {
            if (text.startsWith(keptMark)) yield* createReadStream(join(room, text.slice(keptMark.length)))
            else yield written(text)
          }
        }
      } finally {
        await rm(room, { recursive: true, force: true })
      }
    })(),
  )
}
