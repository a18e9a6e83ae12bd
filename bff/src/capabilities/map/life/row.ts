import type { StageEntry, StageState } from '@liren/contract/map/life'
import type { Stage } from '@liren/contract/map/stage'
import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import type { FileLink } from '../../file/read.ts'

/** Files of an entry are attached under this word. */
export const stageFiles = 'map-stage'

export interface EntryRow {
  readonly id: string
  readonly building_id: string
  readonly place_path: string
  readonly stage: Stage
  readonly kind: 'document' | 'state'
  readonly name: string
  readonly state: StageState | null
  readonly note: string | null
  readonly source: string
  readonly taken_on: string
  readonly element: string
  readonly element_name: string
  readonly file_id: string | null
  readonly added_at: number
  readonly version: number
}
export const columns =
  'e.id, e.building_id, e.place_path, e.stage, e.kind, e.name, e.state, e.note, e.source, e.taken_on, e.element, e.element_name, e.file_id, e.added_at, e.version'

export const presentEntry = (row: EntryRow, link: (id: string) => FileLink): StageEntry => ({
  ...{ id: row.id, stage: row.stage, kind: row.kind, name: row.name, state: row.state, note: row.note, source: row.source },
  ...{ takenOn: row.taken_on, element: row.element, elementName: row.element_name, version: row.version },
  file: row.file_id === null ? null : { id: row.file_id, ...link(row.file_id) },
  addedAt: new Date(Number(row.added_at)).toISOString(),
})

/** An entry of a building within reach; of any other nothing is known. */
export async function findEntry(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<EntryRow> {
  const where = combine('AND', [underPlaces('e.place_path', scope.places), { sql: 'e.id = ?', params: [id] }])
  const statement = { sql: `SELECT ${columns} FROM map_stage_entries e WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<EntryRow>(kernel.store, scope, 'map_stage_entries', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}
