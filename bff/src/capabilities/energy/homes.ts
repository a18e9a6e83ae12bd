import type { QueryOf } from '@liren/contract'
import { energyCarriers, type energyEndpoints, type HomesEnergy, type OwnEnergy } from '@liren/contract/capabilities/energy'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import { placesById } from '../place/read.ts'
import { agreeingHouses } from './audience.ts'
import { pathsOf, shortName } from './list.ts'
import type { MeterRow } from './row.ts'

/** In fewer houses one would guess the single household. */
export const fewestHouses = 3
const mostAgreed = 200

/** What homes used in a month: buildings as sums, single homes only where the household agrees at this moment. */
export async function homesOf(kernel: Kernel, scope: Scope, query: QueryOf<typeof energyEndpoints.homes>): Promise<HomesEnergy> {
  const paths = await pathsOf(kernel, query.placeId)
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    ...(paths === undefined ? [] : [underPlaces('place_path', paths)]),
    { sql: 'month = ? AND carrier = ? AND house_id IS NOT NULL', params: [query.month, query.carrier] },
  ])
  const sums = await scopedRows<{ building_path: string | null; houses: number; used: number }>(kernel.store, scope, 'energy_months', {
    sql: `SELECT building_path, COUNT(DISTINCT house_id) AS houses, SUM(used) AS used FROM energy_months WHERE ${where.sql} GROUP BY building_path ORDER BY building_path`,
    params: where.params,
  })
  const houses = sums.reduce((all, row) => all + Number(row.houses), 0)
  const shown = sums.filter((row) => row.building_path !== null && Number(row.houses) >= fewestHouses)
  const some = among(
    'path',
    shown.flatMap((row) => row.building_path ?? []),
  )
  const names = new Map(
    (await kernel.store.rows<{ path: string; full_name: string }>(`SELECT path, full_name FROM places WHERE ${some.sql}`, some.params)).map(
      (row) => [row.path, shortName(row.full_name)],
    ),
  )
  const single = await scopedRows<{ house_id: string; used: number }>(kernel.store, scope, 'energy_months', {
    sql: `SELECT house_id, SUM(used) AS used FROM energy_months WHERE ${where.sql} AND audience = 'administration' GROUP BY house_id ORDER BY used DESC LIMIT ${mostAgreed}`,
    params: where.params,
  })
  const ids = single.map((row) => row.house_id)
  // who lives there may have changed since the month was counted
  const agreed = await agreeingHouses(kernel, ids)
  const places = await placesById(kernel, ids)
  return {
    unit: energyCarriers[query.carrier].unit,
    houses,
    // a sum of too few houses is withheld like their building's
    total: houses < fewestHouses ? 0 : sums.reduce((all, row) => all + Number(row.used), 0),
    buildings: shown.map((row) => ({
      ...{
        path: row.building_path ?? '',
        name: names.get(row.building_path ?? '') ?? '',
        houses: Number(row.houses),
        used: Number(row.used),
      },
      average: Number(row.used) / Number(row.houses),
    })),
    agreed: single
      .filter((row) => agreed.has(row.house_id))
      .map((row) => ({ houseId: row.house_id, name: shortName(places.get(row.house_id)?.fullName ?? null), used: Number(row.used) })),
  }
}

interface Since {
  readonly house_id: string
  readonly since: number
}

/** The caller’s own households, from the day on which they came: what was used before belongs to somebody else. */
export async function ownEnergy(kernel: Kernel, scope: Scope, month: string): Promise<OwnEnergy> {
  if (scope.houseIds.length === 0) return { items: [] }
  const houses = among('house_id', scope.houseIds)
  const rows = await scopedRows<MeterRow>(kernel.store, scope, 'energy_meters', {
    sql: `SELECT * FROM energy_meters WHERE ${houses.sql} ORDER BY house_id, carrier, id LIMIT 50`,
    params: houses.params,
  })
  if (rows.length === 0) return { items: [] }
  const zone = kernel.config.LIREN_TIME_ZONE
  const members = await unscoped<Since>(kernel.store, 'since when somebody belongs to a household is their own', {
    sql: `SELECT house_id, MIN(valid_from_at) AS since FROM household_members WHERE ${houses.sql} AND user_id = ? AND state = 'active' GROUP BY house_id`,
    params: [...houses.params, scope.userId],
  })
  const since = new Map(members.map((row) => [row.house_id, dayOf(Number(row.since), zone)]))
  const meters = among(
    'meter_id',
    rows.map((row) => row.id),
  )
  const [year = 0, number = 0] = month.split('-').map(Number)
  const first = `${year - 1}-${String(number).padStart(2, '0')}`
  const days = await scopedRows<{ meter_id: string; house_id: string; day: string; used: number }>(kernel.store, scope, 'energy_days', {
    sql: `SELECT meter_id, house_id, day, used FROM energy_days WHERE ${meters.sql} AND ${houses.sql} AND day >= ? AND day <= ? ORDER BY day`,
    params: [...meters.params, ...houses.params, `${month}-01`, `${month}-31`],
  })
  const months = await scopedRows<{ meter_id: string; house_id: string; month: string; used: number }>(
    kernel.store,
    scope,
    'energy_months',
    {
      sql: `SELECT meter_id, house_id, month, used FROM energy_months WHERE ${meters.sql} AND ${houses.sql} AND month > ? AND month <= ? ORDER BY month`,
      params: [...meters.params, ...houses.params, first, month],
    },
  )
  const places = await placesById(kernel, scope.houseIds)
  const mine = (row: { meter_id: string; house_id: string }, when: string, meter: MeterRow) =>
    row.meter_id === meter.id && when >= (since.get(row.house_id) ?? '9999').slice(0, when.length)
  return {
    items: rows.map((meter) => ({
      ...{ houseId: meter.house_id ?? '', house: shortName(places.get(meter.house_id ?? '')?.fullName ?? null) },
      ...{ carrier: meter.carrier, unit: energyCarriers[meter.carrier].unit, number: meter.number },
      total: meter.last_total === null ? null : Number(meter.last_total),
      readAt: meter.last_at === null ? null : iso(Number(meter.last_at)),
      days: days.filter((row) => mine(row, row.day, meter)).map(({ day, used }) => ({ day, used: Number(used) })),
      months: months.filter((row) => mine(row, row.month, meter)).map((row) => ({ month: row.month, used: Number(row.used) })),
    })),
  }
}
