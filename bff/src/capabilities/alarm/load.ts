import type { Page, QueryOf } from '@liren/contract'
import type { alarmEndpoints } from '@liren/contract/capabilities/alarm'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, scopedRowWith, underPlaces } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'
import { type AlarmRow, alarmScope, audienceOf, type EntryRow } from './row.ts'

type ListQuery = QueryOf<typeof alarmEndpoints.list>

const equals = { state: 'state', level: 'level', group: 'grp', kind: 'kind', deviceId: 'device_id' } as const

async function filtersOf(kernel: Kernel, query: ListQuery): Promise<Condition[]> {
  const where: Condition[] = []
  const zone = kernel.config.LIREN_TIME_ZONE
  for (const [name, column] of Object.entries(equals)) {
    const value = query[name as keyof typeof equals]
    if (value !== undefined) where.push({ sql: `${column} = ?`, params: [value as SqlValue] })
  }
  if (query.phase === 'unclosed') where.push({ sql: "phase IN ('open', 'active')", params: [] })
  else if (query.phase !== undefined) where.push({ sql: 'phase = ?', params: [query.phase] })
  if (query.number !== undefined) where.push({ sql: 'number = ?', params: [query.number.trim().toUpperCase()] })
  if (query.shelved !== undefined) where.push({ sql: `shelved_until_at IS ${query.shelved === '1' ? 'NOT ' : ''}NULL`, params: [] })
  if (query.from !== undefined) where.push({ sql: 'created_at >= ?', params: [startOfDay(query.from, zone)] })
  if (query.to !== undefined) where.push({ sql: 'created_at < ?', params: [startOfDay(dayAfter(query.to), zone)] })
  if (query.placeId !== undefined) {
    const place = (await placesById(kernel, [query.placeId])).get(query.placeId)
    where.push(underPlaces('place_path', place ? [place.path] : []))
  }
  return where
}

const dayAfter = (day: string): string => dayOf(Date.parse(`${day}T12:00:00Z`) + 86_400_000, 'UTC')

/** One page of alarms, newest or gravest first; those that were merged stand under their root. */
export async function listAlarms(kernel: Kernel, scope: Scope, viewer: Principal, query: ListQuery): Promise<Page<AlarmRow>> {
  const { cursor, limit = 20, ...filters } = query
  const isByLevel = query.sort === 'gravest'
  const keys = keyset({ cursor }, isByLevel ? ['level', 'id desc'] : ['id desc'], filters)
  const where = combine('AND', [reach(scope, alarmScope), audienceOf(viewer), ...(await filtersOf(kernel, query)), keys.seek()])
  const rows = await scopedRows<AlarmRow>(kernel.store, scope, 'alarms', {
    sql: `SELECT * FROM alarms WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => (isByLevel ? [Number(row.level), row.id] : [row.id]))
}

/** How many stand open and in hand, by level; there are only ever as many rows to look at as are not closed. */
export async function alarmOverview(kernel: Kernel, scope: Scope, viewer: Principal) {
  const within = combine('AND', [reach(scope, alarmScope), audienceOf(viewer)])
  const rows = await scopedRows<{ level: number; phase: string; n: number; late: number }>(kernel.store, scope, 'alarms', {
    sql: `SELECT level, phase, COUNT(*) AS n, SUM(CASE WHEN due_at < ? THEN 1 ELSE 0 END) AS late FROM alarms
          WHERE phase IN ('open', 'active') AND root_id IS NULL AND ${within.sql} GROUP BY level, phase`,
    params: [kernel.clock.now(), ...within.params],
  })
  const sum = (level: number, phase: string) => Number(rows.find((row) => Number(row.level) === level && row.phase === phase)?.n ?? 0)
  return {
    levels: ([1, 2, 3, 4] as const).map((level) => ({ level, raised: sum(level, 'open'), active: sum(level, 'active') })),
    overdue: rows.reduce((total, row) => total + Number(row.late), 0),
  }
}

const byId = (scope: Scope, viewer: Principal, id: string): Condition =>
  combine('AND', [{ sql: 'id = ?', params: [id] }, reach(scope, alarmScope), audienceOf(viewer)])

/** The one alarm, if this caller may see it; anything else was not found. */
export async function findAlarm(kernel: Kernel, scope: Scope, viewer: Principal, id: string, tx?: Tx): Promise<AlarmRow> {
  const where = byId(scope, viewer, id)
  const statement = { sql: `SELECT * FROM alarms WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<AlarmRow>(kernel.store, scope, 'alarms', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export interface WholeAlarm {
  readonly row: AlarmRow
  readonly entries: readonly EntryRow[]
  readonly merged: readonly Pick<AlarmRow, 'id' | 'number' | 'title_zh' | 'title_en'>[]
}

export async function wholeAlarm(kernel: Kernel, scope: Scope, viewer: Principal, id: string, tx?: Tx): Promise<WholeAlarm> {
  const where = byId(scope, viewer, id)
  const found = await scopedRowWith<AlarmRow, EntryRow>(
    kernel.store,
    scope,
    'alarms',
    { sql: `SELECT * FROM alarms WHERE ${where.sql}`, params: where.params },
    { sql: 'SELECT * FROM alarm_entries WHERE alarm_id = ? ORDER BY id', params: [id] },
    tx,
  )
  if (!found) throw refuse('not-found')
  const below = combine('AND', [{ sql: 'root_id = ?', params: [id] }, reach(scope, alarmScope), audienceOf(viewer)])
  const merged = await scopedRows<WholeAlarm['merged'][number]>(
    kernel.store,
    scope,
    'alarms',
    { sql: `SELECT id, number, title_zh, title_en FROM alarms WHERE ${below.sql} ORDER BY id LIMIT 50`, params: below.params },
    tx,
  )
  return { row: found.row, entries: found.details, merged }
}
