import { dayOf, startOfDay } from '@liren/bff/kernel/background/daily'
import { text } from '@liren/contract'
import type { EnergyCarrier, EnergyUse } from '@liren/contract/capabilities/energy'
import type { Row } from '../batch.ts'
import type { Dice } from '../dice.ts'
import { day, hour, type SeedContext, type SeedSet } from '../set.ts'

interface Stand {
  readonly id: string
  readonly path: string
  readonly kind: string
  readonly name: string
}

interface Counter {
  readonly carrier: EnergyCarrier
  readonly use: EnergyUse
  /** Used on a usual day. */
  readonly perDay: number
  readonly prefix: string
}

const homeCounters: readonly Counter[] = [
  { carrier: 'electricity', use: 'household', perDay: 6.4, prefix: 'DB' },
  { carrier: 'water', use: 'household', perDay: 0.34, prefix: 'SB' },
  { carrier: 'gas', use: 'household', perDay: 0.52, prefix: 'QB' },
]
const buildingCounters: readonly Counter[] = [
  { carrier: 'electricity', use: 'lift', perDay: 21, prefix: 'DT' },
  { carrier: 'electricity', use: 'lighting', perDay: 12, prefix: 'ZM' },
]
const estateCounters: readonly Counter[] = [
  { carrier: 'electricity', use: 'pump', perDay: 86, prefix: 'BF' },
  { carrier: 'electricity', use: 'charging', perDay: 142, prefix: 'CD' },
  { carrier: 'electricity', use: 'ventilation', perDay: 38, prefix: 'TF' },
  { carrier: 'water', use: 'public', perDay: 9.5, prefix: 'LH' },
]
const mostHomes = 90
const mostBuildings = 24
const mostMachines = 12
const daysBack = 35
const hoursBack = 7
const monthsBack = 12

/** Meters of homes and facilities with a past, and the baselines that they are held against. */
export const energyMeters: SeedSet = {
  name: 'energy',
  text: text('计量表与用能', 'Meters and energy'),
  run: async (context) => {
    const { rows, insert, ids, now } = context
    const homes = await rows<Stand>(
      `SELECT DISTINCT p.id, p.path, p.kind, p.name FROM places p JOIN household_members m ON m.house_id = p.id AND m.state = 'active'
       WHERE p.kind = 'house' ORDER BY p.path LIMIT ${mostHomes}`,
    )
    const buildings = await rows<Stand>(
      `SELECT id, path, kind, name FROM places WHERE kind = 'building' AND is_retired = 0 ORDER BY path LIMIT ${mostBuildings}`,
    )
    const estates = await rows<Stand>("SELECT id, path, kind, name FROM places WHERE kind = 'estate' AND is_retired = 0 ORDER BY path")
    const all = [
      ...homes.flatMap((stand) => homeCounters.map((counter) => ({ stand, counter }))),
      ...buildings.flatMap((stand) => buildingCounters.map((counter) => ({ stand, counter }))),
      ...estates.flatMap((stand) => estateCounters.map((counter) => ({ stand, counter }))),
    ]
    const paths = buildings.map(({ path }) => path)
    const made = all.map(({ stand, counter }, index) => meterOf(context, stand, counter, index, paths))
    await insert(
      'energy_meters',
      made.map(({ meter }) => meter),
    )
    for (const table of ['hours', 'days', 'months'] as const)
      await insert(
        `energy_${table}`,
        made.flatMap((one) => one[table]),
      )
    await insert(
      'energy_baselines',
      estates.flatMap((estate) =>
        estateCounters.map(({ carrier, use, perDay }) => ({
          ...{ id: ids.at(now), place_id: estate.id, place_path: estate.path, carrier, purpose: use, per_day: Math.round(perDay * 1.08) },
        })),
      ),
    )
  },
}

