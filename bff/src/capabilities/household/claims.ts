import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type household as contract, type HouseholdClaim, householdErrors, type Relation } from '@liren/contract/capabilities/household'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { accountById, nameOf, phoneOf } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { attachFiles } from '../file/read.ts'
import { type House, housesById, houseToBind } from './houses.ts'
import { join } from './join.ts'
import { assertValidity, isLiving, oneWorkingDay } from './policy.ts'
import { presentClaim } from './present.ts'
import { type ClaimRow, type ContactRow, liveKey, type MemberRow, phoneIndexesIn, sealed } from './row.ts'

type ClaimBody = BodyOf<typeof contract.endpoints.claim>
export const claimSubject = 'household-claim'
const instant = (value: string | null | undefined): number | null => (value ? Date.parse(value) : null)

/** Houses where somebody registered this person's number, and where they do not live yet. */
export async function matchesOf(kernel: Kernel, scope: Scope, userId: string) {
  const user = await accountById(kernel, userId)
  const phone = user ? phoneOf(kernel, user) : null
  if (phone === null) return { items: [] }
  const contacts = await contactsOf(kernel, scope, phone)
  const mine = await scopedRows<MemberRow>(kernel.store, scope, 'household_members', {
    sql: "SELECT * FROM household_members WHERE user_id = ? AND state = 'active'",
    params: [userId],
  })
  const now = kernel.clock.now()
  const free = contacts.filter((contact) => !mine.some((member) => member.house_id === contact.house_id && isLiving(member, now)))
  const houses = await housesById(
    kernel,
    free.map(({ house_id }) => house_id),
  )
  return {
    items: free.flatMap(({ house_id, relation }) => (houses.has(house_id) ? [{ house: houses.get(house_id) as House, relation }] : [])),
  }
}

function contactsOf(kernel: Kernel, scope: Scope, phone: string, houseId?: string, tx?: Tx): Promise<ContactRow[]> {
  const where = [among('phone_index', phoneIndexesIn(kernel, 'household_contacts', phone))]
  if (houseId !== undefined) where.push({ sql: 'house_id = ?', params: [houseId] })
  const { sql, params } = combine('AND', where)
  const statement = { sql: `SELECT * FROM household_contacts WHERE ${sql} ORDER BY id LIMIT 20`, params }
  return scopedRows<ContactRow>(kernel.store, scope, 'household_contacts', statement, tx)
}

/** Binds at once where the number is registered; with a proof it waits for somebody to look at it. */
export async function claimHouse(kernel: Kernel, scope: Scope, viewer: Principal, body: ClaimBody, tx: Tx): Promise<HouseholdClaim> {
  const user = await accountById(kernel, viewer.id, tx)
  if (!user) throw refuse('identity.expired')
  const house = await houseToBind(kernel, body.houseId, tx)
  const phone = phoneOf(kernel, user)
  if (phone === null) throw refuseWith(householdErrors, 'household.phone-unknown')
  await assertFree(kernel, scope, house.id, user.id, tx)
  const from = instant(body.validFrom) ?? kernel.clock.now()
  const until = instant(body.validUntil)

  if (body.by === 'phone') {
    const [contact] = await contactsOf(kernel, scope, phone, house.id, tx)
    if (!contact) throw refuseWith(householdErrors, 'household.no-match')
    assertValidity(contact.relation, from, until)
    const name = sealed(kernel, 'household_contacts', contact.id).open('name_sealed', contact.name_sealed)
    const belonging = { houseId: house.id, placePath: house.path, name, phone, relation: contact.relation, from, until }
    await join(kernel, user, belonging, tx)
    return write(kernel, viewer, house, { ...belonging, state: 'approved', proofs: [], note: undefined }, tx)
  }

  assertValidity(body.relation, from, until)
  const proofs = [...new Set(body.proofs ?? [])]
  if (proofs.length === 0) throw refuseWith(householdErrors, 'household.proof-missing')
  const name = body.name ?? nameOf(kernel, user)
  return write(kernel, viewer, house, { name, phone, relation: body.relation, from, until, state: 'waiting', proofs, note: body.note }, tx)
}

