import type { StoredEvent } from '../capability.ts'
import type { DomainEvent } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'

/** Channel of the bus that tells the hubs to look. */
export const liveChannel = 'live'

/**
 * Numbers an event for the live channel. Only the relay calls it, one event after the other, so the numbers
 * follow the order of commits and a reader that resumes after a number has missed nothing.
 */
export async function appendLive(kernel: Kernel, event: StoredEvent, live: NonNullable<DomainEvent['live']>, tx: Tx): Promise<void> {
  await kernel.store.run(
    `INSERT INTO live_events (seq, event_id, name, subject, subject_id, user_ids, place_path, permission, home_permission, at)
     SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM live_events`,
    [
      event.id,
      event.name,
      event.subject,
      event.subjectId,
      live.userIds ? JSON.stringify(live.userIds) : null,
      live.placePath ?? null,
      live.permission ?? null,
      live.homePermission ?? null,
      event.at,
    ],
    tx,
  )
}
