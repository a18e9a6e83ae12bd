import {
  merchant as contract,
  type MerchantOrder,
  merchantErrors,
  type OrderAction,
  orderSteps,
} from '@liren/contract/capabilities/merchant'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { ownContact } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { StoreError } from '../../kernel/store/store-error.ts'
import { pathsAbove, placeForCase } from '../place/read.ts'
import { presentOrders } from './present.ts'
import { contactPlace, type MerchantRow, type OrderRow, type ServiceRow } from './row.ts'

const e = contract.endpoints
const why = 'an order is looked up before it is known whose it is'

async function chosen(kernel: Kernel, serviceId: string, tx: Tx): Promise<{ service: ServiceRow; merchant: MerchantRow } | undefined> {
  const [service] = await kernel.store.rows<ServiceRow>(
    'SELECT * FROM merchant_services WHERE id = ? AND is_withdrawn = 0',
    [serviceId],
    tx,
  )
  if (!service) return undefined
  const listed = { sql: "SELECT * FROM merchants WHERE id = ? AND state = 'listed'", params: [service.merchant_id] }
  const [merchant] = await unscoped<MerchantRow>(kernel.store, 'whoever is listed is on show', listed, tx)
  return merchant && { service, merchant }
}

/** For a house of one's own, from a merchant that serves it, at the price that was shown. */
export async function placeOrder(kernel: Kernel, ctx: RequestContext<typeof e.order>): Promise<MerchantOrder> {
  const { body, principal, tx, now } = ctx
  const found = await chosen(kernel, body.serviceId, tx)
  if (!found) throw refuse('not-found')
  const { service, merchant } = found
  if (!principal.houseIds.includes(body.houseId)) throw refuseWith(merchantErrors, 'merchant.house-not-yours')
  const house = await placeForCase(kernel, body.houseId, tx)
  if (!house || !pathsAbove(house.path).includes(merchant.place_path)) throw refuseWith(merchantErrors, 'merchant.not-here')
  if (Number(service.fen) !== body.fen) throw refuse('stale', { details: { fen: Number(service.fen) } })
  const id = kernel.ids.next()
  const contact = await ownContact(kernel, principal, tx)
  const row: OrderRow = {
    id,
    number: newNumber(kernel, now),
    merchant_id: merchant.id,
    merchant_name: merchant.name,
    keeper_id: merchant.keeper_id,
    service_name: service.name,
    unit: service.unit,
    fen: body.fen,
    quantity: body.quantity,
    customer_id: principal.id,
    contact: kernel.sealer.seal(JSON.stringify(contact), contactPlace(id)),
    house_id: body.houseId,
    place_path: house.path,
    address: house.label,
    note: body.note,
    visit_at: body.visitAt === undefined ? null : Date.parse(body.visitAt),
    state: 'placed',
    reason: null,
    rating: null,
    comment: null,
    created_at: now,
    accepted_at: null,
    finished_at: null,
    closed_at: null,
    version: 1,
  }
  const columns = Object.keys(row)
  const insert = `INSERT INTO merchant_orders (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  // The number is chance: where it is taken, all is done again with another.
  kernel.store.later(insert, Object.values(row) as SqlValue[], tx, {
    failed: (failure) => (failure.code === 'unique' ? new StoreError('conflict', { cause: failure }) : failure),
  })
  ctx.audit({ subject: 'merchant-order', subjectId: id, placePath: row.place_path, after: { merchant: merchant.id, fen: row.fen } })
  await tell(ctx, row, 'order')
  return one(kernel, row, ctx)
}

function newNumber(kernel: Kernel, now: number): string {
  const day = dayOf(now, kernel.config.LIREN_TIME_ZONE).replaceAll('-', '').slice(2)
  return `WX${day}-${String(kernel.random.int(1_000_000)).padStart(6, '0')}`
}

const one = async (kernel: Kernel, row: OrderRow, { principal, tx }: Pick<RequestContext, 'principal' | 'tx'>): Promise<MerchantOrder> =>
  (await presentOrders(kernel, [row], principal.id, tx))[0] as MerchantOrder

/** The side that waits is told. */
const tell = ({ emit }: Pick<RequestContext, 'emit'>, row: OrderRow, action: OrderAction | 'order'): Promise<void> => {
  const userIds = [row.customer_id, ...(row.keeper_id === null ? [] : [row.keeper_id])]
  const payload = {
    action,
    number: row.number,
    merchant: row.merchant_name,
    service: row.service_name,
    customer: row.customer_id,
    keeper: row.keeper_id,
  }
  return emit({ name: 'merchant.order-moved', subject: 'merchant-order', subjectId: row.id, payload, live: { userIds } })
}

/** The order of somebody who is a side of it; to everybody else it does not exist. */
export async function orderOf(kernel: Kernel, id: string, userId: string, tx?: Tx): Promise<OrderRow> {
  const statement = { sql: 'SELECT * FROM merchant_orders WHERE id = ?', params: [id] }
  const [row] = await unscoped<OrderRow>(kernel.store, why, statement, tx)
  if (!row || (row.customer_id !== userId && row.keeper_id !== userId)) throw refuse('not-found')
  return row
}

interface StepBody {
  readonly version: number
  readonly reason?: string
  readonly rating?: number
  readonly comment?: string
}

/** One step of the order, by the side whose step it is, from a state it starts from. */
export async function takeStep(
  kernel: Kernel,
  action: OrderAction,
  ctx: Pick<RequestContext, 'principal' | 'tx' | 'now' | 'audit' | 'emit'> & { readonly params: { id: string }; readonly body: StepBody },
): Promise<MerchantOrder> {
  const { body, tx, now } = ctx
  const row = await orderOf(kernel, ctx.params.id, ctx.principal.id, tx)
  const { from, to, by } = orderSteps[action]
  const sides = [...(row.customer_id === ctx.principal.id ? ['customer'] : []), ...(row.keeper_id === ctx.principal.id ? ['merchant'] : [])]
  if (!(by as readonly string[]).some((side) => sides.includes(side))) throw refuse('not-found')
  if (row.version !== body.version) throw refuse('stale')
  if (!(from as readonly string[]).includes(row.state)) throw refuseWith(merchantErrors, 'merchant.step-not-allowed')
  if (action === 'rate' && row.rating !== null) throw refuseWith(merchantErrors, 'merchant.rated-already')
  const next: OrderRow = {
    ...row,
    state: to,
    reason: body.reason ?? row.reason,
    rating: body.rating ?? row.rating,
    comment: body.comment ?? row.comment,
    accepted_at: action === 'accept' ? now : row.accepted_at,
    finished_at: action === 'finish' ? now : row.finished_at,
    closed_at: ['confirm', 'decline', 'cancel'].includes(action) ? now : row.closed_at,
    version: row.version + 1,
  }
  const changed = await kernel.store.run(
    `UPDATE merchant_orders SET state = ?, reason = ?, rating = ?, comment = ?, accepted_at = ?, finished_at = ?, closed_at = ?, version = version + 1
     WHERE id = ? AND version = ?`,
    [next.state, next.reason, next.rating, next.comment, next.accepted_at, next.finished_at, next.closed_at, row.id, row.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  await count(kernel, action, next, tx)
  ctx.audit({ subject: 'merchant-order', subjectId: row.id, placePath: row.place_path, before: { state: row.state }, after: { state: to } })
  await tell(ctx, next, action)
  return one(kernel, next, ctx)
}

/** What the list shows of a merchant follows its orders. */
async function count(kernel: Kernel, action: OrderAction, { merchant_id, rating }: OrderRow, tx: Tx): Promise<void> {
  if (action === 'confirm') await kernel.store.run('UPDATE merchants SET done = done + 1 WHERE id = ?', [merchant_id], tx)
  if (action === 'rate')
    await kernel.store.run('UPDATE merchants SET rated = rated + 1, stars = stars + ? WHERE id = ?', [rating ?? 0, merchant_id], tx)
}
