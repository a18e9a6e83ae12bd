import type { RawDatabase } from '../store/sqlite/driver.ts'
import { createTables } from './fts-tables.ts'
import type { SearchDocument } from './search-index.ts'
import { type Blind, bodyOf } from './words.ts'

export interface FtsWriter {
  upsert(subject: string, documents: readonly SearchDocument[]): void
  remove(subject: string, ids: readonly string[]): void
  note(name: string): string | undefined
  setNote(name: string, value: string): void
  clear(): void
}

/** Writes as it is told; those around it say what is kept together. */
export function ftsWriter(db: RawDatabase, blind: Blind): FtsWriter {
  const find = db.prepare('SELECT number FROM documents WHERE subject = ? AND id = ?')
  const add = db.prepare('INSERT INTO documents (subject, id) VALUES (?, ?)')
  const drop = db.prepare('DELETE FROM documents WHERE number = ?')
  const write = db.prepare('INSERT INTO words (rowid, body) VALUES (?, ?)')
  const erase = db.prepare('DELETE FROM words WHERE rowid = ?')
  const readNote = db.prepare('SELECT value FROM notes WHERE name = ?')
  const writeNote = db.prepare('INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')

  const numberOf = (subject: string, id: string): number | undefined => (find.get(subject, id) as { number: number } | undefined)?.number

  function put(subject: string, document: SearchDocument): void {
    const known = numberOf(subject, document.id)
    if (known !== undefined) erase.run(known)
    const number = known ?? Number(add.run(subject, document.id).lastInsertRowid)
    write.run(number, bodyOf(subject, document, blind))
  }

  return {
    upsert(subject, documents) {
      for (const document of documents) put(subject, document)
    },
    remove(subject, ids) {
      for (const id of ids) {
        const number = numberOf(subject, id)
        if (number === undefined) continue
        erase.run(number)
        drop.run(number)
      }
    },
    note: (name) => (readNote.get(name) as { value: string } | undefined)?.value,
    setNote: (name, value) => void writeNote.run(name, value),
    clear() {
      db.exec('DROP TABLE words; DROP TABLE documents; DELETE FROM notes')
      createTables(db)
    },
  }
}

/** Every call is kept whole, or nothing of it. */
export function pieceWriter(db: RawDatabase, writer: FtsWriter): FtsWriter {
  const whole = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }
  return {
    ...writer,
    upsert: (subject, documents) => whole(() => writer.upsert(subject, documents)),
    remove: (subject, ids) => whole(() => writer.remove(subject, ids)),
    clear: () => whole(writer.clear),
  }
}

/** So many documents are kept together: whatever is kept becomes a part of the index that has to be merged with the others. */
const together = 5_000

/** Keeps what is written with the next note, once there is enough of it: whoever goes on from the last note misses nothing. */
export function bulkWriter(db: RawDatabase, writer: FtsWriter): FtsWriter & { end(): void } {
  let waiting = 0
  const end = () => {
    if (db.isTransaction) db.exec('COMMIT')
    waiting = 0
  }
  const within = (work: () => void): void => {
    if (!db.isTransaction) db.exec('BEGIN IMMEDIATE')
    try {
      work()
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      waiting = 0
      throw error
    }
  }
  return {
    note: writer.note,
    upsert(subject, documents) {
      within(() => writer.upsert(subject, documents))
      waiting += documents.length
    },
    remove: (subject, ids) => within(() => writer.remove(subject, ids)),
    setNote(name, value) {
      within(() => writer.setNote(name, value))
      if (waiting >= together) end()
    },
    clear() {
      within(writer.clear)
      end()
    },
    end,
  }
}
