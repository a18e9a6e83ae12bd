import type { QueryOf } from '@liren/contract'
import {
  type EnergyAnalysis,
  type EnergyUse,
  energyCarriers,
  type energyEndpoints,
  energyErrors,
} from '@liren/contract/capabilities/energy'
import { startOfDay } from '../../kernel/background/daily.ts'
import { refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { fewestHouses } from './homes.ts'
import { pathsOf, shortName } from './list.ts'

const dayMs = 86_400_000
const mostDays = { hour: 7, day: 93 } as const

interface Sum {
  readonly at: number | string
  readonly purpose: EnergyUse
  readonly building_path: string | null
  readonly used: number
}

/** Days as a stretch of time, not longer than is told at once. */
export function rangeOf(kernel: Kernel, days: { from: string; to: string }, step: keyof typeof mostDays): { from: number; until: number } {
  const zone = kernel.config.LIREN_TIME_ZONE
  const [from, until] = [startOfDay(days.from, zone), startOfDay(days.to, zone) + dayMs]
  if (from >= until || until - from > (mostDays[step] + 0.5) * dayMs) throw refuseWith(energyErrors, 'energy.range')
  return { from, until }
}

/** Homes count in sums of several only, whatever place is asked for: a sum of one or two tells when somebody is in. */
export const togetherOnly = `HAVING purpose <> 'household' OR COUNT(DISTINCT house_id) >= ${fewestHouses}`

/** Use by facility kind, building and step, from what was counted; no reading is looked at. Homes count by day only. */
export async function analyse(kernel: Kernel, scope: Scope, query: QueryOf<typeof energyEndpoints.analysis>): Promise<EnergyAnalysis> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const { from, until } = rangeOf(kernel, query, query.step)
  const paths = await pathsOf(kernel, query.placeId)
  const within = (time: Condition) =>
    combine('AND', [
      underPlaces('place_path', scope.places),
      ...(paths === undefined ? [] : [underPlaces('place_path', paths)]),
      { sql: 'carrier = ?', params: [query.carrier] },
      time,
    ])
  const isHourly = query.step === 'hour'
  const where = within(
    isHourly
      ? { sql: 'hour_at >= ? AND hour_at < ?', params: [from, until] }
      : { sql: 'day >= ? AND day <= ?', params: [query.from, query.to] },
  )
  const [table, at] = isHourly ? (['energy_hours', 'hour_at'] as const) : (['energy_days', 'day'] as const)
  const rows = await scopedRows<Sum>(kernel.store, scope, table, {
    sql: `SELECT ${at} AS at, purpose, building_path, SUM(used) AS used FROM ${table} WHERE ${where.sql} GROUP BY ${at}, purpose, building_path ${isHourly ? '' : togetherOnly} ORDER BY ${at}`,
    params: where.params,
  })
  const uses = new Map<EnergyUse, number>()
  const buildings = new Map<string, number>()
  const steps = new Map<string, { at: string; use: EnergyUse; used: number }>()
  for (const row of rows) {
    const used = Number(row.used)
    uses.set(row.purpose, (uses.get(row.purpose) ?? 0) + used)
    if (row.building_path !== null) buildings.set(row.building_path, (buildings.get(row.building_path) ?? 0) + used)
    const when = isHourly ? Number(row.at) : startOfDay(String(row.at), zone)
    const key = `${when} ${row.purpose}`
    const step = steps.get(key) ?? { at: iso(when), use: row.purpose, used: 0 }
    steps.set(key, { ...step, used: step.used + used })
  }
  return {
    unit: energyCarriers[query.carrier].unit,
    total: [...uses.values()].reduce((all, one) => all + one, 0),
    uses: [...uses]
      .filter(([, used]) => used > 0)
      .map(([use, used]) => ({ use, used }))
      .sort((a, b) => b.used - a.used),
    buildings: await withAreas(kernel, scope, buildings),
    steps: [...steps.values()],
  }
}

/** Buildings by what each square metre of theirs used; what a building’s file does not say is not made up. */
async function withAreas(kernel: Kernel, scope: Scope, used: ReadonlyMap<string, number>): Promise<EnergyAnalysis['buildings']> {
  const paths = [...used.keys()].slice(0, 500)
  if (paths.length === 0) return []
  const named = among('path', paths)
  const filed = among('place_path', paths)
  const names = await kernel.store.rows<{ path: string; full_name: string }>(
    `SELECT path, full_name FROM places WHERE ${named.sql}`,
    named.params,
  )
  const files = await scopedRows<{ place_path: string; area: number | null }>(kernel.store, scope, 'building_files', {
    sql: `SELECT place_path, area FROM building_files WHERE state = 'active' AND ${filed.sql}`,
    params: filed.params,
  })
  const areas = new Map(files.map((file) => [file.place_path, Number(file.area ?? 0)]))
  return names
    .map(({ path, full_name }) => {
      const sum = used.get(path) ?? 0
      const area = areas.get(path) || null
      return { path, name: shortName(full_name), used: sum, area, perArea: area === null ? null : sum / area }
    })
    .sort((a, b) => b.used - a.used)
}
