import type { Page } from '@liren/contract'
import type { KeptMerchant, Merchant, MerchantOrder } from '@liren/contract/capabilities/merchant'
import type { Message } from '@liren/contract/capabilities/message'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'

describeStores('repair merchants', (open) => {
  let app: TestApp
  let v: Village
  let [manager, resident, neighbour, keeper] = ['', '', '', '']
  let listed: KeptMerchant

  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  const content = {
    name: '江临锁业',
    intro: '修锁换锁，二十年老店',
    phone: '10000008801',
    state: 'listed',
    keeperPhone: '10000007701',
    services: [
      { name: '开锁', unit: '次', fen: 8000 },
      { name: '换锁芯', unit: '把', fen: 12_000 },
    ],
  }
  const create = (token: string, more: object = {}) =>
    app.call<KeptMerchant>('POST', '/api/merchants', { token, body: { ...content, placeId: v.estate.id, ...more } })
  const draft = () => ({ serviceId: listed.services[1]?.id, houseId: v.house.id, quantity: 2, fen: 12_000, note: '门锁卡住了' })
  const order = (token: string, more: object = {}) =>
    app.call<MerchantOrder>('POST', '/api/merchant-orders', { token, body: { ...draft(), ...more } })
  const step = (token: string, of: Pick<MerchantOrder, 'id' | 'version'>, action: string, more: object = {}) =>
    app.call<MerchantOrder>('POST', `/api/merchant-orders/${of.id}/${action}`, { token, body: { version: of.version, ...more } })
  const list = (placeId: string) => ok(app.call<Page<Merchant>>('GET', `/api/merchants?placeId=${placeId}`))
  const mine = (token: string, side: string) => ok(app.call<Page<MerchantOrder>>('GET', `/api/merchant-orders?side=${side}`, { token }))

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    const token = async (name: string, options: Parameters<typeof makePerson>[2], end: 'admin' | 'resident') =>
      app.tokenOf(await makePerson(app.kernel, name, options), end)
    manager = await token('陈经理', { roles: [['property-manager', v.estate]] }, 'admin')
    resident = await token('林住户', { house: v.house }, 'resident')
    neighbour = await token('过路人', {}, 'resident')
    keeper = await app.tokenOf((await makeAccount(app, { at: v.estate, phone: '10000007701' })).id, 'resident')
  })
  afterAll(() => app.close())

  it('lists a merchant only for those who keep the list, at a place of theirs, with a keeper who has an account', async () => {
    expect((await create(resident)).error?.code).toBe('permission.denied')
    expect((await create(manager, { placeId: v.city.id })).error?.code).toBe('not-found')
    expect((await create(manager, { keeperPhone: '10000007799' })).error?.code).toBe('merchant.keeper-unknown')
    expect((await create(manager, { services: [] })).error?.code).toBe('request.invalid')
    listed = await ok(create(manager))
    expect(listed).toMatchObject({ name: '江临锁业', place: { id: v.estate.id }, keeper: { name: expect.any(String) }, stars: null })
  })

  it('shows listed merchants with prices to everybody at the estate, and hidden ones to nobody', async () => {
    const hidden = await ok(create(manager, { name: '歇业', state: 'hidden' }))
    const { items } = await list(v.estate.id)
    expect(items.map(({ name }) => name)).toEqual(['江临锁业'])
    expect(items[0]?.services.map(({ name, fen }) => [name, fen])).toEqual([
      ['开锁', 8000],
      ['换锁芯', 12_000],
    ])
    expect((await list(v.city.id)).items).toEqual([])
    expect((await order(resident, { serviceId: hidden.services[0]?.id, fen: 8000 })).error?.code).toBe('not-found')
  })

  it('refuses an order for a house of somebody else, at an older price, or of nothing', async () => {
    expect((await order(neighbour)).error?.code).toBe('merchant.house-not-yours')
    expect((await order(resident, { fen: 11_000 })).error).toMatchObject({ code: 'stale', details: { fen: 12_000 } })
    expect((await order(resident, { quantity: 0 })).error?.code).toBe('request.invalid')
    expect((await mine(resident, 'customer')).items).toEqual([])
  })

  it('refuses an order for a house that the merchant does not serve', async () => {
    const garden = await ok(create(manager, { name: '只管别处', placeId: v.nextHouse.id }))
    expect((await order(resident, { serviceId: garden.services[0]?.id, fen: 8000 })).error?.code).toBe('merchant.not-here')
  })

  it('[GB42455-8.4.3-b] a resident picks a listed merchant with its price, orders, confirms and rates', async () => {
    const [picked] = (await list(v.estate.id)).items
    expect(picked?.services[1]).toMatchObject({ name: '换锁芯', fen: 12_000 })
    const placed = await ok(order(resident, { serviceId: picked?.services[1]?.id }))
    expect(placed).toMatchObject({ state: 'placed', totalFen: 24_000, can: ['cancel'], merchant: { name: '江临锁业' } })
    const [waiting] = (await mine(keeper, 'merchant')).items
    expect(waiting).toMatchObject({ id: placed.id, can: ['accept', 'decline'] })
    expect((await app.call('GET', `/api/merchant-orders/${placed.id}/contact`, { token: keeper })).status).toBe(404)
    const accepted = await ok(step(keeper, placed, 'accept'))
    expect((await step(keeper, placed, 'accept')).error?.code).toBe('stale')
    expect((await step(keeper, accepted, 'confirm')).status).toBe(404)
    expect((await step(neighbour, accepted, 'cancel', { reason: '不要了' })).status).toBe(404)
    expect(await ok(app.call('GET', `/api/merchant-orders/${placed.id}/contact`, { token: keeper }))).toMatchObject({ name: '林住户' })
    const finished = await ok(step(keeper, accepted, 'finish'))
    expect((await step(resident, finished, 'rate', { rating: 5, comment: '' })).error?.code).toBe('merchant.step-not-allowed')
    const confirmed = await ok(step(resident, finished, 'confirm'))
    expect(confirmed).toMatchObject({ state: 'confirmed', can: ['rate'] })
    expect((await step(resident, confirmed, 'rate', { rating: 6, comment: '' })).error?.code).toBe('request.invalid')
    const rated = await ok(step(resident, confirmed, 'rate', { rating: 4, comment: '很快' }))
    expect(rated).toMatchObject({ rating: 4, comment: '很快', can: [] })
    expect((await step(resident, rated, 'rate', { rating: 1, comment: '' })).error?.code).toBe('merchant.rated-already')
    expect((await list(v.estate.id)).items[0]).toMatchObject({ stars: 4, rated: 1, done: 1 })
  })

  it('tells each side what the other did', async () => {
    await app.work()
    const titles = async (token: string) =>
      (await ok(app.call<Page<Message>>('GET', '/api/messages', { token }))).items.map(({ title }) => title.zh)
    expect(await titles(keeper)).toEqual(expect.arrayContaining(['新的商家订单', '客户已确认完成', '客户评价了订单']))
    expect(await titles(resident)).toEqual(expect.arrayContaining(['商家已接单', '商家已完工，请确认']))
  })

  it('keeps the price of the day of the order, the telephone sealed, and moves open orders to a new keeper', async () => {
    const placed = await ok(order(resident))
    const [row] = await peek<{ contact: string }>(app.kernel.store, 'SELECT contact FROM merchant_orders WHERE id = ?', [placed.id])
    expect(row?.contact).not.toContain('林住户')
    const other = await makeAccount(app, { at: v.estate, phone: '10000007702' })
    const body = {
      ...content,
      keeperPhone: '10000007702',
      version: listed.version,
      services: [{ id: listed.services[1]?.id, name: '换锁芯', unit: '把', fen: 15_000 }],
    }
    const put = (token: string) => app.call<KeptMerchant>('PUT', `/api/merchants/${listed.id}`, { token, body })
    expect((await put(resident)).error?.code).toBe('permission.denied')
    const changed = await ok(put(manager))
    expect(changed.services.map(({ name, fen }) => [name, fen])).toEqual([['换锁芯', 15_000]])
    expect((await put(manager)).error?.code).toBe('stale')
    expect((await mine(await app.tokenOf(other.id, 'resident'), 'merchant')).items).toMatchObject([{ id: placed.id, totalFen: 24_000 }])
    expect((await mine(keeper, 'merchant')).items.map(({ id }) => id)).not.toContain(placed.id)
  })

  it('shows the desk the orders of its places and asks a fixed number of statements for a page', async () => {
    const desk = await app.call<Page<MerchantOrder>>('GET', '/api/merchants/orders', { token: manager })
    expect(desk.body.items).toHaveLength(2)
    expect(desk.body.items.every(({ can }) => can.length === 0)).toBe(true)
    expect(Number(desk.headers.get('x-liren-statements'))).toBeLessThanOrEqual(4)
  })
})
