import { createHash } from 'node:crypto'

const minute = 60_000
const hour = 60 * minute
export const day = 24 * hour

/** In [0, 1), the same for the same words: what happens here follows from the clock, so that a restart goes on with it. */
export function chanceOf(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32BE(0) / 0x1_0000_0000
}

export interface Episode {
  /** Once in each stretch of this length, at a moment of its own. */
  readonly everyMs: number
  readonly lastsMs: number
}

/** Whether something that now and then happens to this thing is happening. */
export function isHappening(thing: string, what: string, { everyMs, lastsMs }: Episode, now: number): boolean {
  const stretch = Math.floor(now / everyMs)
  const begins = stretch * everyMs + chanceOf(thing, what, stretch) * (everyMs - lastsMs)
  return now >= begins && now < begins + lastsMs
}

/** Hour of the day by the clocks of the community, with its part. */
export const clockOf = (now: number): number => (now / hour + 8) % 24

/** 1 in the early afternoon, -1 in the small hours. */
export const sun = (now: number): number => Math.cos(((clockOf(now) - 14) / 24) * 2 * Math.PI)

/** Trembles between -1 and 1, slowly, each thing and quantity in its own way. */
export function tremble(thing: string, what: string, now: number): number {
  const step = Math.floor(now / (10 * minute))
  const share = (now % (10 * minute)) / (10 * minute)
  const at = (n: number): number => chanceOf(thing, what, n) * 2 - 1
  return at(step) * (1 - share) + at(step + 1) * share
}

/** How full a bin is: it fills through the day, stands full for a while, and is emptied. */
export function binPercent(bin: string, now: number): number {
  const turn = (13 + chanceOf(bin, 'turn') * 12) * hour
  const share = (now / turn + chanceOf(bin, 'phase')) % 1
  return Math.round(Math.min(100, 2 + share * 104))
}

/** Of a meter that stood at `base` at a moment: most in the evening, and never backwards. */
export function counted(meter: { readonly base: number; readonly since: number; readonly perDay: number }, now: number): number {
  const through = (at: number): number => at / day - (0.5 / (2 * Math.PI)) * Math.sin(((clockOf(at) - 7.5) / 24) * 2 * Math.PI)
  return meter.base + meter.perDay * Math.max(0, through(now) - through(meter.since))
}

export const rounded = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits
