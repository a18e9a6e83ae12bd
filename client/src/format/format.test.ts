import { describe, expect, test } from 'vitest'
import { distance, grouped, roughCount, yuan } from './number.ts'
import { clockTime, dueIn, duration, exactTime, friendlyTime, momentTime } from './time.ts'

const now = Date.parse('2026-07-03T14:05:00+08:00')

describe('time as people say it', () => {
  test.each([
    ['2026-07-03T14:04:30+08:00', '刚刚', 'just now'],
    ['2026-07-03T14:00:00+08:00', '5 分钟前', '5 min ago'],
    ['2026-07-03T09:12:00+08:00', '今天 09:12', 'today 09:12'],
    ['2026-07-03T18:00:00+08:00', '今天 18:00', 'today 18:00'],
    ['2026-07-02T23:59:00+08:00', '昨天 23:59', 'yesterday 23:59'],
    ['2026-07-04T00:00:00+08:00', '明天 00:00', 'tomorrow 00:00'],
    ['2026-06-30T10:00:00+08:00', '6月30日 周二', 'Tue 30 Jun'],
    ['2025-07-03T10:00:00+08:00', '2025年7月3日', '3 Jul 2025'],
  ])('%s', (at, zh, en) => {
    expect(friendlyTime(at, now, 'zh')).toBe(zh)
    expect(friendlyTime(Date.parse(at), now, 'en')).toBe(en)
  })

  test.each([
    ['2026-07-03T14:04:30+08:00', '刚刚'],
    ['2026-07-03T14:00:00+08:00', '5 分钟前'],
    ['2026-07-02T23:59:00+08:00', '昨天 23:59'],
    ['2026-06-30T10:00:00+08:00', '6月30日 周二 10:00'],
    ['2025-07-03T10:00:00+08:00', '2025年7月3日 10:00'],
  ])('the moment of a passage keeps its clock: %s', (at, zh) => expect(momentTime(at, now, 'zh')).toBe(zh))

  test('the day changes at midnight of the community, wherever the phone thinks it is', () => {
    const lateEvening = Date.parse('2026-07-03T16:30:00Z')
    expect(clockTime(lateEvening)).toBe('00:30')
    expect(exactTime(lateEvening)).toBe('2026-07-04 00:30')
  })

  test('a span is short and never zero', () => {
    expect(duration(10, 'zh')).toBe('1 分')
    expect(duration(135 * 60_000, 'zh')).toBe('2 小时 15 分')
    expect(duration(2 * 86_400_000 + 3_600_000, 'zh')).toBe('2 天 1 小时')
    expect(duration(120 * 60_000, 'en')).toBe('2 h')
  })

  test('what is left and what is over', () => {
    expect(dueIn(now + 80 * 60_000, now, 'zh')).toEqual({ overdue: false, words: '剩 1 小时 20 分' })
    expect(dueIn(now - 35 * 60_000, now, 'zh')).toEqual({ overdue: true, words: '超时 35 分' })
    expect(dueIn(now - 35 * 60_000, now, 'en').words).toBe('35 min overdue')
  })
})

describe('numbers as people read them', () => {
  test('money has two decimals always, also below zero and beyond a million', () => {
    expect([0, 5, 100, 128_650, -128_650, 123_456_789].map(yuan)).toEqual(['0.00', '0.05', '1.00', '1,286.50', '-1,286.50', '1,234,567.89'])
  })
  test('counts and distances', () => {
    expect([999, 9_999, 10_000, 12_999].map((count) => roughCount(count, 'zh'))).toEqual(['999', '9,999', '1 万', '1.2 万'])
    expect([distance(349.6, 'zh'), distance(1_240, 'zh')]).toEqual(['350 米', '1.2 公里'])
    expect(grouped(1_000)).toBe('1,000')
  })
})
