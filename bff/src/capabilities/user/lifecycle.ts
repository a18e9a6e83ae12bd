import { type AccountChange, type UserRow, updateAccount } from '../../kernel/identity/accounts.ts'
import { assertAdministratorRemains, lockAdministrators } from '../../kernel/identity/administrators.ts'
import { clearFailures } from '../../kernel/identity/failures.ts'
import { rememberPassword } from '../../kernel/identity/passwords.ts'
import { builtinRoles } from '../../kernel/identity/roles.ts'
import { closeSessions } from '../../kernel/identity/sessions.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** Ends what an account may do: its sessions at once, and never the last system administrator's. */
async function shut(kernel: Kernel, row: UserRow, change: AccountChange, reason: string, tx: Tx): Promise<UserRow> {
  const guards = await isSystemAdministrator(kernel, row.id, tx)
  if (guards) await lockAdministrators(kernel, tx)
  const next = await updateAccount(kernel, row, change, tx)
  await closeSessions(kernel, row.id, reason, {}, tx)
  if (guards) await assertAdministratorRemains(kernel, tx)
  return next
}

async function isSystemAdministrator(kernel: Kernel, userId: string, tx: Tx): Promise<boolean> {
  const roles = await kernel.store.rows<{ role_id: string }>(
    "SELECT role_id FROM role_assignments WHERE subject_kind = 'user' AND subject_id = ?",
    [userId],
    tx,
  )
  return roles.some(({ role_id }) => builtinRoles(kernel).get(role_id)?.exclusive === 'system')
}

export const disableUser = (kernel: Kernel, row: UserRow, reason: string, tx: Tx): Promise<UserRow> =>
  shut(kernel, row, { state: 'disabled', state_reason: reason }, 'disabled', tx)

/** 转岗: the person works elsewhere now; the account stops at once and asks to be looked at. */
export const transferUser = (kernel: Kernel, row: UserRow, reason: string, tx: Tx): Promise<UserRow> =>
  shut(kernel, row, { state: 'disabled', state_reason: reason, is_transferred: 1 }, 'transferred', tx)

export const enableUser = (kernel: Kernel, row: UserRow, reason: string, tx: Tx): Promise<UserRow> =>
  // The two years of sleeping begin anew, or the job would disable the account again the same night.
  updateAccount(kernel, row, { state: 'active', state_reason: reason, is_transferred: 0, last_sign_in_at: kernel.clock.now() }, tx)

/** Removed accounts keep their row and their account name, so that the past has somebody who did it; the phone is free again. */
export async function retireUser(kernel: Kernel, row: UserRow, tx: Tx): Promise<UserRow> {
  const next = await shut(
    kernel,
    row,
    { state: 'retired', state_reason: null, phone: null, password_hash: null, persona: null },
    'retired',
    tx,
  )
  for (const table of ['role_assignments', 'permission_overrides'])
    await kernel.store.run(`DELETE FROM ${table} WHERE subject_kind = 'user' AND subject_id = ?`, [row.id], tx)
  for (const table of ['wechat_identities', 'government_identities'])
    await kernel.store.run(`DELETE FROM ${table} WHERE user_id = ?`, [row.id], tx)
  await kernel.store.run('DELETE FROM known_devices WHERE user_id = ?', [row.id], tx)
  return next
}

/** The new password is an initial one: it opens nothing but its own change. */
export async function resetPassword(kernel: Kernel, row: UserRow, hash: string, tx: Tx): Promise<UserRow> {
  await rememberPassword(kernel, row, tx)
  const now = kernel.clock.now()
  const next = await updateAccount(kernel, row, { password_hash: hash, password_changed_at: now, must_change_password: 1 }, tx)
  await closeSessions(kernel, row.id, 'password-reset', {}, tx)
  await clearFailures(kernel, row.id, tx)
  await kernel.store.run('DELETE FROM known_devices WHERE user_id = ?', [row.id], tx)
  return next
}

export async function removeSecondFactor(kernel: Kernel, row: UserRow, tx: Tx): Promise<UserRow> {
  const next = await updateAccount(kernel, row, { totp_sealed: null, has_second_factor: 0, totp_counter: 0 }, tx)
  await kernel.store.run('DELETE FROM recovery_codes WHERE user_id = ?', [row.id], tx)
  await closeSessions(kernel, row.id, 'second-factor-removed', {}, tx)
  return next
}
