import { type ArmingPlan, isArmedAt, minutesToChange } from '@liren/contract/capabilities/zone'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** Minutes since Monday midnight, by the clock of the community. */
function minuteOfWeek(at: number, zone: string): number {
  const day = dayOf(at, zone)
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return weekday * 1440 + Math.floor((at - startOfDay(day, zone)) / 60_000)
}

/** What a plan says now, and when it says something else. */
export function planned({ config }: Kernel, plan: ArmingPlan, now: number): { isArmed: boolean; nextAt: number | null } {
  const minute = minuteOfWeek(now, config.LIREN_TIME_ZONE)
  const after = minutesToChange(plan, minute)
  return { isArmed: isArmedAt(plan, minute), nextAt: after === undefined ? null : Math.floor(now / 60_000) * 60_000 + after * 60_000 }
}
