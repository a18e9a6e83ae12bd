import type { AlarmLevel } from '@liren/contract/capabilities/alarm'

const minute = 60_000

/** Within which somebody accepts an alarm of this level, and reports what was done. */
export const acceptWithin: Readonly<Record<AlarmLevel, number>> = { 1: 3 * minute, 2: 10 * minute, 3: 60 * minute, 4: 24 * 60 * minute }
export const handleWithin: Readonly<Record<AlarmLevel, number>> = {
  1: 30 * minute,
  2: 2 * 60 * minute,
  3: 24 * 60 * minute,
  4: 3 * 24 * 60 * minute,
}
/** Between one step upwards and the next, and how many there are. */
export const escalateEvery: Readonly<Record<AlarmLevel, number>> = acceptWithin
export const highestEscalation = 3

export const shelveAtLeast = minute
export const shelveAtMost = 7 * 24 * 60 * minute
