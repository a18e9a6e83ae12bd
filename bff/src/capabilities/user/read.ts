import { isInForce, loadAccess } from '../../kernel/identity/access.ts'
import { accountById, nameOf, phoneOf, type UserRow } from '../../kernel/identity/accounts.ts'
import { subjectsOf } from '../../kernel/identity/authenticate.ts'
import { entitlementOf } from '../../kernel/identity/principal.ts'
import { rolesGranting } from '../../kernel/identity/roles.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'

export { presentSession } from './present-session.ts'

/** What other capabilities may ask about people. */
export interface Person {
  readonly id: string
  readonly name: string
}

const most = 500

/** Who may do this at this place today: by their roles, their department's, or a grid the place belongs to. */
export async function holdersOf(kernel: Kernel, permission: string, placePath: string, tx?: Tx): Promise<Person[]> {
  const roles = await rolesGranting(kernel, permission, tx)
  const covering = among('a.place_path', [...pathsAbove(placePath), ...(await gridsAround(kernel, placePath, tx))])
  const granting = combine('OR', [
    among(
      'a.role_id',
      roles.map(({ id }) => id),
    ),
  ])
  const rows = await unscoped<UserRow>(
    kernel.store,
    'work is given to whoever may do it',
    {
      sql: `SELECT * FROM users WHERE state = 'active' AND id IN (
              SELECT a.subject_id FROM role_assignments a WHERE a.subject_kind = 'user' AND ${covering.sql} AND ${granting.sql}
              UNION SELECT u.id FROM users u JOIN role_assignments a ON a.subject_kind = 'department' AND a.subject_id = u.department_id
                WHERE ${covering.sql} AND ${granting.sql}
              UNION SELECT o.subject_id FROM permission_overrides o
                WHERE o.subject_kind = 'user' AND o.effect = 'allow' AND o.permission = ? AND ${covering.sql.replaceAll('a.place_path', 'o.place_path')}
            ) ORDER BY id LIMIT ${most}`,
      params: [...covering.params, ...granting.params, ...covering.params, ...granting.params, permission, ...covering.params],
    },
    tx,
  )
  const now = kernel.clock.now()
  const people: Person[] = []
  for (const row of rows)
    if (row.valid_from_at <= now && now < row.valid_until_at && (await reallyHolds(kernel, row, permission, placePath, now, tx)))
      people.push({ id: row.id, name: nameOf(kernel, row) })
  return people
}

/** The same answer as when that person asks: integrity, validity, denials and all. */
async function reallyHolds(kernel: Kernel, row: UserRow, permission: string, path: string, now: number, tx?: Tx): Promise<boolean> {
  const access = await loadAccess(kernel, subjectsOf(row), tx)
  const ends = new Set(access.roles.filter((held) => isInForce(held, now)).flatMap(({ role }) => role.ends))
  return [...ends].some((end) =>
    entitlementOf(kernel.surface, access, { end, placePath: null }, now).grants.some(
      (grant) => grant.permission === permission && grant.range === 'place' && path.startsWith(grant.placePath),
    ),
  )
}

/** Paths of the grids that a place, or something above it, belongs to. */
async function gridsAround(kernel: Kernel, path: string, tx?: Tx): Promise<string[]> {
  const above = among('p.path', pathsAbove(path))
  const rows = await kernel.store.rows<{ path: string }>(
    `SELECT DISTINCT g.path FROM places p JOIN places g ON g.id = p.grid_id WHERE ${above.sql}`,
    above.params,
    tx,
  )
  return rows.map((row) => row.path)
}

/** Name and number of a person, for somebody who has to reach them; null without a number. */
export async function contactOf(kernel: Kernel, userId: string, tx?: Tx): Promise<{ name: string; phone: string } | null> {
  const row = await accountById(kernel, userId, tx)
  const phone = row ? phoneOf(kernel, row) : null
  return row && phone !== null ? { name: nameOf(kernel, row), phone } : null
}

/** Names by id; people who are gone keep theirs. */
export async function namesOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const { sql, params } = among('id', wanted)
  const statement = { sql: `SELECT id, name_sealed FROM users WHERE ${sql}`, params }
  const rows = await unscoped<Pick<UserRow, 'id' | 'name_sealed'>>(kernel.store, 'a record names who acted on it', statement, tx)
  return new Map(rows.map((row) => [row.id, nameOf(kernel, row)]))
}

/** The person's id at our mini-program, if they came by WeChat. */
export async function openIdOf(kernel: Kernel, userId: string, tx?: Tx): Promise<string | undefined> {
  const [row] = await kernel.store.rows<{ id: string; open_id_sealed: string }>(
    'SELECT id, open_id_sealed FROM wechat_identities WHERE user_id = ?',
    [userId],
    tx,
  )
  return row && kernel.sealer.open(row.open_id_sealed, { table: 'wechat_identities', column: 'open_id_sealed', row: row.id })
}
