import type { OwnSupply, Supply, SupplySummary } from '@liren/contract/capabilities/supply'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { ownContact } from '../../kernel/identity/directory.ts'
import { openScene } from '../device/testing.ts'

type Who = keyof Village['tokens']
const day = 86_400_000

describeStores('supply', (open) => {
  let app: TestApp
  let v: Village
  let spaceId: string
  let scene: Awaited<ReturnType<typeof openScene>>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    scene = await openScene(app, v)
    const phone = (await ownContact(app.kernel, { id: v.ids.resident })).phone
    const space = async (number: string, holderPhone: string, placeId: string) => {
      const values = { lot: '地下车库', number, kind: 'standard', usedAs: 'sold', holderName: '林晓岚', holderPhone }
      const made = await app.call<{ id: string }>('POST', '/api/parking-spaces', {
        token: v.tokens.officer,
        body: { placeId, source: 'collected', values },
      })
      expect(made.status, made.text).toBe(201)
      return made.body.id
    }
    spaceId = await space('B1-012', phone, v.estate.id)
    await space('B1-013', '10000099999', v.estate.id)
  })
  afterAll(() => app.close())

  const meter = { kind: 'meter', utility: 'electricity', note: '装修后加一块表', materials: [] as string[] }
  const submit = (who: Who, over: object = {}, options: object = {}) =>
    app.call<OwnSupply>('POST', '/api/supply', { token: v.tokens[who], body: { houseId: v.house.id, ...meter, ...over }, ...options })
  const own = (who: Who, row: { id: string; version: number }, action: string, body: object = {}) =>
    app.call<OwnSupply>('POST', `/api/supply/mine/${row.id}/${action}`, { token: v.tokens[who], body: { version: row.version, ...body } })
  const desk = (who: Who, row: { id: string; version: number }, action: string, body: object = {}) =>
    app.call<Supply>('POST', `/api/supply/${row.id}/${action}`, { token: v.tokens[who], body: { version: row.version, ...body } })
  const list = async (who: Who, query = '') =>
    (await app.call<{ items: SupplySummary[] }>('GET', `/api/supply${query}`, { token: v.tokens[who] })).body.items
  const letters = async (who: Who) => {
    await app.work()
    const { body } = await app.call<{ items: { title: { zh: string }; subject: string }[] }>('GET', '/api/messages?limit=50', {
      token: v.tokens[who],
    })
    return body.items.filter(({ subject }) => subject === 'supply').map(({ title }) => title.zh)
  }

  it('refuses whoever is not signed in, a house or a parking space of somebody else, and photos of others', async () => {
    expect((await app.call('POST', '/api/supply', { body: { houseId: v.house.id, ...meter } })).status).toBe(401)
    for (const who of ['neighbour', 'stranger', 'officer'] as const) expect((await submit(who)).error?.code).toBe('supply.house-not-yours')
    expect((await submit('resident', { utility: undefined })).error?.code).toBe('supply.utility-needed')
    expect((await submit('family', { kind: 'pile', parkingId: spaceId })).error?.code).toBe('supply.parking-not-yours')
    expect((await submit('resident', { materials: [await app.photo(v.tokens.stranger)] })).error?.code).toBe('supply.file-unknown')
    expect((await app.call('GET', '/api/supply', { token: v.tokens.resident })).status).toBe(403)
    expect((await app.call('GET', '/api/supply', { token: v.tokens.gridWorker })).status).toBe(403)
    expect(await list('manager')).toEqual([])
  })

  it('[ZJWL-7.4.9-3] a resident applies online for a meter and a pile, follows each step to its promised day, and confirms the end', async () => {
    const photo = await app.photo(v.tokens.resident)
    const made = await submit('resident', { materials: [photo] })
    expect(made.body).toMatchObject({ state: 'submitted', dueAt: '2026-03-04T02:00:00.000Z', can: ['withdraw'] })
    expect((await submit('resident')).error?.code).toBe('supply.open-already')
    const seen = await app.call<Supply>('GET', `/api/supply/${made.body.id}`, { token: v.tokens.manager })
    expect(seen.body).toMatchObject({ applicant: { name: expect.any(String) }, can: ['accept', 'ask', 'decline'] })
    expect((await fetch(`${app.origin}${seen.body.materials[0]?.url}`)).status).toBe(200)
    expect((await app.call('GET', `/api/files/${photo}`, { token: v.tokens.neighbour })).status).toBeGreaterThanOrEqual(403)
    const asked = await desk('manager', made.body, 'ask', { reason: '请补不动产权证' })
    expect(asked.body).toMatchObject({ state: 'returned', reason: '请补不动产权证' })
    const again = await own('resident', asked.body, 'resubmit', { note: '已补', materials: [await app.photo(v.tokens.resident)] })
    expect(again.body).toMatchObject({ state: 'submitted', reason: null })
    expect(again.body.materials.length).toBe(2)
    const accepted = await desk('housekeeper', again.body, 'accept')
    expect(accepted.body).toMatchObject({ state: 'accepted', dueAt: '2026-03-05T02:00:00.000Z' })
    expect((await desk('manager', accepted.body, 'arrange', { day: '2026-03-01', window: 'morning' })).error?.code).toBe('supply.day-past')
    const arranged = await desk('manager', accepted.body, 'arrange', { day: '2026-03-04', window: 'morning' })
    expect(arranged.body).toMatchObject({ state: 'arranged', visit: { day: '2026-03-04', window: 'morning' } })
    expect((await own('resident', arranged.body, 'withdraw')).error?.code).toBe('supply.step-not-allowed')
    await scene.made({ code: 'em-1201', placeId: v.house.id, productId: scene.product('electricity-meter') })
    await scene.made({ code: 'em-1202', placeId: v.nextHouse.id, productId: scene.product('electricity-meter') })
    expect((await desk('manager', arranged.body, 'finish', { deviceCode: 'em-1202' })).error?.code).toBe('supply.device-unfit')
    const done = await desk('manager', arranged.body, 'finish', { note: '已通电', deviceCode: 'em-1201' })
    expect(done.body).toMatchObject({ state: 'done', device: { id: expect.any(String) } })
    const closed = await own('resident', done.body, 'confirm')
    expect(closed.body).toMatchObject({ state: 'closed', dueAt: null, can: [] })
    expect(closed.body.steps.map(({ move }) => move)).toEqual(['submit', 'ask', 'resubmit', 'accept', 'arrange', 'finish', 'confirm'])
    expect((await letters('resident')).sort()).toEqual(
      ['用能申办：请补充材料', '用能申办：已受理', '用能申办：约定上门', '用能申办已完工，请确认'].sort(),
    )
    expect(await letters('manager')).toContain('新的用能申办')

    const spaces = await app.call<{ items: { id: string }[] }>('GET', '/api/supply/spaces', { token: v.tokens.resident })
    expect(spaces.body.items.map(({ id }) => id)).toEqual([spaceId])
    const pile = await submit('resident', { kind: 'pile', utility: undefined, parkingId: spaceId })
    expect(pile.body).toMatchObject({ state: 'submitted', parking: '地下车库 B1-012' })
    const taken = await desk('manager', pile.body, 'accept')
    const day2 = await desk('manager', taken.body, 'arrange', { day: '2026-03-05', window: 'afternoon' })
    await scene.made({ code: 'pile-012', placeId: v.estate.id, productId: scene.product('charging-pile-ocpp') })
    const built = await desk('manager', day2.body, 'finish', { deviceCode: 'pile-012' })
    expect((await own('resident', built.body, 'confirm')).body).toMatchObject({ state: 'closed', device: { id: expect.any(String) } })
    const mine = await app.call<{ items: SupplySummary[] }>('GET', '/api/supply/mine', { token: v.tokens.resident })
    expect(mine.body.items.map(({ kind, state }) => [kind, state])).toEqual([
      ['pile', 'closed'],
      ['meter', 'closed'],
    ])
  })

  it('is nobody else’s: neighbours, family and other communities do not find it; stale and repeated words change nothing', async () => {
    const key = { key: 'supply-replay-0001' }
    const [first, second] = [await submit('resident', { utility: 'water' }, key), await submit('resident', { utility: 'water' }, key)]
    expect(second.body.id).toBe(first.body.id)
    for (const who of ['neighbour', 'family', 'stranger'] as const) {
      expect((await app.call('GET', `/api/supply/mine/${first.body.id}`, { token: v.tokens[who] })).status).toBe(404)
      expect((await own(who, first.body, 'withdraw')).status).toBe(404)
    }
    expect((await desk('farManager', first.body, 'accept')).status).toBe(404)
    expect((await app.call('GET', `/api/supply/${first.body.id}`, { token: v.tokens.farManager })).status).toBe(404)
    expect((await desk('officer', first.body, 'accept')).status).toBe(403)
    expect((await desk('manager', { ...first.body, version: 9 }, 'accept')).error?.code).toBe('stale')
    expect((await own('resident', first.body, 'withdraw')).body).toMatchObject({ state: 'withdrawn' })
    expect((await desk('manager', { ...first.body, version: 2 }, 'accept')).error?.code).toBe('supply.step-not-allowed')
    expect((await submit('resident', { utility: 'water' })).status).toBe(201)
  })

  it('tells the desk when the first answer is late, and closes by itself seven days after the work', async () => {
    const [late] = await list('manager', '?state=submitted')
    await app.clock.advance(2 * day)
    expect(await letters('manager')).toContain('用能申办已超过承诺时间')
    const accepted = await desk('manager', late as SupplySummary, 'accept')
    const arranged = await desk('manager', accepted.body, 'arrange', { day: '2026-03-06', window: 'evening' })
    const done = await desk('manager', arranged.body, 'finish')
    await app.clock.advance(7 * day)
    await app.work()
    const after = await app.call<OwnSupply>('GET', `/api/supply/mine/${done.body.id}`, { token: v.tokens.resident })
    expect(after.body).toMatchObject({ state: 'closed' })
    expect(after.body.steps.at(-1)?.move).toBe('lapse')
  })

  it('keeps the telephone sealed, and asks the store as often for many as for one', async () => {
    const rows = JSON.stringify(await peek(app.kernel.store, 'SELECT * FROM supply_applications'))
    expect(rows).not.toContain('林晓岚')
    const statements = async (query: string) =>
      Number((await app.call('GET', `/api/supply${query}`, { token: v.tokens.manager })).headers.get('x-liren-statements'))
    await statements('?limit=1')
    expect(await statements('?limit=3')).toBe(await statements('?limit=1'))
  })
})
