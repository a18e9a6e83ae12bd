import { type AvailabilityFigures, mtbfGoalHours, uptimeGoal } from '@liren/contract/capabilities/availability'

/** A stretch of time, its end excluded. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

const hourMs = 3_600_000
const within = (one: Stretch, other: Stretch): number => Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from))
const round = (value: number, digits: number): number => Number(value.toFixed(digits))

/** Stretches without overlap, so that nothing is counted twice. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const joint: { from: number; to: number }[] = []
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = joint.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else joint.push({ from, to })
  }
  return joint
}

export const isPlanned = (outage: Stretch, announced: readonly Stretch[]): boolean =>
  joined(announced).reduce((sum, window) => sum + within(outage, window), 0) >= outage.to - outage.from

/**
 * Uptime, mean time between failures and to repair of a period. Announced maintenance is no part of the time that
 * was promised, nor is an outage that lies in it a failure; the part of an outage beyond it counts.
 */
export function figuresOf(period: Stretch, outages: readonly Stretch[], announced: readonly Stretch[]): AvailabilityFigures {
  const windows = joined(announced)
  const watched = Math.max(0, period.to - period.from)
  const planned = windows.reduce((sum, window) => sum + within(period, window), 0)
  let down = 0
  let failures = 0
  for (const outage of outages) {
    const inside = { from: Math.max(outage.from, period.from), to: Math.min(outage.to, period.to) }
    if (inside.to <= inside.from) continue
    const counted = inside.to - inside.from - windows.reduce((sum, window) => sum + within(inside, window), 0)
    if (counted <= 0) continue
    down += counted
    failures += 1
  }
  const promised = watched - planned
  const uptime = promised > 0 ? ((promised - down) / promised) * 100 : null
  const mtbf = failures > 0 ? (promised - down) / failures / hourMs : null
  return {
    ...{ watchedHours: round(watched / hourMs, 2), plannedHours: round(planned / hourMs, 2), downHours: round(down / hourMs, 3), failures },
    uptime: uptime === null ? null : round(uptime, 4),
    mtbfHours: mtbf === null ? null : round(mtbf, 1),
    mttrMinutes: failures > 0 ? round(down / failures / 60_000, 1) : null,
    // judged before it is rounded: 99.89996 is not 99.9
    isUptimeLow: uptime !== null && uptime < uptimeGoal,
    isMtbfLow: mtbf !== null && mtbf < mtbfGoalHours,
  }
}
