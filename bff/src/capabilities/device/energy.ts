import type { QueryOf } from '@liren/contract'
import type { device as contract } from '@liren/contract/capabilities/device'
import { type Carrier, carriers } from '@liren/contract/device/engineer-endpoints'
import type { ThingModel } from '@liren/contract/thing/model'
import { releasedModels } from '../../engines/thing/models.ts'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { placesById } from '../place/read.ts'

const dayMs = 86_400_000
const mostDays = 93
const mostMeters = 5000
/** A meter that was silent for longer begins anew: what it counted meanwhile belongs to no day of ours. */
const lookBackDays = 31

const units: Readonly<Record<Carrier, string>> = { electricity: 'kWh', water: 'm³', gas: 'm³', heat: 'kWh' }

/** Which total of a model is a consumption, and of what. */
function countedBy(model: ThingModel): { property: string; carrier: Carrier } | undefined {
  for (const { code, from } of model.properties) {
    if (code === 'energyWh' && from?.event === 'meter.read') return { property: code, carrier: 'electricity' }
    if (code === 'heatWh') return { property: code, carrier: 'heat' }
    if (code === 'volumeL' && from?.event === 'meter.water-read') return { property: code, carrier: 'water' }
    if (code === 'volumeL' && from?.event === 'meter.gas-read') return { property: code, carrier: 'gas' }
  }
  return undefined
}

interface Meter {
  readonly id: string
  readonly product_id: string
  readonly place_path: string
}
interface DayRow {
  readonly device_id: string
  readonly start_at: number
  readonly least: number
  readonly most: number
}

/**
 * What each meter counted on each day: its highest total less that of the day before. A total that fell belongs to
 * another meter in the same place, and begins with its own lowest.
 */
export function usedByDay(rows: readonly Pick<DayRow, 'start_at' | 'least' | 'most'>[]): { at: number; used: number }[] {
  return rows.map((row, index) => {
    const before = rows[index - 1]
    const [least, most] = [Number(row.least), Number(row.most)]
    return { at: Number(row.start_at), used: most - (before !== undefined && Number(before.most) <= least ? Number(before.most) : least) }
  })
}

export async function energyOf(kernel: Kernel, scope: Scope, query: QueryOf<(typeof contract)['endpoints']['energy']>) {
  const zone = kernel.config.LIREN_TIME_ZONE
  const [from, until] = [startOfDay(query.from, zone), startOfDay(query.to, zone) + dayMs]
  if (from >= until || until - from > mostDays * dayMs)
    throw refuse('request.invalid', {
      faults: [{ path: 'query.to', zh: `应在开始之后，最多 ${mostDays} 天`, en: `After the beginning, at most ${mostDays} days` }],
    })
  const place = query.placeId === undefined ? undefined : (await placesById(kernel, [query.placeId])).get(query.placeId)
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    ...(query.placeId === undefined ? [] : [underPlaces('place_path', place ? [place.path] : [])]),
    { sql: "kind = 'meter' AND product_id IS NOT NULL AND stage <> 'registered'", params: [] },
  ])
  const meters = await scopedRows<Meter>(kernel.store, scope, 'devices', {
    sql: `SELECT id, product_id, place_path FROM devices WHERE ${where.sql} ORDER BY id LIMIT ${mostMeters}`,
    params: where.params,
  })
  const models = await releasedModels(kernel, [...new Set(meters.map((meter) => meter.product_id))])
  const counts = new Map(meters.flatMap((meter) => counted(meter, models.get(meter.product_id))))
  const days = await daysOf(kernel, counts, { from: from - lookBackDays * dayMs, until })
  const sums = new Map(
    carriers.map((carrier) => [carrier, { meters: 0, days: new Map<string, number>(), places: new Map<string, number>() }]),
  )
  for (const [id, { carrier, path }] of counts) {
    const sum = sums.get(carrier)
    if (!sum) continue
    sum.meters++
    for (const { at, used } of usedByDay(days.get(id) ?? [])) {
      if (at < from) continue
      const day = dayOf(at, zone)
      sum.days.set(day, (sum.days.get(day) ?? 0) + used / 1000)
      sum.places.set(path, (sum.places.get(path) ?? 0) + used / 1000)
    }
  }
  const names = await namesOf(
    kernel,
    [...sums.values()].flatMap(({ places }) => [...places.keys()]),
  )
  return {
    items: [...sums].flatMap(([carrier, sum]) => {
      if (sum.meters === 0) return []
      const places = [...sum.places].sort((a, b) => b[1] - a[1]).slice(0, 10)
      return [
        {
          ...{ carrier, unit: units[carrier], meters: sum.meters, total: [...sum.days.values()].reduce((all, one) => all + one, 0) },
          days: [...sum.days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, used]) => ({ day, used })),
          places: places.map(([placePath, used]) => ({ placePath, name: names.get(placePath) ?? placePath, used })),
        },
      ]
    }),
  }
}

type Count = { property: string; carrier: Carrier; path: string }

function counted(meter: Meter, model: ThingModel | undefined): [string, Count][] {
  const found = model && countedBy(model)
  return found ? [[meter.id, { ...found, path: meter.place_path }]] : []
}

async function daysOf(
  kernel: Kernel,
  counts: ReadonlyMap<string, Count>,
  { from, until }: { from: number; until: number },
): Promise<Map<string, DayRow[]>> {
  const days = new Map<string, DayRow[]>()
  const ids = [...counts.keys()]
  for (let at = 0; at < ids.length; at += 400) {
    const some = among('s.device_id', ids.slice(at, at + 400))
    const rows = await kernel.store.rows<DayRow & { property: string }>(
      `SELECT s.device_id, s.property, r.start_at, r.least, r.most FROM device_series s JOIN device_rollups r ON r.series_id = s.id
       WHERE ${some.sql} AND s.property IN ('energyWh', 'volumeL', 'heatWh') AND r.step = 86400 AND r.start_at >= ? AND r.start_at < ?
       ORDER BY s.device_id, r.start_at`,
      [...some.params, from, until],
    )
    for (const row of rows)
      if (counts.get(row.device_id)?.property === row.property) days.set(row.device_id, [...(days.get(row.device_id) ?? []), row])
  }
  return days
}

async function namesOf(kernel: Kernel, paths: readonly string[]): Promise<Map<string, string>> {
  const some = among('path', [...new Set(paths)].slice(0, 500))
  const rows = await kernel.store.rows<{ path: string; full_name: string }>(
    `SELECT path, full_name FROM places WHERE ${some.sql}`,
    some.params,
  )
  return new Map(rows.map((row) => [row.path, row.full_name]))
}
