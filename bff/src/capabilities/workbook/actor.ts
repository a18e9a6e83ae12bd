import type { End } from '@liren/contract'
import { overlapOf, scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { loadAccess } from '../../kernel/identity/access.ts'
import { accountById, nameOf } from '../../kernel/identity/accounts.ts'
import { subjectsOf } from '../../kernel/identity/authenticate.ts'
import { isIntact } from '../../kernel/identity/guard.ts'
import { entitlementOf, nobody } from '../../kernel/identity/principal.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** Somebody for whom a job works later: with the rights of that moment, not of the moment when it was asked for. */
export async function actorOf(kernel: Kernel, userId: string, end: End): Promise<Principal | undefined> {
  const user = await accountById(kernel, userId)
  const now = kernel.clock.now()
  if (user?.state !== 'active' || user.valid_until_at <= now || !isIntact(kernel.sealer, 'users', user)) return undefined
  const access = await loadAccess(kernel, subjectsOf(user))
  return {
    ...nobody,
    kind: 'user',
    id: user.id,
    name: nameOf(kernel, user),
    end,
    ...entitlementOf(kernel.surface, access, { end, placePath: null }, now),
  }
}

/** What somebody reaches who needs both permissions; an empty scope reaches nothing. */
export function scopeOfBoth(principal: Principal, one: string, other: string, within?: readonly string[]): Scope {
  const both = overlapOf(scopeWith(principal, one, 'place'), scopeWith(principal, other, 'place'))
  return within ? overlapOf({ ...both, places: within }, both) : both
}
