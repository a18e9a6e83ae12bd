import type { Archive } from '@liren/contract/archive/index'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { columnsToRead, type FileRow } from './row.ts'

/** A file within reach; another one does not exist for this caller. */
export async function findFile(kernel: Kernel, definition: Archive, scope: Scope, id: string, tx?: Tx): Promise<FileRow> {
  const [row] = await findFiles(kernel, definition, scope, [id], undefined, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** Those of these files that are within reach, with some of their fields or all. */
export async function findFiles(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  ids: readonly string[],
  names?: readonly string[],
  tx?: Tx,
): Promise<FileRow[]> {
  if (ids.length === 0) return []
  const reach = underPlaces('place_path', scope.places)
  const wanted = among('id', ids)
  return scopedRows<FileRow>(
    kernel.store,
    scope,
    definition.table,
    {
      sql: `SELECT ${columnsToRead(definition, names)} FROM ${definition.table} WHERE ${wanted.sql} AND ${reach.sql}`,
      params: [...wanted.params, ...reach.params],
    },
    tx,
  )
}
