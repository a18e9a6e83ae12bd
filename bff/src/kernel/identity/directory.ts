import { mask } from '../crypto/mask.ts'
import type { Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import { unscoped } from '../store/scope.ts'
import type { Tx } from '../store/store.ts'
import type { AssignmentRow, OverrideRow } from './access.ts'
import { accountById, nameOf, phoneOf, type UserRow } from './accounts.ts'
import { isIntact } from './guard.ts'
import { rolesGranting } from './roles.ts'
import { marks } from './sql.ts'

/** Answers about people that other capabilities may ask: who can do this here, whom to call, whom to notify. */
export interface Person {
  readonly id: string
  readonly name: string
}

/** `/jl/yx/wt/` → `/`, `/jl/`, `/jl/yx/`, `/jl/yx/wt/`: a grant at any of them covers the place. */
function coveringPaths(path: string): string[] {
  const steps = path.split('/').filter((step) => step !== '')
  return ['/', ...steps.map((_, i) => `/${steps.slice(0, i + 1).join('/')}/`)]
}

const most = 200

/** The place itself, what it lies in, and the grids that any of it belongs to: a role held at one of them covers it. */
async function pathsCovering(kernel: Kernel, path: string, tx?: Tx): Promise<string[]> {
  const above = coveringPaths(path)
  const grids = await kernel.store.rows<{ path: string }>(
    `SELECT DISTINCT g.path FROM places p JOIN places g ON g.id = p.grid_id WHERE p.path IN (${marks(above)})`,
    above,
    tx,
  )
  return [...above, ...grids.map((grid) => grid.path)]
}

/** A person beside the row that gives the role. */
type Held = UserRow & { readonly [K in keyof AssignmentRow as `a_${K}`]: AssignmentRow[K] }

/** People in force today who hold a permission over this place, themselves or through their department. */
export async function holdersOf(kernel: Kernel, permission: string, placePath: string, tx?: Tx): Promise<Person[]> {
  return holders(kernel, permission, { paths: await pathsCovering(kernel, placePath, tx), within: placePath }, tx)
}

/** Everybody in force today who holds a permission over any place at all: for what concerns the whole house. */
export const holdersAnywhere = (kernel: Kernel, permission: string, tx?: Tx): Promise<Person[]> =>
  holders(kernel, permission, undefined, tx)

/** Where a role must be held, and the place that it is about; anywhere when undefined. */
type Reach = { readonly paths: readonly string[]; readonly within: string } | undefined

async function holders(kernel: Kernel, permission: string, where: Reach, tx?: Tx): Promise<Person[]> {
  const roles = (await rolesGranting(kernel, permission, tx)).filter((role) =>
    role.permissions.some(({ code, range }) => code === permission && range === 'place'),
  )
  const overrides = (
    await kernel.store.rows<OverrideRow>('SELECT * FROM permission_overrides WHERE permission = ? ORDER BY id', [permission], tx)
  ).filter((row) => isIntact(kernel.sealer, 'permission_overrides', row))
  const byRole =
    roles.length === 0
      ? []
      : await holdingRole(
          kernel,
          roles.map(({ id }) => id),
          where,
          tx,
        )
  const byOverride = await allowedDirectly(kernel, overrides, where, tx)

  const denied = (row: UserRow) =>
    overrides.some(
      ({ effect, subject_id, place_path }) =>
        effect === 'deny' &&
        (subject_id === row.id || subject_id === row.department_id) &&
        (!where || where.within.startsWith(place_path) || place_path.startsWith(where.within)),
    )
  const now = kernel.clock.now()
  const people = new Map<string, Person>()
  for (const row of [...byRole, ...byOverride])
    if (row.valid_from_at <= now && now < row.valid_until_at && isIntact(kernel.sealer, 'users', row) && !denied(row))
      people.set(row.id, { id: row.id, name: nameOf(kernel, row) })
  return [...people.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function holdingRole(kernel: Kernel, roles: readonly string[], where: Reach, tx?: Tx): Promise<UserRow[]> {
  const now = kernel.clock.now()
  const columns = ['id', 'subject_kind', 'subject_id', 'role_id', 'place_id', 'place_path', 'valid_from_at', 'valid_until_at', 'row_mac']
  const rows = await unscoped<Held>(
    kernel.store,
    'work is given to whoever may do it here',
    {
      sql: `SELECT u.*, ${columns.map((column) => `a.${column} AS a_${column}`).join(', ')} FROM role_assignments a
            JOIN users u ON (a.subject_kind = 'user' AND u.id = a.subject_id) OR (a.subject_kind = 'department' AND u.department_id = a.subject_id)
            WHERE a.role_id IN (${marks(roles)}) ${where ? `AND a.place_path IN (${marks(where.paths)})` : ''} AND u.state = 'active'
              AND (a.valid_from_at IS NULL OR a.valid_from_at <= ?) AND (a.valid_until_at IS NULL OR a.valid_until_at > ?)
            ORDER BY u.id LIMIT ${most}`,
      params: [...roles, ...(where?.paths ?? []), now, now],
    },
    tx,
  )
  return rows.filter((row) => {
    const values = row as unknown as Record<string, string | number | null>
    const assignment = Object.fromEntries(columns.map((column) => [column, values[`a_${column}`]]))
    return isIntact(kernel.sealer, 'role_assignments', assignment as { id: string; row_mac: string })
  })
}

async function allowedDirectly(kernel: Kernel, overrides: readonly OverrideRow[], where: Reach, tx?: Tx): Promise<UserRow[]> {
  const allowed = overrides.filter(({ effect, place_path }) => effect === 'allow' && (!where || where.paths.includes(place_path)))
  const ids = [...new Set(allowed.map(({ subject_id }) => subject_id))]
  if (ids.length === 0) return []
  return unscoped<UserRow>(
    kernel.store,
    'work is given to whoever may do it here',
    {
      sql: `SELECT * FROM users WHERE state = 'active' AND (id IN (${marks(ids)}) OR department_id IN (${marks(ids)})) ORDER BY id LIMIT ${most}`,
      params: [...ids, ...ids],
    },
    tx,
  )
}

/** Names by id; people who are gone keep theirs. */
export async function namesOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const statement = { sql: `SELECT id, name_sealed FROM users WHERE id IN (${marks(wanted)})`, params: wanted }
  const rows = await unscoped<Pick<UserRow, 'id' | 'name_sealed'>>(kernel.store, 'a record names who acted on it', statement, tx)
  return new Map(rows.map((row) => [row.id, nameOf(kernel, row)]))
}

/** Whom to call about something a person reported. */
export async function contactOf(kernel: Kernel, userId: string, tx?: Tx): Promise<{ name: string; phone: string }> {
  const row = await accountById(kernel, userId, tx)
  return row ? { name: nameOf(kernel, row), phone: phoneOf(kernel, row) ?? '' } : { name: mask('all', ''), phone: '' }
}

const contacts = new WeakMap<Pick<Principal, 'id'>, Promise<{ name: string; phone: string }>>()

/** The same for whoever is asking, read once as long as nobody has looked at who it is anew. */
export function ownContact(kernel: Kernel, principal: Pick<Principal, 'id'>, tx?: Tx): Promise<{ name: string; phone: string }> {
  const known = contacts.get(principal)
  if (known) return known
  const reading = contactOf(kernel, principal.id, tx)
  contacts.set(principal, reading)
  reading.catch(() => contacts.delete(principal))
  return reading
}

/** The WeChat identity that a notice can be sent to. */
export async function openIdOf(kernel: Kernel, userId: string, tx?: Tx): Promise<string | undefined> {
  const [row] = await kernel.store.rows<{ id: string; open_id_sealed: string }>(
    'SELECT id, open_id_sealed FROM wechat_identities WHERE user_id = ?',
    [userId],
    tx,
  )
  return row && kernel.sealer.open(row.open_id_sealed, { table: 'wechat_identities', column: 'open_id_sealed', row: row.id })
}
