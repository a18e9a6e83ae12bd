import { type Blind, bodyMaker } from './body.ts'
import { createNotes, prepareFile, tableNames, tableOf } from './fts-tables.ts'
import { bulkWriter, type FtsWriter, pieceWriter } from './fts-writer.ts'
import { indexThread, readingThreads } from './index-threads.ts'
import { matchOf } from './match.ts'
import type { SearchHit, SearchIndex } from './search-index.ts'

const cacheKb = 16_000
const mostReaders = 2

type Row = Omit<SearchHit, 'isWhole'>

/**
 * Full text in a file of its own beside whatever database is used: SQLite FTS5 over pieces that we make ourselves, read and
 * written on threads. Rows are numbered in the order they came, so the newest page stops early however common the words are.
 */
export function openFts(file: string, blind: Blind): SearchIndex {
  prepareFile(file)
  const writing = indexThread(file, cacheKb)
  const reading = readingThreads(() => indexThread(file, cacheKb), mostReaders)
  const ready = writing.write([{ sql: createNotes }])
  // told by whoever asks first
  ready.catch(() => {})
  const bodyOf = bodyMaker(blind)
  const usual = pieceWriter(writing, bodyOf)
  let writer: FtsWriter = usual

  const known = new Set<string>()
  /** A kind of which nothing was written yet has no table. */
  async function isKnown(subject: string): Promise<boolean> {
    if (known.has(tableOf(subject))) return true
    await ready
    const [tables = []] = await reading.read([{ sql: tableNames, params: [] }], 1_000)
    for (const { name } of tables as readonly { name: string }[]) known.add(name)
    return known.has(tableOf(subject))
  }

  return {
    async upsert(subject, documents) {
      await ready
      if (documents.length > 0) await writer.upsert(subject, documents)
    },
    async remove(subject, ids) {
      await ready
      await writer.remove(subject, ids)
    },
    async query({ subject, before, limit, ...query }) {
      const match = matchOf(query, blind)
      if (match === undefined || !(await isKnown(subject))) return []
      const sql = pageOf(tableOf(subject))
      const last = before?.mark ?? Number.MAX_SAFE_INTEGER
      const rest = { sql, params: [match.rest, before?.isWhole ? Number.MAX_SAFE_INTEGER : last] }
      if (before && !before.isWhole) return hitsOf(await reading.read([rest], limit), [false])
      return hitsOf(await reading.read([{ sql, params: [match.whole, last] }, rest], limit), [true, false])
    },
    async count({ subject, ...query }, cap) {
      const match = matchOf(query, blind)
      if (match === undefined || !(await isKnown(subject))) return 0
      const table = tableOf(subject)
      const [found] = await reading.read([{ sql: `SELECT 1 FROM ${table} WHERE ${table} MATCH ? LIMIT ?`, params: [match.any] }], cap)
      return found?.length ?? 0
    },
    async note(name) {
      await ready
      const [found] = await writing.read([{ sql: 'SELECT value FROM notes WHERE name = ? LIMIT ?', params: [name] }], 1)
      return (found as readonly { value: string }[] | undefined)?.[0]?.value
    },
    async setNote(name, value) {
      await ready
      await writer.setNote(name, value)
    },
    keys: () => blind('key'),
    async clear() {
      await ready
      known.clear()
      await writer.clear()
    },
    async inBulk(work) {
      await ready
      if (writer !== usual) throw new Error('The search index is being written in bulk already')
      const bulk = bulkWriter(writing, bodyOf)
      writer = bulk
      try {
        return await work()
      } finally {
        writer = usual
        await bulk.end()
      }
    },
    async close() {
      // whoever goes last brings what was written back into the file; two who go at once leave it to each other
      await reading.close()
      await writing.close()
    },
  }
}

const pageOf = (table: string): string =>
  `SELECT documents.id AS id, ${table}.rowid AS mark FROM ${table} JOIN documents ON documents.number = ${table}.rowid
   WHERE ${table} MATCH ? AND ${table}.rowid < ? ORDER BY ${table}.rowid DESC LIMIT ?`

const hitsOf = (answers: readonly (readonly unknown[])[], isWhole: readonly boolean[]): SearchHit[] =>
  answers.flatMap((rows, i) => (rows as readonly Row[]).map((row) => ({ ...row, isWhole: isWhole[i] ?? false })))
