import type { Level } from '@liren/contract'
import type { Dataset, DatasetApproval, DatasetLayer, DatasetState } from '@liren/contract/capabilities/dataset'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { rolesById } from '../../kernel/identity/roles.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { scopedRows, scopedTable, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'

scopedTable('datasets', { placePath: 'place_path' })
scopedTable('dataset_releases', { placePath: 'place_path', also: ['dataset_id'] })
scopedTable('dataset_readers', { placePath: 'place_path', also: ['dataset_id'] })

export interface Reader {
  readonly kind: 'role' | 'partner'
  readonly id: string
}

/** What a version says, beside what never changes. */
export interface Content {
  readonly name: string
  readonly purpose: string
  readonly layer: DatasetLayer
  readonly grade: Level
  readonly fields: readonly string[]
  readonly audience: readonly Reader[]
}

export interface DatasetRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly archive: string
  readonly name: string
  readonly purpose: string
  readonly layer: DatasetLayer
  readonly grade: Level
  readonly field_names: string
  readonly audience: string
  readonly state: DatasetState
  readonly release_number: number
  readonly is_changed: number
  readonly approval: DatasetApproval
  /** Whoever wrote what is not published yet; null for drafts from before there were approvals. */
  readonly maker_ids: string | null
  readonly changed_by: string | null
  readonly asked_by: string | null
  readonly decided_by: string | null
  readonly decision_note: string | null
  readonly published_at: number | null
  readonly version: number
}

export const makersOf = ({ maker_ids, changed_by }: Pick<DatasetRow, 'maker_ids' | 'changed_by'>): string[] =>
  maker_ids === null ? (changed_by === null ? [] : [changed_by]) : (JSON.parse(maker_ids) as string[])

export const isMaker = (row: DatasetRow, userId: string): boolean => row.asked_by === userId || makersOf(row).includes(userId)

export const contentOf = ({ name, purpose, layer, grade, field_names, audience }: DatasetRow): Content => ({
  ...{ name, purpose, layer, grade },
  fields: JSON.parse(field_names) as string[],
  audience: JSON.parse(audience) as Reader[],
})

export const columnsOfContent = ({ name, purpose, layer, grade, fields, audience }: Content) => ({
  ...{ name, purpose, layer, grade, field_names: JSON.stringify(fields), audience: JSON.stringify(audience) },
})

export async function datasetWithin(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<DatasetRow> {
  const within = underPlaces('place_path', scope.places)
  const statement = { sql: `SELECT * FROM datasets WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<DatasetRow>(kernel.store, scope, 'datasets', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

interface Named {
  readonly id: string
  readonly name: string
}

/** Partners by id. */
export async function partnersNamed(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<(Named & { readonly place_path: string })[]> {
  if (ids.length === 0) return []
  const some = among('id', [...new Set(ids)])
  const statement = { sql: `SELECT id, name, place_path FROM partners WHERE ${some.sql}`, params: some.params }
  return unscoped(kernel.store, 'readers of a data set by their names', statement, tx)
}

function actionsOn(viewer: Principal, row: DatasetRow): Dataset['can'] {
  if (row.state === 'retired') return []
  const may = (permission: string) => scopeWith(viewer, permission, 'place').places.some((path) => row.place_path.startsWith(path))
  const isOpen = row.is_changed === 1 && (row.approval === 'none' || row.approval === 'refused')
  const isReady = row.is_changed === 1 && row.approval === 'approved'
  const isDue = row.approval === 'waiting' && !isMaker(row, viewer.id) && may('dataset.approve')
  const kept = may('dataset.manage')
    ? (['change', ...(isOpen ? (['submit'] as const) : []), ...(isReady ? (['publish'] as const) : []), 'retire'] as const)
    : []
  return [...kept, ...(isDue ? (['decide'] as const) : [])]
}

export async function presentDatasets(kernel: Kernel, viewer: Principal, rows: readonly DatasetRow[], tx?: Tx): Promise<Dataset[]> {
  const readers = rows.flatMap((row) => contentOf(row).audience)
  const idsOf = (kind: Reader['kind']) => readers.flatMap((one) => (one.kind === kind ? [one.id] : []))
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  const names = new Map<string, string>()
  for (const { id, name } of (await rolesById(kernel, idsOf('role'), tx)).values()) names.set(id, name)
  for (const { id, name } of await partnersNamed(kernel, idsOf('partner'), tx)) names.set(id, name)
  const people = await namesOf(
    kernel,
    rows.flatMap(({ asked_by, decided_by }) => [asked_by, decided_by]).filter((id) => id !== null),
    tx,
  )
  const person = (id: string | null) => (id === null ? null : (people.get(id) ?? null))
  return rows.map((row) => {
    const { fields, audience, ...content } = contentOf(row)
    return {
      ...{ id: row.id, ...content, archive: row.archive, fields: [...fields] },
      place: { id: row.place_id, name: places.get(row.place_id)?.fullName ?? '' },
      // a role that was removed has nobody left who could read
      audience: audience.flatMap(({ kind, id }) => (names.has(id) ? [{ kind, id, name: names.get(id) ?? '' }] : [])),
      ...{ state: row.state, release: Number(row.release_number), isChanged: row.is_changed === 1, version: row.version },
      ...{ approval: row.approval, askedBy: person(row.asked_by), decidedBy: person(row.decided_by), decisionNote: row.decision_note },
      publishedAt: row.published_at === null ? null : iso(Number(row.published_at)),
      can: actionsOn(viewer, row),
    }
  })
}
