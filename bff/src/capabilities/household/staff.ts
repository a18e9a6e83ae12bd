import type { BodyOf, Page, QueryOf } from '@liren/contract'
import type { household as contract, HouseholdMember } from '@liren/contract/capabilities/household'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { type House, housesById, houseToBind } from './houses.ts'
import { presentContact, presentMember } from './present.ts'
import { type ContactRow, type MemberRow, phoneIndexesIn, phoneIndexIn, phoneSuffixesIn, sealed } from './row.ts'

/** Who lives where, within the caller's places. Search by phone says nothing about people elsewhere. */
export async function listHouseholds(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  query: QueryOf<typeof contract.endpoints.list>,
): Promise<Page<HouseholdMember & { house: House }>> {
  const { cursor, limit: wanted, ...filters } = query
  const limit = wanted ?? 20
  const keys = keyset({ cursor }, ['id desc'], filters)
  const now = kernel.clock.now()
  const where: Condition[] = [
    underPlaces('place_path', scope.places),
    { sql: "state = 'active' AND (valid_until_at IS NULL OR valid_until_at > ?)", params: [now] },
    keys.seek(),
  ]
  if (query.phone !== undefined) where.push(among('phone_index', phoneIndexesIn(kernel, 'household_members', query.phone)))
  if (query.last4 !== undefined) where.push(among('phone_suffix', phoneSuffixesIn(kernel, 'household_members', query.last4)))
  if (query.placeId !== undefined) {
    const place = await placeById(kernel, query.placeId)
    where.push(place ? underPlaces('place_path', [place.path]) : { sql: '1 = 0', params: [] })
  }
  const condition = combine('AND', where)
  const rows = await scopedRows<MemberRow>(kernel.store, scope, 'household_members', {
    sql: `SELECT * FROM household_members WHERE ${condition.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: condition.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  const { last4 } = query
  // Two bytes of an index meet by chance now and then; the number itself decides.
  const really = page.items.filter((row) => last4 === undefined || phoneOf(kernel, row)?.endsWith(last4) === true)
  const houses = await housesById(
    kernel,
    really.map(({ house_id }) => house_id),
  )
  return {
    ...page,
    items: really.flatMap((row) => {
      const house = houses.get(row.house_id)
      return house ? [{ ...presentMember(kernel, viewer, 'staff', row), house }] : []
    }),
  }
}

const phoneOf = (kernel: Kernel, row: MemberRow) => sealed(kernel, 'household_members', row.id).openOrNull('phone_sealed', row.phone_sealed)

export async function listContacts(kernel: Kernel, scope: Scope, viewer: Principal, houseId: string) {
  const house = await houseInReach(kernel, scope, houseId)
  const rows = await scopedRows<ContactRow>(kernel.store, scope, 'household_contacts', {
    sql: 'SELECT * FROM household_contacts WHERE house_id = ? ORDER BY id LIMIT 50',
    params: [house.id],
  })
  return { items: rows.map((row) => presentContact(kernel, viewer, row)) }
}

/** Registers a number for a house; its holder can then move in with one tap. */
export async function addContact(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  houseId: string,
  body: BodyOf<typeof contract.endpoints.addContact>,
  tx: Tx,
) {
  await houseInReach(kernel, scope, houseId, tx)
  const house = await houseToBind(kernel, houseId, tx)
  const id = kernel.ids.next()
  const at = sealed(kernel, 'household_contacts', id)
  const row: ContactRow = {
    id,
    house_id: house.id,
    place_path: house.path,
    name_sealed: at.seal('name_sealed', body.name),
    phone_sealed: at.seal('phone_sealed', body.phone),
    relation: body.relation,
    created_at: kernel.clock.now(),
  }
  const index = phoneIndexIn(kernel, 'household_contacts', body.phone)
  if (await insertOnce(kernel.store, 'household_contacts', { ...row, phone_index: index, created_by: viewer.id }, tx))
    return { contact: presentContact(kernel, viewer, row), path: house.path }
  const [known] = await scopedRows<ContactRow>(
    kernel.store,
    scope,
    'household_contacts',
    { sql: 'SELECT * FROM household_contacts WHERE house_id = ? AND phone_index = ?', params: [house.id, index] },
    tx,
  )
  if (!known) throw refuse('conflict')
  return { contact: presentContact(kernel, viewer, known), path: house.path }
}

export async function removeContact(kernel: Kernel, scope: Scope, houseId: string, id: string, tx: Tx): Promise<void> {
  await houseInReach(kernel, scope, houseId, tx)
  if ((await kernel.store.run('DELETE FROM household_contacts WHERE id = ? AND house_id = ?', [id, houseId], tx)) !== 1)
    throw refuse('not-found')
}

async function houseInReach(kernel: Kernel, scope: Scope, id: string, tx?: Tx) {
  const place = await placeById(kernel, id, tx)
  if (place?.kind !== 'house' || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return place
}
