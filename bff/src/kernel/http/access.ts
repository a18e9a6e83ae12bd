import type { AnyEndpoint } from '@liren/contract'
import { refuse } from '../errors.ts'
import type { Principal, Scope } from './route.ts'

const stepUpMs = 5 * 60_000

/** The one place where a request is let in or refused before its content is looked at. */
export function authorize(endpoint: AnyEndpoint, principal: Principal, now: number): void {
  if (principal.deniedEndpoints.has(endpoint.id)) throw refuse('permission.denied')
  if (endpoint.permission === 'public') return
  if (principal.kind === 'anonymous') throw refuse('identity.missing')
  if (principal.pending && !endpoint.beforeReady)
    throw refuse(principal.pending === 'password' ? 'identity.password-change-required' : 'identity.second-factor-required')
  if (endpoint.permission !== 'signed-in' && !principal.permissions.has(endpoint.permission)) throw refuse('permission.denied')
  if (endpoint.stepUp && (principal.steppedUpAt === null || now - principal.steppedUpAt > stepUpMs))
    throw refuse('identity.step-up-required')
}

/** Which rows the caller's grants of this permission reach. A place route without a place is a refusal. */
export function scopeOf(endpoint: AnyEndpoint, principal: Principal): Scope {
  const none: Scope = { kind: endpoint.scope, userId: principal.id, houseIds: [], places: [], range: 'own' }
  if (endpoint.scope === 'none' || endpoint.scope === 'self') return none
  const scope = scopeWith(principal, endpoint.permission, endpoint.scope)
  if (endpoint.scope === 'place' && scope.places.length === 0) throw refuse('permission.denied')
  return scope
}

/** The rows that one permission of the caller reaches. */
export function scopeWith(principal: Principal, permission: string, kind: 'place' | 'related' = 'related'): Scope {
  const grants = principal.grants.filter((grant) => grant.permission === permission)
  const places = widest(grants.filter((grant) => grant.range === 'place').map((grant) => grant.placePath))
  const household = grants.some((grant) => grant.range !== 'own')
  return {
    kind,
    userId: principal.id,
    houseIds: household ? principal.houseIds : [],
    places,
    range: places.length > 0 ? 'place' : household ? 'household' : 'own',
  }
}

/** Where both reach: what is asked of one room about the files of another is allowed by the two. */
export const overlapOf = (one: Scope, other: Scope): Scope => ({
  ...other,
  places: widest(
    other.places.flatMap((place) =>
      one.places.flatMap((path) => (place.startsWith(path) ? [place] : path.startsWith(place) ? [path] : [])),
    ),
  ),
})

/** Drops paths that lie under another of the list: fewer conditions, same rows. */
function widest(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)]
  return unique.filter((path) => !unique.some((other) => other !== path && path.startsWith(other)))
}

/** What the house does by itself, for nobody in particular: jobs, and what follows from an event. */
export const wholeHouse: Scope = { kind: 'place', userId: '', houseIds: [], places: ['/'], range: 'place' }
