import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { minute } from './row.ts'

/** What a letter about a booking says: 共享书房, 03-02 14:00. */
export async function bookingForLetter(kernel: Kernel, id: string, tx: Tx): Promise<{ space: string; when: string } | undefined> {
  const [row] = await unscoped<{ name: string; starts_at: number }>(
    kernel.store,
    'people are told what became of what they booked',
    { sql: 'SELECT s.name, b.starts_at FROM bookings b JOIN spaces s ON s.id = b.space_id WHERE b.id = ?', params: [id] },
    tx,
  )
  if (!row) return undefined
  const at = Number(row.starts_at)
  const zone = kernel.config.LIREN_TIME_ZONE
  const day = dayOf(at, zone)
  const minutes = Math.floor((at - startOfDay(day, zone)) / minute)
  const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return { space: row.name, when: `${day.slice(5)} ${clock}` }
}
