import type { Infer } from '@liren/contract'
import type { auditReviewSchema } from '@liren/contract/capabilities/audit'
import { type Anomaly, anomalyCounter, type SeenEntry } from '../../kernel/audit/anomalies.ts'
import { forTheTrail } from '../../kernel/audit/entry.ts'
import { idFloor } from '../../kernel/audit/seal.ts'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { iso, isoOrNull } from './trail.ts'

export interface ReviewRow {
  id: string
  month: string
  findings: string
  state: 'open' | 'concluded'
  conclusion: string | null
  reviewer_id: string | null
  created_at: number
  concluded_at: number | null
  version: number
}
export const reviewColumns = 'id, month, findings, state, conclusion, reviewer_id, created_at, concluded_at, version'

export function presentReview(row: ReviewRow): Infer<typeof auditReviewSchema> {
  const { entries, anomalies } = JSON.parse(row.findings) as { entries: number; anomalies: Anomaly[] }
  return {
    id: row.id,
    month: row.month,
    state: row.state,
    entries,
    anomalies: anomalies.map((anomaly) => ({ ...anomaly, examples: [...anomaly.examples] })),
    conclusion: row.conclusion,
    reviewerId: row.reviewer_id,
    createdAt: iso(row.created_at),
    concludedAt: isoOrNull(row.concluded_at),
    version: row.version,
  }
}

/** Once a month is over it is counted, and lies before the auditor until somebody says what it means. */
export async function prepareReview(kernel: Kernel): Promise<boolean> {
  const { store, clock, ids, config } = kernel
  const month = monthBefore(dayOf(clock.now(), config.LIREN_TIME_ZONE).slice(0, 7))
  if ((await store.rows('SELECT id FROM audit_reviews WHERE month = ?', [month])).length > 0) return false
  const found = await anomaliesOf(kernel, month)
  const id = ids.next()
  return store.tx(async (tx) => {
    const row = { id, month, findings: JSON.stringify(found), state: 'open', created_at: clock.now() }
    if (!(await insertOnce(store, 'audit_reviews', row, tx))) return false
    const event = { name: 'audit.review-due', subject: 'audit', subjectId: id, payload: { month, anomalies: found.anomalies.length } }
    await appendEvents(kernel, [{ ...event, live: { permission: 'audit.review' } }], tx)
    return true
  })
}

const page = 2000

async function anomaliesOf(kernel: Kernel, month: string): Promise<ReturnType<ReturnType<typeof anomalyCounter>['result']>> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const clockFace = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
  const counter = anomalyCounter((at) => Number(clockFace.format(at)))
  const end = idFloor(startOfDay(`${monthAfter(month)}-01`, zone))
  for (let after = idFloor(startOfDay(`${month}-01`, zone)); ; ) {
    const rows = await unscoped<SeenEntry>(kernel.store, forTheTrail, {
      sql: `SELECT id, written_at, actor_id, actor_kind, action, result, ip FROM audit_entries WHERE id > ? AND id < ? ORDER BY id LIMIT ${page}`,
      params: [after, end],
    })
    for (const row of rows) counter.see(row)
    if (rows.length < page) return counter.result()
    after = rows.at(-1)?.id ?? end
    await new Promise((next) => setImmediate(next))
  }
}

const shifted = (month: string, by: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}
const monthBefore = (month: string): string => shifted(month, -1)
const monthAfter = (month: string): string => shifted(month, 1)

/** A month is concluded once; whoever comes second sees what was concluded. */
export async function concludeReview(
  kernel: Kernel,
  id: string,
  by: { readonly reviewer: string; readonly conclusion: string; readonly version: number },
  tx: Tx,
): Promise<ReviewRow> {
  const { store, clock } = kernel
  const read = async () => (await store.rows<ReviewRow>(`SELECT ${reviewColumns} FROM audit_reviews WHERE id = ?`, [id], tx))[0]
  const changed = await store.run(
    "UPDATE audit_reviews SET state = 'concluded', conclusion = ?, reviewer_id = ?, concluded_at = ?, version = version + 1 WHERE id = ? AND state = 'open' AND version = ?",
    [by.conclusion, by.reviewer, clock.now(), id, by.version],
    tx,
  )
  const row = await read()
  if (!row) throw refuse('not-found')
  if (changed !== 1) throw refuse('stale', { details: { version: row.version } })
  return row
}
