import { dayOf } from './daily.ts'

const day = 86_400_000

/** The same hour, so many days from Monday to Friday later. Holidays are not known here: an answer comes early rather than late. */
export function afterWorkingDays(now: number, days: number, zone: string): number {
  let at = now
  for (let left = days; left > 0; ) {
    at += day
    const weekday = new Date(`${dayOf(at, zone)}T00:00:00Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left--
  }
  return at
}
