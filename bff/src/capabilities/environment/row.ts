import type { EnvironmentFactor, PublicStation, Station } from '@liren/contract/capabilities/environment'
import { environmentFactorNames } from '@liren/contract/capabilities/environment'
import { airIndexOf, type GradedFactor, gradedFactors, gradeOf, leastHours } from '@liren/contract/environment/air'
import { hourMeans, readShadows, type Shadow } from '../../engines/thing/index.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** Kinds of devices that measure air, noise or water. */
export const stationKinds = "d.kind IN ('environment', 'water') AND d.stage <> 'retired'"
export const stationColumns = 'd.id, d.name, d.place_path, d.presence, p.full_name, s.is_public, s.version'
export const stationSource = 'devices d LEFT JOIN environment_stations s ON s.device_id = d.id LEFT JOIN places p ON p.id = d.place_id'

export interface StationRow {
  readonly id: string
  readonly name: string
  readonly place_path: string
  readonly presence: string
  readonly full_name: string | null
  readonly is_public: number | null
  readonly version: number | null
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

type Air = NonNullable<PublicStation['air']>
/** Means of the last 24 hours, each hour counting the same, of all these stations at once. */
async function airOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, Air>> {
  const means = await hourMeans(kernel, ids, gradedFactors, kernel.clock.now() - dayMs, tx)
  const known = new Map<string, Air>()
  for (const { deviceId, property, mean, hours } of means) {
    if (hours < leastHours) continue
    const factor = property as GradedFactor
    const index = airIndexOf(factor, mean)
    const worst = known.get(deviceId)
    if (worst === undefined || index > worst.index) known.set(deviceId, { grade: gradeOf(index), index, main: factor, hours })
  }
  return known
}

function readingsOf(shadow: Shadow | undefined): PublicStation['readings'] {
  return environmentFactorNames.flatMap((factor: EnvironmentFactor) => {
    const held = shadow?.reported[factor]
    return held !== undefined && typeof held.v === 'number' ? [{ factor, value: held.v, at: iso(held.at) }] : []
  })
}

/** What residents see of these stations: readings, and how the air of the last day was. */
export async function presentPublic(kernel: Kernel, rows: readonly StationRow[], tx?: Tx): Promise<PublicStation[]> {
  const ids = rows.map(({ id }) => id)
  const shadows = await readShadows(kernel, ids, tx)
  const air = await airOf(kernel, ids, tx)
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, place: (row.full_name ?? '').split(' · ').slice(3).join(' · ') },
    ...{ isOnline: row.presence === 'online', readings: readingsOf(shadows.get(row.id)), air: air.get(row.id) ?? null },
  }))
}

/** The same for those who work there, with what is not everybody's business. */
export async function present(kernel: Kernel, rows: readonly StationRow[], mayPublish: boolean, tx?: Tx): Promise<Station[]> {
  const open = await openAlarms(
    kernel,
    rows.map(({ id }) => id),
    tx,
  )
  const shown = await presentPublic(kernel, rows, tx)
  return rows.map((row, index) => ({
    ...(shown[index] as PublicStation),
    ...{ placePath: row.place_path, presence: row.presence, isPublic: Number(row.is_public ?? 0) === 1 },
    ...{ openAlarms: open.get(row.id) ?? 0, version: Number(row.version ?? 0), can: mayPublish ? ['publish' as const] : [] },
  }))
}

async function openAlarms(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const where = combine('AND', [among('device_id', ids), { sql: "phase IN ('open', 'active') AND audience IS NULL", params: [] }])
  const rows = await unscoped<{ device_id: string; n: number }>(
    kernel.store,
    'stations that were found are shown with their open alarms',
    { sql: `SELECT device_id, COUNT(*) AS n FROM alarms WHERE ${where.sql} GROUP BY device_id`, params: where.params },
    tx,
  )
  return new Map(rows.map((row) => [row.device_id, Number(row.n)]))
}
