import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'

const hourMs = 3_600_000
const number = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Number(value))

/** From a moment to another, which is not in it any more. */
export interface Range {
  readonly from: number
  readonly until: number
}

export interface HourMean {
  readonly deviceId: string
  readonly property: string
  readonly mean: number
  readonly hours: number
}

/** Means since a moment of these properties of all these devices at once, each hour counting the same. */
export async function hourMeans(
  kernel: Kernel,
  deviceIds: readonly string[],
  properties: readonly string[],
  from: number,
  tx?: Tx,
): Promise<HourMean[]> {
  if (deviceIds.length === 0) return []
  const where = combine('AND', [
    among('s.device_id', deviceIds),
    among('s.property', properties),
    { sql: 'r.step = 3600 AND r.start_at >= ?', params: [from] },
  ])
  const rows = await kernel.store.rows<HourMean>(
    `SELECT s.device_id AS "deviceId", s.property, AVG(r.total / r.points) AS mean, COUNT(*) AS hours
     FROM device_series s JOIN device_rollups r ON r.series_id = s.id WHERE ${where.sql} GROUP BY s.device_id, s.property`,
    where.params,
    tx,
  )
  return rows.map((row) => ({ ...row, mean: Number(row.mean), hours: Number(row.hours) }))
}

export interface HourRange {
  readonly deviceId: string
  readonly property: string
  readonly at: number
  readonly least: number
  readonly most: number
  readonly lastAt: number
}

/** Hours straight from the points, so that a reading counts as it comes, a late one in its own hour. The last moment belongs to it. */
export async function hourRanges(
  kernel: Kernel,
  deviceIds: readonly string[],
  properties: readonly string[],
  { from, until }: Range,
  tx?: Tx,
): Promise<HourRange[]> {
  if (deviceIds.length === 0) return []
  const where = combine('AND', [among('s.device_id', deviceIds), among('s.property', properties)])
  const hour = `p.at - p.at % ${hourMs}`
  const rows = await kernel.store.rows<HourRange>(
    `SELECT s.device_id AS "deviceId", s.property, ${hour} AS at, MIN(p.value) AS least, MAX(p.value) AS most, MAX(p.at) AS "lastAt"
     FROM device_series s JOIN device_points p ON p.series_id = s.id
     WHERE ${where.sql} AND p.at >= ? AND p.at <= ? GROUP BY s.device_id, s.property, ${hour} ORDER BY 1, 2, 3`,
    [...where.params, from, until],
    tx,
  )
  return rows.map((row) => ({
    ...{ deviceId: row.deviceId, property: row.property, at: Number(row.at) },
    ...{ least: Number(row.least), most: Number(row.most), lastAt: Number(row.lastAt) },
  }))
}

export interface DayUse {
  readonly deviceId: string
  readonly at: number
  readonly used: number
}

/** What counters of these devices went up by on each whole day. */
export async function dayUses(
  kernel: Kernel,
  deviceIds: readonly string[],
  property: string,
  { from, until }: Range,
  tx?: Tx,
): Promise<DayUse[]> {
  if (deviceIds.length === 0) return []
  const some = among('s.device_id', deviceIds)
  const rows = await kernel.store.rows<DayUse>(
    `SELECT s.device_id AS "deviceId", r.start_at AS at, r.most - r.least AS used
     FROM device_series s JOIN device_rollups r ON r.series_id = s.id AND r.step = 86400
     WHERE ${some.sql} AND s.property = ? AND r.start_at >= ? AND r.start_at < ? ORDER BY s.device_id, r.start_at`,
    [...some.params, property, from, until],
    tx,
  )
  return rows.map((row) => ({ deviceId: row.deviceId, at: Number(row.at), used: Number(row.used) }))
}

/** The minutes of one series within a range, by the key of the table. */
const minutes = `FROM device_rollups WHERE series_id = (SELECT id FROM device_series WHERE device_id = ? AND property = ?)
  AND step = 60 AND start_at >= ? AND start_at < ?`

/** How a number was in a range, from what was added up by the minute. */
export async function minuteSummary(kernel: Kernel, deviceId: string, property: string, { from, until }: Range, tx?: Tx) {
  const [row] = await kernel.store.rows<Record<'n' | 'parts' | 'total' | 'least' | 'most' | 'sum' | 'squares', number | null>>(
    `SELECT SUM(points) AS n, COUNT(*) AS parts, SUM(total) AS total, MIN(least) AS least, MAX(most) AS most,
       SUM(total / points) AS sum, SUM((total / points) * (total / points)) AS squares ${minutes}`,
    [deviceId, property, from, until],
    tx,
  )
  const readings = Number(row?.n ?? 0)
  const parts = Number(row?.parts ?? 0)
  const mean = parts === 0 ? 0 : Number(row?.sum) / parts
  return {
    ...{ readings, least: number(row?.least), most: number(row?.most) },
    average: readings === 0 ? null : Number(row?.total) / readings,
    deviation: parts === 0 ? null : Math.sqrt(Math.max(0, Number(row?.squares) / parts - mean * mean)),
  }
}

export interface Limits {
  readonly above?: number | undefined
  readonly below?: number | undefined
}

/** How many minutes of a range went beyond a limit. */
export async function minutesBeyond(
  kernel: Kernel,
  deviceId: string,
  property: string,
  { above, below }: Limits,
  { from, until }: Range,
  tx?: Tx,
) {
  const beyond = [...(above === undefined ? [] : ['most > ?']), ...(below === undefined ? [] : ['least < ?'])].join(' OR ') || '1 = 0'
  const limits: SqlValue[] = [above, below].filter((one) => one !== undefined)
  const [row] = await kernel.store.rows<Record<'parts' | 'outside' | 'least' | 'most', number | null>>(
    `SELECT COUNT(*) AS parts, SUM(CASE WHEN ${beyond} THEN 1 ELSE 0 END) AS outside, MIN(least) AS least, MAX(most) AS most ${minutes}`,
    [...limits, deviceId, property, from, until],
    tx,
  )
  return {
    ...{ minutes: Number(row?.parts ?? 0), outside: Number(row?.outside ?? 0) },
    ...{ least: number(row?.least), most: number(row?.most) },
  }
}

const taken = { average: 'AVG(value)', least: 'MIN(value)', most: 'MAX(value)', count: 'COUNT(*)' } as const
export type PointSum = keyof typeof taken | 'rise'

/** What the points after a moment and up to another come to; undefined where there are none. */
export async function pointSum(
  kernel: Kernel,
  deviceId: string,
  property: string,
  take: PointSum,
  { from, until }: Range,
  tx?: Tx,
): Promise<number | undefined> {
  const within = 'series_id = (SELECT id FROM device_series WHERE device_id = ? AND property = ?) AND at > ? AND at <= ?'
  const params = [deviceId, property, from, until]
  if (take === 'rise') {
    const edge = async (order: 'ASC' | 'DESC') =>
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
  const [row] = await kernel.store.rows<{ sum: number | null }>(
    `SELECT ${taken[take]} AS sum FROM device_points WHERE ${within}`,
    params,
    tx,
  )
  return number(row?.sum) ?? undefined
}
