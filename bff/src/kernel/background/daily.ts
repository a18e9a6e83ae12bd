type Style = 'clock' | 'day' | 'full'
const styles: Record<Style, { locale: string; options: Intl.DateTimeFormatOptions }> = {
  clock: { locale: 'en-GB', options: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } },
  day: { locale: 'en-CA', options: {} },
  full: {
    locale: 'en-CA',
    options: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  },
}
const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one costs a hundred times as much as using it. */
function formatOf(style: Style, zone: string): Intl.DateTimeFormat {
  const key = `${style} ${zone}`
  const known = formats.get(key)
  if (known) return known
  const { locale, options } = styles[style]
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  formats.set(key, made)
  return made
}

/** The next instant at which clocks in the zone show `hh:mm`. Days of 23 or 25 hours are met by looking, not by adding. */
export function nextDaily(now: number, time: string, zone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const format = formatOf('clock', zone)
  const wanted = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  const firstMinute = Math.floor(now / 60_000) * 60_000 + 60_000
  const shown = (at: number) => format.format(at)
  for (let at = firstMinute; at < now + 49 * 3_600_000; ) {
    if (shown(at) === wanted) return at
    at += shown(at).slice(3) === wanted.slice(3) ? 3_600_000 : 60_000
  }
  throw new Error(`${time} never comes in ${zone}`)
}

const remembered = 1000
const days = new Map<string, Map<number, string>>()
/** Since then every clock of the world is whole minutes from UTC, and is changed at a whole minute. */
const wholeMinutes = Date.UTC(1980, 0, 1)

/** The calendar day of an instant in the zone, as YYYY-MM-DD. The same minutes are asked for again and again. */
export function dayOf(at: number, zone: string): string {
  const format = formatOf('day', zone)
  if (!(at >= wholeMinutes)) return format.format(at)
  let known = days.get(zone)
  if (!known) {
    known = new Map()
    days.set(zone, known)
  }
  const slot = Math.floor(at / 60_000)
  let day = known.get(slot)
  if (day === undefined) {
    if (known.size >= remembered) known.clear()
    day = format.format(at)
    known.set(slot, day)
  }
  return day
}

const starts = new Map<string, number>()

/** The first instant of a day in the zone; the same few days are asked for again and again. */
export function startOfDay(day: string, zone: string): number {
  const key = `${day} ${zone}`
  const known = starts.get(key)
  if (known !== undefined) return known
  if (starts.size >= remembered) starts.clear()
  const start = findStart(day, zone)
  starts.set(key, start)
  return start
}

function findStart(day: string, zone: string): number {
  const guess = Date.parse(`${day}T00:00:00Z`)
  const format = formatOf('full', zone)
  const shownAsUtc = (at: number) => Date.parse(`${format.format(at).replace(', ', 'T')}Z`)
  const first = guess - (shownAsUtc(guess) - guess)
  return first - (shownAsUtc(first) - guess)
}
