/** The next instant at which clocks in the zone show `hh:mm`. Days of 23 or 25 hours are met by looking, not by adding. */
export function nextDaily(now: number, time: string, zone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const wanted = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  const firstMinute = Math.floor(now / 60_000) * 60_000 + 60_000
  const shown = (at: number) => format.format(at)
  for (let at = firstMinute; at < now + 49 * 3_600_000; ) {
    if (shown(at) === wanted) return at
    at += shown(at).slice(3) === wanted.slice(3) ? 3_600_000 : 60_000
  }
  throw new Error(`${time} never comes in ${zone}`)
}

/** The calendar day of an instant in the zone, as YYYY-MM-DD. */
export const dayOf = (at: number, zone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at)

/** The first instant of a day in the zone. */
export function startOfDay(day: string, zone: string): number {
  const guess = Date.parse(`${day}T00:00:00Z`)
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const shownAsUtc = (at: number) => Date.parse(`${format.format(at).replace(', ', 'T')}Z`)
  const first = guess - (shownAsUtc(guess) - guess)
  return first - (shownAsUtc(first) - guess)
}
