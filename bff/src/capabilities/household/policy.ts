import { householdErrors, type Relation } from '@liren/contract/capabilities/household'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { MemberRow } from './row.ts'

/** A tenancy ends; belonging to a family need not. */
export function assertValidity(relation: Relation, from: number, until: number | null): void {
  if (until === null ? relation === 'tenant' : until <= from) throw refuseWith(householdErrors, 'household.validity')
}

export const isLiving = (row: Pick<MemberRow, 'state' | 'valid_from_at' | 'valid_until_at'>, now: number): boolean =>
  row.state === 'active' && row.valid_from_at <= now && (row.valid_until_at === null || now < row.valid_until_at)

/** Whoever belongs to the house sees its household; to everybody else it does not exist. */
export function myMembership(members: readonly MemberRow[], userId: string, now: number): MemberRow {
  const mine = members.find((member) => member.user_id === userId && isLiving(member, now))
  if (!mine) throw refuse('not-found')
  return mine
}

export function assertOwner(mine: MemberRow): void {
  if (mine.relation !== 'owner') throw refuseWith(householdErrors, 'household.not-manager')
}

/** Whether the roles say anything about a field: then the presenter does what they say. Without a word it is shortened. */
export const isRuled = (viewer: Principal, field: 'household.name' | 'household.phone'): boolean => viewer.fieldRules.has(field)

export const mayReview = (viewer: Principal, path: string): boolean =>
  viewer.grants.some((grant) => grant.permission === 'household.review' && grant.range === 'place' && path.startsWith(grant.placePath))

const day = 86_400_000

/** One working day from now: what is asked on a Friday is answered by Monday. */
export function oneWorkingDay(now: number, weekdayOf: (at: number) => number): number {
  let due = now + day
  while (weekdayOf(due) === 0 || weekdayOf(due) === 6) due += day
  return due
}
