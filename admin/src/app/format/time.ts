import type { Language } from '@liren/contract'
import { type Entry, say } from '../language/words.ts'
import { words } from './words.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const locale = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB')

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, options: Intl.DateTimeFormatOptions, at: number): string {
  const key = language + JSON.stringify(options)
  let made = formats.get(key)
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale(language), options)
    formats.set(key, made)
  }
  return made.format(at)
}

const clock = (language: Language, at: number): string => format(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at)

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** 刚刚 · 5 分钟前 · 今天 14:05 · 昨天 09:12 · 7月3日 周四 · 2025年7月3日 */
export function when(at: number, now: number, language: Language): string {
  const ago = now - at
  if (ago >= 0 && ago < minute) return say(language, words.justNow)
  if (ago >= 0 && ago < hour) return say(language, words.minutesAgo, { minutes: Math.floor(ago / minute) })
  const days = Math.round((startOfDay(at) - startOfDay(now)) / day)
  const near: Partial<Record<number, Entry>> = { [-1]: words.yesterday, 0: words.today, 1: words.tomorrow }
  const name = near[days]
  if (name !== undefined) return say(language, name, { time: clock(language, at) })
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) {
    const date = format(language, { month: language === 'zh' ? 'long' : 'short', day: 'numeric' }, at)
    const weekday = format(language, { weekday: 'short' }, at)
    return language === 'zh' ? `${date} ${weekday}` : `${weekday} ${date}`
  }
  return format(language, { year: 'numeric', month: language === 'zh' ? 'long' : 'short', day: 'numeric' }, at)
}

/** To the second, for a tooltip and for records. */
export const exactly = (at: number, language: Language): string =>
  format(
    language,
    { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    at,
  )

export const dayOf = (at: number, language: Language): string =>
  format(language, { year: 'numeric', month: language === 'zh' ? 'long' : 'short', day: 'numeric' }, at)

/** 2 小时 15 分: the two largest units that are not nothing. */
export function duration(milliseconds: number, language: Language): string {
  const total = Math.max(0, Math.floor(milliseconds / minute))
  const parts: [Entry, number][] = [
    [words.days, Math.floor(total / 1440)],
    [words.hours, Math.floor((total % 1440) / 60)],
    [words.minutes, total % 60],
  ]
  const shown = parts.filter(([, count]) => count > 0).slice(0, 2)
  if (shown.length === 0) return say(language, words.underMinute)
  return shown.map(([unit, count]) => say(language, unit, { count })).join(' ')
}

/** 「剩 1 小时 20 分」 or 「超时 35 分」. */
export function remaining(dueAt: number, now: number, language: Language): string {
  const left = dueAt - now
  const entry = left >= 0 ? words.left : words.late
  return say(language, entry, { duration: duration(Math.abs(left), language) })
}
