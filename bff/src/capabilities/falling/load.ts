import type { Page, QueryOf } from '@liren/contract'
import type { Fall, FallSummary, fallingEndpoints } from '@liren/contract/capabilities/falling'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { housesOf, placeById } from '../place/read.ts'
import { type FallRow, fallScope } from './row.ts'

const dayAfter = (day: string): string => dayOf(Date.parse(`${day}T12:00:00Z`) + 86_400_000, 'UTC')

function between(kernel: Kernel, { from, to }: { from?: string | undefined; to?: string | undefined }): Condition[] {
  const zone = kernel.config.LIREN_TIME_ZONE
  return [
    ...(from === undefined ? [] : [{ sql: 'e.first_at >= ?', params: [startOfDay(from, zone)] }]),
    ...(to === undefined ? [] : [{ sql: 'e.first_at < ?', params: [startOfDay(dayAfter(to), zone)] }]),
  ]
}

export async function listFalls(kernel: Kernel, scope: Scope, query: QueryOf<typeof fallingEndpoints.list>): Promise<Page<FallRow>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['e.id desc'], filters)
  const where = combine('AND', [
    reach(scope, fallScope, 'e'),
    ...(query.buildingId === undefined ? [] : [{ sql: 'e.building_id = ?', params: [query.buildingId] }]),
    // A floor is asked for as one may have thrown from it.
    ...(query.floor === undefined ? [] : [{ sql: 'e.floor_low <= ? AND e.floor_high >= ?', params: [query.floor, query.floor] }]),
    ...(query.state === undefined ? [] : [{ sql: 'e.state = ?', params: [query.state] }]),
    ...between(kernel, query),
    keys.seek(),
  ])
  const rows = await scopedRows<FallRow>(kernel.store, scope, 'falling_events', {
    sql: `SELECT e.* FROM falling_events e WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

/** A year at most, so that counting stays small. */
const mostMs = 366 * 86_400_000

export async function countFalls(kernel: Kernel, scope: Scope, query: QueryOf<typeof fallingEndpoints.counts>) {
  const since = { sql: 'e.first_at >= ?', params: [kernel.clock.now() - mostMs] }
  const where = combine('AND', [reach(scope, fallScope, 'e'), since, ...between(kernel, query)])
  const rows = await scopedRows<{ building_id: string | null; label: string; events: number; really: number }>(
    kernel.store,
    scope,
    'falling_events',
    {
      sql: `SELECT e.building_id, MAX(e.place_label) AS label, COUNT(*) AS events, SUM(CASE WHEN e.result = 'real' THEN 1 ELSE 0 END) AS really
            FROM falling_events e WHERE ${where.sql} GROUP BY e.building_id ORDER BY events DESC, label LIMIT 500`,
      params: where.params,
    },
  )
  return rows.map(({ building_id, label, events, really }) => ({
    ...{ building: building_id === null ? null : { id: building_id, label }, events: Number(events), real: Number(really) },
  }))
}

export async function findFall(kernel: Kernel, scope: Scope, id: string): Promise<FallRow> {
  const where = combine('AND', [{ sql: 'e.id = ?', params: [id] }, reach(scope, fallScope, 'e')])
  const [row] = await scopedRows<FallRow>(kernel.store, scope, 'falling_events', {
    sql: `SELECT e.* FROM falling_events e WHERE ${where.sql}`,
    params: where.params,
  })
  if (!row) throw refuse('not-found')
  return row
}

/** The building taken apart, each home marked with how likely it is: the best floor most, those of the range less. */
export async function matrixOf(kernel: Kernel, row: FallRow): Promise<Fall['matrix']> {
  const building = row.building_id === null ? undefined : await placeById(kernel, row.building_id)
  if (!building) return null
  const { units, floors, houses } = await housesOf(kernel, building)
  const markOf = ({ floor, unitId, name }: (typeof houses)[number]): number | null => {
    const { floor_low: low, floor_high: high, floor_best: best } = row
    if (low === null || high === null || best === null || floor < low || floor > high) return null
    if (row.ending !== null && (!name.endsWith(row.ending) || (row.unit_id !== null && unitId !== row.unit_id))) return null
    const others = high - low
    return floor === best || others === 0
      ? Number(row.confidence)
      : Math.round(Math.min(Number(row.confidence), (95 - row.confidence) / others))
  }
  return {
    units: [...units],
    floors: [...floors],
    houses: houses.map((house) => ({ id: house.id, name: house.name, unitId: house.unitId, floor: house.floor, mark: markOf(house) })),
  }
}

export const presentFall = (row: FallRow): FallSummary => ({
  ...{ id: row.id, camera: { id: row.camera_id, name: row.camera_name }, place: { path: row.place_path, label: row.place_label } },
  building: row.building_id === null ? null : { id: row.building_id, label: row.place_label },
  floors:
    row.floor_low === null || row.floor_best === null || row.floor_high === null
      ? null
      : { low: Number(row.floor_low), best: Number(row.floor_best), high: Number(row.floor_high) },
  ...{ column: row.column_label, confidencePercent: Number(row.confidence), method: row.method, times: Number(row.times) },
  ...{ firstAt: iso(Number(row.first_at)), lastAt: iso(Number(row.last_at)), state: row.state, result: row.result, alarmId: row.alarm_id },
})
