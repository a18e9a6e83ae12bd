import type { AthomeReason, AthomeState, MeterSign, PassSign } from '@liren/contract/capabilities/athome'
import type { EnergyCarrier } from '@liren/contract/capabilities/energy'

const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** So far back meters are looked at: one day, and the hours that its first hour is measured against. */
export const lookBackMs = 26 * hourMs

export interface LastPass {
  readonly personId: string
  readonly at: number | null
  readonly direction: 'in' | 'out' | 'unknown' | null
  readonly gate: string | null
  /** The door of the unit or building, not a gate of the estate. */
  readonly isOwnDoor: boolean
  readonly passageId: string | null
}

export interface MeterHour {
  readonly at: number
  readonly least: number
  readonly most: number
  /** The last reading within the hour. */
  readonly lastAt: number
}

export interface HouseMeter {
  readonly meterId: string
  readonly number: string
  readonly carrier: EnergyCarrier
  readonly hasDevice: boolean
  readonly readAt: number | null
  /** By the hour, the oldest first, in watt-hours or litres of the meter’s total. */
  readonly hours: readonly MeterHour[]
}

export interface HouseFacts {
  readonly passes: readonly LastPass[]
  readonly meters: readonly HouseMeter[]
  readonly isAgreed: boolean
}

export interface Verdict {
  readonly state: AthomeState
  readonly confidence: number | null
  readonly reason: AthomeReason | null
  readonly passes: readonly (LastPass & { readonly sign: PassSign; readonly likely: number | null })[]
  readonly meters: readonly {
    readonly meter: HouseMeter
    readonly sign: MeterSign
    readonly hours: readonly (Used & { readonly isActive: boolean })[]
  }[]
}

const ownDoor = 0.92
const estateGate = 0.85
const wentOut = 0.1
const passCounts = 3 * dayMs
/** Clocks of gates run a little ahead now and then. */
const aheadMs = 5 * minuteMs

/** How likely one person is in by their last pass. */
function ofPass(pass: LastPass, now: number): { sign: PassSign; likely: number | null } {
  const { at, direction } = pass
  if (at === null) return { sign: 'unseen', likely: null }
  if ((direction !== 'in' && direction !== 'out') || at > now + aheadMs) return { sign: 'unclear', likely: null }
  const age = Math.max(0, now - at)
  if (age > passCounts) return { sign: 'old', likely: null }
  const [first, half] = direction === 'in' ? [pass.isOwnDoor ? ownDoor : estateGate, 12] : [wentOut, 24]
  return { sign: direction, likely: 0.5 + (first - 0.5) * 2 ** (-age / (half * hourMs)) }
}

const standing: Partial<Record<EnergyCarrier, { readonly active: number; readonly weight: number; readonly quiet: number }>> = {
  electricity: { active: 120, weight: 4, quiet: 0.5 },
  water: { active: 5, weight: 5, quiet: 0.5 },
  // nobody cooks all day: a gas meter that stands still says nothing
  gas: { active: 15, weight: 5, quiet: 1 },
}
/** Where a meter has told less than this of the day, its standing use is taken to be that of a refrigerator. */
const hoursForBase = 6
const usualBaseWh = 60
const quietHours = 3
const shownMs = 6 * hourMs
const silentMs = 2 * hourMs
const gapMs = 90 * minuteMs
const wholeMs = 45 * minuteMs
/** All meters together say no more than this. */
const most = 6

export interface Used {
  readonly from: number
  readonly until: number
  readonly used: number
}

/** What was used from the last reading of one hour to that of the next. After a gap nobody knows in which of the hours it was used: left out. */
export function usedByHour(hours: readonly MeterHour[]): Used[] {
  return hours.flatMap((hour, i) => {
    const before = hours[i - 1]
    if (!before || hour.lastAt - before.lastAt > gapMs) return []
    // a total that fell belongs to another meter in the same place
    const start = before.most <= hour.least ? before.most : hour.least
    return [{ from: before.lastAt, until: hour.lastAt, used: Math.max(0, hour.most - start) }]
  })
}

const isWhole = ({ from, until }: Used): boolean => until - from >= wholeMs

