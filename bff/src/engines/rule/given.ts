import type { Leaf, RuleContent } from '@liren/contract/capabilities/rule'
import { compare, withinTime } from '@liren/contract/rule/compare'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Scalar } from './word.ts'

/** What is known at that moment; undefined is what was never heard. */
export interface Facts {
  readonly now: number
  readonly zone: string
  value(deviceId: string, property: string): { readonly v: Scalar; readonly at: number } | undefined
  presence(deviceId: string): string | undefined
  /** What the device reads decides, and is told to nobody. */
  isWithheld(deviceId: string): boolean
  /** Path of a place. */
  placePath(id: string): string | undefined
}

export interface Cause {
  readonly deviceId: string | null
  readonly placePath: string
}

export interface Checked {
  readonly value: string | null
  readonly holds: boolean
}

/** How far the clocks of the place are from UTC at that moment. */
export function offsetMinutes(at: number, zone: string): number {
  const shown = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(at)
  return Math.round((Date.parse(`${shown.replace(', ', 'T')}:00Z`) - Math.floor(at / 60_000) * 60_000) / 60_000)
}

export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

function found(leaf: Leaf, cause: Cause, facts: Facts): { value: string | null; is: boolean | undefined } {
  if (leaf.kind === 'time') {
    const within = { fromMinute: minuteOf(leaf.from), untilMinute: minuteOf(leaf.until), days: leaf.days }
    const offset = offsetMinutes(facts.now, facts.zone)
    const clock = new Date(facts.now + offset * 60_000).toISOString().slice(11, 16)
    return { value: clock, is: withinTime({ ...within, offsetMinutes: offset }, facts.now) }
  }
  if (leaf.kind === 'calendar') {
    const day = dayOf(facts.now, facts.zone)
    return { value: day, is: leaf.dates.includes(day) }
  }
  if (leaf.kind === 'place') {
    const path = facts.placePath(leaf.placeId)
    return { value: cause.placePath, is: path === undefined ? undefined : cause.placePath.startsWith(path) }
  }
  const deviceId = leaf.deviceId ?? cause.deviceId
  if (deviceId === null) return { value: null, is: undefined }
  if (leaf.kind === 'presence') {
    const presence = facts.presence(deviceId)
    return { value: presence ?? null, is: presence === undefined || presence === 'unknown' ? undefined : presence === leaf.is }
  }
  const held = facts.value(deviceId, leaf.property)
  if (held === undefined || (leaf.freshSeconds !== undefined && facts.now - held.at > leaf.freshSeconds * 1000))
    return { value: null, is: undefined }
  return {
    value: facts.isWithheld(deviceId) ? null : String(held.v),
    is: compare({ path: 'x', is: leaf.is, value: leaf.value }, { x: held.v }),
  }
}

export const checkLeaf = (leaf: Leaf, cause: Cause, facts: Facts): Checked => {
  const { value, is } = found(leaf, cause, facts)
  return { value, holds: is === undefined ? false : leaf.not === true ? !is : is }
}

/** Whether all the rest holds, with every value that says so. */
export function checkGiven(content: RuleContent, cause: Cause, facts: Facts): { checked: Checked[][]; holds: boolean } {
  const checked = content.given.map((group) => group.map((leaf) => checkLeaf(leaf, cause, facts)))
  return { checked, holds: checked.every((group) => group.some((one) => one.holds)) }
}

/** What has to be read before `checkGiven` can be asked. */
export function neededFor(content: RuleContent, cause: Cause): { devices: string[]; places: string[] } {
  const leaves = content.given.flat()
  const devices = leaves.flatMap((leaf) => (leaf.kind === 'property' || leaf.kind === 'presence' ? [leaf.deviceId ?? cause.deviceId] : []))
  return {
    devices: [...new Set(devices.filter((id): id is string => id !== null))],
    places: leaves.flatMap((leaf) => (leaf.kind === 'place' ? [leaf.placeId] : [])),
  }
}