async function assertFree(kernel: Kernel, scope: Scope, houseId: string, userId: string, tx: Tx): Promise<void> {
  const rows = await scopedRows<MemberRow>(
    kernel.store,
    scope,
    'household_members',
    { sql: "SELECT * FROM household_members WHERE house_id = ? AND user_id = ? AND state = 'active'", params: [houseId, userId] },
    tx,
  )
  if (rows.some((row) => isLiving(row, kernel.clock.now()))) throw refuseWith(householdErrors, 'household.bound')
}

interface NewClaim {
  readonly name: string
  readonly phone: string
  readonly relation: Relation
  readonly from: number
  readonly until: number | null
  readonly state: 'waiting' | 'approved'
  readonly proofs: readonly string[]
  readonly note: string | undefined
}

async function write(kernel: Kernel, viewer: Principal, house: House, claim: NewClaim, tx: Tx): Promise<HouseholdClaim> {
  const now = kernel.clock.now()
  const id = kernel.ids.next()
  const at = sealed(kernel, 'household_claims', id)
  const zone = kernel.config.LIREN_TIME_ZONE
  const weekday = (instantAt: number) => new Date(`${dayOf(instantAt, zone)}T00:00:00Z`).getUTCDay()
  const row: ClaimRow = {
    id,
    house_id: house.id,
    place_path: house.path,
    user_id: viewer.id,
    name_sealed: at.seal('name_sealed', claim.name),
    phone_sealed: at.seal('phone_sealed', claim.phone),
    relation: claim.relation,
    state: claim.state,
    proofs: JSON.stringify(claim.proofs),
    proof_until_at: null,
    note_sealed: at.sealOrNull('note_sealed', claim.note),
    reason: null,
    valid_from_at: claim.from,
    valid_until_at: claim.until,
    due_at: claim.state === 'approved' ? now : oneWorkingDay(now, weekday),
    decided_by: null,
    decided_at: claim.state === 'approved' ? now : null,
    created_at: now,
    version: 1,
  }
  const waiting_key = claim.state === 'waiting' ? liveKey(house.id, viewer.id) : null
  if (!(await insertOnce(kernel.store, 'household_claims', { ...row, waiting_key }, tx)))
    throw refuseWith(householdErrors, 'household.waiting')
  const files = { ids: claim.proofs, ownerId: viewer.id, subject: claimSubject, subjectId: id, placePath: house.path, level: 'L3' as const }
  if (!(await attachFiles(kernel, files, tx))) throw refuseWith(householdErrors, 'household.file-unknown')
  return presentClaim(kernel, viewer, row, house)
}

/** What one asked for oneself, the newest first. */
export async function claimsOf(kernel: Kernel, scope: Scope, viewer: Principal): Promise<{ items: HouseholdClaim[] }> {
  const rows = await scopedRows<ClaimRow>(kernel.store, scope, 'household_claims', {
    sql: 'SELECT * FROM household_claims WHERE user_id = ? ORDER BY id DESC LIMIT 50',
    params: [viewer.id],
  })
  return { items: await withHouses(kernel, viewer, rows) }
}

/** The queue of a reviewer: what waits longest comes first, what is decided the newest first. */
export async function queue(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  query: QueryOf<typeof contract.endpoints.claims>,
): Promise<Page<HouseholdClaim>> {
  const state = query.state ?? 'waiting'
  const limit = query.limit ?? 20
  const keys = keyset(query, [state === 'waiting' ? 'id asc' : 'id desc'], { state })
  const where: Condition[] = [{ sql: 'state = ?', params: [state] }, underPlaces('place_path', scope.places), keys.seek()]
  const condition = combine('AND', where)
  const rows = await scopedRows<ClaimRow>(kernel.store, scope, 'household_claims', {
    sql: `SELECT * FROM household_claims WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: condition.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await withHouses(kernel, viewer, page.items) }
}

export async function withHouses(kernel: Kernel, viewer: Principal, rows: readonly ClaimRow[], tx?: Tx): Promise<HouseholdClaim[]> {
  const houses = await housesById(
    kernel,
    rows.map(({ house_id }) => house_id),
    tx,
  )
  return rows.flatMap((row) => {
    const house = houses.get(row.house_id)
    return house ? [presentClaim(kernel, viewer, row, house)] : []
  })
}
