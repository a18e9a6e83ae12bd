import type { Principal } from '../http/route.ts'
import type { LogEntry } from './log.ts'

type Heard = Pick<LogEntry, 'userIds' | 'placePath' | 'permission' | 'homePermission'>

/** Whether this person or application may know of this event: named in person, holding the permission over the place of it, or at home in it. */
export function isFor(principal: Principal, entry: Heard): boolean {
  if ((principal.kind === 'user' || principal.kind === 'app') && entry.userIds.includes(principal.id)) return true
  const { permission, placePath } = entry
  if (isAtHome(principal, entry)) return true
  if (permission === null || !principal.permissions.has(permission)) return false
  return principal.grants.some(
    (grant) => grant.permission === permission && grant.range === 'place' && (placePath === null || placePath.startsWith(grant.placePath)),
  )
}

/** A few events are for whoever lives within the place as well; they say so by the permission that homes need. */
function isAtHome(principal: Principal, { homePermission, placePath }: Heard): boolean {
  if (homePermission === null || placePath === null) return false
  return principal.grants.some(
    (grant) => grant.permission === homePermission && grant.range === 'household' && grant.placePath.startsWith(placePath),
  )
}
