import type { Hint, HintModel, HintModelState, HintSummary } from '@liren/contract/capabilities/hint'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { type Gates, openGates, type Who } from '../passage/testing.ts'
import { pauseMs, runHints } from './run.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const morning = Date.parse('2026-03-02T08:00+08:00')

describeStores('hints', (open) => {
  let app: TestApp
  let village: Village
  let g: Gates
  let meters = 900_000
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    g = await openGates(app, village)
    await app.kernel.store.run('UPDATE devices SET longitude = 121.001, latitude = 31.001 WHERE code = ?', ['east-barrier'])
    await app.kernel.store.run('UPDATE devices SET longitude = 121.006, latitude = 31.001 WHERE code = ?', ['west-barrier'])
  })
  afterAll(() => app.close())

  const token = (who: Who) => village.tokens[who]
  const save = (model: HintModel, more: object = {}, who: Who = 'officer') =>
    app.call<HintModelState>('PUT', '/api/hint-models', {
      token: token(who),
      body: { communityId: village.community.id, model, isOn: true, params: {}, version: 0, ...more },
    })
  const models = async () =>
    body(
      await app.call<{ items: HintModelState[] }>('GET', `/api/hint-models?communityId=${village.community.id}`, {
        token: token('officer'),
      }),
    ).items
  const list = async (model: HintModel, who: Who = 'officer', query = '') =>
    body(await app.call<{ items: HintSummary[] }>('GET', `/api/hints?limit=100&model=${model}${query}`, { token: token(who) })).items
  const read = (id: string, who: Who = 'officer') => app.call<Hint>('GET', `/api/hints/${id}`, { token: token(who) })
  const judge = (hint: { id: string; version: number }, to: 'confirm' | 'reject', more: object = {}, who: Who = 'gridWorker') =>
    app.call<Hint>('POST', `/api/hints/${hint.id}/${to}`, { token: token(who), body: { version: hint.version, ...more } })
  /** Some time later the job comes round again. */
  const later = async (ms = pauseMs) => {
    await app.clock.leap(ms)
    for (const who of ['officer', 'gridWorker', 'manager'] as const)
      village.tokens[who] = await app.tokenOf(village.ids[who], who === 'gridWorker' ? 'grid' : 'admin')
    await runHints(app.kernel)
    await app.work()
  }
  const about = (hints: readonly HintSummary[], id: string) => hints.filter(({ subject }) => subject.id === id)
  const now = () => app.clock.now()

  it('[GB42455-7.1.5-a] lists the models with version, inputs and figures; one is switched on for a community by whoever answers for it', async () => {
    const all = await models()
    expect(all.length).toBeGreaterThanOrEqual(13)
    expect(all.every(({ isOn, version }) => !isOn && version !== '')).toBe(true)
    const { hintModels } = await import('@liren/contract/capabilities/hint')
    expect(Object.values(hintModels).every(({ inputs, rule }) => inputs.length > 0 && rule.zh !== '')).toBe(true)
    expect((await save('car-zombie', {}, 'manager')).status).toBe(403)
    expect((await save('car-zombie', { communityId: village.otherCommunity.id })).error?.code).toBe('hint.community')
    expect((await save('car-zombie', { params: { days: 1 } })).error).toMatchObject({
      code: 'hint.param',
      faults: [{ path: 'body.params.days' }],
    })
    expect((await save('car-zombie', { params: { speed: 30 } })).error?.code).toBe('hint.param')
    const on = body(await save('car-zombie', { params: { days: 20 } }))
    expect(on).toMatchObject({ isOn: true, params: { days: 20 }, metrics: { raised: 0, precision: null }, stateVersion: 1 })
    expect((await save('car-zombie')).error?.code).toBe('stale')
    expect((await models()).filter(({ isOn }) => isOn).map(({ name }) => name)).toEqual(['car-zombie'])
  })

  it('[GB42455-8.1.1-e.1] somebody who went out and has not come in for so long is told once to the grid worker; coming in clears it', async () => {
    const { id } = await g.person('江远')
    const card = await g.card(id)
    await g.tell(g.swipe(card, 'out', now()))
    await later(16 * day)
    expect(about(await list('away-long'), id)).toEqual([])
    body(await save('away-long'))
    await later()
    await later()
    const [hint, ...more] = about(await list('away-long', 'gridWorker'), id)
    expect(more).toEqual([])
    expect(hint).toMatchObject({ state: 'raised', subject: { name: '江远' }, can: ['confirm', 'reject'] })
    const { items } = body(
      await app.call<{ items: { subjectId: string | null }[] }>('GET', '/api/messages?limit=50', { token: token('gridWorker') }),
    )
    expect(items.filter(({ subjectId }) => subjectId === hint?.id)).toHaveLength(1)
    const whole = body(await read(hint?.id ?? ''))
    expect(whole.passages).toMatchObject([{ direction: 'out', person: { id } }])
    expect(whole.facts).toMatchObject({ days: 16 })
    await g.tell(g.swipe(card, 'in', now()))
    await later()
    expect(about(await list('away-long'), id)).toMatchObject([{ state: 'cleared' }])
  })

  it('[GB42455-8.1.1-e.2] an elder who lives alone and was not seen for days raises a hint and a visit', async () => {
    const { id } = await g.person('江奶奶', { birthDay: '1941-03-05', care: 'alone' }, village.nextHouse.id)
    body(await save('in-long-alone'))
    await g.tell(g.swipe(await g.card(id), 'in', now()))
    await later(day)
    expect(about(await list('in-long-alone'), id)).toEqual([])
    await later(3 * day)
    const [hint] = about(await list('in-long-alone'), id)
    expect(hint).toMatchObject({ task: 'visit', worker: { id: village.ids.gridWorker } })
    const { visitId } = body(await read(hint?.id ?? ''))
    const visits = body(
      await app.call<{ items: { id: string; reason: string; houseId: string }[] }>('GET', '/api/visits?limit=50', {
        token: token('gridWorker'),
      }),
    )
    expect(visits.items.filter((one) => one.id === visitId)).toMatchObject([{ reason: 'hint', houseId: village.nextHouse.id }])
  })

  it('[GB42455-8.1.1-e.3] an unknown credential that passes again and again becomes a task for the grid worker; registering it clears the hint', async () => {
    body(await save('unregistered', { params: { days: 14, passes: 5 } }))
    const swipes = (n: number) =>
      Array.from({ length: n }, (_, i) => g.swipe('55667788', i % 2 ? 'out' : 'in', now() + i * minute, {}, 'unit-door'))
    await g.tell(...swipes(4))
    await later()
    expect(await list('unregistered')).toEqual([])
    await g.tell(...swipes(3))
    await later()
    const [hint, ...more] = await list('unregistered', 'gridWorker', '&mine=1')
    expect(more).toEqual([])
    expect(hint).toMatchObject({ task: 'register', subject: { id: null, name: null }, place: '枫林雅苑 · 3幢 · 1单元' })
    expect(body(await read(hint?.id ?? '', 'gridWorker')).passages).toHaveLength(7)
    const { id } = await g.person('新租客')
    body(
      await app.call('POST', '/api/passages/credentials', {
        token: token('gridWorker'),
        body: { personId: id, kind: 'card', credential: '55667788' },
      }),
      201,
    )
    await later()
    expect(await list('unregistered')).toMatchObject([{ state: 'cleared' }])
  })

  it('[GB42455-8.1.1-e.4] a registered tenant whose lease is over and who is not seen any more is proposed for check-out, and nothing is done to the file', async () => {
    const lease = {
      purpose: 'home',
      occupancy: 'let',
      rentalKind: 'whole',
      landlordName: '周先生',
      leaseFrom: '2025-01-01',
      leaseUntil: '2026-03-01',
      tenants: 1,
    }
    const place = { placeId: village.nextHouse.id, source: 'collected', values: lease }
    const house = body(await app.call<{ id: string }>('POST', '/api/houses', { token: token('officer'), body: place }), 201)
    const { id } = await g.person('江租', { population: 'floating' }, village.nextHouse.id)
    const link = { kind: 'lives-in', archive: 'house', otherId: house.id, role: 'tenant', source: 'collected' }
    body(await app.call('POST', `/api/people/${id}/links`, { token: token('officer'), body: link }), 201)
    const card = await g.card(id)
    await g.tell(g.swipe(card, 'in', now()))
    body(await save('left-unremoved', { params: { days: 10 } }))
    await later()
    expect(about(await list('left-unremoved'), id)).toEqual([])
    await later(11 * day)
    const [hint] = about(await list('left-unremoved'), id)
    expect(hint).toMatchObject({ task: 'check-out', state: 'raised' })
    expect(body(await read(hint?.id ?? ''))).toMatchObject({
      facts: { leaseUntil: '2026-03-01' },
      records: [{ kind: 'house', id: house.id }],
    })
    const file = body(
      await app.call<{ state: string; values: { leftOn: string | null } }>('GET', `/api/people/${id}`, { token: token('officer') }),
    )
    expect(file).toMatchObject({ state: 'active', values: { leftOn: null } })
  })

  it('[GB42455-8.1.1-e.5] several key persons at one place within minutes are told to those who may know of them, and to nobody else', async () => {
    body(await save('key-gathering', { params: { minutes: 20, people: 3 } }))
    const cards: string[] = []
    for (const name of ['甲某', '乙某', '丙某'])
      cards.push(await g.card((await g.person(name, { population: 'key', keyClass: 'care', keyGrade: 'middle' })).id))
    const at = now()
    await g.tell(...cards.map((card, i) => g.swipe(card, 'in', at + i * 15 * minute)))
    await later(hour)
    expect(await list('key-gathering')).toEqual([])
    const again = now()
    await g.tell(...cards.map((card, i) => g.swipe(card, 'out', again + i * 6 * minute)))
    await later(hour)
    const [hint] = await list('key-gathering')
    expect(hint).toMatchObject({ isRestricted: true, place: '枫林雅苑 · 东门', worker: null })
    expect(body(await read(hint?.id ?? '')).facts).toMatchObject({ people: 3 })
    expect(await list('key-gathering', 'gridWorker')).toEqual([])
    expect((await read(hint?.id ?? '', 'gridWorker')).status).toBe(404)
    expect((await judge(hint as HintSummary, 'confirm')).status).toBe(404)
    const told = async (who: Who) =>
      body(await app.call<{ items: { subjectId: string | null }[] }>('GET', '/api/messages?limit=100', { token: token(who) })).items.filter(
        ({ subjectId }) => subjectId === hint?.id,
      ).length
    expect([await told('officer'), await told('gridWorker')]).toEqual([1, 0])
  })

  it('[GB42455-8.1.2-d.1] a plate at two gates in an impossible time, or on a body of another colour, is told', async () => {
    body(await save('plate-cloned'))
    const [a, b, c] = [await g.car('浙A60001'), await g.car('浙A60002', { colour: 'white' }), await g.car('浙A60003', { colour: 'white' })]
    const at = now()
    await g.tell(
      g.drive('浙A60001', 'in', at),
      g.drive('浙A60001', 'in', at + 10_000, 'west-barrier'),
      g.drive('浙A60002', 'in', at, 'east-barrier', { vehicleColour: 'red' }),
      g.drive('浙A60003', 'in', at, 'east-barrier', { vehicleColour: 'silver' }),
      g.drive('浙A60003', 'out', at + 20 * minute, 'west-barrier'),
    )
    await later(hour)
    const hints = await list('plate-cloned')
    expect(about(hints, a.id)).toMatchObject([{ subject: { plate: '浙A60001' } }])
    expect(body(await read(about(hints, a.id)[0]?.id ?? '')).passages).toHaveLength(2)
    expect(body(await read(about(hints, b.id)[0]?.id ?? '')).facts).toEqual({ colour: 'white', seenColour: 'red' })
    expect(about(hints, c.id)).toEqual([])
  })

  it('[GB42455-8.1.2-d.2] a car that moves only at night is listed with its passages; one seen by day is not', async () => {
    body(await save('car-night', { params: { days: 14, nights: 4 } }))
    const [owl, other] = [await g.car('浙A61001'), await g.car('浙A61002')]
    const night = Date.parse('2026-04-20T01:00+08:00')
    if (now() < night) await app.clock.leap(night - now())
    const first = Math.floor((now() + 8 * hour) / day) * day - 8 * hour + hour
    const nights = Array.from({ length: 5 }, (_, i) => first - (i + 1) * day)
    await g.tell(
      ...nights.flatMap((at) => [g.drive('浙A61001', 'out', at), g.drive('浙A61001', 'in', at + 2 * hour), g.drive('浙A61002', 'out', at)]),
      g.drive('浙A61002', 'in', (nights[0] ?? 0) + 12 * hour),
    )
    await later()
    const hints = await list('car-night')
    expect(about(hints, other.id)).toEqual([])
    const whole = body(await read(about(hints, owl.id)[0]?.id ?? ''))
    expect(whole.facts).toEqual({ nights: 5, passes: 10 })
    expect(whole.passages).toHaveLength(5)
  })

  it('[GB42455-8.1.2-d.3] a car that came in and does not leave is listed and a check is asked for; leaving clears it', async () => {
    const { id } = await g.car('浙A62001')
    await g.tell(g.drive('浙A62001', 'in', now()))
    await later(10 * day)
    expect(about(await list('car-zombie'), id)).toEqual([])
    await later(11 * day)
    const [hint] = about(await list('car-zombie', 'gridWorker'), id)
    expect(hint).toMatchObject({ task: 'check', worker: { id: village.ids.gridWorker }, subject: { plate: '浙A62001' } })
    expect(hint?.dueOn).not.toBeNull()
    const answer = await judge(hint as HintSummary, 'confirm', { note: '轮胎已瘪，联系车主' })
    expect(body(answer)).toMatchObject({ state: 'confirmed', decision: { note: '轮胎已瘪，联系车主' }, can: [] })
    await g.tell(g.drive('浙A62001', 'out', now()))
    await later()
    const [after] = about(await list('car-zombie'), id)
    expect(after).toMatchObject({ state: 'confirmed' })
    expect(after?.clearedAt).not.toBeNull()
  })

  it('[GB42455-8.1.2-d.4] a car with more passes on a day than allowed is listed with them', async () => {
    body(await save('car-frequent', { params: { days: 3, passes: 6 } }))
    const [busy, calm] = [await g.car('浙A63001'), await g.car('浙A63002')]
    const start = now() - 8 * hour
    await g.tell(
      ...Array.from({ length: 8 }, (_, i) => g.drive('浙A63001', i % 2 ? 'out' : 'in', start + i * minute)),
      ...Array.from({ length: 6 }, (_, i) => g.drive('浙A63002', i % 2 ? 'out' : 'in', start + i * minute)),
    )
    await later()
    const hints = await list('car-frequent')
    expect(about(hints, calm.id)).toEqual([])
    expect(body(await read(about(hints, busy.id)[0]?.id ?? ''))).toMatchObject({ facts: { passes: 8, days: 1 } })
  })

  it('[GB42455-8.1.3-g] an empty house with use and an elder’s house without any are told with what the meter said', async () => {
    const places = { empty: village.secondHouse, elder: village.nextHouse }
    const file = { placeId: places.empty.id, source: 'collected', values: { purpose: 'home', occupancy: 'empty' } }
    body(await app.call('POST', '/api/houses', { token: token('officer'), body: file }), 201)
    await meter('m-empty', places.empty.id, places.empty.path, [2100, 1900, 2500, 1800, 2200])
    await meter('m-elder', places.elder.id, places.elder.path, [0, 0, 0, 0, 0])
    body(await save('house-empty-used', { params: { days: 5, kwh: 7 } }))
    body(await save('house-idle-elder', { params: { days: 3 } }))
    await later()
    const [empty] = await list('house-empty-used')
    expect(body(await read(empty?.id ?? ''))).toMatchObject({ facts: { kwh: 10.5, days: 5 }, records: [{ kind: 'house' }], task: 'visit' })
    const [elder] = await list('house-idle-elder')
    expect(elder).toMatchObject({ place: '枫林雅苑 · 3幢 · 1单元 · 1202', confidence: 80 })
  })

  it('[GB42455-8.1.4-d] an organisation whose staff changes by more than so much within days is told', async () => {
    const grid = { placeId: village.estate.id, source: 'collected', values: { name: '云溪小厨', kind: 'social', staff: 20 } }
    const made = body(await app.call<{ id: string; version: number }>('POST', '/api/orgs', { token: token('officer'), body: grid }), 201)
    body(await save('staff-change', { params: { days: 30, percent: 40 } }))
    const change = async (version: number, staff: number) =>
      body(
        await app.call('PATCH', `/api/orgs/${made.id}`, {
          token: token('officer'),
          body: { version, source: 'collected', values: { staff } },
        }),
      )
    await change(1, 14)
    await later()
    expect(about(await list('staff-change'), made.id)).toEqual([])
    await change(2, 9)
    await later()
    const [hint] = about(await list('staff-change'), made.id)
    expect(body(await read(hint?.id ?? ''))).toMatchObject({ facts: { before: 20, after: 9, percent: -55 }, subject: { name: '云溪小厨' } })
    await later(31 * day)
    expect(about(await list('staff-change'), made.id)).toMatchObject([{ state: 'cleared' }])
  })

  it('a hint is judged once, a rejection says why, and both make the figure of how often the model was right', async () => {
    const { id } = await g.car('浙A64001')
    await g.tell(...Array.from({ length: 8 }, (_, i) => g.drive('浙A64001', i % 2 ? 'out' : 'in', now() - hour + i * minute)))
    await later()
    const target = about(await list('car-frequent'), id)[0] as HintSummary
    expect((await judge(target, 'reject')).status).toBe(400)
    expect((await judge({ ...target, version: 9 }, 'reject', { note: '网约车司机' })).error?.code).toMatch(/stale|hint.decided/)
    const outsider = await app.tokenOf(await makePerson(app.kernel, '郑远行', { roles: [['grid-worker', village.otherCommunity]] }), 'grid')
    expect((await app.call('GET', `/api/hints/${target.id}`, { token: outsider })).status).toBe(404)
    expect((await app.call('GET', '/api/hints', { token: token('manager') })).status).toBe(403)
    expect(body(await judge(target, 'reject', { note: '网约车，已核实' }))).toMatchObject({ state: 'rejected' })
    expect((await judge(target, 'confirm')).error?.code).toBe('hint.decided')
    // what was rejected is not said again while the same evidence stands
    await later()
    expect(about(await list('car-frequent'), id)).toMatchObject([{ state: 'rejected' }])
    const state = (await models()).find(({ name }) => name === 'car-frequent')
    expect(state?.metrics).toMatchObject({ raised: 2, confirmed: 0, rejected: 1, precision: 0 })
    expect((await models()).find(({ name }) => name === 'car-zombie')?.metrics).toMatchObject({ confirmed: 1, precision: 1 })
  })

  /** A meter of a house that told its total on each of the last days. */
  async function meter(code: string, placeId: string, path: string, wattHours: readonly number[]): Promise<void> {
    const admin = await app.tokenOf(await makePerson(app.kernel, '顾表计', { roles: [['system-administrator', village.city]] }), 'admin')
    const made = body(await g.scene.create({ code, name: code, productId: g.scene.product('meter-1p'), placeId }, admin), 201)
    expect(path).not.toBe('')
    const { store } = app.kernel
    const series = ++meters
    await store.run('INSERT INTO device_series (id, device_id, property) VALUES (?, ?, ?)', [series, made.id, 'energyWh'])
    const today = Math.floor((now() + 8 * hour) / day) * day - 8 * hour
    for (const [i, used] of wattHours.entries())
      await store.run(
        'INSERT INTO device_rollups (series_id, step, start_at, points, total, least, most) VALUES (?, 86400, ?, 24, 0, ?, ?)',
        [...[series, today - (i + 1) * day, 1000, 1000 + used]],
      )
  }
})
