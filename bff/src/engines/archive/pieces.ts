import type { Archive, Values } from '@liren/contract/archive/index'
import { grams, gramsOfQuery } from '../../kernel/identity/name-grams.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, contains } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { columnsToRead, type FileRow, valuesOf } from './row.ts'
import { normaliser, type StoredField, storedFields } from './table.ts'

const place = { table: 'archive_grams', column: 'gram' }
const labelled = (definition: Archive, field: string, gram: string) => `${definition.name}.${field}:${gram}`

const byPieces = (definition: Archive): StoredField[] => storedFields(definition).filter(({ field }) => field.find.includes('pieces'))

/** Keeps blind indexes of the pieces of sealed texts, so that 晓岚 finds 林晓岚 although no name is stored in plain. */
export async function writePieces(kernel: Kernel, definition: Archive, id: string, values: Values, isNew: boolean, tx: Tx): Promise<void> {
  const sealed = byPieces(definition).filter((stored) => stored.isSealed && stored.name in values)
  if (sealed.length === 0) return
  // the pieces of one field cannot be told from those of another, so all are written anew
  if (!isNew) await kernel.store.run('DELETE FROM archive_grams WHERE archive = ? AND file_id = ?', [definition.name, id], tx)
  await writeManyPieces(kernel, definition, [{ id, values }], tx)
}

/** Pieces of files that have none yet. */
export async function writeManyPieces(kernel: Kernel, definition: Archive, files: readonly { id: string; values: Values }[], tx: Tx) {
  const found = files.flatMap(({ id, values }) => piecesOf(kernel, definition, values).map((gram) => [definition.name, gram, id]))
  if (found.length === 0) return
  await kernel.store.run(
    `INSERT INTO archive_grams (archive, gram, file_id) VALUES ${found.map(() => '(?, ?, ?)').join(', ')}`,
    found.flat(),
    tx,
  )
}

/** Blind indexes of all pieces of these values; what `archive_grams` holds of a file. */
export function piecesOf(kernel: Pick<Kernel, 'sealer'>, definition: Archive, values: Values): string[] {
  const pieces = byPieces(definition)
    .filter((stored) => stored.isSealed)
    .flatMap(({ name, field }) => {
      const value = values[name]
      return typeof value === 'string' ? grams(normaliser(field)(value)).map((gram) => labelled(definition, name, gram)) : []
    })
  return [...new Set(pieces)].map((piece) => kernel.sealer.blindIndex(piece, place))
}

/** Files one of whose texts holds what was typed. */
export function holding(kernel: Kernel, definition: Archive, q: string): Condition {
  return combine(
    'OR',
    byPieces(definition).map(({ name, field, column, isSealed }) => {
      const text = normaliser(field)(q)
      if (!isSealed) return contains(column, text)
      return combine(
        'AND',
        gramsOfQuery(text).map((piece) => {
          const gram = among('gram', kernel.sealer.blindIndexes(labelled(definition, name, piece), place))
          return {
            sql: `id IN (SELECT file_id FROM archive_grams WHERE archive = ? AND ${gram.sql})`,
            params: [definition.name, ...gram.params],
          }
        }),
      )
    }),
  )
}

/** Renews pieces that were indexed under an older key, some files at a time; says how many. */
export async function renewPieces(kernel: Kernel, definition: Archive, limit = 300): Promise<number> {
  const behind = await kernel.store.rows<{ file_id: string }>(
    `SELECT DISTINCT file_id FROM archive_grams WHERE archive = ? AND gram NOT LIKE ? ORDER BY file_id LIMIT ${Math.trunc(limit)}`,
    [definition.name, `${kernel.keyring.currentVersion('index')}.%`],
  )
  const names = byPieces(definition).map(({ name }) => name)
  for (const { file_id } of behind)
    await kernel.store.tx(async (tx) => {
      const statement = { sql: `SELECT ${columnsToRead(definition, names)} FROM ${definition.table} WHERE id = ?`, params: [file_id] }
      const [row] = await unscoped<FileRow>(kernel.store, 'indexes are renewed for every file', statement, tx)
      await writePieces(
        kernel,
        definition,
        file_id,
        row ? valuesOf(kernel, definition, row, names) : Object.fromEntries(names.map((name) => [name, null])),
        false,
        tx,
      )
    })
  return behind.length
}
