import type { OverlayKind, OverlaySummary } from '@liren/contract/map/overlay'
import type { Bounds } from '@liren/contract/map/position'
import type { Stage } from '@liren/contract/map/stage'
import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'

export interface OverlayRow extends Bounds {
  readonly id: string
  readonly kind: OverlayKind
  readonly name: string
  readonly source: string
  readonly taken_on: string
  readonly stage: Stage | null
  readonly valid_from: string | null
  readonly valid_to: string | null
  readonly place_id: string
  readonly place_path: string
  readonly place_name: string
  readonly n_elements: number
  readonly added_at: number
  readonly version: number
}

export const columns = [
  'o.id, o.kind, o.name, o.source, o.taken_on, o.place_id, o.place_path, o.west, o.south, o.east, o.north',
  'o.stage, o.valid_from, o.valid_to, o.n_elements, o.added_at, o.version, p.name AS place_name',
].join(', ')
export const source = 'map_overlays o JOIN places p ON p.id = o.place_id'

export const presentOverlay = (row: OverlayRow): OverlaySummary => ({
  ...{ id: row.id, kind: row.kind, name: row.name, source: row.source, takenOn: row.taken_on },
  ...{ stage: row.stage, validFrom: row.valid_from, validTo: row.valid_to },
  ...{ placeId: row.place_id, placeName: row.place_name, count: row.n_elements, version: row.version },
  bounds: { west: row.west, south: row.south, east: row.east, north: row.north },
  addedAt: new Date(Number(row.added_at)).toISOString(),
})

/** An overlay within reach; of any other nothing is known. */
export async function findOverlay(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<OverlayRow> {
  const where = combine('AND', [underPlaces('o.place_path', scope.places), { sql: 'o.id = ?', params: [id] }])
  const statement = { sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<OverlayRow>(kernel.store, scope, 'map_overlays', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}
