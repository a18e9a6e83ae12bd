import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type RawDatabase, sqliteDriver } from '../store/sqlite/driver.ts'
import type { SearchDocument, SearchHit, SearchIndex } from './search-index.ts'
import { type Blind, bodyOf, matchOf } from './words.ts'

/** Raised when the shape of the file changes; an older file is thrown away and written anew. */
const shape = '1'

/**
 * Full text in a file of its own beside whatever database is used: SQLite FTS5 over pairs of characters that we make
 * ourselves. Rows are numbered in the order they came, so the newest page stops early however common the words are.
 */
export function openFts(file: string, blind: Blind): SearchIndex {
  mkdirSync(dirname(file), { recursive: true })
  const { Database } = sqliteDriver()
  const db = new Database(file)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32000')
  prepareTables(db)

  const find = db.prepare('SELECT number FROM documents WHERE subject = ? AND id = ?')
  const add = db.prepare('INSERT INTO documents (subject, id) VALUES (?, ?)')
  const drop = db.prepare('DELETE FROM documents WHERE number = ?')
  const write = db.prepare('INSERT INTO words (rowid, body) VALUES (?, ?)')
  const erase = db.prepare('DELETE FROM words WHERE rowid = ?')
  const page = db.prepare(
    `SELECT documents.id AS id, words.rowid AS mark FROM words JOIN documents ON documents.number = words.rowid
     WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC LIMIT ?`,
  )
  const counted = db.prepare('SELECT COUNT(*) AS n FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)')
  const readNote = db.prepare('SELECT value FROM notes WHERE name = ?')
  const writeNote = db.prepare('INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')

  const atOnce = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }
  const numberOf = (subject: string, id: string): number | undefined => (find.get(subject, id) as { number: number } | undefined)?.number

  function put(subject: string, document: SearchDocument): void {
    const known = numberOf(subject, document.id)
    if (known !== undefined) erase.run(known)
    const number = known ?? Number(add.run(subject, document.id).lastInsertRowid)
    write.run(number, bodyOf(subject, document, blind))
  }

  return {
    async upsert(subject, documents) {
      if (documents.length > 0) atOnce(() => documents.forEach((document) => void put(subject, document)))
    },
    async remove(subject, ids) {
      atOnce(() => {
        for (const id of ids) {
          const number = numberOf(subject, id)
          if (number === undefined) continue
          erase.run(number)
          drop.run(number)
        }
      })
    },
    async query(query) {
      const match = matchOf(query, blind)
      if (match === undefined) return []
      return page.all(match, query.before ?? Number.MAX_SAFE_INTEGER, query.limit) as unknown as SearchHit[]
    },
    async count(query, cap) {
      const match = matchOf(query, blind)
      return match === undefined ? 0 : (counted.get(match, cap) as { n: number }).n
    },
    async note(name) {
      return (readNote.get(name) as { value: string } | undefined)?.value
    },
    async setNote(name, value) {
      writeNote.run(name, value)
    },
    keys: () => blind('key'),
    async clear() {
      atOnce(() => {
        db.exec('DROP TABLE words; DROP TABLE documents; DELETE FROM notes')
        createTables(db)
      })
    },
    async close() {
      db.close()
    },
  }
}

function createTables(db: RawDatabase): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (subject, id));
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(body, content='', contentless_delete=1, tokenize='ascii');
    INSERT INTO notes (name, value) VALUES ('shape', '${shape}') ON CONFLICT (name) DO NOTHING;
  `)
}

function prepareTables(db: RawDatabase): void {
  createTables(db)
  const { value } = db.prepare("SELECT value FROM notes WHERE name = 'shape'").get() as { value: string }
  if (value === shape) return
  db.exec('DROP TABLE words; DROP TABLE documents; DROP TABLE notes')
  createTables(db)
}
