import type { Page, QueryOf } from '@liren/contract'
import {
  type WasteBoard,
  type WasteDays,
  type WasteKind,
  type WasteTrip,
  type wasteEndpoints,
  wasteErrors,
  wasteKinds,
} from '@liren/contract/capabilities/waste'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placeById } from '../place/read.ts'
import { isWasteKind, kilos, kindsOf, levelsOf, shareOf } from './row.ts'

const mostBins = 200
const mostDays = 92
const dayMs = 86_400_000

interface Summed {
  readonly day: string
  readonly kind: WasteKind
  readonly drops: number
  readonly judged: number
  readonly sorted_right: number
  readonly misused: number
  readonly dropped_kg: number
  readonly collected_kg: number
}

/** Under the caller's places, and under one of them where one is asked for. */
async function within(kernel: Kernel, scope: Scope, placeId: string | undefined, column = 'place_path'): Promise<Condition> {
  const parts = [underPlaces(column, scope.places)]
  if (placeId !== undefined) {
    const place = await placeById(kernel, placeId)
    parts.push(underPlaces(column, place ? [place.path] : []))
  }
  return combine('AND', parts)
}

const sumsOf = (kernel: Kernel, scope: Scope, where: Condition, from: string, to: string): Promise<Summed[]> =>
  scopedRows<Summed>(kernel.store, scope, 'waste_days', {
    sql: `SELECT day, kind, SUM(drops) AS drops, SUM(judged) AS judged, SUM(sorted_right) AS sorted_right, SUM(misused) AS misused,
          SUM(dropped_kg) AS dropped_kg, SUM(collected_kg) AS collected_kg FROM waste_days
          WHERE day >= ? AND day <= ? AND ${where.sql} GROUP BY day, kind ORDER BY day, kind`,
    params: [from, to, ...where.params],
  })

/** Sums of one day, or of all of them: each kind that has something, and their totals. */
function totalsOf(rows: readonly Summed[]) {
  const sum = (of: readonly Summed[], name: Exclude<keyof Summed, 'day' | 'kind'>): number =>
    of.reduce((all, row) => all + Number(row[name]), 0)
  const kinds = wasteKinds.flatMap((kind) => {
    const of = rows.filter((row) => row.kind === kind)
    if (of.length === 0) return []
    return [{ kind, drops: sum(of, 'drops'), droppedKg: kilos(sum(of, 'dropped_kg')), collectedKg: kilos(sum(of, 'collected_kg')) }]
  })
  return {
    ...{ kinds, drops: sum(rows, 'drops'), droppedKg: kilos(sum(rows, 'dropped_kg')), collectedKg: kilos(sum(rows, 'collected_kg')) },
    ...{ sortingRate: shareOf(sum(rows, 'sorted_right'), sum(rows, 'judged')), misused: sum(rows, 'misused') },
  }
}

interface BinRow {
  readonly id: string
  readonly name: string
  readonly place_path: string
  readonly presence: string
  readonly kinds: string | null
  readonly version: number | null
}

export async function board(kernel: Kernel, scope: Scope, placeId: string | undefined, now: number): Promise<WasteBoard> {
  const day = dayOf(now, kernel.config.LIREN_TIME_ZONE)
  const where = await within(kernel, scope, placeId)
  const ofDevices = await within(kernel, scope, placeId, 'd.place_path')
  const totals = totalsOf(await sumsOf(kernel, scope, where, day, day))
  const bins = await scopedRows<BinRow>(kernel.store, scope, 'devices', {
    sql: `SELECT d.id, d.name, d.place_path, d.presence, b.kinds, b.version FROM devices d LEFT JOIN waste_bins b ON b.device_id = d.id
          WHERE d.kind = 'bin' AND d.stage <> 'retired' AND ${ofDevices.sql} ORDER BY d.id LIMIT ${mostBins}`,
    params: ofDevices.params,
  })
  const levels = await levelsOf(kernel, bins)
  const ofSewage = await within(kernel, scope, placeId, 's.place_path')
  const sewage = await scopedRows<{ id: string; name: string; flow: number | null; used: number; read_at: number }>(
    kernel.store,
    scope,
    'waste_sewage',
    {
      sql: `SELECT d.id, d.name, s.flow, s.used, s.read_at FROM waste_sewage s JOIN devices d ON d.id = s.device_id
          WHERE s.day = ? AND ${ofSewage.sql} ORDER BY d.id LIMIT ${mostBins}`,
      params: [day, ...ofSewage.params],
    },
  )
  const open = await scopedRows<{ n: number }>(kernel.store, scope, 'waste_tasks', {
    sql: `SELECT COUNT(*) AS n FROM waste_tasks WHERE state = 'open' AND ${where.sql}`,
    params: where.params,
  })
  return {
    day,
    ...totals,
    bins: bins.map((row) => {
      const { percent = null, weightKg = null, at = null } = levels.get(row.id) ?? {}
      return {
        ...{ id: row.id, name: row.name, placePath: row.place_path, kinds: kindsOf(row.kinds), presence: row.presence },
        ...{ percent, weightKg, readAt: at === null ? null : iso(at) },
        version: Number(row.version ?? 0),
      }
    }),
    sewage: sewage.map((row) => ({
      ...{ id: row.id, name: row.name, flowM3h: row.flow === null ? null : Number(row.flow), todayM3: kilos(row.used) },
      readAt: iso(Number(row.read_at)),
    })),
    sewageM3: kilos(sewage.reduce((all, row) => all + Number(row.used), 0)),
    openTasks: Number(open[0]?.n ?? 0),
  }
}

