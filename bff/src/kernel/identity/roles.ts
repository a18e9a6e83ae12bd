import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'
import { isIntact } from './guard.ts'
import { fromBuiltin, type Role, type RoleContent } from './role-content.ts'

export interface RoleRow {
  readonly id: string
  readonly name: string
  readonly live_name: string | null
  readonly description: string | null
  readonly content: string
  readonly row_mac: string
  readonly created_at: number
  readonly version: number
}

const builtins = new WeakMap<object, ReadonlyMap<string, Role>>()

/** Roles that the mounted capabilities bring along, by id. */
export function builtinRoles(kernel: Kernel): ReadonlyMap<string, Role> {
  const { capabilities } = kernel.surface
  const known = builtins.get(capabilities)
  if (known) return known
  const made = new Map(
    capabilities.flatMap((capability) => capability.roles ?? []).map((role) => [fromBuiltin(role).id, fromBuiltin(role)]),
  )
  builtins.set(capabilities, made)
  return made
}

export function builtinRole(kernel: Kernel, code: string): Role {
  for (const role of builtinRoles(kernel).values()) if (role.code === code) return role
  throw new Error(`There is no built-in role ${code}`)
}

/** Undefined when the row was changed behind our back: such a role means nothing. */
export function fromRow(kernel: Kernel, row: RoleRow): Role | undefined {
  if (!isIntact(kernel.sealer, 'roles', row)) {
    kernel.log.error({ role: row.id }, 'a role failed its integrity check and is not used')
    return undefined
  }
  return {
    id: row.id,
    code: row.id,
    name: row.name,
    description: row.description,
    isBuiltin: false,
    exclusive: null,
    version: row.version,
    ...(JSON.parse(row.content) as RoleContent),
  }
}

/** Roles by id, built-in or made; those that do not exist, are removed or were tampered with are left out. */
export async function rolesById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, Role>> {
  const found = new Map<string, Role>()
  const own: string[] = []
  for (const id of new Set(ids)) {
    const builtin = builtinRoles(kernel).get(id)
    if (builtin) found.set(id, builtin)
    else own.push(id)
  }
  if (own.length === 0) return found
  const rows = await kernel.store.rows<RoleRow>(
    `SELECT * FROM roles WHERE live_name IS NOT NULL AND id IN (${own.map(() => '?').join(', ')})`,
    own,
    tx,
  )
  for (const row of rows) {
    const role = fromRow(kernel, row)
    if (role) found.set(role.id, role)
  }
  return found
}

/** Every role that grants a permission; for questions that go from a permission to people. */
export async function rolesGranting(kernel: Kernel, permission: string, tx?: Tx): Promise<Role[]> {
  const rows = await kernel.store.rows<RoleRow>('SELECT * FROM roles WHERE live_name IS NOT NULL', [], tx)
  const all = [...builtinRoles(kernel).values(), ...rows.map((row) => fromRow(kernel, row)).filter((role) => role !== undefined)]
  return all.filter((role) => role.permissions.some(({ code }) => code === permission))
}

/** Roles of people who work here, whoever made them. */
export async function staffRoles(kernel: Kernel): Promise<{ id: string; name: string }[]> {
  const rows = await kernel.store.rows<{ id: string }>('SELECT id FROM roles WHERE live_name IS NOT NULL ORDER BY id LIMIT 200')
  const own = await rolesById(
    kernel,
    rows.map(({ id }) => id),
  )
  return [...builtinRoles(kernel).values(), ...own.values()]
    .filter(({ ends }) => ends.some((end) => end !== 'resident'))
    .map(({ id, name }) => ({ id, name }))
}
