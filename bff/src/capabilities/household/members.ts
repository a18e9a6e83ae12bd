import type { BodyOf } from '@liren/contract'
import { type household as contract, type HouseholdMember, householdErrors } from '@liren/contract/capabilities/household'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { accountById, accountByPhone, phoneOf } from '../../kernel/identity/accounts.ts'
import { announce } from '../../kernel/identity/announce.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type House, housesById, houseToBind, lockHouse } from './houses.ts'
import { endOver, settle } from './join.ts'
import { assertOwner, assertValidity, isLiving, myMembership } from './policy.ts'
import { presentMember } from './present.ts'
import { liveKey, type MemberRow, phoneIndexesIn, phoneIndexIn, phoneSuffixIn, sealed } from './row.ts'

type Invitation = BodyOf<typeof contract.endpoints.invite>
const instant = (value: string | null | undefined): number | null => (value ? Date.parse(value) : null)

/** Everybody of a house who lives there or is asked to. */
const membersOf = (kernel: Kernel, scope: Scope, houseId: string, tx?: Tx): Promise<MemberRow[]> =>
  scopedRows<MemberRow>(
    kernel.store,
    scope,
    'household_members',
    {
      sql: "SELECT * FROM household_members WHERE house_id = ? AND state IN ('active', 'invited') ORDER BY id LIMIT 100",
      params: [houseId],
    },
    tx,
  )

const stillOn = (row: MemberRow, now: number) => row.valid_until_at === null || now < row.valid_until_at

export async function myHouses(kernel: Kernel, scope: Scope, viewer: Principal) {
  const now = kernel.clock.now()
  const mine = (
    await scopedRows<MemberRow>(kernel.store, scope, 'household_members', {
      sql: "SELECT * FROM household_members WHERE user_id = ? AND state = 'active' ORDER BY id",
      params: [viewer.id],
    })
  ).filter((row) => isLiving(row, now))
  const houses = await housesById(
    kernel,
    mine.map(({ house_id }) => house_id),
  )
  const counts = await countMembers(
    kernel,
    scope,
    mine.map(({ house_id }) => house_id),
    now,
  )
  return {
    items: mine.flatMap((row) => {
      const house = houses.get(row.house_id)
      if (!house) return []
      const can: ('invite' | 'remove' | 'change' | 'unbind')[] =
        row.relation === 'owner' ? ['invite', 'remove', 'change', 'unbind'] : ['unbind']
      return [
        {
          house,
          membershipId: row.id,
          relation: row.relation,
          validUntil: row.valid_until_at === null ? null : new Date(row.valid_until_at).toISOString(),
          members: counts.get(row.house_id) ?? 1,
          version: row.version,
          can,
        },
      ]
    }),
  }
}

async function countMembers(kernel: Kernel, scope: Scope, houseIds: readonly string[], now: number): Promise<Map<string, number>> {
  if (houseIds.length === 0) return new Map()
  const where = among('house_id', houseIds)
  const rows = await scopedRows<{ house_id: string; n: number }>(kernel.store, scope, 'household_members', {
    sql: `SELECT house_id, COUNT(*) AS n FROM household_members WHERE ${where.sql} AND state = 'active'
          AND (valid_until_at IS NULL OR valid_until_at > ?) GROUP BY house_id`,
    params: [...where.params, now],
  })
  return new Map(rows.map((row) => [row.house_id, Number(row.n)]))
}

export async function listMembers(kernel: Kernel, scope: Scope, viewer: Principal, houseId: string) {
  const now = kernel.clock.now()
  const rows = await membersOf(kernel, scope, houseId)
  const mine = myMembership(rows, viewer.id, now)
  const house = (await housesById(kernel, [houseId])).get(houseId) as House
  return {
    house,
    items: rows.filter((row) => stillOn(row, now)).map((row) => presentMember(kernel, viewer, 'household', row)),
    can: mine.relation === 'owner' ? (['invite', 'remove', 'change'] as const).slice() : [],
  }
}