/** Every day between the two, also those on which nothing was thrown away. */
export async function days(kernel: Kernel, scope: Scope, { from, to, placeId }: QueryOf<typeof wasteEndpoints.days>): Promise<WasteDays> {
  const all = daysBetween(from, to)
  if (all.length === 0 || all.length > mostDays) throw refuseWith(wasteErrors, 'waste.range')
  const where = await within(kernel, scope, placeId)
  const rows = await sumsOf(kernel, scope, where, from, to)
  const sewage = await scopedRows<{ day: string; used: number }>(kernel.store, scope, 'waste_sewage', {
    sql: `SELECT day, SUM(used) AS used FROM waste_sewage WHERE day >= ? AND day <= ? AND ${where.sql} GROUP BY day`,
    params: [from, to, ...where.params],
  })
  const flowed = new Map(sewage.map((row) => [row.day, kilos(row.used)]))
  const { kinds, droppedKg, collectedKg, sortingRate } = totalsOf(rows)
  return {
    days: all.map((day) => {
      const { misused: _, ...sums } = totalsOf(rows.filter((row) => row.day === day))
      return { day, ...sums, balanceKg: kilos(sums.droppedKg - sums.collectedKg), sewageM3: flowed.get(day) ?? 0 }
    }),
    ...{ kinds, droppedKg, collectedKg, sortingRate },
  }
}

function daysBetween(from: string, to: string): string[] {
  const [first, last] = [startOfDay(from, 'UTC'), startOfDay(to, 'UTC')]
  const count = Math.round((last - first) / dayMs) + 1
  return count < 1 || count > mostDays ? [] : Array.from({ length: count }, (_, i) => dayOf(first + i * dayMs, 'UTC'))
}

interface TripRow {
  readonly id: string
  readonly device_id: string
  readonly name: string
  readonly place_path: string
  readonly full_name: string | null
  readonly kind: string | null
  readonly weight_kg: number
  readonly vehicle: string | null
  readonly collected_at: number
}

export async function listTrips(kernel: Kernel, scope: Scope, query: QueryOf<typeof wasteEndpoints.trips>): Promise<Page<WasteTrip>> {
  const { cursor, limit = 20, day } = query
  const keys = keyset({ cursor }, ['t.id desc'], { day })
  const where = combine('AND', [
    underPlaces('t.place_path', scope.places),
    ...(day === undefined ? [] : [{ sql: 't.day = ?', params: [day] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<TripRow>(kernel.store, scope, 'waste_trips', {
    sql: `SELECT t.*, d.name, p.full_name FROM waste_trips t JOIN devices d ON d.id = t.device_id LEFT JOIN places p ON p.id = d.place_id
          WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return {
    ...page,
    items: page.items.map((row) => ({
      ...{ id: row.id, at: iso(Number(row.collected_at)), bin: { id: row.device_id, name: row.name }, weightKg: kilos(row.weight_kg) },
      place: { path: row.place_path, name: (row.full_name ?? '').split(' · ').slice(3).join(' · ') },
      ...{ kind: isWasteKind(row.kind) ? row.kind : null, vehicle: row.vehicle },
    })),
  }
}
