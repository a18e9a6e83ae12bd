import { describe, expect, it } from 'vitest'
import { duration, remaining, when } from './time.ts'

const at = (text: string) => new Date(text).getTime()
const now = at('2026-07-03T14:10:00')

describe('times', () => {
  it('speaks of a moment the nearer the shorter', () => {
    const table: [string, string, string][] = [
      ['2026-07-03T14:09:40', '刚刚', 'just now'],
      ['2026-07-03T14:05:00', '5 分钟前', '5 min ago'],
      ['2026-07-03T08:05:00', '今天 08:05', 'today 08:05'],
      ['2026-07-03T18:30:00', '今天 18:30', 'today 18:30'],
      ['2026-07-02T09:12:00', '昨天 09:12', 'yesterday 09:12'],
      ['2026-07-04T09:12:00', '明天 09:12', 'tomorrow 09:12'],
      ['2026-06-11T09:12:00', '6月11日 周四', 'Thu 11 Jun'],
      ['2025-07-03T09:12:00', '2025年7月3日', '3 Jul 2025'],
    ]
    expect(table.map(([moment]) => [moment, when(at(moment), now, 'zh'), when(at(moment), now, 'en')])).toEqual(table)
  })

  it('names the two largest units of a duration', () => {
    expect(duration(135 * 60_000, 'zh')).toBe('2 小时 15 分')
    expect(duration(26 * 3600_000 + 59 * 60_000, 'en')).toBe('1 d 2 h')
    expect(duration(20_000, 'zh')).toBe('不到 1 分')
  })

  it('says what is left of a promise or by how much it is late', () => {
    expect(remaining(now + 80 * 60_000, now, 'zh')).toBe('剩 1 小时 20 分')
    expect(remaining(now - 35 * 60_000, now, 'zh')).toBe('超时 35 分')
    expect(remaining(now - 35 * 60_000, now, 'en')).toBe('35 min late')
  })
})
