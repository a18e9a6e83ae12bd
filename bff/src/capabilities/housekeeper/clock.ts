import { promise } from '@liren/contract/capabilities/housekeeper'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'

const minute = 60_000
const minutesOf = (time: string): number => {
  const [hour = 0, rest = 0] = time.split(':').map(Number)
  return hour * 60 + rest
}

/** When a first answer is promised: minutes outside the hours of service do not count. */
export function answerDue(askedAt: number, zone: string): number {
  const day = dayOf(askedAt, zone)
  const midnight = startOfDay(day, zone)
  const opens = midnight + minutesOf(promise.from) * minute
  const closes = midnight + minutesOf(promise.to) * minute
  const opensNext = startOfDay(dayOf(midnight + 30 * 3_600_000, zone), zone) + minutesOf(promise.from) * minute
  if (askedAt >= closes) return opensNext + promise.minutes * minute
  const begins = Math.max(askedAt, opens)
  const left = closes - begins
  const needed = promise.minutes * minute
  return needed <= left ? begins + needed : opensNext + (needed - left)
}
