import type { Page, QueryOf } from '@liren/contract'
import { type CoverageGap, type zoneEndpoints, zoneKindNames } from '@liren/contract/capabilities/zone'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { estatesUnder, placeById } from '../place/read.ts'
import { gapsOf } from './gaps.ts'
import { type BoundRow, type CountedZone, counted, type DesignRow, type ZoneEventRow, type ZoneRow, zoneScope } from './row.ts'

async function under(kernel: Kernel, column: string, placeId: string | undefined): Promise<Condition[]> {
  if (placeId === undefined) return []
  const place = await placeById(kernel, placeId)
  return [underPlaces(column, place ? [place.path] : [])]
}

const equal = (column: string, value: string | number | undefined): Condition[] =>
  value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }]

export async function listZones(kernel: Kernel, scope: Scope, query: QueryOf<typeof zoneEndpoints.list>): Promise<Page<CountedZone>> {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['z.id'], filters)
  const where = combine('AND', [
    reach(scope, zoneScope, 'z'),
    ...(await under(kernel, 'z.place_path', query.placeId)),
    ...equal('z.kind', query.kind),
    ...equal('z.is_armed', query.armed === undefined ? undefined : Number(query.armed)),
    keys.seek(),
  ])
  const rows = await scopedRows<CountedZone>(kernel.store, scope, 'zones', {
    sql: `SELECT ${counted} FROM zones z WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

/** The one zone, if this caller may see it; anything else was not found. */
export async function findZone(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<CountedZone> {
  const where = combine('AND', [{ sql: 'z.id = ?', params: [id] }, reach(scope, zoneScope, 'z')])
  const statement = { sql: `SELECT ${counted} FROM zones z WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<CountedZone>(kernel.store, scope, 'zones', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** Devices of these zones, each with its code, name and presence. */
export function boundTo(kernel: Kernel, scope: Scope, zoneIds: readonly string[], tx?: Tx): Promise<BoundRow[]> {
  if (zoneIds.length === 0) return Promise.resolve([])
  const some = combine('AND', [among('b.zone_id', zoneIds), reach(scope, zoneScope, 'd')])
  return scopedRows<BoundRow>(
    kernel.store,
    scope,
    'devices',
    {
      sql: `SELECT b.zone_id, b.device_id, b.role, b.part, d.code, d.name, d.presence FROM zone_devices b JOIN devices d ON d.id = b.device_id
            WHERE ${some.sql} ORDER BY b.role, d.code, b.part`,
      params: some.params,
    },
    tx,
  )
}

export interface ZoneAlarm {
  readonly alarm_id: string
  readonly number: string
  readonly state: 'raised' | 'accepted' | 'handled'
  readonly first_at: number
}

/** Alarms of a zone that are not closed. */
export function openAlarmsOf(kernel: Kernel, scope: Scope, zoneId: string, tx?: Tx): Promise<ZoneAlarm[]> {
  const within = combine('AND', [{ sql: 'e.zone_id = ?', params: [zoneId] }, reach(scope, zoneScope, 'a')])
  return scopedRows<ZoneAlarm>(
    kernel.store,
    scope,
    'alarms',
    {
      sql: `SELECT e.alarm_id, a.number, a.state, a.first_at FROM zone_events e JOIN alarms a ON a.id = e.alarm_id
            WHERE ${within.sql} AND e.state IN ('raised', 'accepted', 'handled') AND a.phase <> 'done' ORDER BY e.id DESC LIMIT 20`,
      params: within.params,
    },
    tx,
  )
}

const eventScope = (scope: Scope) => reach(scope, zoneScope, 'e')
const dayAfter = (day: string): string => dayOf(Date.parse(`${day}T12:00:00Z`) + 86_400_000, 'UTC')

export interface NamedEvent extends ZoneEventRow {
  readonly zone_name: string
  readonly zone_kind: ZoneRow['kind']
}

/** The book of the boundary, newest first. */
export async function listEvents(kernel: Kernel, scope: Scope, query: QueryOf<typeof zoneEndpoints.events>): Promise<Page<NamedEvent>> {
  const { cursor, limit = 20, ...filters } = query
  const zone = kernel.config.LIREN_TIME_ZONE
  const keys = keyset({ cursor }, ['e.id desc'], filters)
  const where = combine('AND', [
    eventScope(scope),
    ...(await under(kernel, 'e.place_path', query.placeId)),
    ...equal('e.zone_id', query.zoneId),
    ...equal('e.state', query.state),
    ...equal('e.category', query.category),
    ...equal('e.device_code', query.device),
    ...(query.from === undefined ? [] : [{ sql: 'e.at >= ?', params: [startOfDay(query.from, zone)] }]),
    ...(query.to === undefined ? [] : [{ sql: 'e.at < ?', params: [startOfDay(dayAfter(query.to), zone)] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<NamedEvent>(kernel.store, scope, 'zone_events', {
    sql: `SELECT e.*, z.name AS zone_name, z.kind AS zone_kind FROM zone_events e JOIN zones z ON z.id = e.zone_id
          WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

/** The design form of an estate, where there is one. */
export async function designOf(kernel: Kernel, scope: Scope, estateId: string, tx?: Tx): Promise<DesignRow | undefined> {
  const where = combine('AND', [{ sql: 'id = ?', params: [estateId] }, reach(scope, zoneScope)])
  const statement = { sql: `SELECT * FROM zone_designs WHERE ${where.sql}`, params: where.params }
  return (await scopedRows<DesignRow>(kernel.store, scope, 'zone_designs', statement, tx))[0]
}

/** An estate has some dozens of zones; more than this and the report says that it is not whole. */
const mostReported = 500

/** Estate by estate: kinds of zone that nobody set up, and what each zone lacks. */
export async function coverage(kernel: Kernel, scope: Scope, query: QueryOf<typeof zoneEndpoints.coverage>) {
  const wanted = query.placeId === undefined ? undefined : await placeById(kernel, query.placeId)
  const estates = (await estatesUnder(kernel, scope.places)).filter(
    ({ path }) => query.placeId === undefined || (wanted !== undefined && path.startsWith(wanted.path)),
  )
  const where = combine('AND', [reach(scope, zoneScope, 'z'), ...(await under(kernel, 'z.place_path', query.placeId))])
  const zones = await scopedRows<CountedZone>(kernel.store, scope, 'zones', {
    sql: `SELECT ${counted} FROM zones z WHERE ${where.sql} ORDER BY z.id LIMIT ${mostReported + 1}`,
    params: where.params,
  })
  const within = reach(scope, zoneScope)
  const designs = await scopedRows<{ id: string }>(kernel.store, scope, 'zone_designs', {
    sql: `SELECT id FROM zone_designs WHERE ${within.sql}`,
    params: within.params,
  })
  const designed = new Set(designs.map(({ id }) => id))
  const bound = await boundTo(
    kernel,
    scope,
    zones.map(({ id }) => id),
  )
  const silent = new Set(bound.filter(({ role, presence }) => role === 'detector' && presence === 'offline').map(({ zone_id }) => zone_id))
  const items = estates.flatMap((estate): CoverageGap[] => {
    const at = { estate: { id: estate.id, name: estate.name } }
    const here = zones.filter(({ estate_id }) => estate_id === estate.id)
    return [
      ...zoneKindNames
        .filter((kind) => kind !== 'key')
        .flatMap((kind): CoverageGap[] => {
          const ofKind = here.filter((zone) => zone.kind === kind)
          if (ofKind.length === 0) return [{ ...at, kind, zone: null, gap: 'no-zone' }]
          return ofKind.some((zone) => Number(zone.detectors) > 0) ? [] : [{ ...at, kind, zone: null, gap: 'no-detector' }]
        }),
      ...here.flatMap((zone) =>
        gapsOf(zone, { hasDesign: designed.has(estate.id), isSilent: silent.has(zone.id) }).map(
          (gap): CoverageGap => ({ ...at, kind: zone.kind, zone: { id: zone.id, name: zone.name }, gap }),
        ),
      ),
    ]
  })
  return { items, isWhole: zones.length <= mostReported }
}
