import type { DomainEvent, ScheduledJob } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import { insertOnce } from '../store/insert-once.ts'
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
  await kernel.store.run(`INSERT INTO outbox (id, name, subject, subject_id, payload, live, created_at) VALUES ${rows}`, values, tx)
}

/** One pending job per kind and key: scheduling again moves it. */
export async function scheduleJob(kernel: Kernel, job: ScheduledJob, tx: Tx): Promise<void> {
  const { store } = kernel
  const pending = `${job.kind}:${job.key}`
  const payload = JSON.stringify(job.payload)
  const row = {
    id: kernel.ids.next(),
    kind: job.kind,
    job_key: job.key,
    pending_key: pending,
    run_at: job.at,
    payload,
    created_at: kernel.clock.now(),
  }
  if (await insertOnce(store, 'jobs', row, tx)) return
  await store.run("UPDATE jobs SET run_at = ?, payload = ? WHERE pending_key = ? AND state = 'waiting'", [job.at, payload, pending], tx)
}

/** Takes back a job that has not begun. */
export async function cancelJob(kernel: Kernel, kind: string, key: string, tx: Tx): Promise<void> {
  await kernel.store.run(
    "UPDATE jobs SET state = 'void', pending_key = NULL, finished_at = ? WHERE pending_key = ? AND state = 'waiting'",
    [kernel.clock.now(), `${kind}:${key}`],
    tx,
  )
}
