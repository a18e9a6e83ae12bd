import { roleErrors } from '@liren/contract/capabilities/role'
import { refuse, refuseWith } from '../errors.ts'
import type { Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import { unscoped } from '../store/scope.ts'
import type { Tx } from '../store/store.ts'
import type { AssignmentRow, Subject } from './access.ts'
import { accountById } from './accounts.ts'
import { assertAdministratorRemains, lockAdministrators } from './administrators.ts'
import { announce } from './announce.ts'
import { macOf } from './guard.ts'
import { reservedPermissions } from './principal.ts'
import { builtinRoles, rolesById } from './roles.ts'
import { insert } from './sql.ts'

/** Who changes rights, and how far that person's own reach goes. The house itself may everything. */
export interface Grantor {
  readonly id: string | null
  readonly places: readonly string[]
}

export const theHouse: Grantor = { id: null, places: ['/'] }

export const grantorOf = (principal: Principal, permission: string): Grantor => ({
  id: principal.id,
  places: principal.grants.filter((grant) => grant.permission === permission && grant.range === 'place').map(({ placePath }) => placePath),
})

export interface Assignment {
  readonly roleId: string
  readonly place: { readonly id: string; readonly path: string }
  readonly from: number | null
  readonly until: number | null
}

/** Gives a role at a place. Giving it again changes how long it holds. */
export async function assignRole(
  kernel: Kernel,
  by: Grantor,
  subject: Subject,
  { roleId, place, from, until }: Assignment,
  tx: Tx,
): Promise<string> {
  const role = (await rolesById(kernel, [roleId], tx)).get(roleId)
  if (!role)
    throw refuseWith(roleErrors, 'role.unknown', { faults: [{ path: 'body.roleId', zh: '没有这个角色', en: 'There is no such role' }] })
  await mayChange(kernel, by, subject, place.path, tx)
  if (role.exclusive !== null) {
    if (subject.kind !== 'user') throw refuseWith(roleErrors, 'role.exclusive')
    await lockAdministrators(kernel, tx)
    if (await holdsOtherExclusive(kernel, subject, role.exclusive, tx)) throw refuseWith(roleErrors, 'role.exclusive')
  }
  const [before] = await kernel.store.rows<AssignmentRow>(
    'SELECT * FROM role_assignments WHERE subject_kind = ? AND subject_id = ? AND role_id = ? AND place_id = ?',
    [subject.kind, subject.id, roleId, place.id],
    tx,
  )
  const row = {
    id: before?.id ?? kernel.ids.next(),
    subject_kind: subject.kind,
    subject_id: subject.id,
    role_id: roleId,
    place_id: place.id,
    place_path: place.path,
    valid_from_at: from,
    valid_until_at: until,
  }
  const row_mac = macOf(kernel.sealer, 'role_assignments', row)
  if (before) {
    await kernel.store.run(
      'UPDATE role_assignments SET valid_from_at = ?, valid_until_at = ?, row_mac = ? WHERE id = ?',
      [from, until, row_mac, row.id],
      tx,
    )
    if (role.exclusive === 'system') await assertAdministratorRemains(kernel, tx)
  } else await insert(kernel.store, 'role_assignments', { ...row, created_by: by.id, created_at: kernel.clock.now(), row_mac }, tx)
  announceSubject(kernel, subject, tx)
  return row.id
}

export async function unassignRole(kernel: Kernel, by: Grantor, subject: Subject, assignmentId: string, tx: Tx): Promise<AssignmentRow> {
  const [row] = await kernel.store.rows<AssignmentRow>(
    'SELECT * FROM role_assignments WHERE id = ? AND subject_kind = ? AND subject_id = ?',
    [assignmentId, subject.kind, subject.id],
    tx,
  )
  if (!row) throw refuse('not-found')
  await mayChange(kernel, by, subject, row.place_path, tx)
  const isSystem = builtinRoles(kernel).get(row.role_id)?.exclusive === 'system'
  if (isSystem) await lockAdministrators(kernel, tx)
  await kernel.store.run('DELETE FROM role_assignments WHERE id = ?', [assignmentId], tx)
  if (isSystem) await assertAdministratorRemains(kernel, tx)
  announceSubject(kernel, subject, tx)
  return row
}

/** Allows or denies one permission directly; `default` leaves it to the roles again. */
export async function overridePermission(
  kernel: Kernel,
  by: Grantor,
  subject: Subject,
  { code, effect, place }: { code: string; effect: 'allow' | 'deny' | 'default'; place: { id: string; path: string } },
  tx: Tx,
): Promise<void> {
  const known = kernel.surface.capabilities.some(({ contract }) => contract.permissions.some((permission) => permission.code === code))
  if (!known)
    throw refuseWith(roleErrors, 'role.unknown', { faults: [{ path: 'body.code', zh: '没有这项权限', en: 'There is no such permission' }] })
  if (effect === 'allow' && reservedPermissions(kernel.surface).has(code)) throw refuseWith(roleErrors, 'role.reserved')
  await mayChange(kernel, by, subject, place.path, tx)
  await kernel.store.run(
    'DELETE FROM permission_overrides WHERE subject_kind = ? AND subject_id = ? AND permission = ? AND place_id = ?',
    [subject.kind, subject.id, code, place.id],
    tx,
  )
  if (effect !== 'default') {
    const row = {
      id: kernel.ids.next(),
      subject_kind: subject.kind,
      subject_id: subject.id,
      permission: code,
      effect,
      place_id: place.id,
      place_path: place.path,
    }
    const row_mac = macOf(kernel.sealer, 'permission_overrides', row)
    await insert(kernel.store, 'permission_overrides', { ...row, created_by: by.id, created_at: kernel.clock.now(), row_mac }, tx)
  }
  announceSubject(kernel, subject, tx)
}

/** Nobody changes their own rights, gives what lies beyond their own places, or reaches beyond where the person belongs. */
async function mayChange(kernel: Kernel, by: Grantor, subject: Subject, path: string, tx: Tx): Promise<void> {
  if (!by.places.some((place) => path.startsWith(place))) throw refuseWith(roleErrors, 'role.beyond-own-scope')
  if (subject.kind === 'user') {
    if (subject.id === by.id) throw refuseWith(roleErrors, 'role.own')
    const user = await accountById(kernel, subject.id, tx)
    if (!user || user.state === 'retired') throw refuse('not-found')
    if (!path.startsWith(user.place_path)) throw refuseWith(roleErrors, 'role.outside-user-place')
  }
  if (subject.kind === 'department') {
    const [department] = await kernel.store.rows<{ place_path: string }>(
      'SELECT place_path FROM departments WHERE id = ? AND is_retired = 0',
      [subject.id],
      tx,
    )
    if (!department) throw refuse('not-found')
    if (!path.startsWith(department.place_path)) throw refuseWith(roleErrors, 'role.outside-user-place')
    const self = by.id === null ? undefined : await accountById(kernel, by.id, tx)
    if (self?.department_id === subject.id) throw refuseWith(roleErrors, 'role.own')
  }
}

async function holdsOtherExclusive(kernel: Kernel, subject: Subject, wanted: string, tx: Tx): Promise<boolean> {
  const held = await kernel.store.rows<{ role_id: string }>(
    "SELECT role_id FROM role_assignments WHERE subject_kind = 'user' AND subject_id = ?",
    [subject.id],
    tx,
  )
  return held.some(({ role_id }) => {
    const exclusive = builtinRoles(kernel).get(role_id)?.exclusive
    return exclusive !== undefined && exclusive !== wanted
  })
}

function announceSubject(kernel: Kernel, subject: Subject, tx: Tx): void {
  announce(kernel, subject.kind === 'user' ? subject.id : undefined, tx)
}

/** A role's content changed: whoever holds it is looked at anew. */
export const announceEverybody = (kernel: Kernel, tx: Tx): void => announce(kernel, undefined, tx)

/** Paths of a moved place changed: the rows that decide about access get theirs, and a MAC that fits. */
export async function rewriteAccessPaths(kernel: Kernel, from: string, to: string, tx: Tx): Promise<void> {
  const end = `${from.slice(0, -1)}0`
  for (const table of ['role_assignments', 'permission_overrides', 'users'] as const) {
    const rows = await unscoped<{ id: string; place_path: string; row_mac: string }>(
      kernel.store,
      'a moved place takes everybody along',
      { sql: `SELECT * FROM ${table} WHERE place_path >= ? AND place_path < ?`, params: [from, end] },
      tx,
    )
    for (const row of rows) {
      const moved = { ...row, place_path: to + row.place_path.slice(from.length) }
      const mac = macOf(kernel.sealer, table, moved)
      const sql = `UPDATE ${table} SET place_path = ?, row_mac = ? WHERE id = ? AND row_mac = ?`
      if ((await kernel.store.run(sql, [moved.place_path, mac, row.id, row.row_mac], tx)) !== 1) throw refuse('stale')
    }
  }
  announceEverybody(kernel, tx)
}