/** Asks somebody by phone number to join; they become a member when they say yes themselves. */
export async function invite(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  houseId: string,
  body: Invitation,
  tx: Tx,
): Promise<{ member: HouseholdMember; guestId: string | null }> {
  const now = kernel.clock.now()
  await lockHouse(kernel, houseId, tx)
  const rows = await membersOf(kernel, scope, houseId, tx)
  assertOwner(myMembership(rows, viewer.id, now))
  const house = await houseToBind(kernel, houseId, tx)
  const from = instant(body.validFrom) ?? now
  const until = instant(body.validUntil)
  assertValidity(body.relation, from, until)
  const guest = await accountByPhone(kernel, body.phone, tx)
  if (guest && rows.some((row) => row.user_id === guest.id && isLiving(row, now))) throw refuseWith(householdErrors, 'household.bound')
  const id = kernel.ids.next()
  const at = sealed(kernel, 'household_members', id)
  const index = phoneIndexIn(kernel, 'household_members', body.phone)
  const row: MemberRow = {
    id,
    house_id: houseId,
    place_path: house.path,
    user_id: null,
    name_sealed: at.seal('name_sealed', body.name),
    phone_sealed: at.seal('phone_sealed', body.phone),
    phone_index: index,
    relation: body.relation,
    state: 'invited',
    valid_from_at: from,
    valid_until_at: until,
    invited_by: viewer.id,
    version: 1,
  }
  await endOver(kernel, liveKey(houseId, index), now, tx)
  const suffix = phoneSuffixIn(kernel, 'household_members', body.phone)
  const made = await insertOnce(
    kernel.store,
    'household_members',
    { ...row, phone_suffix: suffix, live_key: liveKey(houseId, index), created_at: now },
    tx,
  )
  if (!made) throw refuseWith(householdErrors, 'household.waiting')
  return { member: presentMember(kernel, viewer, 'household', row), guestId: guest?.id ?? null }
}

/** Invitations to the number that this person has proved to hold. */
async function invitedRows(kernel: Kernel, scope: Scope, userId: string, tx?: Tx): Promise<MemberRow[]> {
  const user = await accountById(kernel, userId, tx)
  const phone = user ? phoneOf(kernel, user) : null
  if (phone === null) return []
  const where = combine('AND', [
    among('phone_index', phoneIndexesIn(kernel, 'household_members', phone)),
    { sql: "state = 'invited'", params: [] },
  ])
  const statement = { sql: `SELECT * FROM household_members WHERE ${where.sql} ORDER BY id LIMIT 50`, params: where.params }
  const rows = await scopedRows<MemberRow>(kernel.store, scope, 'household_members', statement, tx)
  const now = kernel.clock.now()
  return rows.filter((row) => stillOn(row, now))
}

export async function myInvitations(kernel: Kernel, scope: Scope, viewer: Principal) {
  const rows = await invitedRows(kernel, scope, viewer.id)
  const houses = await housesById(
    kernel,
    rows.map(({ house_id }) => house_id),
  )
  const names = await namesOf(
    kernel,
    rows.flatMap(({ invited_by }) => invited_by ?? []),
  )
  return {
    items: rows.flatMap((row) => {
      const house = houses.get(row.house_id)
      if (!house) return []
      return [
        {
          id: row.id,
          house,
          relation: row.relation,
          invitedBy: names.get(row.invited_by ?? '') ?? '',
          validUntil: row.valid_until_at === null ? null : new Date(row.valid_until_at).toISOString(),
          version: row.version,
        },
      ]
    }),
  }
}

