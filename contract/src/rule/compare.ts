import type { Comparison } from '../device-rules.ts'

/** The value at a path of names; a name with dots in it is found before they are taken for steps. */
export function valueAt(values: unknown, path: string): unknown {
  if (values === null || typeof values !== 'object') return undefined
  const record = values as Record<string, unknown>
  if (Object.hasOwn(record, path)) return record[path]
  const dot = path.indexOf('.')
  if (dot < 0) return undefined
  const head = path.slice(0, dot)
  return Object.hasOwn(record, head) ? valueAt(record[head], path.slice(dot + 1)) : undefined
}

/** Undefined when the value was not told: then nothing is known, and only `present` and `absent` have an answer. */
export function compare({ path, is, value: wanted }: Comparison, values: unknown): boolean | undefined {
  const found = valueAt(values, path)
  if (is === 'present') return found !== undefined && found !== null
  if (is === 'absent') return found === undefined || found === null
  if (found === undefined || found === null) return undefined
  if (is === 'equal') return found === wanted
  if (is === 'not-equal') return found !== wanted
  if (is === 'one-of') return Array.isArray(wanted) && (wanted as unknown[]).includes(found)
  if (typeof found !== 'number' || typeof wanted !== 'number') return undefined
  if (is === 'above') return found > wanted
  if (is === 'at-least') return found >= wanted
  return is === 'below' ? found < wanted : found <= wanted
}

/** Whether the wall clock of the place is within; `until` before `from` goes over midnight and belongs to the day it began. */
export function withinTime(
  {
    fromMinute,
    untilMinute,
    days,
    offsetMinutes,
  }: { fromMinute: number; untilMinute: number; days?: readonly number[] | undefined; offsetMinutes: number },
  now: number,
): boolean {
  const local = now + offsetMinutes * 60_000
  const minute = Math.floor(local / 60_000) % 1440
  const day = Math.floor(local / 86_400_000)
  // 1970 began on a Thursday.
  const weekday = (at: number): number => ((at + 3) % 7) + 1
  const isDay = (at: number): boolean => days === undefined || days.includes(weekday(at))
  if (fromMinute <= untilMinute) return minute >= fromMinute && minute < untilMinute && isDay(day)
  return (minute >= fromMinute && isDay(day)) || (minute < untilMinute && isDay(day - 1))
}
