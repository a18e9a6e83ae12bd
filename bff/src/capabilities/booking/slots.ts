import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { minute, type Rules } from './row.ts'

export interface Slot {
  readonly startsAt: number
  readonly endsAt: number
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
/** Monday is 1. */
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

export const closedOn = (rules: Rules, day: string): string | undefined => rules.closedDays.find((one) => one.day === day)?.reason

/** The slots of a day by its opening hours, whether anybody has them or not. A rest that is shorter than a slot is none. */
export function slotsOf(rules: Rules, day: string, zone: string): Slot[] {
  if (closedOn(rules, day) !== undefined) return []
  const start = startOfDay(day, zone)
  const found = new Map<number, Slot>()
  for (const { days, from, to } of rules.hours) {
    if (!days.includes(weekday(day))) continue
    for (let at = minutesOf(from); at + rules.slotMinutes <= minutesOf(to); at += rules.slotMinutes)
      found.set(at, { startsAt: start + at * minute, endsAt: start + (at + rules.slotMinutes) * minute })
  }
  return [...found.values()].sort((a, b) => a.startsAt - b.startsAt)
}

/** The slot that begins at this moment, where there is one that may still be booked. */
export function slotToBook(rules: Rules, startsAt: number, now: number, zone: string): Slot | undefined {
  if (!rules.isOpen || startsAt <= now || startsAt > lastMoment(rules, now, zone)) return undefined
  return slotsOf(rules, dayOf(startsAt, zone), zone).find((slot) => slot.startsAt === startsAt)
}

/** Today and so many days ahead, whole days. */
const lastMoment = ({ aheadDays }: Rules, now: number, zone: string): number =>
  startOfDay(dayOf(now, zone), zone) + (aheadDays + 1) * 24 * 60 * minute - 1

export const isWithinReach = (rules: Rules, day: string, now: number, zone: string): boolean =>
  startOfDay(day, zone) <= lastMoment(rules, now, zone)

/** Whether it stands wholly within today's opening hours: shorter hours move nobody, they show whom they touch. */
export function isWithinHours(rules: Rules, { startsAt, endsAt }: Slot, zone: string): boolean {
  const day = dayOf(startsAt, zone)
  if (closedOn(rules, day) !== undefined) return false
  const start = startOfDay(day, zone)
  return rules.hours.some(
    ({ days, from, to }) =>
      days.includes(weekday(day)) && start + minutesOf(from) * minute <= startsAt && endsAt <= start + minutesOf(to) * minute,
  )
}
