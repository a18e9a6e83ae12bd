import type { EdgeAnswer } from '@liren/contract/edge/asks'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'

interface Measured {
  readonly deviceId: string
  readonly property: string
  readonly days: number
}

const dayMs = 86_400_000
/** The minutes of one series within some days: at most 43,200 of them, by the key of the table. */
const minutes = `FROM device_rollups WHERE series_id = (SELECT id FROM device_series WHERE device_id = ? AND property = ?)
  AND step = 60 AND start_at >= ? AND start_at < ?`
const number = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Number(value))

/** How a number was over the last days, from what was added up by the minute. */
export async function historyOf(kernel: Kernel, { deviceId, property, days }: Measured, now: number, tx: Tx): Promise<EdgeAnswer> {
  const range = { from: now - days * dayMs, until: now }
  const [row] = await kernel.store.rows<Record<'n' | 'parts' | 'total' | 'least' | 'most' | 'sum' | 'squares', number | null>>(
    `SELECT SUM(points) AS n, COUNT(*) AS parts, SUM(total) AS total, MIN(least) AS least, MAX(most) AS most,
       SUM(total / points) AS sum, SUM((total / points) * (total / points)) AS squares ${minutes}`,
    [deviceId, property, range.from, range.until],
    tx,
  )
  const readings = Number(row?.n ?? 0)
  const parts = Number(row?.parts ?? 0)
  const mean = parts === 0 ? 0 : Number(row?.sum) / parts
  return {
    ...{ kind: 'history.summary', ...range, readings, least: number(row?.least), most: number(row?.most) },
    average: readings === 0 ? null : Number(row?.total) / readings,
    deviation: parts === 0 ? null : Math.sqrt(Math.max(0, Number(row?.squares) / parts - mean * mean)),
  }
}

/** How many minutes of the last days went beyond a limit. */
export async function detectIn(
  kernel: Kernel,
  { deviceId, property, days, above, below }: Measured & { readonly above?: number | undefined; readonly below?: number | undefined },
  now: number,
  tx: Tx,
): Promise<EdgeAnswer> {
  const range = { from: now - days * dayMs, until: now }
  const beyond = [...(above === undefined ? [] : ['most > ?']), ...(below === undefined ? [] : ['least < ?'])].join(' OR ') || '1 = 0'
  const limits: SqlValue[] = [above, below].filter((one) => one !== undefined)
  const [row] = await kernel.store.rows<Record<'parts' | 'outside' | 'least' | 'most', number | null>>(
    `SELECT COUNT(*) AS parts, SUM(CASE WHEN ${beyond} THEN 1 ELSE 0 END) AS outside, MIN(least) AS least, MAX(most) AS most ${minutes}`,
    [...limits, deviceId, property, range.from, range.until],
    tx,
  )
  return {
    ...{ kind: 'history.detect', ...range, minutes: Number(row?.parts ?? 0), outside: Number(row?.outside ?? 0) },
    ...{ least: number(row?.least), most: number(row?.most) },
  }
}
