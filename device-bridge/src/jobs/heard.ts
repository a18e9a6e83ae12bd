import type { DeviceSignal } from '@liren/contract/device-events'
import type { Measure } from '@liren/contract/edge/jobs'
import { valueAt } from '@liren/contract/rule/compare'
import type { Clock } from '../ports/ports.ts'
import { deaf } from '../rules/engine.ts'

export interface Reading {
  readonly at: number
  readonly value: number
  /** A younger one was heard before it. */
  readonly isLate: boolean
}

interface Word {
  readonly at: number
  readonly isLate: boolean
  readonly values: unknown
}

export interface Tally {
  framesIn: number
  framesOut: number
  unknown: number
  faults: number
}

const perKind = 2000
const mostWords = 50_000
const minuteMs = 60_000
const keptMinutes = 1440
const mostTallied = 2000

/** What devices said lately, and how much went over their lines: in memory, within bounds, and honest about where it begins. */
export function createHeard(clock: Clock) {
  const since = clock.now()
  /** By device and kind of event; the kind that was heard last is the last one in the map. */
  const rings = new Map<string, { words: Word[]; newest: number; forgottenTo: number }>()
  const tallies = new Map<string, Map<number, Tally>>()
  let total = 0
  let forgottenTo = since

  const remember = (event: DeviceSignal): void => {
    const key = `${event.device} ${event.type}`
    const ring = rings.get(key) ?? { words: [], newest: 0, forgottenTo: since }
    rings.delete(key)
    rings.set(key, ring)
    ring.words.push({ at: event.at, isLate: event.at < ring.newest, values: event.values })
    ring.newest = Math.max(ring.newest, event.at)
    total += 1
    if (ring.words.length > perKind) {
      total -= 1
      ring.forgottenTo = Math.max(ring.forgottenTo, ring.words.shift()?.at ?? 0)
    }
    while (total > mostWords) {
      const [quietest, { words, newest }] = rings.entries().next().value as [string, { words: Word[]; newest: number }]
      rings.delete(quietest)
      total -= words.length
      forgottenTo = Math.max(forgottenTo, newest)
    }
  }

  const tallyOf = (device: string): Tally => {
    const minute = Math.floor(clock.now() / minuteMs)
    const minutes = tallies.get(device) ?? new Map<number, Tally>()
    tallies.delete(device)
    tallies.set(device, minutes)
    if (tallies.size > mostTallied) tallies.delete(tallies.keys().next().value as string)
    const known = minutes.get(minute)
    if (known) return known
    const fresh = { framesIn: 0, framesOut: 0, unknown: 0, faults: 0 }
    minutes.set(minute, fresh)
    for (const old of minutes.keys()) if (old <= minute - keptMinutes) minutes.delete(old)
    return fresh
  }

  return {
    since,
    event(event: DeviceSignal): void {
      if (event.type === 'frame.unknown') tallyOf(event.device).unknown += 1
      if (event.type === 'device.fault') tallyOf(event.device).faults += 1
      if (!deaf.has(event.type)) remember(event)
    },
    frame(device: string, direction: 'in' | 'out'): void {
      tallyOf(device)[direction === 'in' ? 'framesIn' : 'framesOut'] += 1
    },
    /** The numbers that a device told under this name, in the order in which they came. */
    *readings({ device, type, path }: Measure): Generator<Reading> {
      for (const { at, isLate, values } of rings.get(`${device} ${type}`)?.words ?? []) {
        const value = valueAt(values, path)
        if (typeof value === 'number' && Number.isFinite(value)) yield { at, value, isLate }
      }
    },
    /** From when on nothing is missing of this measure that was heard. */
    sinceOf: ({ device, type }: Measure): number => Math.max(forgottenTo, rings.get(`${device} ${type}`)?.forgottenTo ?? since),
    tally(device: string, from: number): Tally {
      const sum = { framesIn: 0, framesOut: 0, unknown: 0, faults: 0 }
      for (const [minute, one] of tallies.get(device) ?? [])
        if ((minute + 1) * minuteMs > from) for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += one[name]
      return sum
    },
  }
}

export type Heard = ReturnType<typeof createHeard>
