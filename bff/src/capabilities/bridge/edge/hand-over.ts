import type { DeviceEvent } from '@liren/contract/device-events'
import type { JobsAnswer } from '@liren/contract/edge/asks'
import { type EdgeJob, type EdgeState, type EdgeTold, isEdgeEnd } from '@liren/contract/edge/jobs'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among } from '../../../kernel/store/condition.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { addStep, type JobRow, ofNode, wholeColumns } from './row.ts'

export interface Asked {
  readonly bridgeId: string
  readonly after: number
  /** Jobs that the node has and that are not at their end there. */
  readonly open: readonly string[]
}

const mostAtOnce = 20
const fresh = "bridge_id = ? AND sequence > ? AND state IN ('waiting', 'sent') AND expires_at > ?"

/** Those among them that somebody wants ended, or that we have given up. */
async function cancelledAmong(kernel: Kernel, { bridgeId, open }: Asked, tx?: Tx): Promise<string[]> {
  if (open.length === 0) return []
  const some = among('id', open)
  const rows = await ofNode<{ id: string; state: EdgeState; cancel_at: number | null }>(
    kernel,
    `SELECT id, state, cancel_at FROM edge_jobs WHERE bridge_id = ? AND ${some.sql}`,
    [bridgeId, ...some.params],
    tx,
  )
  return rows.filter(({ state, cancel_at }) => cancel_at !== null || isEdgeEnd(state)).map(({ id }) => id)
}

export async function hasJobs(kernel: Kernel, asked: Asked, now: number): Promise<boolean> {
  const sql = `SELECT id FROM edge_jobs WHERE ${fresh} LIMIT 1`
  if ((await ofNode(kernel, sql, [asked.bridgeId, asked.after, now])).length > 0) return true
  return (await cancelledAmong(kernel, asked)).length > 0
}

/** The jobs of a node above the number it has; what was handed over and not confirmed comes again, because the answer may be lost. */
export async function takeJobs(kernel: Kernel, asked: Asked, now: number, tx: Tx): Promise<JobsAnswer> {
  const rows = await ofNode<JobRow>(
    kernel,
    `SELECT ${wholeColumns} FROM edge_jobs WHERE ${fresh} ORDER BY sequence LIMIT ${mostAtOnce}`,
    [asked.bridgeId, asked.after, now],
    tx,
  )
  const jobs: EdgeJob[] = []
  for (const row of rows) {
    if (row.state === 'waiting') {
      const moved = await kernel.store.run("UPDATE edge_jobs SET state = 'sent' WHERE id = ? AND state = 'waiting'", [row.id], tx)
      if (moved !== 1) continue
      await addStep(kernel, row.id, 'sent', now, tx)
    }
    const times = { issuedAt: Number(row.issued_at), expiresAt: Number(row.expires_at) }
    const limits = { ms: Number(row.limit_ms), readings: Number(row.limit_readings) }
    jobs.push({ id: row.id, sequence: Number(row.sequence), ...times, limits, kind: row.kind, values: JSON.parse(row.content) } as EdgeJob)
  }
  return { now, jobs, cancelled: await cancelledAmong(kernel, asked, tx) }
}

const rank = (state: EdgeState): number => (isEdgeEnd(state) ? 3 : ['waiting', 'sent', 'running'].indexOf(state))

/** Only forward, and an end is an end; but where we gave up for want of an answer, the node's own word still counts. */
function nextState(row: Pick<JobRow, 'state' | 'ended_by'>, told: EdgeTold['state']): EdgeState | undefined {
  if (row.ended_by === 'house' && row.state === 'expired' && isEdgeEnd(told) && told !== 'expired') return told
  return rank(row.state) < 3 && rank(told) > rank(row.state) ? told : undefined
}

/** What a node says of its jobs: of its own only, each word once. True when something changed. */
export async function takeWords(
  kernel: Kernel,
  sender: { id: string; code: string },
  events: readonly DeviceEvent[],
  tx: Tx,
): Promise<boolean> {
  const told = events.flatMap((event) => (event.type === 'bridge.job' && event.device === sender.code ? [event] : []))
  if (told.length === 0) return false
  const some = among('id', [...new Set(told.map(({ values }) => values.jobId))])
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const sql = `SELECT id, state, ended_by FROM edge_jobs WHERE bridge_id = ? AND ${some.sql} ORDER BY id${lock}`
  const rows = await ofNode<Pick<JobRow, 'id' | 'state' | 'ended_by'>>(kernel, sql, [sender.id, ...some.params], tx)
  const known = new Map(rows.map((row) => [row.id, { ...row }]))
  let isChanged = false
  for (const { values, at } of [...told].sort((a, b) => a.sequence - b.sequence)) {
    const row = known.get(values.jobId)
    const next = row && nextState(row, values.state)
    if (!row || !next) continue
    const isEnd = isEdgeEnd(next)
    await kernel.store.run(
      'UPDATE edge_jobs SET state = ?, cause = ?, result = ?, ended_at = ?, ended_by = ? WHERE id = ?',
      [
        next,
        values.cause?.slice(0, 20) ?? null,
        values.result ? JSON.stringify(values.result) : null,
        ...(isEnd ? [at, 'bridge'] : [null, null]),
        row.id,
      ],
      tx,
    )
    await addStep(kernel, row.id, next, at, tx)
    known.set(row.id, { id: row.id, state: next, ended_by: isEnd ? 'bridge' : null })
    isChanged = true
  }
  return isChanged
}

/** How long after its time a job that left the house may still be answered before we say that nobody did. */
const answerGraceMs = 60_000

/** Ends jobs whose time is over: those nobody fetched at once, those nobody answered after a while. */
export async function expireJobs(kernel: Kernel, now: number): Promise<number> {
  const rows = await ofNode<{ id: string; state: EdgeState }>(
    kernel,
    `SELECT id, state FROM edge_jobs WHERE state = 'waiting' AND expires_at <= ?
     UNION ALL SELECT id, state FROM edge_jobs WHERE state IN ('sent', 'running') AND ends_at <= ? LIMIT 200`,
    [now, now - answerGraceMs],
  )
  let ended = 0
  for (const { id, state } of rows)
    await kernel.store.tx(async (tx) => {
      const cause = state === 'waiting' ? 'not-fetched' : 'no-answer'
      const sql = "UPDATE edge_jobs SET state = 'expired', ended_at = ?, ended_by = 'house', cause = ? WHERE id = ? AND state = ?"
      if ((await kernel.store.run(sql, [now, cause, id, state], tx)) !== 1) return
      await addStep(kernel, id, 'expired', now, tx)
      ended += 1
    })
  return ended
}