export async function accept(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  id: string,
  version: number,
  tx: Tx,
): Promise<HouseholdMember> {
  const row = (await invitedRows(kernel, scope, viewer.id, tx)).find((invitation) => invitation.id === id)
  const user = await accountById(kernel, viewer.id, tx)
  if (!row || !user) throw refuse('not-found')
  await lockHouse(kernel, row.house_id, tx)
  const members = await membersOf(kernel, scope, row.house_id, tx)
  const now = kernel.clock.now()
  if (members.some((member) => member.user_id === user.id && isLiving(member, now))) throw refuseWith(householdErrors, 'household.bound')
  await endOver(kernel, liveKey(row.house_id, user.id), now, tx)
  const count = await kernel.store.run(
    "UPDATE household_members SET state = 'active', user_id = ?, live_key = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'invited'",
    [user.id, liveKey(row.house_id, user.id), id, version],
    tx,
  )
  if (count !== 1) throw refuse('stale')
  const name = sealed(kernel, 'household_members', id).open('name_sealed', row.name_sealed)
  await settle(kernel, user, { name, placePath: row.place_path }, tx)
  announce(kernel, user.id, tx)
  return presentMember(kernel, viewer, 'household', { ...row, user_id: user.id, state: 'active', version: row.version + 1 })
}

export async function decline(kernel: Kernel, scope: Scope, viewer: Principal, id: string, version: number, tx: Tx): Promise<void> {
  const row = (await invitedRows(kernel, scope, viewer.id, tx)).find((invitation) => invitation.id === id)
  if (!row) throw refuse('not-found')
  await end(kernel, row, version, tx)
}

async function end(kernel: Kernel, row: MemberRow, version: number, tx: Tx): Promise<void> {
  const count = await kernel.store.run(
    "UPDATE household_members SET state = 'ended', ended_at = ?, live_key = NULL, version = version + 1 WHERE id = ? AND version = ? AND state <> 'ended'",
    [kernel.clock.now(), row.id, version],
    tx,
  )
  if (count !== 1) throw refuse('stale')
  if (row.user_id !== null) announce(kernel, row.user_id, tx)
}

interface At {
  readonly houseId: string
  readonly id: string
}

async function findMember(kernel: Kernel, scope: Scope, viewer: Principal, at: At, tx: Tx) {
  await lockHouse(kernel, at.houseId, tx)
  const members = await membersOf(kernel, scope, at.houseId, tx)
  const mine = myMembership(members, viewer.id, kernel.clock.now())
  const row = members.find(({ id }) => id === at.id)
  if (!row) throw refuse('not-found')
  return { members, mine, row }
}

export async function changeMember(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  at: At,
  body: { version: number; validUntil: string | null },
  tx: Tx,
): Promise<HouseholdMember> {
  const { mine, row } = await findMember(kernel, scope, viewer, at, tx)
  assertOwner(mine)
  // An owner's right does not come from another owner, and nobody prolongs their own.
  if (row.relation === 'owner') throw refuseWith(householdErrors, 'household.not-manager')
  const until = instant(body.validUntil)
  assertValidity(row.relation, row.valid_from_at, until)
  const count = await kernel.store.run(
    "UPDATE household_members SET valid_until_at = ?, version = version + 1 WHERE id = ? AND version = ? AND state <> 'ended'",
    [until, row.id, body.version],
    tx,
  )
  if (count !== 1) throw refuse('stale')
  if (row.user_id !== null) announce(kernel, row.user_id, tx)
  return presentMember(kernel, viewer, 'household', { ...row, valid_until_at: until, version: row.version + 1 })
}

/** Owners remove others; everybody may leave, the last owner only when nobody is left behind. */
export async function removeMember(kernel: Kernel, scope: Scope, viewer: Principal, at: At, version: number, tx: Tx): Promise<MemberRow> {
  const { members, mine, row } = await findMember(kernel, scope, viewer, at, tx)
  const now = kernel.clock.now()
  if (row.id !== mine.id) {
    assertOwner(mine)
    if (row.relation === 'owner') throw refuseWith(householdErrors, 'household.not-manager')
  } else if (mine.relation === 'owner') {
    const others = members.filter((member) => member.id !== mine.id && stillOn(member, now))
    if (others.length > 0 && !others.some((member) => member.relation === 'owner' && isLiving(member, now)))
      throw refuseWith(householdErrors, 'household.last-owner')
  }
  await end(kernel, row, version, tx)
  return row
}
