import type { CustomField } from '@liren/contract/capabilities/custom'
import { type FieldRow, fieldColumns, optionsOf, pathsAbove } from '../../kernel/custom/field.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { placesOf, shortName } from '../../kernel/known-places.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** Fields within reach, and what narrows them. */
export function fieldsWithin(kernel: Kernel, scope: Scope, where: Condition, tail: string, tx?: Tx): Promise<FieldRow[]> {
  const reach = underPlaces('place_path', scope.places)
  return scopedRows<FieldRow>(
    kernel.store,
    scope,
    'custom_fields',
    {
      sql: `SELECT ${fieldColumns} FROM custom_fields WHERE ${where.sql} AND ${reach.sql} ${tail}`,
      params: [...where.params, ...reach.params],
    },
    tx,
  )
}

const mostShown = 200

/** Fields of an archive that files within reach have, or files at these places. */
export function fieldsOf(kernel: Kernel, scope: Scope, archive: string, at?: readonly string[]): Promise<FieldRow[]> {
  const above = among('place_path', [...new Set((at ?? scope.places).flatMap(pathsAbove))])
  const reach = at ? above : combine('OR', [above, underPlaces('place_path', scope.places)])
  return scopedRows<FieldRow>(kernel.store, scope, 'custom_fields', {
    sql: `SELECT ${fieldColumns} FROM custom_fields WHERE archive = ? AND ${reach.sql} ORDER BY id LIMIT ${mostShown}`,
    params: [archive, ...reach.params],
  })
}

export async function fieldFor(kernel: Kernel, scope: Scope, id: string, version: number, tx: Tx): Promise<FieldRow> {
  const [row] = await fieldsWithin(kernel, scope, { sql: 'id = ?', params: [id] }, '', tx)
  if (!row) throw refuse('not-found')
  if (row.version !== version) throw refuse('stale', { details: { version: row.version } })
  return row
}

export async function presentFields(kernel: Kernel, rows: readonly FieldRow[], tx?: Tx): Promise<CustomField[]> {
  const places = await placesOf(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  return rows.map((row) => ({
    ...{ id: row.id, archive: row.archive, code: row.code, kind: row.kind, level: row.data_level, use: row.for_use, state: row.state },
    place: { id: row.place_id, name: shortName(places.get(row.place_id)), path: row.place_path },
    label: { zh: row.label_zh, en: row.label_en },
    isRequired: row.is_required === 1,
    isListed: row.is_listed === 1,
    options: optionsOf(row),
    addedAt: iso(row.added_at),
    version: row.version,
  }))
}
