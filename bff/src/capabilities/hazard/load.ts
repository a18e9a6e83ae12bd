import type { Page, QueryOf } from '@liren/contract'
import type { HazardStatistics, hazardEndpoints } from '@liren/contract/capabilities/hazard'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, scopedRowWith, underPlaces } from '../../kernel/store/scope.ts'
import type { AlarmRow, EntryRow } from '../alarm/read.ts'
import { placeById, placesById } from '../place/read.ts'
import { hazardScope, type OrderRow } from './row.ts'

/** The order beside what its alarm says now: nothing is told twice. */
export type HazardRow = Pick<AlarmRow, (typeof ofAlarm)[number]> & Pick<OrderRow, (typeof ofOrder)[number]>
const ofAlarm = [
  ...(['id', 'kind', 'level', 'state', 'title_zh', 'title_en', 'place_path', 'place_label', 'device_id', 'device_code'] as const),
  ...(['device_name', 'created_at', 'accepted_at', 'handled_at', 'closed_at', 'handler_name', 'result'] as const),
] as const
const ofOrder = ['number', 'area', 'duty', 'push_due_at', 'pushed_at'] as const
const columns = [...ofAlarm.map((name) => `a.${name}`), ...ofOrder.map((name) => `o.${name}`)].join(', ')
const source = 'alarms a JOIN hazard_orders o ON o.id = a.id'

type Filters = QueryOf<typeof hazardEndpoints.statistics>
const equals = { area: 'o.area', kind: 'a.kind', state: 'a.state', level: 'a.level', deviceId: 'a.device_id' } as const
const dayAfter = (day: string): string => dayOf(Date.parse(`${day}T12:00:00Z`) + 86_400_000, 'UTC')

/** What list and statistics share, so that they count the same rows. */
async function filtersOf(kernel: Kernel, scope: Scope, query: Filters): Promise<Condition> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const where: Condition[] = [reach(scope, hazardScope, 'a')]
  for (const [name, column] of Object.entries(equals)) {
    const value = query[name as keyof typeof equals]
    if (value !== undefined) where.push({ sql: `${column} = ?`, params: [value] })
  }
  if (query.from !== undefined) where.push({ sql: 'a.created_at >= ?', params: [startOfDay(query.from, zone)] })
  if (query.to !== undefined) where.push({ sql: 'a.created_at < ?', params: [startOfDay(dayAfter(query.to), zone)] })
  if (query.placeId !== undefined) {
    const place = await placeById(kernel, query.placeId)
    where.push(underPlaces('a.place_path', place ? [place.path] : []))
  }
  return combine('AND', where)
}

/** One page of hazards, newest first. */
export async function listHazards(kernel: Kernel, scope: Scope, query: QueryOf<typeof hazardEndpoints.list>): Promise<Page<HazardRow>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['a.id desc'], filters)
  const where = combine('AND', [await filtersOf(kernel, scope, filters), keys.seek()])
  const rows = await scopedRows<HazardRow>(kernel.store, scope, 'alarms', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

/** One hazard with every step of its course. */
export async function wholeHazard(kernel: Kernel, scope: Scope, id: string): Promise<{ row: HazardRow; entries: readonly EntryRow[] }> {
  const where = combine('AND', [{ sql: 'a.id = ?', params: [id] }, reach(scope, hazardScope, 'a')])
  const found = await scopedRowWith<HazardRow, EntryRow>(
    kernel.store,
    scope,
    'alarms',
    {
      sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`,
      params: where.params,
    },
    { sql: 'SELECT * FROM alarm_entries WHERE alarm_id = ? ORDER BY id', params: [id] },
  )
  if (!found) throw refuse('not-found')
  return { row: found.row, entries: found.details }
}

interface Group {
  readonly kind: HazardRow['kind']
  readonly state: HazardRow['state']
  readonly level: 1 | 2 | 3 | 4
  readonly estate_id: string | null
  readonly n: number
  readonly in_time: number
  readonly late: number
  readonly handled: number
  readonly spent: number | null
}

/** Counts over exactly what the list shows with the same filters. */
export async function countHazards(kernel: Kernel, scope: Scope, query: Filters): Promise<HazardStatistics> {
  const where = await filtersOf(kernel, scope, query)
  const groups = await scopedRows<Group>(kernel.store, scope, 'alarms', {
    sql: `SELECT a.kind, a.state, a.level, o.estate_id, COUNT(*) AS n,
            SUM(CASE WHEN o.pushed_at <= o.push_due_at THEN 1 ELSE 0 END) AS in_time,
            SUM(CASE WHEN o.pushed_at > o.push_due_at THEN 1 ELSE 0 END) AS late,
            SUM(CASE WHEN a.handled_at IS NOT NULL THEN 1 ELSE 0 END) AS handled,
            SUM(CASE WHEN a.handled_at IS NOT NULL THEN a.handled_at - a.created_at ELSE 0 END) AS spent
          FROM ${source} WHERE ${where.sql} GROUP BY a.kind, a.state, a.level, o.estate_id`,
    params: where.params,
  })
  const sum = (of: (group: Group) => number | null) => groups.reduce((total, group) => total + Number(of(group) ?? 0), 0)
  const by = <K extends string | number>(of: (group: Group) => K): [K, number][] => {
    const counts = new Map<K, number>()
    for (const group of groups) counts.set(of(group), (counts.get(of(group)) ?? 0) + Number(group.n))
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  }
  const estates = await placesById(
    kernel,
    groups.flatMap(({ estate_id }) => estate_id ?? []),
  )
  const [total, inTime, late, handled] = [sum(({ n }) => n), sum((g) => g.in_time), sum((g) => g.late), sum((g) => g.handled)]
  return {
    total,
    byState: by(({ state }) => state).map(([state, count]) => ({ state, count })),
    byKind: by(({ kind }) => kind).map(([kind, count]) => ({ kind, count })),
    byLevel: by(({ level }) => Number(level) as Group['level']).map(([level, count]) => ({ level, count })),
    byEstate: by(({ estate_id }) => estate_id ?? '').flatMap(([id, count]) => {
      const estate = estates.get(id)
      return estate ? [{ estate: { id, name: estate.name }, count }] : []
    }),
    push: { inTime, late, waiting: total - inTime - late },
    handleMinutes: handled === 0 ? null : Math.round(sum(({ spent }) => spent) / handled / 6_000) / 10,
  }
}
