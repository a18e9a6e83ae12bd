import type { DomainEvent, ScheduledJob } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import type { SqlValue, Tx } from '../store/store.ts'

/** Channel of the bus that wakes the relay; losing a message only costs the poll interval. */
export const outboxChannel = 'outbox'

/** Called after a commit that left something to do; a lost call only costs the poll interval. */
export const wakeWorker = (kernel: Pick<Kernel, 'bus'>): void => void kernel.bus.publish(outboxChannel, '').catch(() => {})

/** Writes events beside the change that caused them. What is not in here never happened. */
export async function appendEvents(kernel: Kernel, events: readonly DomainEvent[], tx: Tx): Promise<void> {
  if (events.length === 0) return
  const now = kernel.clock.now()
  const values: SqlValue[] = []
  for (const event of events) {
    values.push(
      kernel.ids.next(),
      event.name,
      event.subject,
      event.subjectId,
      JSON.stringify(event.payload),
      event.live ? JSON.stringify(event.live) : null,
      now,
    )
  }
  const rows = events.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')
  kernel.store.later(`INSERT INTO outbox (id, name, subject, subject_id, payload, live, created_at) VALUES ${rows}`, values, tx)
}

/** One pending job per kind and key: scheduling again moves it. */
export async function scheduleJob(kernel: Kernel, job: ScheduledJob, tx: Tx): Promise<void> {
  const payload = JSON.stringify(job.payload)
  const insert = 'INSERT INTO jobs (id, kind, job_key, pending_key, run_at, payload, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)'
  const row = [kernel.ids.next(), job.kind, job.key, `${job.kind}:${job.key}`, job.at, payload, kernel.clock.now()]
  const moved = { sql: "CASE WHEN jobs.state = 'waiting' THEN ? ELSE", params: [job.at, payload] }
  const found = kernel.store.dialect === 'mysql' ? 'ON DUPLICATE KEY UPDATE' : 'ON CONFLICT (pending_key) DO UPDATE SET'
  // One that runs already is left alone: it looks at the state of things itself.
  const change = `${found} run_at = ${moved.sql} jobs.run_at END, payload = ${moved.sql} jobs.payload END`
  kernel.store.later(`${insert} ${change}`, [...row, ...moved.params], tx)
}

/** Takes back a job that has not begun. */
export async function cancelJob(kernel: Kernel, kind: string, key: string, tx: Tx): Promise<void> {
  await kernel.store.run(
    "UPDATE jobs SET state = 'void', pending_key = NULL, finished_at = ? WHERE pending_key = ? AND state = 'waiting'",
    [kernel.clock.now(), `${kind}:${key}`],
    tx,
  )
}
