import { dayOf, startOfDay } from '../../kernel/background/daily.ts'

/** Nobody is promised work in the night, unless somebody is in danger. */
const opens = 8 * 60
const closes = 20 * 60
const minute = 60_000

/** `minutes` of working time after an instant. */
export function addWorkingMinutes(from: number, minutes: number, zone: string): number {
  let at = from
  let left = minutes * minute
  for (;;) {
    const midnight = startOfDay(dayOf(at, zone), zone)
    const start = Math.max(at, midnight + opens * minute)
    const end = midnight + closes * minute
    if (start < end) {
      if (left <= end - start) return start + left
      left -= end - start
    }
    // noon of the next day is on the next day in every zone, whatever its clocks do
    at = startOfDay(dayOf(midnight + 36 * 60 * minute, zone), zone)
  }
}

export interface Deadlines {
  readonly acceptDueAt: number
  readonly finishDueAt: number
}

export function deadlines(
  category: { isEmergency: boolean; acceptMinutes: number; finishMinutes: number },
  at: number,
  zone: string,
): Deadlines {
  if (category.isEmergency) return { acceptDueAt: at + category.acceptMinutes * minute, finishDueAt: at + category.finishMinutes * minute }
  return {
    acceptDueAt: addWorkingMinutes(at, category.acceptMinutes, zone),
    finishDueAt: addWorkingMinutes(at, (category.finishMinutes * (closes - opens)) / (24 * 60), zone),
  }
}

/** "Soon" is the last fifth of the time given, at most two hours. */
export function dueFlags(row: { due_at: number | null; created_at: number }, now: number): { dueSoon: boolean; overdue: boolean } {
  if (row.due_at === null) return { dueSoon: false, overdue: false }
  const overdue = now > row.due_at
  const soon = Math.min(120 * minute, (row.due_at - row.created_at) / 5)
  return { overdue, dueSoon: !overdue && row.due_at - now <= soon }
}

export const confirmWithin = 72 * 60 * minute
export const reopenWithin = 7 * 24 * 60 * minute
export const rateWithin = 30 * 24 * 60 * minute
export const urgeEvery = 30 * minute
