import type { Availability } from '@liren/contract/capabilities/availability'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { lastBeat } from './beat.ts'
import { figuresOf, type Stretch } from './figures.ts'

const dayMs = 86_400_000
/** More outages than that in a year and each for itself says nothing any more. */
const mostOutages = 5000
const shownDays = 30

/** The first moments of these days, in the time of the community. */
const starts = (kernel: Kernel, days: readonly string[]) => days.map((day) => startOfDay(day, kernel.config.LIREN_TIME_ZONE))

/** Announced maintenance of a time, without what was cancelled. */
export async function windowsOf({ store }: Pick<Kernel, 'store'>, { from, to }: Stretch): Promise<Stretch[]> {
  const rows = await store.rows<{ from_at: number; until_at: number }>(
    'SELECT from_at, until_at FROM maintenances WHERE from_at > ? AND from_at < ? AND cancelled_at IS NULL ORDER BY from_at LIMIT 5000',
    [from - dayMs, to],
  )
  return rows.map((row) => ({ from: Number(row.from_at), to: Number(row.until_at) }))
}

async function outagesOf({ store }: Kernel, { from, to }: Stretch): Promise<Stretch[]> {
  const rows = await store.rows<{ from_at: number; to_at: number }>(
    `SELECT from_at, to_at FROM outages WHERE from_at < ? AND to_at > ? ORDER BY from_at LIMIT ${mostOutages}`,
    [to, from],
  )
  return rows.map((row) => ({ from: Number(row.from_at), to: Number(row.to_at) }))
}

/** The figures of a year, its months and its last days: of the time that was watched, and of nothing else. */
export async function reportOf(kernel: Kernel, asked: number | undefined): Promise<Availability> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const last = await lastBeat(kernel)
  const now = kernel.clock.now()
  const year = asked ?? Number(dayOf(now, zone).slice(0, 4))
  const months = Array.from({ length: 13 }, (_, i) => `${i < 12 ? year : year + 1}-${String((i % 12) + 1).padStart(2, '0')}-01`)
  const edges = starts(kernel, months)
  const whole = { from: edges[0] as number, to: edges[12] as number }
  const watched = { from: last?.since_at ?? now, to: last ? Math.max(last.beat_at, last.since_at) : now }
  const [outages, windows] = [await outagesOf(kernel, whole), await windowsOf(kernel, whole)]
  const of = ({ from, to }: Stretch) => {
    const period = { from: Math.max(from, watched.from), to: Math.min(to, watched.to) }
    return figuresOf({ from: period.from, to: Math.max(period.from, period.to) }, outages, windows)
  }
  const until = Math.min(whole.to, watched.to)
  const days = Array.from({ length: shownDays }, (_, i) => dayOf(until - 1 - (shownDays - 1 - i) * dayMs, zone))
  return {
    ...{ since: last ? iso(last.since_at) : null, lastBeatAt: last ? iso(last.beat_at) : null },
    year: { year, ...of(whole) },
    months: edges
      .slice(0, 12)
      .map((from, i) => ({ month: (months[i] as string).slice(0, 7), ...of({ from, to: edges[i + 1] as number }) })),
    days: days
      .filter((day, i) => days.indexOf(day) === i && day.startsWith(String(year)))
      .map((day) => {
        const from = startOfDay(day, zone)
        const { uptime, downHours } = of({ from, to: from + dayMs })
        return { day, uptime, downMinutes: Number((downHours * 60).toFixed(1)) }
      }),
  }
}
