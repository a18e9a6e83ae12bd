import { describe, expect, it } from 'vitest'
import { dayOf, nextDaily, startOfDay } from './daily.ts'

const at = (iso: string) => Date.parse(iso)
const iso = (ms: number) => new Date(ms).toISOString()

describe('times of day in a zone', () => {
  it('finds the next 03:20 of the community, today or tomorrow', () => {
    expect(iso(nextDaily(at('2026-01-31T18:00:00Z'), '03:20', 'Asia/Shanghai'))).toBe('2026-01-31T19:20:00.000Z')
    expect(iso(nextDaily(at('2026-01-31T19:20:00Z'), '03:20', 'Asia/Shanghai'))).toBe('2026-02-01T19:20:00.000Z')
  })

  it('survives a day that has no 02:30', () => {
    expect(iso(nextDaily(at('2026-03-29T00:00:00Z'), '02:30', 'Europe/Berlin'))).toBe('2026-03-30T00:30:00.000Z')
  })

  it('knows the day and its first instant', () => {
    expect(dayOf(at('2026-02-28T16:30:00Z'), 'Asia/Shanghai')).toBe('2026-03-01')
    expect(iso(startOfDay('2026-03-01', 'Asia/Shanghai'))).toBe('2026-02-28T16:00:00.000Z')
    expect(iso(startOfDay('2026-03-29', 'Europe/Berlin'))).toBe('2026-03-28T23:00:00.000Z')
  })
})
