import type { BodyOf } from '@liren/contract'
import type { user as contract } from '@liren/contract/capabilities/user'
import { refuse } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { AssignmentRow } from '../../kernel/identity/access.ts'
import { type AccountChange, insertAccount, nameOf, phoneOf, type UserRow, updateAccount } from '../../kernel/identity/accounts.ts'
import { announce } from '../../kernel/identity/announce.ts'
import { assignRole, grantorOf, unassignRole } from '../../kernel/identity/assign.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type KnownPlace, placeById } from '../place/read.ts'
import { assertClassFits, assertNotRetired, assertNotSelf, assertValidity, assertVersion } from './policy.ts'

type Draft = BodyOf<typeof contract.endpoints.create>
type Change = BodyOf<typeof contract.endpoints.update>
type WantedRole = Draft['roles'][number]

const instant = (value: string | null | undefined): number | null => (value ? Date.parse(value) : null)

/** The account with its roles; the password was judged and hashed before the transaction. */
export async function createUser(
  kernel: Kernel,
  actor: Principal,
  draft: Draft,
  made: { id: string; hash: string },
  tx: Tx,
): Promise<UserRow> {
  const place = await placeWithin(kernel, actor, draft.placeId, 'body.placeId', tx)
  assertClassFits(draft.class, place.kind)
  const validFrom = instant(draft.validFrom) ?? kernel.clock.now()
  const validUntil = Date.parse(draft.validUntil)
  assertValidity(validFrom, validUntil)
  await assertDepartment(kernel, draft.departmentId, place, tx)
  const row = await insertAccount(
    kernel,
    {
      id: made.id,
      account: draft.account,
      name: draft.name,
      phone: draft.phone,
      class: draft.class,
      placeId: place.id,
      placePath: place.path,
      departmentId: draft.departmentId,
      validFrom,
      validUntil,
      idleMinutes: draft.idleMinutes,
      maxFailures: draft.maxFailures,
      passwordHash: made.hash,
      mustChangePassword: true,
    },
    tx,
  )
  await setRoles(kernel, actor, row, draft.roles, tx)
  return row
}

export async function updateUser(kernel: Kernel, actor: Principal, row: UserRow, change: Change, tx: Tx): Promise<UserRow> {
  assertNotRetired(row)
  assertVersion(row, change.version)
  const place = change.placeId === undefined ? undefined : await placeWithin(kernel, actor, change.placeId, 'body.placeId', tx)
  const home = place ?? (row.place_id === null ? undefined : await placeById(kernel, row.place_id, tx))
  if ((change.class !== undefined || place) && home) assertClassFits(change.class ?? row.class, home.kind)
  // Whoever narrows or widens a place, class or department changes rights, and nobody changes their own.
  if (place || change.class !== undefined || change.departmentId !== undefined || change.roles) assertNotSelf(actor.id, row)
  if (home) await assertDepartment(kernel, change.departmentId, home, tx)
  const validFrom = instant(change.validFrom) ?? row.valid_from_at
  const validUntil = change.validUntil === undefined ? row.valid_until_at : Date.parse(change.validUntil)
  assertValidity(validFrom, validUntil)
  const wanted: AccountChange = {
    valid_from_at: validFrom,
    valid_until_at: validUntil,
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.phone === undefined ? {} : { phone: change.phone }),
    ...(change.class === undefined ? {} : { class: change.class }),
    ...(place ? { place_id: place.id, place_path: place.path } : {}),
    ...(change.departmentId === undefined ? {} : { department_id: change.departmentId }),
    ...(change.idleMinutes === undefined ? {} : { idle_minutes: change.idleMinutes }),
    ...(change.maxFailures === undefined ? {} : { max_failures: change.maxFailures }),
  }
  const next = await updateAccount(kernel, row, wanted, tx)
  if (change.roles) await setRoles(kernel, actor, next, change.roles, tx)
  announce(kernel, row.id, tx)
  return next
}

/** Brings the roles of a user to what is wanted: gives what is missing, takes what is too much. */
async function setRoles(kernel: Kernel, actor: Principal, row: UserRow, wanted: readonly WantedRole[], tx: Tx): Promise<void> {
  const subject = { kind: 'user' as const, id: row.id }
  const by = grantorOf(actor, 'role.manage')
  const held = await kernel.store.rows<AssignmentRow>(
    "SELECT * FROM role_assignments WHERE subject_kind = 'user' AND subject_id = ?",
    [row.id],
    tx,
  )
  const same = (a: AssignmentRow, b: WantedRole) => a.role_id === b.roleId && a.place_id === b.placeId
  for (const assignment of held.filter((one) => !wanted.some((role) => same(one, role))))
    await unassignRole(kernel, by, subject, assignment.id, tx)
  for (const [i, role] of wanted.entries()) {
    const place = await placeById(kernel, role.placeId, tx)
    if (!place || place.isRetired) throw unknownPlace(`body.roles.${i}.placeId`)
    const from = instant(role.validFrom)
    const until = instant(role.validUntil)
    const before = held.find((one) => same(one, role))
    if (before && before.valid_from_at === from && before.valid_until_at === until) continue
    await assignRole(kernel, by, subject, { roleId: role.roleId, place, from, until }, tx)
  }
}

async function placeWithin(kernel: Kernel, actor: Principal, id: string, path: string, tx: Tx): Promise<KnownPlace> {
  const place = await placeById(kernel, id, tx)
  const reach = grantorOf(actor, 'user.manage').places
  if (!place || place.isRetired || !reach.some((covered) => place.path.startsWith(covered))) throw unknownPlace(path)
  return place
}

const unknownPlace = (path: string) => refuse('request.invalid', { faults: [{ path, zh: '没有这个地区', en: 'There is no such place' }] })

async function assertDepartment(kernel: Kernel, id: string | null | undefined, home: KnownPlace, tx: Tx): Promise<void> {
  if (!id) return
  const [row] = await kernel.store.rows<{ place_path: string }>(
    'SELECT place_path FROM departments WHERE id = ? AND is_retired = 0',
    [id],
    tx,
  )
  if (row && (home.path.startsWith(row.place_path) || row.place_path.startsWith(home.path))) return
  throw refuse('request.invalid', { faults: [{ path: 'body.departmentId', zh: '没有这个部门', en: 'There is no such department' }] })
}

/** What the audit trail keeps of an account: names of sealed fields, never their values. */
export const auditView = (kernel: Kernel, row: UserRow): Record<string, unknown> => ({
  account: row.account,
  class: row.class,
  placePath: row.place_path,
  state: row.state,
  validUntil: new Date(row.valid_until_at).toISOString(),
  idleMinutes: row.idle_minutes,
  maxFailures: row.max_failures,
  hasName: nameOf(kernel, row) !== '',
  hasPhone: phoneOf(kernel, row) !== null,
})
