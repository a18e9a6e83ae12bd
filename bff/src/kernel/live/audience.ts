import type { Principal } from '../http/route.ts'
import type { LogEntry } from './log.ts'

/** Whether this person or application may know of this event: named in person, or holding the permission over the place of it. */
export function isFor(principal: Principal, entry: Pick<LogEntry, 'userIds' | 'placePath' | 'permission'>): boolean {
  if ((principal.kind === 'user' || principal.kind === 'app') && entry.userIds.includes(principal.id)) return true
  const { permission, placePath } = entry
  if (permission === null || !principal.permissions.has(permission)) return false
  return principal.grants.some(
    (grant) => grant.permission === permission && grant.range === 'place' && (placePath === null || placePath.startsWith(grant.placePath)),
  )
}
