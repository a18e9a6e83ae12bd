import type { Kernel } from '../kernel.ts'
import { type Access, isInForce } from './access.ts'
import type { UserRow } from './accounts.ts'
import type { SessionRow } from './sessions.ts'

export type SecondFactorState = 'none' | 'enrolled' | 'required' | 'enrol'

/** Whether a second factor is asked for now. Personas of a demonstration have nobody behind them to ask. */
export function secondFactorState(
  kernel: Kernel,
  session: Pick<SessionRow, 'has_second_factor' | 'method'>,
  user: Pick<UserRow, 'has_second_factor'>,
  access: Access,
  now: number,
): SecondFactorState {
  if (session.method === 'demo') return 'none'
  if (user.has_second_factor === 1) return session.has_second_factor === 1 ? 'enrolled' : 'required'
  return isDemanded(kernel, access, now) ? 'enrol' : 'none'
}

function isDemanded(kernel: Kernel, access: Access, now: number): boolean {
  const { LIREN_SECOND_FACTOR: setting, mode } = kernel.config
  const whom = setting === 'auto' ? (mode === 'production' ? 'administrators' : 'nobody') : setting
  if (whom === 'nobody') return false
  const held = access.roles.filter((role) => isInForce(role, now))
  return whom === 'staff' ? held.some(({ via }) => via !== 'household') : held.some(({ role }) => role.exclusive !== null)
}
