import type { End, ExclusiveRole } from '@liren/contract'
import type { FieldRule, Grant, Principal } from '../http/route.ts'
import type { Surface } from '../surface.ts'
import { type Access, type HeldRole, isInForce, type Override } from './access.ts'

interface Standing {
  readonly end: End
  /** A narrower place, chosen in identity switching. */
  readonly placePath: string | null
}

export type Entitlement = Pick<
  Principal,
  'grants' | 'permissions' | 'exclusive' | 'roleIds' | 'fieldRules' | 'deniedEndpoints' | 'houseIds'
>

/** What somebody may do at this end and place, at this moment. */
export function entitlementOf(surface: Surface, access: Access, standing: Standing, now: number): Entitlement {
  const held = access.roles.filter((role) => isInForce(role, now) && role.role.ends.includes(standing.end))
  const exclusive = exclusiveOf(access, now)
  const grants = applyOverrides(grantsOf(surface, held, exclusive), access.overrides)
  const narrowed = standing.placePath === null ? grants : grants.flatMap((grant) => narrow(grant, standing.placePath as string))
  return {
    grants: narrowed,
    permissions: new Set(narrowed.map(({ permission }) => permission)),
    exclusive,
    roleIds: new Set(held.map(({ role }) => role.id)),
    fieldRules: fieldRulesOf(held),
    deniedEndpoints: deniedEndpointsOf(surface, held),
    houseIds: access.memberships.filter((membership) => isInForce(membership, now)).map(({ houseId }) => houseId),
  }
}

export const exclusiveOf = (access: Access, now: number): ExclusiveRole | null =>
  access.roles.find((held) => held.role.exclusive !== null && isInForce(held, now))?.role.exclusive ?? null

/** A permission reserved for one of the three administrations is void in the hands of anybody else. */
function grantsOf(surface: Surface, held: readonly HeldRole[], exclusive: ExclusiveRole | null): Grant[] {
  const reserved = reservedPermissions(surface)
  return held.flatMap(({ role, paths }) =>
    role.permissions
      .filter(({ code }) => !reserved.has(code) || (role.exclusive !== null && reserved.get(code) === exclusive))
      .flatMap(({ code, range }) => paths.map((placePath) => ({ permission: code, range, placePath }))),
  )
}

const overlap = (a: string, b: string) => a.startsWith(b) || b.startsWith(a)

/** A denial below a wider grant takes the whole grant: too little is the safe side. */
function applyOverrides(grants: readonly Grant[], overrides: readonly Override[]): Grant[] {
  const denied = overrides.filter(({ effect }) => effect === 'deny')
  const allowed = overrides.filter(({ effect }) => effect === 'allow')
  return [...grants, ...allowed.map(({ permission, place }): Grant => ({ permission, range: 'place', placePath: place.path }))].filter(
    (grant) => !denied.some(({ permission, place }) => permission === grant.permission && overlap(grant.placePath, place.path)),
  )
}

function narrow(grant: Grant, path: string): Grant[] {
  if (grant.placePath.startsWith(path)) return [grant]
  return path.startsWith(grant.placePath) ? [{ ...grant, placePath: path }] : []
}

const order: readonly FieldRule[] = ['hidden', 'masked', 'read', 'write']

/** Of the roles that have to do with a capability the most generous one counts; one that says nothing allows the usual. */
function fieldRulesOf(held: readonly HeldRole[]): Map<string, FieldRule> {
  const rules = new Map<string, FieldRule>()
  for (const key of new Set(held.flatMap(({ role }) => role.fieldRules.map(({ field }) => field)))) {
    const prefix = key.slice(0, key.indexOf('.') + 1)
    const concerned = held.filter(({ role }) => role.permissions.some(({ code }) => code.startsWith(prefix)))
    const said = (concerned.length > 0 ? concerned : held).map(({ role }) => role.fieldRules.find(({ field }) => field === key)?.rule)
    if (said.includes(undefined)) continue
    rules.set(
      key,
      said.reduce((best, rule) => (order.indexOf(rule as FieldRule) > order.indexOf(best as FieldRule) ? rule : best)) as FieldRule,
    )
  }
  return rules
}

/** Off when every role that would open the interface refuses it. */
function deniedEndpointsOf(surface: Surface, held: readonly HeldRole[]): Set<string> {
  const denied = new Set<string>()
  const permissionOf = endpointPermissions(surface)
  for (const id of new Set(held.flatMap(({ role }) => role.deniedEndpoints))) {
    const permission = permissionOf.get(id)
    const opens = held.filter(({ role }) => role.permissions.some(({ code }) => code === permission))
    const concerned = opens.length > 0 ? opens : held
    if (concerned.every(({ role }) => role.deniedEndpoints.includes(id))) denied.add(id)
  }
  return denied
}

const memo = <T>(make: (surface: Surface) => T) => {
  const made = new WeakMap<object, T>()
  return (surface: Surface): T => {
    const known = made.get(surface.capabilities)
    if (known) return known
    const value = make(surface)
    made.set(surface.capabilities, value)
    return value
  }
}

/** Which permissions only one of the three administrations may hold. */
export const reservedPermissions = memo(
  (surface): ReadonlyMap<string, ExclusiveRole> =>
    new Map(
      surface.capabilities.flatMap(({ contract }) =>
        contract.permissions.flatMap(({ code, reserved }) => (reserved ? [[code, reserved] as const] : [])),
      ),
    ),
)

const endpointPermissions = memo(
  (surface): ReadonlyMap<string, string> =>
    new Map(
      surface.capabilities.flatMap(({ contract }) =>
        Object.values(contract.endpoints).map(({ id, permission }) => [id, permission] as const),
      ),
    ),
)

export const nobody: Principal = {
  kind: 'anonymous',
  id: '',
  sessionId: null,
  name: '',
  end: 'resident',
  grants: [],
  permissions: new Set(),
  exclusive: null,
  roleIds: new Set(),
  fieldRules: new Map(),
  deniedEndpoints: new Set(),
  houseIds: [],
  steppedUpAt: null,
  pending: null,
}
