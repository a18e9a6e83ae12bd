import type { OverlaySummary } from '@liren/contract/map/overlay'
import { standsOn } from '@liren/contract/map/timeline'

/** On a day: what stood then, whether ticked or not, and of what has no days whatever is ticked. */
export const overlaysOf = (all: readonly OverlaySummary[] | undefined, on: readonly string[], day: string | undefined) =>
  all?.filter(({ id, validFrom, validTo }) =>
    day === undefined || (validFrom === null && validTo === null) ? on.includes(id) : standsOn({ from: validFrom, to: validTo }, day),
  )

const dayMs = 86_400_000
export const numberOf = (day: string): number => Math.round(Date.parse(day) / dayMs)
export const dayOf = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10)
