import type { Merchant } from '@liren/contract/capabilities/merchant'
import { describe, expect, test } from 'vitest'
import Merchants from '../src/pkg-life/merchants/index'
import Orders from '../src/pkg-life/orders/index'
import { lin, phone, type Routes } from './app'
import { estateId, houseId, me, village } from './village'

const lock: Merchant = {
  ...{ id: 'm1', name: '江临锁业', intro: '', phone: '10000008801', stars: 4.5, rated: 2, done: 3 },
  services: [{ id: 's1', name: '换锁芯', unit: '把', fen: 12_000 }],
}
const placed = {
  ...{ id: 'o1', number: 'WX1', merchant: { id: 'm1', name: '江临锁业', phone: '10000008801' }, service: lock.services[0] },
  ...{ quantity: 2, totalFen: 24_000, address: '3幢', note: '', visitAt: null, state: 'finished', reason: null, rating: null },
  ...{ comment: null, placedAt: '2026-03-02T02:00:00Z', acceptedAt: null, finishedAt: null, closedAt: null, version: 3, can: ['confirm'] },
}
const refused = (status: number, code: string, zh: string) => ({
  status,
  body: { error: { code, zh, en: code, occurrence: 'o1', faults: [] } },
})
const atHome = (extra: Routes = {}): Routes =>
  village({
    'GET /api/session': () => ({ status: 200, body: me() }),
    'GET /api/merchants': () => ({ status: 200, body: { items: [lock] } }),
    'GET /api/merchant-orders': () => ({ status: 200, body: { items: [placed] } }),
    ...extra,
  })
const stored = () => new Map([['community', JSON.stringify({ id: estateId, name: '枫林雅苑', community: '' })]])
const bodyOf = (request: { body?: string | undefined } | undefined) => JSON.parse(request?.body ?? '{}') as Record<string, unknown>

describe('choosing a merchant', () => {
  test('a guest sees names, ratings and prices, and is asked to sign in before an order', async () => {
    const one = await phone(atHome(), { stored: stored() })
    const screen = await one.see(<Merchants />)
    expect(screen.text()).toContain('江临锁业')
    expect(screen.text()).toContain('120.00')
    expect(screen.text()).toContain('4.5')
    await screen.tap('order-s1')
    expect(screen.has('order-sheet')).toBe(false)
    expect(screen.has('sign-in')).toBe(true)
    await screen.close()
  })

  test('an order carries the house, the number and the price that was seen', async () => {
    const one = await phone(atHome({ 'POST /api/merchant-orders': () => ({ status: 201, body: placed }) }), { who: lin, stored: stored() })
    const screen = await one.see(<Merchants />)
    await screen.tap('order-s1')
    await screen.tap('more')
    expect(screen.text()).toContain('240.00')
    await screen.tap('place-order')
    const sent = one.requests('/api/merchant-orders').find(({ method }) => method === 'POST')
    expect(bodyOf(sent)).toEqual({ serviceId: 's1', houseId, quantity: 2, fen: 12_000, note: '' })
    expect(screen.has('order-sheet')).toBe(false)
    await screen.close()
  })

  test('a price that changed meanwhile is said, and nothing is ordered at another one', async () => {
    const one = await phone(atHome({ 'POST /api/merchant-orders': () => refused(409, 'stale', '内容已被他人更新') }), {
      who: lin,
      stored: stored(),
    })
    const screen = await one.see(<Merchants />)
    await screen.tap('order-s1')
    await screen.tap('place-order')
    expect(screen.text()).toContain('价格刚刚变了')
    await screen.tap('place-order')
    expect(one.requests('/api/merchant-orders').filter(({ method }) => method === 'POST')).toHaveLength(1)
    await screen.close()
  })

  test('without a house the sheet leads to binding one', async () => {
    const one = await phone(atHome({ 'GET /api/session': () => ({ status: 200, body: me({ households: [] }) }) }), {
      who: lin,
      stored: stored(),
    })
    const screen = await one.see(<Merchants />)
    await screen.tap('order-s1')
    expect(screen.text()).toContain('下单需要先绑定房屋')
    expect(screen.has('place-order')).toBe(false)
    await screen.close()
  })
})

describe('orders', () => {
  test('only the steps that the server allows have a button, and a rating needs stars', async () => {
    const done = { ...placed, state: 'confirmed', can: ['rate'] }
    const one = await phone(
      atHome({
        'GET /api/merchant-orders': () => ({ status: 200, body: { items: [done] } }),
        'POST /api/merchant-orders/o1/rate': () => ({ status: 200, body: { ...done, rating: 4, can: [] } }),
      }),
      { who: lin },
    )
    const screen = await one.see(<Orders />)
    expect(screen.has('confirm-o1')).toBe(false)
    await screen.tap('rate-o1')
    await screen.tap('order-step-send')
    expect(one.requests('/api/merchant-orders/o1/rate')).toHaveLength(0)
    await screen.tap('star-4')
    await screen.tap('order-step-send')
    expect(bodyOf(one.requests('/api/merchant-orders/o1/rate')[0])).toEqual({ version: 3, rating: 4, comment: '' })
    await screen.close()
  })

  test('cancelling and declining need a reason of two signs', async () => {
    const open = { ...placed, state: 'placed', can: ['cancel'] }
    const one = await phone(atHome({ 'GET /api/merchant-orders': () => ({ status: 200, body: { items: [open] } }) }), { who: lin })
    const screen = await one.see(<Orders />)
    await screen.tap('cancel-o1')
    await screen.tap('order-step-send')
    expect(one.requests('/api/merchant-orders/o1/cancel')).toHaveLength(0)
    expect(screen.text()).toContain('至少两个字')
    await screen.close()
  })
})
