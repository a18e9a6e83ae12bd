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

  it.each([
    ['Asia/Shanghai', '1986-05-04T00:00:00Z'],
    ['Asia/Kathmandu', '1985-12-31T18:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05T15:00:00Z'],
    ['America/St_Johns', '2006-10-29T02:31:00Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['Africa/Monrovia', '1971-12-31T23:50:00Z'],
    ['Asia/Pyongyang', '2015-08-14T15:00:00Z'],
  ])('tells the same day again as it was found out, minute by minute: %s', (zone, around) => {
    const shown = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    for (let minute = -24 * 60; minute < 24 * 60; minute++) {
      const instant = at(around) + minute * 60_000 + 59_999
      expect(dayOf(instant, zone), `${iso(instant)} in ${zone}`).toBe(shown.format(instant))
    }
  })

  it('does not remember a day of an instant that there is not', () => {
    expect(() => dayOf(Number.NaN, 'Asia/Shanghai')).toThrow(RangeError)
  })
})
