import type { RawDatabase } from '../store/sqlite/driver.ts'

/** Raised when the shape of the file changes; an older file is thrown away and written anew. */
const shape = '1'

/** An empty index. */
export function createTables(db: RawDatabase): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (subject, id));
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(body, content='', contentless_delete=1, tokenize='ascii');
    INSERT INTO notes (name, value) VALUES ('shape', '${shape}') ON CONFLICT (name) DO NOTHING;
  `)
}

/** An index of this shape, whatever was in the file. */
export function prepareTables(db: RawDatabase): void {
  createTables(db)
  const { value } = db.prepare("SELECT value FROM notes WHERE name = 'shape'").get() as { value: string }
  if (value === shape) return
  db.exec('DROP TABLE words; DROP TABLE documents; DROP TABLE notes')
  createTables(db)
}
