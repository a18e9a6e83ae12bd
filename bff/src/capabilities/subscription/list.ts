import type { Page, QueryOf } from '@liren/contract'
import type { subscription as contract, Delivery, DeviceMessage, Hook, Subscription } from '@liren/contract/capabilities/subscription'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { namesOfPartners } from './partner.ts'
import { hooksById } from './read.ts'
import { byPlace, type DeliveryRow, type HookRow, presentDelivery, presentHook, presentSubscription, type SubscriptionRow } from './row.ts'

type Endpoints = (typeof contract)['endpoints']
interface Paging {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}
export interface Asking {
  readonly principal: Principal
  readonly scope: Scope
}

/** An application knows of what is its own; people of everything at their places. */
const mine = (principal: Principal, column = 'partner_id'): Condition =>
  principal.kind === 'app' ? { sql: `${column} = ?`, params: [principal.id] } : { sql: '1 = 1', params: [] }

async function pageOf<T extends { id: string }>(
  kernel: Kernel,
  table: string,
  { principal, scope }: Asking,
  { cursor, limit = 20 }: Paging,
): Promise<Page<T>> {
  const keys = keyset({ cursor }, ['id desc'])
  const where = combine('AND', [reach(scope, byPlace), mine(principal), keys.seek()])
  const sql = `SELECT * FROM ${table} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`
  return keys.page(await scopedRows<T>(kernel.store, scope, table, { sql, params: where.params }), limit, (row) => [row.id])
}

export async function presentSubscriptions(kernel: Kernel, rows: readonly SubscriptionRow[], tx?: Tx): Promise<Subscription[]> {
  const hooks = await hooksById(
    kernel,
    rows.flatMap((row) => row.hook_id ?? []),
    tx,
  )
  const called = {
    partners: await namesOfPartners(
      kernel,
      rows.map((row) => row.partner_id),
      tx,
    ),
    hooks: new Map([...hooks].map(([id, hook]) => [id, hook.name])),
  }
  return rows.map((row) => presentSubscription(row, called))
}

export async function listSubscriptions(kernel: Kernel, asking: Asking, query: Paging): Promise<Page<Subscription>> {
  const page = await pageOf<SubscriptionRow>(kernel, 'subscriptions', asking, query)
  return { ...page, items: await presentSubscriptions(kernel, page.items) }
}

export async function presentHooks(kernel: Kernel, rows: readonly HookRow[], tx?: Tx): Promise<Hook[]> {
  const partners = await namesOfPartners(
    kernel,
    rows.map((row) => row.partner_id),
    tx,
  )
  return rows.map((row) => presentHook(row, partners))
}

export async function listHooks(kernel: Kernel, asking: Asking, query: Paging): Promise<Page<Hook>> {
  const page = await pageOf<HookRow>(kernel, 'hooks', asking, query)
  return { ...page, items: await presentHooks(kernel, page.items) }
}

async function find<T extends object>(kernel: Kernel, table: string, { principal, scope }: Asking, id: string, tx?: Tx): Promise<T> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, reach(scope, byPlace), mine(principal)])
  const [row] = await scopedRows<T>(
    kernel.store,
    scope,
    table,
    { sql: `SELECT * FROM ${table} WHERE ${where.sql}`, params: where.params },
    tx,
  )
  if (!row) throw refuse('not-found')
  return row
}

export const findSubscription = (kernel: Kernel, asking: Asking, id: string, tx?: Tx) =>
  find<SubscriptionRow>(kernel, 'subscriptions', asking, id, tx)
export const findHook = (kernel: Kernel, asking: Asking, id: string, tx?: Tx) => find<HookRow>(kernel, 'hooks', asking, id, tx)

/** Oldest first: whoever reads on with the cursor misses nothing. */
export async function listMessages(kernel: Kernel, asking: Asking, id: string, query: Paging): Promise<Page<DeviceMessage>> {
  const { id: subscriptionId } = await findSubscription(kernel, asking, id)
  const { cursor, limit = 20 } = query
  const keys = keyset({ cursor }, ['id'], { id })
  const where = combine('AND', [{ sql: 'subscription_id = ?', params: [subscriptionId] }, keys.seek()])
  const rows = await kernel.store.rows<{ id: string; content: string }>(
    `SELECT id, content FROM subscription_messages WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map((row) => JSON.parse(row.content) as DeviceMessage) }
}

const deliveryColumns = [
  'd.id, d.hook_id, h.name AS hook_name, d.about_kind, d.about_id, d.about_name, d.state, d.attempts, d.retry_at, d.status, d.fault',
  'd.created_at, d.finished_at, d.version',
].join(', ')
const deliverySource = 'hook_deliveries d LEFT JOIN hooks h ON h.id = d.hook_id'

export async function listDeliveries(
  kernel: Kernel,
  { principal, scope }: Asking,
  query: QueryOf<Endpoints['deliveries']>,
): Promise<Page<Delivery>> {
  const { cursor, limit = 20, state, hookId } = query
  const keys = keyset({ cursor }, ['d.id desc'], { state, hookId })
  const where = combine('AND', [
    reach(scope, byPlace, 'd'),
    mine(principal, 'h.partner_id'),
    ...(state === undefined ? [] : [{ sql: 'd.state = ?', params: [state] }]),
    ...(hookId === undefined ? [] : [{ sql: 'd.hook_id = ?', params: [hookId] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<DeliveryRow>(kernel.store, scope, 'hook_deliveries', {
    sql: `SELECT ${deliveryColumns} FROM ${deliverySource} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentDelivery) }
}

export async function findDelivery(kernel: Kernel, { principal, scope }: Asking, id: string, tx: Tx): Promise<DeliveryRow> {
  const where = combine('AND', [{ sql: 'd.id = ?', params: [id] }, reach(scope, byPlace, 'd'), mine(principal, 'h.partner_id')])
  const [row] = await scopedRows<DeliveryRow>(
    kernel.store,
    scope,
    'hook_deliveries',
    { sql: `SELECT ${deliveryColumns} FROM ${deliverySource} WHERE ${where.sql}`, params: where.params },
    tx,
  )
  if (!row) throw refuse('not-found')
  return row
}
