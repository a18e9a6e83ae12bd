import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { moveBooking, movedEvent } from './move.ts'
import { type BookingRow, isOpenState } from './row.ts'

/** What becomes of a booking once its slot is over: it was used, nobody came, or nobody approved it in time. */
const after = {
  'in-use': { state: 'ended' },
  booked: { state: 'missed' },
  waiting: { state: 'refused', slot_key: null },
} as const

export const overJob = (kernel: Kernel): Job => ({
  kind: 'booking.over',
  text: { zh: '预约时段结束', en: 'Close bookings whose slot is over' },
  run: (payload) =>
    kernel.store.tx(async (tx) => {
      const [row] = await unscoped<BookingRow>(
        kernel.store,
        'timers act for the house, not for a person',
        { sql: 'SELECT * FROM bookings WHERE id = ?', params: [payload.id as string] },
        tx,
      )
      if (!row || !isOpenState(row.state) || Number(row.ends_at) > kernel.clock.now()) return
      const next = await moveBooking(kernel, row, Number(row.version), after[row.state as keyof typeof after], tx)
      await appendEvents(kernel, [movedEvent(next, next.state === 'refused' ? 'expired' : next.state, false)], tx)
    }),
})
