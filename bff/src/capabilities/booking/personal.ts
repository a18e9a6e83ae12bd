import { text } from '@liren/contract'
import { bookingStates } from '@liren/contract/capabilities/booking'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { BookingRow } from './row.ts'

/** What somebody booked. With the account goes whose it was; that a slot was used stays. */
export const bookingData = (kernel: Kernel): PersonalData => {
  const mine = (userId: string, tx?: Tx) =>
    unscoped<BookingRow & { name: string | null }>(
      kernel.store,
      'people may know, and take back, what is kept about themselves',
      {
        sql: `SELECT b.*, s.name FROM bookings b LEFT JOIN spaces s ON s.id = b.space_id WHERE b.user_id = ? ORDER BY b.id DESC LIMIT 2000`,
        params: [userId],
      },
      tx,
    )
  return {
    name: 'bookings',
    text: text('场地预约', 'Bookings of spaces'),
    async records({ userId }) {
      return (await mine(userId)).map((row) =>
        lines(
          ['场地', 'Space', row.name],
          ['开始', 'From', at(row.starts_at)],
          ['结束', 'Until', at(row.ends_at)],
          ['状态', 'State', bookingStates[row.state].zh],
          ['人数', 'People', Number(row.people)],
          ['用途', 'Purpose', row.purpose],
          ['开门时间', 'Opened', at(row.opened_at)],
          ['说明', 'Note', row.reason],
        ),
      )
    },
    async erase({ userId }, tx) {
      const rows = await mine(userId, tx)
      // a slot that nobody will come to is free again
      await kernel.store.run(
        `UPDATE bookings SET state = 'cancelled', slot_key = NULL WHERE user_id = ? AND ends_at > ? AND state IN ('waiting', 'booked', 'in-use')`,
        [userId, kernel.clock.now()],
        tx,
      )
      await kernel.store.run("UPDATE bookings SET user_id = NULL, purpose = '' WHERE user_id = ?", [userId], tx)
      return { erased: rows.length }
    },
  }
}