/** Equipment that is looked after by the hours it ran, and the door of a utility that nobody opened yet. */
export const upkeep: SeedSet = {
  name: 'upkeep',
  text: text('按运行时长维护的设备与公用事业接口', 'Equipment maintained by its hours, feeds of utilities'),
  run: async ({ rows, insert, ids, dice, now }) => {
    const machines = await rows<{ id: string; place_path: string; maintained_on: string | null }>(
      `SELECT d.id, d.place_path, d.maintained_on FROM devices d JOIN products p ON p.id = d.product_id
       WHERE p.kind IN ('pump', 'fan', 'lamp') AND d.place_path LIKE '/jl/%' AND d.state <> 'retired' ORDER BY d.id LIMIT ${mostMachines}`,
    )
    await insert(
      'energy_equipment',
      machines.map(({ id, place_path, maintained_on }) => {
        const every = dice.int(2, 5) * 500
        const ran = Math.round(every * (0.2 + dice.next() * 0.7) * hour)
        return {
          device_id: id,
          place_path,
          every_hours: every,
          ran_ms: ran,
          is_running: 0,
          told_at: null,
          served_on: maintained_on,
          version: 1,
        }
      }),
    )
    const estates = await rows<Stand>(
      "SELECT id, path, kind, name FROM places WHERE kind = 'estate' AND is_retired = 0 ORDER BY path LIMIT 1",
    )
    await insert(
      'energy_feeds',
      estates.map(({ id, path, name }) => ({
        ...{ id: ids.at(now - 20 * day), name: `${name}供水抄表（待启用）`, carrier: 'water', place_id: id, place_path: path },
        ...{ url: 'https://meters.example.com/readings', is_on: 0, created_at: now - 20 * day, version: 1 },
      })),
    )
  },
}

function meterOf({ ids, dice, now, kernel }: SeedContext, stand: Stand, counter: Counter, index: number, buildings: readonly string[]) {
  const zone = kernel.config.LIREN_TIME_ZONE
  const isHome = stand.kind === 'house'
  const id = ids.at(now - 300 * day)
  const building = stand.kind === 'estate' ? null : (buildings.find((path) => stand.path.startsWith(path)) ?? null)
  const place = { carrier: counter.carrier, purpose: counter.use, place_path: stand.path, building_path: building }
  const house = { ...place, house_id: isHome ? stand.id : null }
  const usual = counter.perDay * (isHome ? 0.55 + dice.next() * 0.9 : 0.9 + dice.next() * 0.2)
  const days: Row[] = []
  const hours: Row[] = []
  const months = new Map<string, number>()
  let total = Math.round(usual * dice.int(250, 900) * 10) / 10
  for (let back = daysBack; back >= 0; back--) {
    const at = now - back * day
    const name = dayOf(at, zone)
    const start = startOfDay(name, zone)
    const gone = back === 0 ? (now - start) / day : 1
    const used = amount(usual * (0.8 + dice.next() * 0.4) * gone)
    total += used
    days.push({
      meter_id: id,
      day: name,
      ...house,
      used,
      total: amount(total),
      read_at: back === 0 ? now - 5 * 60_000 : start + day - hour,
    })
    months.set(name.slice(0, 7), (months.get(name.slice(0, 7)) ?? 0) + used)
    if (!isHome && back < hoursBack) hours.push(...hoursOf(id, place, start, used, back === 0 ? now : start + day, dice))
  }
  const first = [...months.keys()].sort()[0] ?? dayOf(now, zone).slice(0, 7)
  const whole = wholeMonths(first, monthsBack - months.size).map(
    (month) => [month, amount(usual * 30 * (0.85 + dice.next() * 0.3))] as const,
  )
  // the days that are kept begin within their first month: the rest of it was used as well
  const kept = days.filter((row) => String(row.day).startsWith(first)).length
  months.set(first, amount((months.get(first) ?? 0) + usual * Math.max(0, 30 - kept)))
  return {
    meter: {
      ...{ id, number: `${counter.prefix}${String(10_001 + index)}`, ...house, place_id: stand.id, device_id: null },
      ...{ last_total: amount(total), last_at: now - 5 * 60_000, created_at: now - 300 * day, audience: 'household' },
      last_rate: Math.round((usual / 24) * 1000 * (0.7 + dice.next() * 0.6)),
    },
    ...{ days, hours },
    months: [...whole, ...months].map(([month, used]) => ({ meter_id: id, month, ...house, used: amount(used), audience: 'household' })),
  }
}

/** Least in the small hours, most in the evening. */
function hoursOf(id: string, place: Row, start: number, used: number, until: number, dice: Dice): Row[] {
  const weights: number[] = []
  for (let at = start; at < until; at += hour) {
    const clock = (at - start) / hour
    weights.push((clock < 6 ? 0.4 : clock >= 18 && clock < 23 ? 1.6 : 1) * (0.9 + dice.next() * 0.2))
  }
  const all = weights.reduce((sum, one) => sum + one, 0)
  return weights.map((weight, index) => ({ meter_id: id, hour_at: start + index * hour, ...place, used: amount((used * weight) / all) }))
}

function wholeMonths(first: string, count: number): string[] {
  const [year = 0, month = 1] = first.split('-').map(Number)
  return Array.from({ length: Math.max(0, count) }, (_, back) => {
    const index = year * 12 + month - 2 - back
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  }).reverse()
}

const amount = (value: number): number => Math.round(value * 1000) / 1000
