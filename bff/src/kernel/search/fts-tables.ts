import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { sqliteDriver } from '../store/sqlite/driver.ts'

/** Raised when the shape of the file or its pieces change; an older file is thrown away and written anew. */
const shape = '3'

export const createNotes = `
  CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (subject, id));
  INSERT INTO notes (name, value) VALUES ('shape', '${shape}') ON CONFLICT (name) DO NOTHING;
`

/** Every kind has words of its own: those that are few are not sought among those that are many. */
export const tableOf = (subject: string): string => `words_${subject.replaceAll('-', '_')}`
export const createTable = (subject: string): string =>
  `CREATE VIRTUAL TABLE IF NOT EXISTS ${tableOf(subject)} USING fts5(body, content='', contentless_delete=1, tokenize='ascii')`
export const tableNames = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%' LIMIT ?"

/** A file of this shape, whatever was there. */
export function prepareFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file) && !isOfThisShape(file)) for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
}

function isOfThisShape(file: string): boolean {
  const { Database } = sqliteDriver()
  const db = new Database(file)
  try {
    // a question asked with `exec` leaves no statement behind, which would keep the file open until it is collected
    db.exec(`
      CREATE TEMP TABLE answer (yes INTEGER CHECK (yes));
      INSERT INTO answer VALUES ((SELECT value FROM notes WHERE name = 'shape') IS '${shape}');
    `)
    return true
  } catch {
    // an older one, no index at all, or half of one: nothing of it is worth more than writing it anew
    return false
  } finally {
    db.close()
  }
}
