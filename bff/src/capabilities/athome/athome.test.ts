import type { Athome, AthomeRow, AthomeSetting } from '@liren/contract/capabilities/athome'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { type Gates, openGates, type Who } from '../passage/testing.ts'

const minute = 60_000
const hour = 60 * minute
const purpose = '走访前得知是否有人，免得白跑'
const morning = Date.parse('2026-03-02T08:00+08:00')

describeStores('at home or not', (open) => {
  let app: TestApp
  let village: Village
  let g: Gates
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    g = await openGates(app, village)
  })
  afterAll(() => app.close())

  const now = () => app.clock.now()
  const token = async (who: Who) => app.tokenOf(village.ids[who], who === 'gridWorker' ? 'grid' : who === 'resident' ? 'resident' : 'admin')
  const read = async (house: { id: string }, who: Who = 'gridWorker') =>
    app.call<Athome>('GET', `/api/at-home/houses/${house.id}`, { token: await token(who) })
  const of = async (house: { id: string }) => body(await read(house))
  const list = async (query = '', who: Who = 'gridWorker') =>
    body(await app.call<{ items: AthomeRow[]; next?: string }>('GET', `/api/at-home/houses?limit=100${query}`, { token: await token(who) }))
  const names = async (query = '') => (await list(query)).items.map(({ name }) => name.split(' · ').at(-1))
  const save = async (more: object = {}, who: Who = 'officer') =>
    app.call<AthomeSetting>('PUT', '/api/at-home/settings', {
      token: await token(who),
      body: { communityId: village.community.id, isOn: true, purpose, version: 0, ...more },
    })
  const settings = async (who: Who = 'officer') =>
    body(await app.call<{ items: AthomeSetting[] }>('GET', '/api/at-home/settings', { token: await token(who) })).items
  /** Meters tell their totals; what came before is left as it was. */
  const totals = new Map<string, number>()
  const used = (code: string, type: string, field: string, amounts: readonly number[], from: number) =>
    amounts.map((amount, i) => {
      const total = (totals.get(code) ?? 1_000_000) + amount
      totals.set(code, total)
      return g.bridge.event(code, type, { [field]: total }, from + i * hour)
    })
  const meter = (code: string, product: string, house: TestPlace) =>
    g.scene.running({ code, name: `${code}表`, productId: g.scene.product(product), placeId: house.id, serial: `N-${code}` })
  const agree = async (who: 'resident' | 'family' | 'neighbour' | 'stranger', what: 'give' | 'withdraw' = 'give') => {
    const path = `/api/consents/mine/at-home/${what}`
    const content = what === 'give' ? { textVersion: 1 } : {}
    const answer = await app.call('POST', path, { token: await app.tokenOf(village.ids[who], 'resident'), body: content })
    expect(answer.status, answer.text).toBeLessThan(300)
    await app.work()
  }

  it('is closed to whoever has no business with it, and nothing is judged before a community wants it', async () => {
    expect((await app.call('GET', `/api/at-home/houses/${village.house.id}`)).status).toBe(401)
    for (const who of ['resident', 'manager', 'housekeeper'] as const) {
      expect((await read(village.house, who)).status, who).toBe(403)
      expect((await app.call('GET', '/api/at-home/houses', { token: await token(who) })).status, who).toBe(403)
    }
    const outsider = await app.tokenOf(await makePerson(app.kernel, '郑远行', { roles: [['grid-worker', village.otherCommunity]] }), 'grid')
    expect((await app.call('GET', `/api/at-home/houses/${village.house.id}`, { token: outsider })).status).toBe(404)
    expect((await read(village.building)).status).toBe(404)
    const { id } = await g.person('江早')
    await g.tell(g.swipe(await g.card(id), 'in', now(), {}, 'unit-door'))
    expect(await of(village.house)).toMatchObject({
      state: 'unknown',
      confidence: null,
      reason: 'off',
      isOn: false,
      passes: [],
      meters: [],
    })
    expect((await list()).items).toEqual([])
    expect(await settings()).toMatchObject([{ community: { id: village.community.id }, isOn: false, version: 0 }])
  })

  it('is switched on by whoever answers for the community, for a purpose, with the version known', async () => {
    expect((await save({}, 'gridWorker')).status).toBe(403)
    expect((await save({ communityId: village.otherCommunity.id })).error?.code).toBe('athome.community')
    expect((await save({ communityId: village.estate.id })).error?.code).toBe('athome.community')
    expect((await save({ purpose: '  ' })).error).toMatchObject({ code: 'athome.purpose', faults: [{ path: 'body.purpose' }] })
    expect((await save({ version: 3 })).error?.code).toBe('stale')
    expect(body(await save())).toMatchObject({ isOn: true, purpose, version: 1 })
    expect((await save()).error?.code).toBe('stale')
    await app.work()
    // every house of the community is there at once, and each says why where nothing can be said
    expect((await list()).items).toHaveLength(3)
    const [empty] = (await list('&state=unknown')).items.filter(({ houseId }) => houseId === village.nextHouse.id)
    expect(empty).toMatchObject({ reason: 'nobody-registered', people: 0, confidence: null })
    const entries = await peek<{ action: string }>(
      app.kernel.store,
      "SELECT action FROM audit_entries WHERE action = 'athome.setting-saved' AND result = 'done'",
    )
    expect(entries).toHaveLength(1)
  })

  it('[GB42455-8.1.3-f] passes and meters together say at any moment whether the registered people of a house are in, how sure that is and why', async () => {
    // somebody came in by the door of the unit before it was switched on
    expect(await of(village.house)).toMatchObject({
      ...{ state: 'in', confidence: 92, reason: null, people: 1, isOn: true, purpose, ruleVersion: '1.0' },
      passes: [{ name: '江早', sign: 'in', gate: '3幢1单元门', likely: 92 }],
    })
    expect(await names('&state=in')).toEqual(['1201'])
    const [pass] = (await of(village.house)).passes
    const [kept] = await peek<{ id: string }>(app.kernel.store, 'SELECT id FROM passages WHERE house_id = ?', [village.house.id])
    expect(pass?.passageId).toBe(kept?.id)
    // out by the gate of the estate: at once the other way
    await app.clock.leap(30 * minute)
    const [card] = await cards()
    await g.tell(g.swipe(card, 'out', now()))
    expect(await of(village.house)).toMatchObject({ state: 'away', confidence: 90, passes: [{ sign: 'out', likely: 10 }] })
    expect(await names('&state=away')).toEqual(['1201'])
    // an hour later nothing was used; without a consent nobody looks
    await meter('home-power', 'meter-1p', village.house)
    await meter('home-water', 'water-meter', village.house)
    const night = Date.parse('2026-03-02T08:10+08:00')
    await g.tell(
      ...used('home-power', 'meter.read', 'energyWh', [70, 72, 68], night - 2 * hour),
      ...used('home-water', 'meter.water-read', 'volumeL', [0, 0, 0], night - 2 * hour),
    )
    expect((await of(village.house)).meters).toMatchObject([
      { carrier: 'electricity', sign: 'not-agreed', readAt: null, hours: [] },
      { carrier: 'water', sign: 'not-agreed', readAt: null, hours: [] },
    ])
    await agree('resident')
    expect((await of(village.house)).meters.every(({ sign }) => sign === 'not-agreed')).toBe(true)
    await agree('family')
    // the whole household agreed: the afternoon without anybody makes it surer
    await app.clock.leap(Date.parse('2026-03-02T13:10+08:00') - now())
    await g.tell(
      ...used('home-power', 'meter.read', 'energyWh', [70, 66, 71, 69, 70], Date.parse('2026-03-02T09:00+08:00')),
      ...used('home-water', 'meter.water-read', 'volumeL', [0, 0, 0, 0, 0], Date.parse('2026-03-02T09:00+08:00')),
    )
    const quiet = await of(village.house)
    expect(quiet).toMatchObject({ state: 'away', meters: [{ sign: 'quiet' }, { sign: 'quiet' }] })
    const alone = 86
    expect(quiet.confidence).toBeGreaterThan(alone)
    expect(quiet.meters[0]?.hours.map(({ used: amount, isActive }) => [amount, isActive])).toContainEqual([69, false])
    // water runs although everybody went out: that is not made into an answer
    await app.clock.leap(hour)
    await g.tell(
      ...used('home-power', 'meter.read', 'energyWh', [70], Date.parse('2026-03-02T14:05+08:00')),
      ...used('home-water', 'meter.water-read', 'volumeL', [45], Date.parse('2026-03-02T14:05+08:00')),
    )
    expect(await of(village.house)).toMatchObject({ state: 'unknown', reason: 'contradicting', confidence: null })
    expect((await list()).items.find(({ houseId }) => houseId === village.house.id)).toMatchObject({
      state: 'unknown',
      reason: 'contradicting',
    })
    // somebody comes home, and the list says so with the event
    await g.tell(g.swipe(card, 'in', now(), {}, 'unit-door'))
    expect(await of(village.house)).toMatchObject({ state: 'in', passes: [{ sign: 'in' }] })
    expect(await names('&state=in')).toEqual(['1201'])
    const looks = await peek<{ n: number }>(
      app.kernel.store,
      "SELECT COUNT(*) AS n FROM audit_entries WHERE action = 'athome.read' AND subject_id = ? AND result = 'done'",
      [village.house.id],
    )
    expect(Number(looks[0]?.n)).toBeGreaterThan(5)
  })

  it('knows less as time goes by, by itself', async () => {
    await app.clock.leap(20 * hour)
    await g.scene.runJob('athome.round')
    expect((await of(village.house)).state).toBe('unknown')
    expect(await names('&state=in')).toEqual([])
    await app.clock.leap(4 * 24 * hour)
    await g.scene.runJob('athome.round')
    expect(await of(village.house)).toMatchObject({ reason: 'no-data', passes: [{ sign: 'old', likely: null }] })
    expect((await of(village.house)).meters.map(({ sign }) => sign)).toEqual(['silent', 'silent'])
  })

  it('meters alone say it where nobody passes a gate, several together, a late reading in its own hour', async () => {
    const { id } = await g.person('江静', {}, village.secondHouse.id)
    await meter('second-power', 'meter-1p', village.secondHouse)
    await agree('stranger')
    const noon = Date.parse('2026-03-07T12:05+08:00')
    await app.clock.leap(noon - now())
    expect(await of(village.secondHouse)).toMatchObject({ state: 'unknown', reason: 'no-data', passes: [{ personId: id, sign: 'unseen' }] })
    const hours = Array.from({ length: 9 }, (_, i) => (i === 8 ? 620 : 65))
    const [late, ...rest] = used('second-power', 'meter.read', 'energyWh', hours, noon - 8 * hour - 2 * minute).reverse()
    await g.tell(...rest.reverse())
    expect((await of(village.secondHouse)).meters[0]?.sign).not.toBe('active')
    await g.tell(late as (typeof rest)[number])
    expect(await of(village.secondHouse)).toMatchObject({
      state: 'in',
      confidence: 80,
      meters: [{ sign: 'active', number: 'N-second-power' }],
    })
    expect(await names('&state=in')).toEqual(['101'])
    // taken back: from that moment nobody looks at the meter
    await agree('stranger', 'withdraw')
    expect(await of(village.secondHouse)).toMatchObject({
      state: 'unknown',
      reason: 'no-data',
      meters: [{ sign: 'not-agreed', hours: [] }],
    })
    expect(await names('&state=in')).toEqual([])
  })

  it('a family of which one was never seen is not called away because the other went', async () => {
    const away = await g.person('江外', {}, village.nextHouse.id)
    await g.person('江幼', { birthDay: '2023-01-02' }, village.nextHouse.id)
    await g.tell(g.swipe(await g.card(away.id), 'out', now()))
    expect(await of(village.nextHouse)).toMatchObject({ state: 'unknown', reason: 'unsure', people: 2 })
    // a clock that runs ahead is not believed
    await g.tell(g.swipe(await g.card(away.id), 'in', now() + 2 * hour, {}, 'unit-door'))
    expect((await of(village.nextHouse)).passes.find(({ personId }) => personId === away.id)).toMatchObject({
      sign: 'unclear',
      likely: null,
    })
  })

  it('lists by state, building and grid, page by page, and says what each page cost', async () => {
    const grid = await makePlace(app.kernel, 'grid', 'g7', '第七网格', village.community)
    await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE id = ?', [grid.id, village.secondEstate.id])
    expect(await names(`&placeId=${village.building.id}`)).toEqual(['1201', '1202'])
    expect(await names(`&placeId=${grid.id}`)).toEqual(['101'])
    expect(await names(`&placeId=${village.farEstate.id}`)).toEqual([])
    const page = await app.call<{ items: AthomeRow[]; next: string }>('GET', '/api/at-home/houses?limit=2', {
      token: await token('gridWorker'),
    })
    expect(page.body.items).toHaveLength(2)
    expect(Number(page.headers.get('x-liren-statements'))).toBeLessThanOrEqual(8)
    expect((await list(`&cursor=${encodeURIComponent(page.body.next)}`.replace('limit=100', ''))).items).toHaveLength(1)
    const one = await read(village.house)
    expect(Number(one.headers.get('x-liren-statements'))).toBeLessThanOrEqual(14)
  })

  it('switched off, what was judged is gone at once and nothing is judged any more', async () => {
    const [setting] = await settings()
    expect((await save({ isOn: false, version: 9 })).error?.code).toBe('stale')
    expect(body(await save({ isOn: false, version: setting?.version }))).toMatchObject({ isOn: false })
    expect(await peek(app.kernel.store, 'SELECT house_id FROM athome_houses')).toEqual([])
    const [card] = await cards()
    await g.tell(g.swipe(card, 'in', now(), {}, 'unit-door'))
    await app.clock.leap(hour)
    await app.work()
    expect(await peek(app.kernel.store, 'SELECT house_id FROM athome_houses')).toEqual([])
    expect(await of(village.house)).toMatchObject({ reason: 'off', isOn: false })
  })

  /** Cards in the order in which they were bound. */
  async function cards(): Promise<[string]> {
    return ['88000001']
  }
})