/** What one meter says about the hours since the last pass; `hourOfDay` knows the clocks of the community. */
function ofMeter(meter: HouseMeter, isAgreed: boolean, since: number, now: number, hourOfDay: (at: number) => number) {
  const nothing = { meter, weight: 1, hours: [] }
  const rule = standing[meter.carrier]
  if (!isAgreed) return { ...nothing, sign: 'not-agreed' as MeterSign }
  if (!meter.hasDevice) return { ...nothing, sign: 'daily' as MeterSign }
  if (meter.readAt === null || meter.readAt < now - silentMs || meter.hours.length === 0) return { ...nothing, sign: 'silent' as MeterSign }
  if (rule === undefined) return { ...nothing, sign: 'neither' as MeterSign }
  const used = usedByHour(meter.hours)
  const whole = used.filter(isWhole)
  const isCounted = meter.carrier === 'electricity'
  const base = !isCounted ? 0 : whole.length < hoursForBase ? usualBaseWh : Math.min(...whole.map((one) => one.used))
  const hours = used
    .filter(({ from, until }) => from >= since && until > now - shownMs)
    .map((one) => ({ ...one, used: Math.round(one.used), isActive: one.used >= base + rule.active }))
  const age = now - (hours.findLast(({ isActive }) => isActive)?.until ?? Number.NEGATIVE_INFINITY)
  if (age <= 2 * hourMs) return { meter, hours, sign: 'active' as MeterSign, weight: age <= hourMs ? rule.weight : Math.sqrt(rule.weight) }
  const last = hours.filter(isWhole).slice(-quietHours)
  const isDay = ({ from, until }: Used) => hourOfDay(from) >= 7 && hourOfDay(until) < 22
  const isQuiet = last.length === quietHours && last.every((one) => !one.isActive && isDay(one))
  return isQuiet && rule.quiet < 1
    ? { meter, hours, sign: 'quiet' as MeterSign, weight: rule.quiet }
    : { meter, hours, sign: 'neither' as MeterSign, weight: 1 }
}

const atHome = 0.65
const notAtHome = 0.35

/** Puts passes and meters together. What is not known is not made up: a house of which nothing is known is not known. */
export function judge({ passes, meters, isAgreed }: HouseFacts, now: number, hourOfDay: (at: number) => number): Verdict {
  const seen = passes.map((pass) => ({ ...pass, ...ofPass(pass, now) }))
  const counted = seen.flatMap(({ likely }) => likely ?? [])
  const since = Math.max(0, ...seen.flatMap(({ likely, at }) => (likely === null || at === null ? [] : [at])))
  const read = meters.map((meter) => ofMeter(meter, isAgreed, since, now, hourOfDay))
  const found = {
    passes: seen.map((pass) => ({ ...pass, likely: pass.likely === null ? null : Math.round(pass.likely * 100) })),
    meters: read.map(({ meter, sign, hours }) => ({ meter, sign, hours })),
  }
  const unknown = (reason: AthomeReason): Verdict => ({ state: 'unknown', confidence: null, reason, ...found })
  if (passes.length === 0) return unknown('nobody-registered')
  // one meter that is used outweighs others that are not: whoever reads by the window uses no water
  const active = read.filter(({ sign }) => sign === 'active')
  const weights = (active.length > 0 ? active : read).reduce((all, one) => all * one.weight, 1)
  const weight = Math.min(most, Math.max(1 / most, weights))
  if (counted.length === 0 && weight === 1) return unknown('no-data')
  const somebody = 1 - counted.reduce((all, likely) => all * (1 - likely), 1)
  // of those who were never seen nobody knows whether they are in
  const byPasses = counted.length === 0 ? 0.5 : somebody >= 0.5 ? somebody : 0.5 - (0.5 - somebody) * (counted.length / passes.length) ** 2
  const odds = (byPasses / (1 - byPasses)) * weight
  const likely = odds / (1 + odds)
  const sure = (share: number) => Math.min(95, Math.round(share * 100))
  if (likely >= atHome) return { state: 'in', confidence: sure(likely), reason: null, ...found }
  if (likely <= notAtHome) return { state: 'away', confidence: sure(1 - likely), reason: null, ...found }
  const isTorn = (byPasses <= notAtHome && weight > 1) || (byPasses >= atHome && weight < 1)
  return unknown(isTorn ? 'contradicting' : 'unsure')
}
