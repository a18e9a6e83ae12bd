import { type KeptMerchant, type Merchant, type MerchantOrder, orderActions, orderSteps } from '@liren/contract/capabilities/merchant'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'
import type { MerchantRow, OrderRow, ServiceRow } from './row.ts'

const isoOrNull = (at: number | null) => (at === null ? null : iso(Number(at)))

/** Services of these merchants as they stand today. */
export async function servicesOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, ServiceRow[]>> {
  const of = new Map<string, ServiceRow[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return of
  const { sql, params } = among('merchant_id', ids)
  const rows = await kernel.store.rows<ServiceRow>(
    `SELECT * FROM merchant_services WHERE ${sql} AND is_withdrawn = 0 ORDER BY merchant_id, sort, id`,
    params,
    tx,
  )
  for (const row of rows) of.get(row.merchant_id)?.push(row)
  return of
}

const presentOne = (row: MerchantRow, services: readonly ServiceRow[]): Merchant => ({
  id: row.id,
  name: row.name,
  intro: row.intro,
  phone: row.phone,
  stars: row.rated === 0 ? null : Math.round((row.stars / row.rated) * 10) / 10,
  rated: row.rated,
  done: row.done,
  services: services.map(({ id, name, unit, fen }) => ({ id, name, unit, fen: Number(fen) })),
})

export async function presentMerchants(kernel: Kernel, rows: readonly MerchantRow[], tx?: Tx): Promise<Merchant[]> {
  const services = await servicesOf(
    kernel,
    rows.map(({ id }) => id),
    tx,
  )
  return rows.map((row) => presentOne(row, services.get(row.id) ?? []))
}

/** The same with what only the keepers of the list see. */
export async function presentKept(kernel: Kernel, rows: readonly MerchantRow[], tx?: Tx): Promise<KeptMerchant[]> {
  const shown = await presentMerchants(kernel, rows, tx)
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  const keepers = rows.flatMap(({ keeper_id }) => (keeper_id === null ? [] : [keeper_id]))
  const names = await namesOf(kernel, keepers, tx)
  return rows.map((row, at) => ({
    ...(shown[at] as Merchant),
    place: { id: row.place_id, name: places.get(row.place_id)?.name ?? '' },
    state: row.state,
    keeper: row.keeper_id === null ? null : { id: row.keeper_id, name: names.get(row.keeper_id) ?? '' },
    version: row.version,
  }))
}

/** Orders as somebody sees them: which steps are theirs depends on the side they stand on. */
export async function presentOrders(kernel: Kernel, rows: readonly OrderRow[], viewerId: string, tx?: Tx): Promise<MerchantOrder[]> {
  const phones = await phonesOf(kernel, [...new Set(rows.map(({ merchant_id }) => merchant_id))], tx)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    merchant: { id: row.merchant_id, name: row.merchant_name, phone: phones.get(row.merchant_id) ?? '' },
    service: { name: row.service_name, unit: row.unit, fen: Number(row.fen) },
    quantity: row.quantity,
    totalFen: Number(row.fen) * row.quantity,
    address: row.address,
    note: row.note,
    visitAt: isoOrNull(row.visit_at),
    state: row.state,
    reason: row.reason,
    rating: row.rating,
    comment: row.comment,
    placedAt: iso(Number(row.created_at)),
    acceptedAt: isoOrNull(row.accepted_at),
    finishedAt: isoOrNull(row.finished_at),
    closedAt: isoOrNull(row.closed_at),
    version: row.version,
    can: orderActions.filter((action) => {
      const { from, by } = orderSteps[action]
      return (
        (from as readonly string[]).includes(row.state) &&
        (by as readonly string[]).some((side) => (side === 'customer' ? row.customer_id : row.keeper_id) === viewerId) &&
        (action !== 'rate' || row.rating === null)
      )
    }),
  }))
}

async function phonesOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { sql, params } = among('id', ids)
  const rows = await unscoped<{ id: string; phone: string }>(
    kernel.store,
    'the telephone of a business is on show',
    { sql: `SELECT id, phone FROM merchants WHERE ${sql}`, params },
    tx,
  )
  return new Map(rows.map(({ id, phone }) => [id, phone]))
}
