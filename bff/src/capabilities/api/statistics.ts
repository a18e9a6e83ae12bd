import type { QueryOf, ResponseOf } from '@liren/contract'
import type { api } from '@liren/contract/capabilities/api'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import { timeClasses } from '../../kernel/http/traffic.ts'
import type { Kernel } from '../../kernel/kernel.ts'

type Endpoint = (typeof api)['endpoints']['statistics']

interface Row {
  name: string
  calls: number
  errors: number
  total_ms: number
  [bucket: `b${number}`]: number
}

const longest = 92 * 86_400_000

/** Calls, errors and times from the hourly counts; what this process has not written yet is written first. */
export async function readCalls(kernel: Kernel, query: QueryOf<Endpoint>): Promise<ResponseOf<Endpoint>> {
  if (query.to < query.from || Date.parse(query.to) - Date.parse(query.from) > longest)
    throw refuse('request.invalid', {
      faults: [{ path: 'query.to', zh: '结束日期应在开始之后，且不超过 92 天', en: 'Not before the start, and at most 92 days after it' }],
    })
  await kernel.traffic.flush()
  const zone = kernel.config.LIREN_TIME_ZONE
  const dayAfter = dayOf(Date.parse(`${query.to}T12:00:00Z`) + 86_400_000, 'UTC')
  const column = query.by === 'api' ? 'endpoint' : 'caller'
  const where = ['hour >= ?', 'hour < ?', ...(query.api ? ['endpoint = ?'] : []), ...(query.caller ? ['caller = ?'] : [])]
  const params = [
    startOfDay(query.from, zone),
    startOfDay(dayAfter, zone),
    ...(query.api ? [query.api] : []),
    ...(query.caller ? [query.caller] : []),
  ]
  const buckets = [0, ...timeClasses].map((_, i) => `SUM(b${i}) AS b${i}`).join(', ')
  const rows = await kernel.store.rows<Row>(
    `SELECT ${column} AS name, SUM(calls) AS calls, SUM(errors) AS errors, SUM(total_ms) AS total_ms, ${buckets}
     FROM api_call_hours WHERE ${where.join(' AND ')} GROUP BY ${column} ORDER BY SUM(calls) DESC LIMIT 500`,
    params,
  )
  const names = query.by === 'caller' ? await partnerNames(kernel) : new Map<string, string>()
  return { items: rows.map((row) => ({ key: row.name, label: names.get(row.name) ?? row.name, ...figures([row]) })), totals: figures(rows) }
}

async function partnerNames(kernel: Kernel): Promise<Map<string, string>> {
  const rows = await kernel.store.rows<{ id: string; name: string }>('SELECT id, name FROM partners')
  return new Map(rows.map((row) => [row.id, row.name]))
}

function figures(rows: readonly Row[]) {
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + Number(pick(row) ?? 0), 0)
  const calls = sum((row) => row.calls)
  const errors = sum((row) => row.errors)
  const classes = [...timeClasses, Number.POSITIVE_INFINITY].map((end, i) => ({ end, count: sum((row) => row[`b${i}`] ?? 0) }))
  let seen = 0
  const p95 = classes.find(({ count }) => {
    seen += count
    return seen >= calls * 0.95
  })
  const slowest = timeClasses[timeClasses.length - 1] ?? 0
  return {
    calls,
    errors,
    errorRate: calls === 0 ? 0 : Number((errors / calls).toFixed(4)),
    averageMs: calls === 0 ? 0 : Math.round(sum((row) => row.total_ms) / calls),
    /** The upper end of the class in which the 95th percentile lies. */
    p95Ms: calls === 0 ? 0 : Math.min(p95?.end ?? slowest, slowest),
  }
}
