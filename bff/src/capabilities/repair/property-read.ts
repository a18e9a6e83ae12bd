import type { Kernel } from '../../kernel/kernel.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'

export interface RepairFigures {
  readonly created: number
  readonly closed: number
  readonly on_time: number
  readonly reopened: number
  readonly rated: number
  readonly stars: number
  readonly finish_minutes: number
  readonly open: number
  readonly overdue: number
}

const why = 'counted for whoever keeps the estate'
const sums = ['created', 'closed', 'on_time', 'reopened', 'rated', 'stars', 'finish_minutes'] as const

/** Repairs of an estate since a day, from the figures of its days; what is open is counted on its index. */
export async function repairFigures(kernel: Kernel, estate: { id: string; path: string }, fromDay: string): Promise<RepairFigures> {
  const here = underPlaces('place_path', [estate.path])
  const [days] = await unscoped<Record<(typeof sums)[number], number | null>>(kernel.store, why, {
    sql: `SELECT ${sums.map((name) => `SUM(${name}) AS ${name}`).join(', ')} FROM repair_days WHERE estate_id = ? AND day >= ?`,
    params: [estate.id, fromDay],
  })
  const [now] = await unscoped<{ open: number; overdue: number | null }>(kernel.store, why, {
    sql: `SELECT COUNT(*) AS open, SUM(CASE WHEN due_at < ? THEN 1 ELSE 0 END) AS overdue FROM repairs WHERE phase IN ('open', 'active') AND ${here.sql}`,
    params: [kernel.clock.now(), ...here.params],
  })
  const figures = Object.fromEntries(sums.map((name) => [name, Number(days?.[name] ?? 0)])) as Record<(typeof sums)[number], number>
  return { ...figures, open: Number(now?.open ?? 0), overdue: Number(now?.overdue ?? 0) }
}
