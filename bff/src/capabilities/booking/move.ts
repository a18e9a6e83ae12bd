import type { BookingState } from '@liren/contract/capabilities/booking'
import { refuse } from '../../kernel/errors.ts'
import type { DomainEvent } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import type { BookingRow } from './row.ts'

/** A conditional step: what somebody else changed meanwhile is not written over. */
export async function moveBooking(
  kernel: Kernel,
  row: BookingRow,
  version: number,
  set: Partial<BookingRow> & { readonly state: BookingState },
  tx: Tx,
): Promise<BookingRow> {
  const changed = await kernel.store.run(
    `UPDATE bookings SET ${Object.keys(set).join(' = ?, ')} = ?, version = version + 1 WHERE id = ? AND version = ? AND state = ?`,
    [...(Object.values(set) as SqlValue[]), row.id, version, row.state],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...set, version: Number(row.version) + 1 }
}

/** Whoever booked hears of it, and so do the desks of the place. */
export const movedEvent = (row: BookingRow, step: string, byStaff: boolean): DomainEvent => ({
  ...{ name: 'booking.moved', subject: 'booking', subjectId: row.id },
  payload: {
    step,
    byStaff,
    state: row.state,
    spaceId: row.space_id,
    userId: row.user_id,
    startsAt: Number(row.starts_at),
    reason: row.reason,
  },
  live: { placePath: row.place_path, permission: 'booking.read', userIds: row.user_id === null ? [] : [row.user_id] },
})
