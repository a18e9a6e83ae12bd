import { unscoped } from '../../../../bff/src/kernel/store/scope.ts'
import type { Store } from '../../../../bff/src/kernel/store/store.ts'

export interface FloodCount {
  readonly applied: number
  readonly lost: number
  readonly doubled: number
  /** Numbers of one device that the platform has in another order than the device told them. */
  readonly disordered: number
  /** What the platform has in the name of a device that never said it. */
  readonly forged: number
}

/** What the platform has, held against what was confirmed to the devices, each of which counts from one to `most`. */
export async function countIn(store: Store, confirmed: ReadonlyMap<string, ReadonlySet<number>>, most: number): Promise<FloodCount> {
  const sum = { applied: 0, lost: 0, doubled: 0, disordered: 0, forged: 0 }
  for (const [code, numbers] of confirmed) {
    const rows = await unscoped<{ content: string }>(store, 'the flood counts everything', {
      sql: `SELECT e.content FROM device_events e JOIN devices d ON d.id = e.device_id WHERE d.code = ? AND e.type = 'meter.read' ORDER BY e.sequence`,
      params: [code],
    })
    const found = rows.map(({ content }) => (JSON.parse(content) as { energyWh: number }).energyWh)
    const once = new Set(found)
    sum.applied += found.length
    sum.doubled += found.length - once.size
    for (const number of numbers) if (!once.has(number)) sum.lost++
    const first = [...once]
    sum.disordered += first.filter((number, i) => i > 0 && number < (first[i - 1] as number)).length
    sum.forged += first.filter((number) => number > most).length
  }
  return sum
}
