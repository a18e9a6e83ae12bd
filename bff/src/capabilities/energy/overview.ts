import type { QueryOf } from '@liren/contract'
import {
  type EnergyCarrier,
  type EnergyOverview,
  type EnergyUse,
  energyCarrierNames,
  energyCarriers,
  type energyEndpoints,
} from '@liren/contract/capabilities/energy'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { rangeOf, togetherOnly } from './analysis.ts'
import { pathsOf, shortName } from './list.ts'

const mostBuildings = 10

interface Of {
  readonly carrier: EnergyCarrier
}

/** Every carrier at once: days, uses and buildings from what was counted, and as many days before to hold them against. */
export async function overview(kernel: Kernel, scope: Scope, query: QueryOf<typeof energyEndpoints.overview>): Promise<EnergyOverview> {
  const { from, until } = rangeOf(kernel, query, 'day')
  const earlier = dayOf(from - (until - from), kernel.config.LIREN_TIME_ZONE)
  const paths = await pathsOf(kernel, query.placeId)
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    ...(paths === undefined ? [] : [underPlaces('place_path', paths)]),
  ])
  const read = <T extends object>(table: string, sql: string, ...params: string[]) =>
    scopedRows<T & Of>(kernel.store, scope, table, { sql, params: [...where.params, ...params] })
  const meters = await read<{ n: number }>(
    'energy_meters',
    `SELECT carrier, COUNT(*) AS n FROM energy_meters WHERE ${where.sql} GROUP BY carrier`,
  )
  const days = await read<{ purpose: EnergyUse; day: string; used: number }>(
    'energy_days',
    `SELECT carrier, purpose, day, SUM(used) AS used FROM energy_days WHERE ${where.sql} AND day >= ? AND day <= ?
     GROUP BY carrier, purpose, day ${togetherOnly} ORDER BY day`,
    earlier,
    query.to,
  )
  const buildings = await read<{ building_path: string; purpose: EnergyUse; used: number }>(
    'energy_days',
    `SELECT carrier, building_path, purpose, SUM(used) AS used FROM energy_days WHERE ${where.sql} AND day >= ? AND day <= ?
     AND building_path IS NOT NULL GROUP BY carrier, building_path, purpose ${togetherOnly}`,
    query.from,
    query.to,
  )
  const counts = new Map(meters.map(({ carrier, n }) => [carrier, Number(n)]))
  const items = energyCarrierNames.flatMap((carrier) => {
    if (!counts.has(carrier)) return []
    const ofCarrier = days.filter((row) => row.carrier === carrier)
    const shown = ofCarrier.filter(({ day }) => day >= query.from)
    const past = ofCarrier.filter(({ day }) => day < query.from)
    return [
      {
        ...{ carrier, unit: energyCarriers[carrier].unit, meters: counts.get(carrier) ?? 0 },
        ...{ total: sum(shown), before: past.length === 0 ? null : sum(past) },
        days: [...summed(shown, ({ day }) => day)].map(([day, used]) => ({ day, used })),
        uses: ranked(summed(shown, ({ purpose }) => purpose)).map(([use, used]) => ({ use, used })),
        buildings: ranked(
          summed(
            buildings.filter((row) => row.carrier === carrier),
            (row) => row.building_path,
          ),
        ).slice(0, mostBuildings),
      },
    ]
  })
  const names = await namesOf(
    kernel,
    items.flatMap((item) => item.buildings.map(([path]) => path)),
  )
  return {
    items: items.map((item) => ({
      ...item,
      buildings: item.buildings.map(([path, used]) => ({ path, name: names.get(path) ?? '', used })),
    })),
  }
}

const sum = (rows: readonly { readonly used: number }[]): number => rows.reduce((all, { used }) => all + Number(used), 0)

function summed<R extends { readonly used: number }, K>(rows: readonly R[], keyOf: (row: R) => K): Map<K, number> {
  const sums = new Map<K, number>()
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + Number(row.used))
  return sums
}

const ranked = <K>(sums: ReadonlyMap<K, number>): [K, number][] => [...sums].filter(([, used]) => used > 0).sort((a, b) => b[1] - a[1])

async function namesOf(kernel: Kernel, paths: readonly string[]): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map()
  const some = among('path', [...new Set(paths)])
  const rows = await kernel.store.rows<{ path: string; full_name: string }>(
    `SELECT path, full_name FROM places WHERE ${some.sql}`,
    some.params,
  )
  return new Map(rows.map(({ path, full_name }) => [path, shortName(full_name)]))
}
