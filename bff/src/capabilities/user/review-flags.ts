import type { UserRow } from '../../kernel/identity/accounts.ts'
import type { Condition } from '../../kernel/store/condition.ts'

/** 两年未登录: the last sign-in lies this long back, or there was none since the account was made. */
export function twoYearsBefore(now: number): number {
  const date = new Date(now)
  date.setUTCFullYear(date.getUTCFullYear() - 2)
  return date.getTime()
}

const threeMonths = 90 * 86_400_000

/** Which accounts a review is about: everybody who works with the platform, not those who live here. */
export const reviewed: Condition = { sql: "class <> 'resident' AND state <> 'retired'", params: [] }

type Flag = 'dormant' | 'expired' | 'never-signed-in' | 'initial-password' | 'transferred' | 'no-roles' | 'disabled'

/** What a reviewer should look at. */
export function flagsOf(user: UserRow, roles: number, now: number): Flag[] {
  const flags: Flag[] = []
  if (user.last_sign_in_at === null) flags.push('never-signed-in')
  if (now - (user.last_sign_in_at ?? user.created_at) >= threeMonths) flags.push('dormant')
  if (user.valid_until_at <= now) flags.push('expired')
  if (user.must_change_password === 1) flags.push('initial-password')
  if (user.is_transferred === 1) flags.push('transferred')
  if (roles === 0) flags.push('no-roles')
  if (user.state === 'disabled') flags.push('disabled')
  return flags
}

/** The same as a condition, so that a page of remarkable accounts is a page. */
export const flaggedCondition = (now: number): Condition => ({
  sql: `(last_sign_in_at IS NULL OR last_sign_in_at <= ? OR valid_until_at <= ? OR must_change_password = 1 OR is_transferred = 1 OR state = 'disabled'
         OR NOT EXISTS (SELECT 1 FROM role_assignments r WHERE r.subject_kind = 'user' AND r.subject_id = users.id))`,
  params: [now - threeMonths, now],
})
