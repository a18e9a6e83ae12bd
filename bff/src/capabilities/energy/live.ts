import {
  type EnergyCarrier,
  type EnergyUse,
  energyCarrierNames,
  energyCarriers,
  energyUseNames,
  type LiveEnergy,
} from '@liren/contract/capabilities/energy'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { togetherOnly } from './analysis.ts'
import { pathsOf } from './list.ts'

const dayMs = 86_400_000
/** A meter that has said nothing for longer is not counted as running. */
const freshMs = 15 * 60_000
export const baselineDays = 7

interface Key {
  readonly carrier: EnergyCarrier
  readonly purpose: EnergyUse
}

/** What runs now, by carrier and use, and what was saved in the last seven whole days against the baseline of those places. */
export async function liveEnergy(kernel: Kernel, scope: Scope, placeId: string | undefined, now: number): Promise<LiveEnergy> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const today = dayOf(now, zone)
  const days = [dayOf(now - baselineDays * dayMs, zone), dayOf(now - dayMs, zone)]
  const paths = await pathsOf(kernel, placeId)
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    ...(paths === undefined ? [] : [underPlaces('place_path', paths)]),
  ])
  const read = <T extends object>(table: string, columns: string, more: string, params: readonly (string | number)[], having = '') =>
    scopedRows<T & Key>(kernel.store, scope, table, {
      sql: `SELECT carrier, purpose, ${columns} FROM ${table} WHERE ${where.sql}${more} GROUP BY carrier, purpose${having}`,
      params: [...where.params, ...params],
    })
  const running = await scopedRows<Key & { n: number; fresh: number | null; rate: number | null }>(kernel.store, scope, 'energy_meters', {
    sql: `SELECT carrier, purpose, COUNT(*) AS n, SUM(CASE WHEN last_at >= ? AND last_rate IS NOT NULL THEN 1 ELSE 0 END) AS fresh,
          SUM(CASE WHEN last_at >= ? THEN last_rate ELSE NULL END) AS rate FROM energy_meters WHERE ${where.sql}
          GROUP BY carrier, purpose ${togetherOnly}`,
    params: [now - freshMs, now - freshMs, ...where.params],
  })
  const used = await read<{ today: number; week: number }>(
    'energy_days',
    `SUM(CASE WHEN day = '${today}' THEN used ELSE 0 END) AS today, SUM(CASE WHEN day <= '${days[1]}' THEN used ELSE 0 END) AS week`,
    ' AND day >= ? AND day <= ?',
    [days[0] as string, today],
    ` ${togetherOnly}`,
  )
  const baselines = await read<{ per_day: number }>('energy_baselines', 'SUM(per_day) AS per_day', '', [])
  const find = <T extends Key>(rows: readonly T[], carrier: EnergyCarrier, use: EnergyUse) =>
    rows.find((row) => row.carrier === carrier && row.purpose === use)
  const items = energyCarrierNames.flatMap((carrier) =>
    energyUseNames.flatMap((use) => {
      const meter = find(running, carrier, use)
      if (!meter) return []
      const sum = find(used, carrier, use)
      const perDay = find(baselines, carrier, use)?.per_day
      const week = Number(sum?.week ?? 0)
      const baseline = perDay === undefined ? null : Number(perDay) * baselineDays
      return [
        {
          ...{ carrier, use, unit: energyCarriers[carrier].unit, meters: Number(meter.n) },
          rate: Number(meter.fresh ?? 0) === 0 ? null : Number(meter.rate),
          ...{ today: Number(sum?.today ?? 0), week, baseline, saved: baseline === null ? null : baseline - week },
        },
      ]
    }),
  )
  return { at: iso(now), items }
}
