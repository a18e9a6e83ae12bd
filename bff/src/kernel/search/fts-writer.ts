import type { bodyMaker } from './body.ts'
import { createNotes, createTable, tableNames, tableOf } from './fts-tables.ts'
import type { IndexThread, Step } from './index-threads.ts'
import type { SearchDocument } from './search-index.ts'

export interface FtsWriter {
  upsert(subject: string, documents: readonly SearchDocument[]): Promise<void>
  remove(subject: string, ids: readonly string[]): Promise<void>
  setNote(name: string, value: string): Promise<void>
  clear(): Promise<void>
}

type BodyOf = ReturnType<typeof bodyMaker>

const numbered = '(SELECT number FROM documents WHERE subject = ? AND id = ?)'

const erased = (subject: string, id: string): Step => ({
  sql: `DELETE FROM ${tableOf(subject)} WHERE rowid = ${numbered}`,
  params: [subject, id],
})

function upserted(subject: string, document: SearchDocument, bodyOf: BodyOf): Step[] {
  const { id } = document
  return [
    {
      sql: 'INSERT INTO documents (subject, id) VALUES (?, ?) ON CONFLICT DO NOTHING',
      params: [subject, id],
      otherwise: erased(subject, id),
    },
    { sql: `INSERT INTO ${tableOf(subject)} (rowid, body) VALUES (${numbered}, ?)`, params: [subject, id, bodyOf(document)] },
  ]
}

const removed = (subject: string, id: string): Step[] => [
  erased(subject, id),
  { sql: 'DELETE FROM documents WHERE subject = ? AND id = ?', params: [subject, id] },
]

const noted = (name: string, value: string): Step => ({
  sql: 'INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  params: [name, value],
})

/** Nothing of what was there, not even its numbers. */
async function cleared(thread: IndexThread): Promise<Step[]> {
  const [tables = []] = await thread.read([{ sql: tableNames, params: [] }], 1_000)
  const drops = (tables as readonly { name: string }[]).map(({ name }) => ({ sql: `DROP TABLE ${name}` }))
  return [...drops, { sql: 'DROP TABLE documents; DELETE FROM notes' }, { sql: createNotes }]
}

/** Every call is kept whole, or nothing of it. */
export const pieceWriter = (thread: IndexThread, bodyOf: BodyOf): FtsWriter => ({
  upsert: (subject, documents) =>
    thread.write([{ sql: createTable(subject) }, ...documents.flatMap((document) => upserted(subject, document, bodyOf))]),
  remove: (subject, ids) => thread.write([{ sql: createTable(subject) }, ...ids.flatMap((id) => removed(subject, id))]),
  setNote: (name, value) => thread.write([noted(name, value)]),
  clear: async () => thread.write(await cleared(thread)),
})

/** So many documents are kept together: whatever is kept becomes a part of the index that has to be merged with the others. */
const together = 50_000

/** Keeps what is written with the next note, once there is enough of it: whoever goes on from the last note misses nothing. */
export function bulkWriter(thread: IndexThread, bodyOf: BodyOf): FtsWriter & { end(): Promise<void> } {
  let waiting = 0
  let before: Promise<void> = Promise.resolve()
  // the next part is made while this one is written, and no further ahead
  const next = async (steps: readonly Step[], open = true): Promise<void> => {
    await before
    before = thread.write(steps, open)
    // told by the next call or at the end
    before.catch(() => {})
  }
  return {
    upsert(subject, documents) {
      waiting += documents.length
      return next([{ sql: createTable(subject) }, ...documents.flatMap((document) => upserted(subject, document, bodyOf))])
    },
    remove: (subject, ids) => next([{ sql: createTable(subject) }, ...ids.flatMap((id) => removed(subject, id))]),
    async setNote(name, value) {
      const isEnough = waiting >= together
      if (isEnough) waiting = 0
      await next([noted(name, value)], !isEnough)
    },
    async clear() {
      await before
      await next(await cleared(thread), false)
    },
    async end() {
      await next([], false)
      await before
    },
  }
}
