import type { StreamPlan } from './shape.ts'

/** A clock may run ahead of ours by so much; what is said of a later moment counts nowhere and moves nothing. */
export const mostAheadMs = 5 * 60_000

/**
 * How far a place has come: as far as the device that is behind the others. Who is behind by more than the window and
 * its lateness (it fell silent, or its clock is wrong) holds nobody up. Never backwards.
 */
export function markOfPlace(plan: StreamPlan, reached: Iterable<number>, before: number | undefined): number | undefined {
  const all = [...reached]
  if (all.length === 0) return before
  const fastest = Math.max(...all)
  const least = Math.min(...all.filter((one) => one >= fastest - plan.lengthMs - plan.latenessMs))
  return before === undefined ? least : Math.max(before, least)
}

/** How far a device has come, by its own word and nobody else's. */
export const markOfDevice = (reached: number | undefined, at: number): number => (reached === undefined ? at : Math.max(reached, at))
