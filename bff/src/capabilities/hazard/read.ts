import { hazardAreaOf } from '@liren/contract/capabilities/hazard'
import type { Kernel } from '../../kernel/kernel.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { AlarmForLetters } from '../alarm/read.ts'
import { orderedTo } from './roster.ts'

/** Who gets the work order of this alarm, and so needs no second letter about the alarm itself. */
export async function ordered(
  kernel: Kernel,
  alarm: Pick<AlarmForLetters, 'kind' | 'place_path' | 'created_at'>,
  tx: Tx,
): Promise<Set<string>> {
  const area = hazardAreaOf(alarm.kind)
  if (area === undefined) return new Set()
  const { people } = await orderedTo(kernel, alarm.place_path, area, Number(alarm.created_at), tx)
  return new Set(people.map(({ id }) => id))
}

export interface KeyPlaceFigures {
  readonly places: number
  readonly late: number
  readonly findings: number
  readonly inspected: number
  readonly passed: number
}

/** Key places of an estate as they are today, and their inspections since. */
export async function keyPlaceFigures(kernel: Kernel, path: string, since: number, today: string): Promise<KeyPlaceFigures> {
  const here = underPlaces('place_path', [path])
  const why = 'counted for whoever keeps the estate'
  const [places] = await unscoped<{ n: number; late: number | null; findings: number | null }>(kernel.store, why, {
    sql: `SELECT COUNT(*) AS n, SUM(CASE WHEN next_on < ? THEN 1 ELSE 0 END) AS late, SUM(open_findings) AS findings FROM key_places WHERE ${here.sql}`,
    params: [today, ...here.params],
  })
  const [done] = await unscoped<{ n: number; passed: number | null }>(kernel.store, why, {
    sql: `SELECT COUNT(*) AS n, SUM(is_passed) AS passed FROM key_inspections WHERE ${here.sql} AND done_at >= ? AND is_recheck = 0`,
    params: [...here.params, since],
  })
  return {
    places: Number(places?.n ?? 0),
    late: Number(places?.late ?? 0),
    findings: Number(places?.findings ?? 0),
    inspected: Number(done?.n ?? 0),
    passed: Number(done?.passed ?? 0),
  }
}
