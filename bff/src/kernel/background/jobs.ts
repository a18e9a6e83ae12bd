import { groupOf } from '@liren/contract'
import type { Job } from '../capability.ts'
import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'
import { invalidateGroups } from '../web/cached-read.ts'
import { nextDaily } from './daily.ts'
import { scheduleJob } from './outbox.ts'

interface JobRow {
  id: string
  kind: string
  job_key: string
  run_at: number
  payload: string
  attempts: number
}

/** A worker that dies leaves its job claimed; after this another takes it. Jobs are written to be run again. */
const leaseMs = 5 * 60_000
const patience = 6
const backoffMs = (attempts: number) => Math.min(10 * 60_000, 1000 * 2 ** attempts)

/** Makes sure that every repeating job waits for its next time. Called at start and after each run. */
export async function plantRepeating(kernel: Kernel, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    const at = nextRun(kernel, job)
    if (at === undefined) continue
    await kernel.store.tx(async (tx) => {
      const waiting = await kernel.store.rows('SELECT id FROM jobs WHERE pending_key = ?', [`${job.kind}:repeat`], tx)
      if (waiting.length > 0) return
      const isFirst = job.firstAtOnce === true && !(await everRan(kernel, job.kind, tx))
      await scheduleJob(kernel, { kind: job.kind, key: 'repeat', at: isFirst ? kernel.clock.now() : at, payload: {} }, tx)
    })
  }
}

const everRan = async ({ store }: Kernel, kind: string, tx: Tx): Promise<boolean> =>
  (await store.rows("SELECT id FROM jobs WHERE kind = ? AND job_key = 'repeat' LIMIT 1", [kind], tx)).length > 0

function nextRun(kernel: Kernel, job: Job): number | undefined {
  if (job.every !== undefined) return kernel.clock.now() + job.every
  if (job.daily !== undefined) return nextDaily(kernel.clock.now(), job.daily, kernel.config.LIREN_TIME_ZONE)
  return undefined
}

/** Runs what is due, one after the other; returns how many ran. */
export async function runDueJobs(kernel: Kernel, jobs: readonly Job[], limit = 20): Promise<number> {
  const { store, clock } = kernel
  const now = clock.now()
  const due = await store.rows<JobRow>(
    `SELECT id, kind, job_key, run_at, payload, attempts FROM jobs WHERE state = 'waiting' AND run_at <= ? ORDER BY run_at LIMIT ${limit}`,
    [now],
  )
  const abandoned = await store.rows<JobRow>(
    `SELECT id, kind, job_key, run_at, payload, attempts FROM jobs WHERE state = 'running' AND locked_until < ? LIMIT ${limit}`,
    [now],
  )
  let ran = 0
  for (const row of [...due, ...abandoned]) {
    const job = jobs.find((candidate) => candidate.kind === row.kind)
    if (!job) continue
    const claimed = await store.run(
      `UPDATE jobs SET state = 'running', locked_until = ?, attempts = attempts + 1
       WHERE id = ? AND attempts = ? AND (state = 'waiting' OR (state = 'running' AND locked_until < ?))`,
      [now + leaseMs, row.id, row.attempts, now],
    )
    if (claimed !== 1) continue
    await runOne(kernel, job, row)
    ran++
  }
  return ran
}

async function runOne(kernel: Kernel, job: Job, row: JobRow): Promise<void> {
  const { store, clock, log } = kernel
  try {
    await job.run(JSON.parse(row.payload) as Record<string, unknown>, { now: clock.now(), scheduledFor: row.run_at })
    await invalidateGroups(kernel, [groupOf({ id: job.kind })])
    await store.run("UPDATE jobs SET state = 'done', pending_key = NULL, finished_at = ?, error = NULL WHERE id = ?", [clock.now(), row.id])
  } catch (error) {
    const attempts = row.attempts + 1
    const dead = attempts >= patience
    log[dead ? 'error' : 'warn'](
      { err: error, job: row.kind, key: row.job_key, attempts },
      dead ? 'a job was given up' : 'a job will be tried again',
    )
    await store.run(
      "UPDATE jobs SET state = ?, pending_key = CASE WHEN ? = 'dead' THEN NULL ELSE pending_key END, run_at = ?, finished_at = ?, error = ? WHERE id = ?",
      [
        dead ? 'dead' : 'waiting',
        dead ? 'dead' : 'waiting',
        clock.now() + backoffMs(attempts),
        dead ? clock.now() : null,
        String(error instanceof Error ? error.message : error).slice(0, 500),
        row.id,
      ],
    )
  }
  if (row.job_key === 'repeat') await plantRepeating(kernel, [job])
}
