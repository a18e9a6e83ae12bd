import type { Page } from '@liren/contract'
import type { Role as RoleView } from '@liren/contract/capabilities/role'
import type { Role } from '../../kernel/identity/role-content.ts'
import { builtinRoles, fromRow, type RoleRow } from '../../kernel/identity/roles.ts'
import { marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { contains } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** Built-in roles come first: their ids are smaller than any that time gives. */
export async function listRoles(
  kernel: Kernel,
  query: { q?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
): Promise<Page<RoleView>> {
  const limit = query.limit ?? 50
  const keys = keyset(query, ['id'], { q: query.q })
  const after = String(keys.after?.[0] ?? '')
  const matches = (role: Role) => role.id > after && (!query.q || role.name.includes(query.q) || role.code.includes(query.q))
  const builtin = [...builtinRoles(kernel).values()].filter(matches).sort((a, b) => (a.id < b.id ? -1 : 1))
  const name = query.q ? contains('name', query.q) : { sql: '1 = 1', params: [] }
  const rows = await kernel.store.rows<RoleRow>(
    `SELECT * FROM roles WHERE live_name IS NOT NULL AND id > ? AND ${name.sql} ORDER BY id LIMIT ${limit + 1}`,
    [after, ...name.params],
  )
  const made = rows.map((row) => fromRow(kernel, row)).filter((role) => role !== undefined)
  const page = keys.page([...builtin, ...made], limit, (role) => [role.id])
  const holders = await countHolders(
    kernel,
    page.items.map(({ id }) => id),
  )
  return { ...page, items: page.items.map((role) => present(role, holders.get(role.id) ?? 0)) }
}

export async function readRole(kernel: Kernel, id: string, tx?: Tx): Promise<RoleView | undefined> {
  const builtin = builtinRoles(kernel).get(id)
  const [row] = builtin ? [] : await kernel.store.rows<RoleRow>('SELECT * FROM roles WHERE id = ? AND live_name IS NOT NULL', [id], tx)
  const role = builtin ?? (row && fromRow(kernel, row))
  if (!role) return undefined
  return present(role, (await countHolders(kernel, [id], tx)).get(id) ?? 0)
}

async function countHolders(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await kernel.store.rows<{ role_id: string; n: number }>(
    `SELECT role_id, COUNT(*) AS n FROM role_assignments WHERE role_id IN (${marks(ids)}) GROUP BY role_id`,
    ids,
    tx,
  )
  return new Map(rows.map(({ role_id, n }) => [role_id, Number(n)]))
}

const present = (role: Role, holders: number): RoleView => ({
  id: role.id,
  code: role.code,
  name: role.name,
  description: role.description,
  isBuiltin: role.isBuiltin,
  exclusive: role.exclusive,
  ends: [...role.ends],
  permissions: role.permissions.map((permission) => ({ ...permission })),
  fieldRules: role.fieldRules.map((rule) => ({ ...rule })),
  deniedEndpoints: [...role.deniedEndpoints],
  holders,
  version: role.version,
})
