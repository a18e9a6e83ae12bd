import type { QueryOf } from '@liren/contract'
import { type passageEndpoints, passageErrors } from '@liren/contract/capabilities/passage'
import { startOfDay } from '../../kernel/background/daily.ts'
import { refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { placeById } from '../place/read.ts'
import type { PassageRow } from './row.ts'

/** What one passage adds to the sums of its hour. */
export const countOf = (
  row: Pick<PassageRow, 'gate_id' | 'kind' | 'type' | 'day' | 'place_path' | 'direction' | 'result'>,
  hourAt: number,
) => {
  const is = (direction: string) => (row.result === 'admitted' && row.direction === direction ? 1 : 0)
  return {
    ...{ hour_at: hourAt, gate_id: row.gate_id, kind: row.kind, type: row.type, day: row.day, place_path: row.place_path },
    ...{ n_in: is('in'), n_out: is('out'), n_unknown: is('unknown'), n_refused: row.result === 'refused' ? 1 : 0 },
  }
}

export const countKey = ['hour_at', 'gate_id', 'kind', 'type'] as const
export const countSums = ['n_in', 'n_out', 'n_unknown', 'n_refused'] as const

export const countPassage = (kernel: Kernel, row: PassageRow, hourAt: number, tx: Tx): Promise<void> =>
  upsertRows(kernel.store, 'passage_counts', countKey, [countOf(row, hourAt)], tx, countSums)

type Query = QueryOf<typeof passageEndpoints.counts>
const mostDays = { hour: 31, day: 400 } as const

interface SumRow {
  readonly at: number | string
  readonly type: PassageRow['type'] | null
  readonly n_in: number
  readonly n_out: number
  readonly n_unknown: number
  readonly n_refused: number
}

/** Sums by hour or day from the counters; no passage is looked at. */
export async function countsOf(kernel: Kernel, scope: Scope, query: Query) {
  const zone = kernel.config.LIREN_TIME_ZONE
  const days = (Date.parse(query.to) - Date.parse(query.from)) / 86_400_000 + 1
  if (days < 1 || days > mostDays[query.step]) throw refuseWith(passageErrors, 'passage.range')
  const where: Condition[] = [
    { sql: 'kind = ? AND day >= ? AND day <= ?', params: [query.kind, query.from, query.to] },
    underPlaces('place_path', scope.places),
  ]
  if (query.gateId !== undefined) where.push({ sql: 'gate_id = ?', params: [query.gateId] })
  if (query.placeId !== undefined) {
    const place = await placeById(kernel, query.placeId)
    where.push(underPlaces('place_path', place ? [place.path] : []))
  }
  const all = combine('AND', where)
  const by = query.step === 'hour' ? 'hour_at' : 'day'
  const type = query.byType === '1' ? 'type' : 'NULL'
  const group = query.byType === '1' ? `${by}, type` : by
  const rows = await scopedRows<SumRow>(kernel.store, scope, 'passage_counts', {
    sql: `SELECT ${by} AS at, ${type} AS type, SUM(n_in) AS n_in, SUM(n_out) AS n_out, SUM(n_unknown) AS n_unknown, SUM(n_refused) AS n_refused
          FROM passage_counts WHERE ${all.sql} GROUP BY ${group} ORDER BY ${group}`,
    params: all.params,
  })
  return rows.map((row) => ({
    at: iso(query.step === 'hour' ? Number(row.at) : startOfDay(String(row.at), zone)),
    type: row.type,
    ...{ in: Number(row.n_in), out: Number(row.n_out), unknown: Number(row.n_unknown), refused: Number(row.n_refused) },
  }))
}
