import type { SubjectKind } from '@liren/contract/capabilities/role'
import type { Kernel } from '../kernel.ts'
import { unscoped } from '../store/scope.ts'
import type { Tx } from '../store/store.ts'
import { isIntact } from './guard.ts'
import type { Role } from './role-content.ts'
import { builtinRole, rolesById } from './roles.ts'

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
}

export interface AccessPlace {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly path: string
}

/** One role, held at one place, for a time. */
export interface HeldRole {
  readonly assignmentId: string | null
  readonly role: Role
  readonly place: AccessPlace
  /** What the place covers. A grid covers its houses, which stand under an estate in the tree. */
  readonly paths: readonly string[]
  readonly from: number | null
  readonly until: number | null
  readonly via: 'role' | 'department-role' | 'household'
}

export interface Override {
  readonly id: string
  readonly permission: string
  readonly effect: 'allow' | 'deny'
  readonly place: AccessPlace
}

export interface Membership {
  readonly id: string
  readonly houseId: string
  readonly path: string
  readonly relation: 'owner' | 'family' | 'tenant' | 'other'
  readonly from: number
  readonly until: number | null
}

/** All that a subject was ever given and still has, now or at another time. */
export interface Access {
  readonly roles: readonly HeldRole[]
  readonly overrides: readonly Override[]
  readonly memberships: readonly Membership[]
}

export const noAccess: Access = { roles: [], overrides: [], memberships: [] }

export interface AssignmentRow {
  readonly id: string
  readonly subject_kind: Subject['kind']
  readonly subject_id: string
  readonly role_id: string
  readonly place_id: string
  readonly place_path: string
  readonly valid_from_at: number | null
  readonly valid_until_at: number | null
  readonly row_mac: string
}

export interface OverrideRow {
  readonly id: string
  readonly subject_kind: Subject['kind']
  readonly subject_id: string
  readonly permission: string
  readonly effect: 'allow' | 'deny'
  readonly place_id: string
  readonly place_path: string
  readonly row_mac: string
}

type WithPlace<R> = R & { readonly place_name: string; readonly place_kind: string }

/** The role that belonging to a household gives. */
const householdRoles = { owner: 'owner', family: 'family', tenant: 'tenant', other: 'tenant' } as const

/** Reads what one or more subjects hold; a department's roles count for its people. */
export async function loadAccess(kernel: Kernel, subjects: readonly Subject[], tx?: Tx): Promise<Access> {
  const who = subjects.map(() => '(a.subject_kind = ? AND a.subject_id = ?)').join(' OR ')
  const params = subjects.flatMap(({ kind, id }) => [kind, id])
  const withPlace = 'SELECT a.*, p.name AS place_name, p.kind AS place_kind FROM'
  const join = 'JOIN places p ON p.id = a.place_id'
  const [assignments, overrides, memberships] = [
    await kernel.store.rows<WithPlace<AssignmentRow>>(`${withPlace} role_assignments a ${join} WHERE ${who} ORDER BY a.id`, params, tx),
    await kernel.store.rows<WithPlace<OverrideRow>>(`${withPlace} permission_overrides a ${join} WHERE ${who} ORDER BY a.id`, params, tx),
    await membershipsOf(kernel, subjects, tx),
  ]
  const believed = assignments.filter((row) => believe(kernel, 'role_assignments', row))
  const roles = await rolesById(
    kernel,
    believed.map((row) => row.role_id),
    tx,
  )
  const covered = await gridPaths(
    kernel,
    believed.filter((row) => row.place_kind === 'grid').map((row) => row.place_id),
    tx,
  )
  const held = believed.flatMap((row): HeldRole[] => {
    const role = roles.get(row.role_id)
    if (!role) return []
    const via = row.subject_kind === 'department' ? 'department-role' : 'role'
    const paths = [row.place_path, ...(covered.get(row.place_id) ?? [])]
    return [{ assignmentId: row.id, role, place: placeOf(row), paths, from: row.valid_from_at, until: row.valid_until_at, via }]
  })
  return {
    roles: [...held, ...memberships.map((row) => asHeldRole(kernel, row))],
    overrides: overrides
      .filter((row) => believe(kernel, 'permission_overrides', row))
      .map((row) => ({ id: row.id, permission: row.permission, effect: row.effect, place: placeOf(row) })),
    memberships: memberships.map(({ place: _, ...membership }) => membership),
  }
}

const placeOf = (row: { place_id: string; place_kind: string; place_name: string; place_path: string }): AccessPlace => ({
  id: row.place_id,
  kind: row.place_kind,
  name: row.place_name,
  path: row.place_path,
})

function believe(kernel: Kernel, table: 'role_assignments' | 'permission_overrides', row: { id: string; row_mac: string }): boolean {
  if (isIntact(kernel.sealer, table, row)) return true
  kernel.log.error({ table, row: row.id }, 'an access row failed its integrity check and is not used')
  return false
}

type PlacedMembership = Membership & { readonly place: AccessPlace }

async function membershipsOf(kernel: Kernel, subjects: readonly Subject[], tx?: Tx): Promise<PlacedMembership[]> {
  const user = subjects.find(({ kind }) => kind === 'user')
  if (!user) return []
  const rows = await unscoped<{
    id: string
    house_id: string
    place_path: string
    relation: Membership['relation']
    valid_from_at: number
    valid_until_at: number | null
    full_name: string
  }>(
    kernel.store,
    'what somebody may do follows from where they live',
    {
      sql: `SELECT m.id, m.house_id, m.place_path, m.relation, m.valid_from_at, m.valid_until_at, p.full_name
            FROM household_members m JOIN places p ON p.id = m.house_id WHERE m.user_id = ? AND m.state = 'active' ORDER BY m.id`,
      params: [user.id],
    },
    tx,
  )
  return rows.map((row) => ({
    id: row.id,
    houseId: row.house_id,
    path: row.place_path,
    relation: row.relation,
    from: row.valid_from_at,
    until: row.valid_until_at,
    place: { id: row.house_id, kind: 'house', name: row.full_name, path: row.place_path },
  }))
}

const asHeldRole = (kernel: Kernel, membership: PlacedMembership): HeldRole => ({
  assignmentId: null,
  role: builtinRole(kernel, householdRoles[membership.relation]),
  place: membership.place,
  paths: [membership.path],
  from: membership.from,
  until: membership.until,
  via: 'household',
})

/** What stands in these grids, as the fewest paths that cover it. */
export async function gridPaths(kernel: Kernel, gridIds: readonly string[], tx?: Tx): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (gridIds.length === 0) return found
  const rows = await kernel.store.rows<{ grid_id: string; path: string }>(
    `SELECT grid_id, path FROM places WHERE grid_id IN (${gridIds.map(() => '?').join(', ')}) AND is_retired = 0 ORDER BY path`,
    gridIds,
    tx,
  )
  for (const { grid_id, path } of rows) {
    const paths = found.get(grid_id) ?? []
    // Sorted by path, so whatever covers this one came just before it.
    const last = paths.at(-1)
    if (!last || !path.startsWith(last)) paths.push(path)
    found.set(grid_id, paths)
  }
  return found
}

export const isInForce = (held: { readonly from: number | null; readonly until: number | null }, now: number): boolean =>
  (held.from === null || held.from <= now) && (held.until === null || now < held.until)

/** The next instant at which something begins or ends by itself. */
export function nextChange(access: Access, now: number): number {
  const instants = [...access.roles, ...access.memberships].flatMap(({ from, until }) => [from, until])
  return Math.min(Number.POSITIVE_INFINITY, ...instants.filter((at): at is number => at !== null && at > now))
}
