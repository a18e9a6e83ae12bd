import { expect, it } from 'vitest'
import { figuresOf, isPlanned, joined } from './figures.ts'

const hour = 3_600_000
const span = (from: number, to: number) => ({ from: from * hour, to: to * hour })

it('[SZSQ-6.4-a] computes the mean time between failures from outages and running hours, and flags one below 16 000 h', () => {
  const year = span(0, 40_000)
  const good = figuresOf(year, [span(100, 101), span(30_000, 30_001)], [])
  expect(good).toMatchObject({ failures: 2, downHours: 2, mtbfHours: 19_999, mttrMinutes: 60, isMtbfLow: false, isUptimeLow: false })
  const poor = figuresOf(year, [span(100, 101), span(20_000, 20_001), span(30_000, 30_001)], [])
  expect(poor).toMatchObject({ failures: 3, mtbfHours: 13_332.3, isMtbfLow: true })
  // exactly as asked for is not below
  expect(figuresOf(span(0, 16_001), [span(5, 6)], [])).toMatchObject({ mtbfHours: 16_000, isMtbfLow: false })
})

it('flags an uptime below 99.9 % and not one of exactly that, before anything is rounded', () => {
  expect(figuresOf(span(0, 1000), [span(10, 11)], [])).toMatchObject({ uptime: 99.9, isUptimeLow: false })
  expect(figuresOf(span(0, 1000), [span(10, 11.0001)], [])).toMatchObject({ uptime: 99.9, isUptimeLow: true })
})

it('tells announced maintenance apart: it is no failure and no promised time, what goes beyond it counts', () => {
  const windows = [span(10, 12), span(11, 14)]
  expect(figuresOf(span(0, 104), [span(10, 13)], windows)).toMatchObject({
    plannedHours: 4,
    downHours: 0,
    failures: 0,
    uptime: 100,
    mtbfHours: null,
  })
  expect(figuresOf(span(0, 104), [span(13, 15)], windows)).toMatchObject({ downHours: 1, failures: 1, uptime: 99, mtbfHours: 99 })
  expect([isPlanned(span(10, 13), windows), isPlanned(span(13, 15), windows)]).toEqual([true, false])
  expect(joined(windows)).toEqual([span(10, 14)])
})

it('says nothing of a time that nobody watched, and counts of an outage only what lies in the period', () => {
  expect(figuresOf(span(5, 5), [], [])).toMatchObject({ uptime: null, mtbfHours: null, isUptimeLow: false, isMtbfLow: false })
  expect(figuresOf(span(0, 10), [span(9, 20)], [])).toMatchObject({ downHours: 1, uptime: 90 })
})
