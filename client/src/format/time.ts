import type { Language } from '@liren/contract'

/** The community's clock: China has one zone and no summer time, and old phones have no Intl. */
const zoneMs = 8 * 3_600_000
const dayMs = 86_400_000
const pad = (value: number) => String(value).padStart(2, '0')
const weekdays = { zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  /** Days since the epoch, for telling today from yesterday. */
  readonly dayNumber: number
}

function split(at: number): Parts {
  const local = new Date(at + zoneMs)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    dayNumber: Math.floor((at + zoneMs) / dayMs),
  }
}

export type Instant = number | string
export const toMs = (at: Instant): number => (typeof at === 'number' ? at : Date.parse(at))

/** 14:05 */
export function clockTime(at: Instant): string {
  const { hour, minute } = split(toMs(at))
  return `${pad(hour)}:${pad(minute)}`
}

/** 2025-07-03 14:05, for whoever asks exactly. */
export function exactTime(at: Instant): string {
  const { year, month, day } = split(toMs(at))
  return `${year}-${pad(month)}-${pad(day)} ${clockTime(at)}`
}

/** 刚刚 · 5 分钟前 · 今天 14:05 · 昨天 09:12 · 7月3日 周四 · 2025年7月3日 */
export function friendlyTime(at: Instant, now: number, language: Language): string {
  const ms = toMs(at)
  const zh = language === 'zh'
  const ago = now - ms
  if (ago >= 0 && ago < 60_000) return zh ? '刚刚' : 'just now'
  if (ago >= 0 && ago < 3_600_000) {
    const minutes = Math.floor(ago / 60_000)
    return zh ? `${minutes} 分钟前` : `${minutes} min ago`
  }
  const then = split(ms)
  const today = split(now)
  const days = then.dayNumber - today.dayNumber
  const time = clockTime(ms)
  if (days === 0) return zh ? `今天 ${time}` : `today ${time}`
  if (days === -1) return zh ? `昨天 ${time}` : `yesterday ${time}`
  if (days === 1) return zh ? `明天 ${time}` : `tomorrow ${time}`
  if (then.year === today.year) {
    return zh
      ? `${then.month}月${then.day}日 ${weekdays.zh[then.weekday]}`
      : `${weekdays.en[then.weekday]} ${then.day} ${months[then.month - 1]}`
  }
  return zh ? `${then.year}年${then.month}月${then.day}日` : `${then.day} ${months[then.month - 1]} ${then.year}`
}

/** 7月3日 周四 14:05: of comings and goings the day alone says too little. */
export function momentTime(at: Instant, now: number, language: Language): string {
  const words = friendlyTime(at, now, language)
  const isClose = Math.abs(now - toMs(at)) < 3_600_000
  return isClose || words.includes(':') ? words : `${words} ${clockTime(at)}`
}

/** 2 小时 15 分; days from 48 hours on; never zero. */
export function duration(ms: number, language: Language): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000))
  const zh = language === 'zh'
  if (minutes >= 2 * 1440) {
    const days = Math.floor(minutes / 1440)
    const hours = Math.floor((minutes % 1440) / 60)
    return zh ? `${days} 天${hours ? ` ${hours} 小时` : ''}` : `${days} d${hours ? ` ${hours} h` : ''}`
  }
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return zh ? `${rest} 分` : `${rest} min`
  return zh ? `${hours} 小时${rest ? ` ${rest} 分` : ''}` : `${hours} h${rest ? ` ${rest} min` : ''}`
}

/** 剩 1 小时 20 分 / 超时 35 分 */
export function dueIn(dueAt: Instant, now: number, language: Language): { readonly overdue: boolean; readonly words: string } {
  const left = toMs(dueAt) - now
  const span = duration(left, language)
  if (left >= 0) return { overdue: false, words: language === 'zh' ? `剩 ${span}` : `${span} left` }
  return { overdue: true, words: language === 'zh' ? `超时 ${span}` : `${span} overdue` }
}
