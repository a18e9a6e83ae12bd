import type { When } from '@liren/contract/capabilities/rule'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { Word } from './word.ts'

type WindowWhen = Extract<When, { kind: 'window' }>

/** What points or a number of events come to. */
export function sumOf(take: WindowWhen['take'], values: readonly number[]): number | undefined {
  if (take === 'count') return values.length
  if (values.length === 0) return undefined
  if (take === 'average') return values.reduce((sum, one) => sum + one, 0) / values.length
  if (take === 'rise') return (values.at(-1) as number) - (values[0] as number)
  return take === 'least' ? Math.min(...values) : Math.max(...values)
}

/** The sum of the stretch that ends with this word, from what is kept of the device. */
export async function windowOf(kernel: Kernel, when: WindowWhen, word: Word, tx: Tx): Promise<number | undefined> {
  const from = word.at - when.seconds * 1000
  if (when.type !== undefined) {
    if (word.type !== when.type) return undefined
    const [row] = await kernel.store.rows<{ n: number }>(
      'SELECT COUNT(*) AS n FROM device_events WHERE device_id = ? AND type = ? AND fault IS NULL AND happened_at > ? AND happened_at <= ?',
      [word.device.id, when.type, from, word.at],
      tx,
    )
    return Number(row?.n ?? 0)
  }
  const series = 'SELECT id FROM device_series WHERE device_id = ? AND property = ?'
  const params = [word.device.id, when.property ?? '', from, word.at]
  const within = `series_id = (${series}) AND at > ? AND at <= ?`
  if (when.take === 'rise') {
    const edge = async (order: string) =>
      (
        await kernel.store.rows<{ value: number }>(
          `SELECT value FROM device_points WHERE ${within} ORDER BY at ${order} LIMIT 1`,
          params,
          tx,
        )
      )[0]?.value
    const [first, last] = [await edge('ASC'), await edge('DESC')]
    return first === undefined || last === undefined ? undefined : Number(last) - Number(first)
  }
  const sums = { average: 'AVG(value)', least: 'MIN(value)', most: 'MAX(value)', count: 'COUNT(*)' } as const
  const [row] = await kernel.store.rows<{ sum: number | null }>(
    `SELECT ${sums[when.take]} AS sum FROM device_points WHERE ${within}`,
    params,
    tx,
  )
  return row?.sum === null || row?.sum === undefined ? undefined : Number(row.sum)
}
