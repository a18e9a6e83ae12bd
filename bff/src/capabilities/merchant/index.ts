import { merchant as contract } from '@liren/contract/capabilities/merchant'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { among } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import { pathsAbove, placeById } from '../place/read.ts'
import { createMerchant, updateMerchant } from './listing.ts'
import { orderOf, placeOrder, takeStep } from './orders.ts'
import { orderData } from './personal.ts'
import { presentKept, presentMerchants, presentOrders } from './present.ts'
import { contactPlace, type MerchantRow, merchantColumns, type OrderRow, orderColumns } from './row.ts'

const e = contract.endpoints

/** Merchants of the neighbourhood that mend things for money: listed with prices, ordered from, confirmed and rated. */
export const merchant: CapabilityFactory = (kernel) => {
  const { store } = kernel
  const step = (action: 'accept' | 'decline' | 'finish' | 'confirm' | 'cancel' | 'rate') =>
    route(e[action], (ctx) => takeStep(kernel, action, ctx as Parameters<typeof takeStep>[2]))

  return {
    contract,
    personal: [orderData(kernel)],
    placedTables: ['merchants', 'merchant_orders'],
    sealed: [{ table: 'merchant_orders', column: 'contact' }],
    routes: [
      route(e.list, async ({ query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { placeId: query.placeId })
        const place = await placeById(kernel, query.placeId)
        if (!place) throw refuse('not-found')
        const serving = among('place_path', pathsAbove(place.path))
        const after = keys.seek()
        const rows = await unscoped<MerchantRow>(store, 'whoever is listed is on show to everybody', {
          sql: `SELECT * FROM merchants WHERE ${serving.sql} AND state = 'listed' AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
          params: [...serving.params, ...after.params, limit + 1],
        })
        const page = keys.page(rows, limit, ({ id }) => [id])
        return { items: await presentMerchants(kernel, page.items), next: page.next }
      }),

      route(e.kept, async ({ query, scope }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'])
        const [within, after] = [reach(scope, merchantColumns), keys.seek()]
        const rows = await scopedRows<MerchantRow>(store, scope, 'merchants', {
          sql: `SELECT * FROM merchants WHERE ${within.sql} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
          params: [...within.params, ...after.params, limit + 1],
        })
        const page = keys.page(rows, limit, ({ id }) => [id])
        return { items: await presentKept(kernel, page.items), next: page.next }
      }),
      route(e.create, (ctx) => createMerchant(kernel, ctx)),
      route(e.update, (ctx) => updateMerchant(kernel, ctx)),

      route(e.desk, async ({ query, scope, principal }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { state: query.state ?? '' })
        const [within, after] = [reach({ ...scope, kind: 'place' }, orderColumns), keys.seek()]
        const [state, states] = query.state ? ['state = ?', [query.state]] : ['1 = 1', []]
        const rows = await scopedRows<OrderRow>(store, scope, 'merchant_orders', {
          sql: `SELECT * FROM merchant_orders WHERE ${within.sql} AND ${state} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
          params: [...within.params, ...states, ...after.params, limit + 1],
        })
        const page = keys.page(rows, limit, ({ id }) => [id])
        return { items: await presentOrders(kernel, page.items, principal.id), next: page.next }
      }),

      route(e.orders, async ({ query, principal }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { side: query.side })
        const after = keys.seek()
        const own = query.side === 'customer' ? 'customer_id = ?' : 'keeper_id = ?'
        const rows = await unscoped<OrderRow>(store, 'each side sees the orders that are its own', {
          sql: `SELECT * FROM merchant_orders WHERE ${own} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
          params: [principal.id, ...after.params, limit + 1],
        })
        const page = keys.page(rows, limit, ({ id }) => [id])
        return { items: await presentOrders(kernel, page.items, principal.id), next: page.next }
      }),
      route(e.order, (ctx) => placeOrder(kernel, ctx)),
      route(e.contact, async ({ params, principal, audit }) => {
        const row = await orderOf(kernel, params.id, principal.id)
        // Before it is accepted nobody needs to call, and afterwards nobody any more.
        if (row.keeper_id !== principal.id || !['accepted', 'finished'].includes(row.state)) throw refuse('not-found')
        audit({ subject: 'merchant-order', subjectId: row.id, placePath: row.place_path })
        return JSON.parse(kernel.sealer.open(row.contact, contactPlace(row.id))) as { name: string; phone: string }
      }),
      step('accept'),
      step('decline'),
      step('finish'),
      step('confirm'),
      step('cancel'),
      step('rate'),
    ],
  }
}
