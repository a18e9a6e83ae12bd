import { groupOf } from '@liren/contract'
import type { Consumer, StoredEvent } from '../capability.ts'
import { failpoint } from '../failpoint.ts'
import type { Kernel } from '../kernel.ts'
import { appendLive, liveChannel } from '../live/append.ts'
import { insertOnce } from '../store/insert-once.ts'
import { invalidateGroups } from '../web/cached-read.ts'

interface OutboxRow {
  id: string
  name: string
  subject: string
  subject_id: string
  payload: string
  live: string | null
  attempts: number
  created_at: number
}

const batch = 200
/** After this many failures an event is set aside for a person to look at; its neighbours go on. */
const patience = 8
const backoffMs = (attempts: number) => Math.min(60_000, 250 * 2 ** attempts)

/**
 * Hands every committed event to every consumer that asked for its name, in order per subject, each effect once:
 * the consumer's own writes and its inbox row are one transaction. Returns how many events were finished.
 */
export async function relayOnce(kernel: Kernel, consumers: readonly Consumer[]): Promise<number> {
  const { store, clock } = kernel
  const rows = await store.rows<OutboxRow>(
    `SELECT id, name, subject, subject_id, payload, live, attempts, created_at FROM outbox
     WHERE state = 'new' AND retry_at <= ? ORDER BY state, id LIMIT ${batch}`,
    [clock.now()],
  )
  // an event that waits to be tried again holds back the later ones of its subject, and only those
  const held = new Set(
    (
      await store.rows<{ subject_id: string }>(`SELECT DISTINCT subject_id FROM outbox WHERE state = 'new' AND retry_at > ? LIMIT 1000`, [
        clock.now(),
      ])
    ).map((row) => row.subject_id),
  )
  let finished = 0
  for (const row of rows) {
    if (held.has(row.subject_id)) continue
    if (await deliver(kernel, consumers, row)) finished++
    else held.add(row.subject_id)
  }
  return finished
}

async function deliver(kernel: Kernel, consumers: readonly Consumer[], row: OutboxRow): Promise<boolean> {
  const event: StoredEvent = {
    id: row.id,
    name: row.name,
    subject: row.subject,
    subjectId: row.subject_id,
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    at: row.created_at,
  }
  try {
    await failpoint('outbox.before-publish')
    for (const consumer of consumers) if (consumer.on.includes(row.name)) await consume(kernel, consumer, event)
    await failpoint('outbox.after-publish')
    await kernel.store.tx(async (tx) => {
      const done = await kernel.store.run("UPDATE outbox SET state = 'done' WHERE id = ? AND state = 'new'", [row.id], tx)
      if (done === 1 && row.live !== null) await appendLive(kernel, event, JSON.parse(row.live), tx)
    })
    if (row.live !== null) void kernel.bus.publish(liveChannel, row.id).catch(() => {})
    return true
  } catch (error) {
    await setAside(kernel, row, error)
    return false
  }
}

async function consume(kernel: Kernel, consumer: Consumer, event: StoredEvent): Promise<void> {
  const { store, clock } = kernel
  await store.tx(async (tx) => {
    if (!(await insertOnce(store, 'inbox', { consumer: consumer.name, event_id: event.id, created_at: clock.now() }, tx))) return
    await consumer.handle(event, tx)
  })
  await invalidateGroups(kernel, [groupOf({ id: consumer.name })])
}

async function setAside(kernel: Kernel, row: OutboxRow, error: unknown): Promise<void> {
  const attempts = row.attempts + 1
  const dead = attempts >= patience
  kernel.log[dead ? 'error' : 'warn'](
    { err: error, event: row.id, name: row.name, attempts },
    dead ? 'an event was set aside' : 'an event will be tried again',
  )
  await kernel.store.run('UPDATE outbox SET attempts = ?, retry_at = ?, state = ?, error = ? WHERE id = ?', [
    attempts,
    kernel.clock.now() + backoffMs(attempts),
    dead ? 'dead' : 'new',
    String(error instanceof Error ? error.message : error).slice(0, 500),
    row.id,
  ])
}
