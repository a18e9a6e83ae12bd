import type { Page } from '@liren/contract'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface Bucket {
  readonly at: number
  readonly average: number
  readonly least: number
  readonly most: number
  readonly count: number
}

const second = 1000
const minute = 60
const hour = 3600
const day = 86_400

/** The coarsest of what is kept that still gives each point of the chart its own value. */
export function chooseStep(spanMs: number, points: number): { base: 0 | 60 | 3600 | 86_400; step: number } {
  const wanted = Math.max(1, Math.ceil(spanMs / points / second))
  const base = wanted >= day ? day : wanted >= hour ? hour : wanted >= minute ? minute : 0
  const unit = base === 0 ? 1 : base
  return { base, step: Math.ceil(wanted / unit) * unit }
}

export async function seriesId(kernel: Kernel, deviceId: string, property: string, tx?: Tx): Promise<number | undefined> {
  const sql = 'SELECT id FROM device_series WHERE device_id = ? AND property = ?'
  const [row] = await kernel.store.rows<{ id: number }>(sql, [deviceId, property], tx)
  return row === undefined ? undefined : Number(row.id)
}

interface BucketRow {
  readonly start_at: number
  readonly points: number
  readonly total: number
  readonly least: number
  readonly most: number
}

/**
 * One property between two moments in at most so many points. Short stretches are read from the points themselves,
 * longer ones from what was added up by minute, hour and day; days begin where the community's clocks say so.
 */
export async function readSeries(
  kernel: Kernel,
  deviceId: string,
  property: string,
  range: { from: number; to: number; points: number },
  tx?: Tx,
): Promise<{ step: number; items: Bucket[] }> {
  const chosen = chooseStep(range.to - range.from, range.points)
  const { base } = chosen
  let { step } = chosen
  // Buckets count from the first midnight, so that a bucket of whole days begins with a day.
  const zero = startOfDay(dayOf(range.from, kernel.config.LIREN_TIME_ZONE), kernel.config.LIREN_TIME_ZONE)
  const first = () => Math.max(zero, range.from - ((range.from - zero) % (step * second)))
  // Buckets that begin before the first moment may make one too many.
  while (Math.ceil((range.to - first()) / (step * second)) > range.points) step += base === 0 ? 1 : base
  const stepMs = step * second
  const from = base === 0 ? range.from : first()
  const id = await seriesId(kernel, deviceId, property, tx)
  if (id === undefined) return { step, items: [] }
  const column = base === 0 ? 'at' : 'start_at'
  const start = `${column} - (${column} - ?) % ?`
  const rows =
    base === 0
      ? await kernel.store.rows<BucketRow>(
          `SELECT ${start} AS start_at, COUNT(*) AS points, SUM(value) AS total, MIN(value) AS least, MAX(value) AS most
           FROM device_points WHERE series_id = ? AND at >= ? AND at < ? GROUP BY ${start} ORDER BY 1 LIMIT 1001`,
          [zero, stepMs, id, from, range.to, zero, stepMs],
          tx,
        )
      : await kernel.store.rows<BucketRow>(
          `SELECT ${start} AS start_at, SUM(points) AS points, SUM(total) AS total, MIN(least) AS least, MAX(most) AS most
           FROM device_rollups WHERE series_id = ? AND step = ? AND start_at >= ? AND start_at < ? GROUP BY ${start} ORDER BY 1 LIMIT 1001`,
          [zero, stepMs, id, base, from, range.to, zero, stepMs],
          tx,
        )
  const items = rows.map((row) => ({
    at: Math.max(Number(row.start_at), range.from),
    average: Number(row.total) / Number(row.points),
    least: Number(row.least),
    most: Number(row.most),
    count: Number(row.points),
  }))
  return { step, items }
}

/** The points as they came, newest first. */
export async function listPoints(
  kernel: Kernel,
  deviceId: string,
  query: { property: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<Page<{ at: string; value: number }>> {
  const limit = query.limit ?? 50
  const keys = keyset(query, ['at desc'], { device: deviceId, property: query.property })
  const id = await seriesId(kernel, deviceId, query.property)
  const where = combine('AND', [{ sql: 'series_id = ?', params: [id ?? -1] }, keys.seek()])
  const rows = await kernel.store.rows<{ at: number; value: number }>(
    `SELECT at, value FROM device_points WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [Number(row.at)])
  return { ...page, items: page.items.map((row) => ({ at: new Date(Number(row.at)).toISOString(), value: Number(row.value) })) }
}
