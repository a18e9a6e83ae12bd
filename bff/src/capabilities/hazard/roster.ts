import type { HazardArea } from '@liren/contract/capabilities/hazard'
import type { ArmingPlan } from '@liren/contract/capabilities/zone'
import { dayOf } from '../../kernel/background/daily.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import { planned } from '../zone/read.ts'
import type { OnDuty, ShiftRow } from './row.ts'

/** Whether this turn of the roster covers this moment. */
export function isOn(kernel: Kernel, shift: Pick<ShiftRow, 'plan' | 'from_on' | 'until_on'>, at: number): boolean {
  const today = dayOf(at, kernel.config.LIREN_TIME_ZONE)
  if ((shift.from_on !== null && today < shift.from_on) || (shift.until_on !== null && today > shift.until_on)) return false
  return planned(kernel, JSON.parse(shift.plan) as ArmingPlan, at).isArmed
}

/** Whom a work order goes to: who is on duty, and where nobody is, who manages there. */
export async function orderedTo(kernel: Kernel, path: string, area: HazardArea, at: number, tx?: Tx) {
  const onDuty = await onDutyAt(kernel, path, area, at, tx)
  return { onDuty, people: onDuty.length > 0 ? onDuty : await holdersOf(kernel, 'alarm.manage', path, tx) }
}

/** Who is on duty for this area at a place, and still may handle what is raised there. */
async function onDutyAt(kernel: Kernel, path: string, area: HazardArea, at: number, tx?: Tx): Promise<OnDuty[]> {
  const above = among('place_path', pathsAbove(path))
  const shifts = await unscoped<ShiftRow>(
    kernel.store,
    'whoever is on duty is told of a hazard',
    { sql: `SELECT * FROM duty_shifts WHERE area = ? AND ${above.sql} ORDER BY id`, params: [area, ...above.params] },
    tx,
  )
  const on = new Set(shifts.filter((shift) => isOn(kernel, shift, at)).map((shift) => shift.user_id))
  if (on.size === 0) return []
  return (await holdersOf(kernel, 'alarm.handle', path, tx)).filter(({ id }) => on.has(id))
}
