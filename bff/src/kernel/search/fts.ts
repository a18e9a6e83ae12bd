import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type RawDatabase, sqliteDriver } from '../store/sqlite/driver.ts'
import { prepareTables } from './fts-tables.ts'
import { bulkWriter, type FtsWriter, ftsWriter, pieceWriter } from './fts-writer.ts'
import type { SearchHit, SearchIndex } from './search-index.ts'
import { type Blind, matchOf } from './words.ts'

const bulkCacheKb = 16_000

const openFile = (file: string, cacheKb: number): RawDatabase => {
  const { Database } = sqliteDriver()
  const db = new Database(file)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -${cacheKb}`)
  return db
}

/**
 * Full text in a file of its own beside whatever database is used: SQLite FTS5 over pairs of characters that we make
 * ourselves. Rows are numbered in the order they came, so the newest page stops early however common the words are.
 */
export function openFts(file: string, blind: Blind): SearchIndex {
  mkdirSync(dirname(file), { recursive: true })
  const db = openFile(file, 32_000)
  prepareTables(db)
  const page = db.prepare(
    `SELECT documents.id AS id, words.rowid AS mark FROM words JOIN documents ON documents.number = words.rowid
     WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC LIMIT ?`,
  )
  const counted = db.prepare('SELECT COUNT(*) AS n FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)')
  const usual = pieceWriter(db, ftsWriter(db, blind))
  let writer: FtsWriter = usual

  return {
    async upsert(subject, documents) {
      if (documents.length > 0) writer.upsert(subject, documents)
    },
    remove: async (subject, ids) => writer.remove(subject, ids),
    async query(query) {
      const match = matchOf(query, blind)
      if (match === undefined) return []
      return page.all(match, query.before ?? Number.MAX_SAFE_INTEGER, query.limit) as unknown as SearchHit[]
    },
    async count(query, cap) {
      const match = matchOf(query, blind)
      return match === undefined ? 0 : (counted.get(match, cap) as { n: number }).n
    },
    note: async (name) => writer.note(name),
    setNote: async (name, value) => writer.setNote(name, value),
    keys: () => blind('key'),
    clear: async () => writer.clear(),
    async inBulk(work) {
      if (writer !== usual) throw new Error('The search index is being written in bulk already')
      // searches go on reading what was kept, beside the one who writes
      const own = openFile(file, bulkCacheKb)
      const bulk = bulkWriter(own, ftsWriter(own, blind))
      writer = bulk
      try {
        return await work()
      } finally {
        writer = usual
        bulk.end()
        own.close()
      }
    },
    async close() {
      db.close()
    },
  }
}
