import type { BodyOf } from '@liren/contract'
import { type role as contract, roleErrors } from '@liren/contract/capabilities/role'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { announceEverybody } from '../../kernel/identity/assign.ts'
import { macOf } from '../../kernel/identity/guard.ts'
import { reservedPermissions } from '../../kernel/identity/principal.ts'
import { builtinRoles, type RoleRow } from '../../kernel/identity/roles.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { indexName } from '../../kernel/store/ddl/index-name.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isUniqueViolation } from '../../kernel/store/store-error.ts'
import { knownNames } from './catalogue.ts'

type RoleBody = BodyOf<typeof contract.endpoints.create>

export async function createRole(kernel: Kernel, body: RoleBody, tx: Tx): Promise<string> {
  check(kernel, body)
  const row = { id: kernel.ids.next(), name: body.name, content: contentOf(body) }
  await named(() =>
    insert(
      kernel.store,
      'roles',
      {
        ...row,
        live_name: body.name,
        description: body.description || null,
        row_mac: macOf(kernel.sealer, 'roles', row),
        created_at: kernel.clock.now(),
      },
      tx,
    ),
  )
  return row.id
}

export async function updateRole(kernel: Kernel, id: string, version: number, body: RoleBody, tx: Tx): Promise<void> {
  await ownRole(kernel, id, tx)
  check(kernel, body)
  const row = { id, name: body.name, content: contentOf(body) }
  const count = await named(() =>
    kernel.store.run(
      'UPDATE roles SET name = ?, live_name = ?, description = ?, content = ?, row_mac = ?, version = version + 1 WHERE id = ? AND version = ? AND live_name IS NOT NULL',
      [body.name, body.name, body.description || null, row.content, macOf(kernel.sealer, 'roles', row), id, version],
      tx,
    ),
  )
  if (count !== 1) throw refuse('stale')
  announceEverybody(kernel, tx)
}

/** Removing leaves the row, so that the past can still be read; its name is free again. */
export async function retireRole(kernel: Kernel, id: string, version: number, tx: Tx): Promise<void> {
  await ownRole(kernel, id, tx)
  const count = await kernel.store.run(
    'UPDATE roles SET live_name = NULL, version = version + 1 WHERE id = ? AND version = ? AND live_name IS NOT NULL',
    [id, version],
    tx,
  )
  if (count !== 1) throw refuse('stale')
  const holders = await kernel.store.rows('SELECT id FROM role_assignments WHERE role_id = ? LIMIT 1', [id], tx)
  if (holders.length > 0) throw refuseWith(roleErrors, 'role.in-use')
  announceEverybody(kernel, tx)
}

async function ownRole(kernel: Kernel, id: string, tx: Tx): Promise<RoleRow> {
  if (builtinRoles(kernel).has(id)) throw refuseWith(roleErrors, 'role.builtin')
  const [row] = await kernel.store.rows<RoleRow>('SELECT * FROM roles WHERE id = ? AND live_name IS NOT NULL', [id], tx)
  if (!row) throw refuse('not-found')
  return row
}

const contentOf = ({ ends, permissions, fieldRules, deniedEndpoints }: RoleBody): string =>
  JSON.stringify({ ends, permissions, fieldRules, deniedEndpoints })

/** Refuses names that nothing knows, and permissions that are reserved for the three administrations. */
function check(kernel: Kernel, body: RoleBody): void {
  const known = knownNames(kernel.surface)
  const fault = (path: string) => ({ path, zh: '没有这一项', en: 'There is no such thing' })
  const faults = [
    ...body.permissions.flatMap(({ code }, i) => (known.permissions.has(code) ? [] : [fault(`body.permissions.${i}.code`)])),
    ...body.fieldRules.flatMap(({ field }, i) => (known.fields.has(field) ? [] : [fault(`body.fieldRules.${i}.field`)])),
    ...body.deniedEndpoints.flatMap((id, i) => (known.endpoints.has(id) ? [] : [fault(`body.deniedEndpoints.${i}`)])),
  ]
  if (faults.length > 0) throw refuseWith(roleErrors, 'role.unknown', { faults })
  const reserved = reservedPermissions(kernel.surface)
  const refused = body.permissions.flatMap(({ code }, i) =>
    reserved.has(code) ? [{ path: `body.permissions.${i}.code`, zh: '仅限三员角色', en: 'Reserved' }] : [],
  )
  if (refused.length > 0) throw refuseWith(roleErrors, 'role.reserved', { faults: refused })
}

async function named<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw isUniqueViolation(error, indexName('ux', 'roles', ['live_name'])) ? refuseWith(roleErrors, 'role.name-taken') : error
  }
}
