import { expect, test } from 'vitest'
import { airOf } from './sensors.ts'
import { binPercent, counted, day, isHappening } from './world.ts'

const start = Date.UTC(2026, 3, 18)

test('what happens now and then happens once in each stretch, for as long as it lasts, and not with every thing at once', () => {
  const episode = { everyMs: 2 * day, lastsMs: 30 * 60_000 }
  const minutes = Array.from({ length: 2 * 24 * 60 }, (_, i) => Math.floor(start / episode.everyMs) * episode.everyMs + i * 60_000)
  const on = (thing: string) => minutes.filter((at) => isHappening(thing, 'fault', episode, at))
  for (const thing of ['a', 'b', 'c']) expect(on(thing).length).toBe(30)
  expect(on('a')[0]).not.toBe(on('b')[0])
})

test('a meter never runs backwards, and counts in a day what it counts in a day', () => {
  const meter = { base: 5000, since: start, perDay: 8 }
  let before = 0
  for (let at = start; at <= start + 3 * day; at += 600_000) {
    const total = counted(meter, at)
    expect(total).toBeGreaterThanOrEqual(before)
    before = total
  }
  expect(counted(meter, start + day) - 5000).toBeCloseTo(8, 6)
})

test('every bin fills, is full for a while, and is emptied; the air stays within what air can be', () => {
  const levels = Array.from({ length: 30 * 6 }, (_, i) => binPercent('waste-bin-001', start + i * 600_000))
  expect(Math.max(...levels)).toBe(100)
  expect(Math.min(...levels)).toBeLessThan(8)
  for (let at = start; at < start + 4 * day; at += 300_000) {
    const { LA, a34004, a01002 } = airOf('environment-station-001', at) as { LA: number; a34004: number; a01002: number }
    expect(LA).toBeGreaterThan(35)
    expect(LA).toBeLessThan(80)
    expect(a34004).toBeGreaterThan(0)
    expect(a01002).toBeLessThan(100)
  }
})
