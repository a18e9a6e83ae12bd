import type { Gate, OwnPassage, PassageCount } from '@liren/contract/capabilities/passage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { body } from '../device/testing.ts'
import { type Gates, openGates, type Who } from './testing.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const morning = Date.parse('2026-03-02T08:00+08:00')

describeStores('passages', (open) => {
  let app: TestApp
  let village: Village
  let g: Gates
  let guard: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    g = await openGates(app, village)
    guard = await app.tokenOf(await makePerson(app.kernel, '郑守正', { roles: [['guard', village.estate]] }), 'staff')
  })
  afterAll(() => app.close())

  const get = <T>(path: string, who: Who = 'officer') => app.call<T>('GET', path, { token: village.tokens[who] })
  const rows = (sql: string, params: readonly (string | number)[] = []) =>
    unscoped<Record<string, string | number | null>>(app.kernel.store, 'a test looks at what was written', { sql, params })

  it('shows passages to nobody without permission, nor of gates at other estates', async () => {
    await g.tell(g.drive('浙A70001', 'in', morning, 'far-barrier'), g.drive('浙A70002', 'in', morning))
    expect((await app.call('GET', '/api/passages?kind=vehicle')).status).toBe(401)
    expect((await get('/api/passages?kind=vehicle', 'resident')).status).toBe(403)
    expect((await get('/api/passages?kind=vehicle', 'worker')).status).toBe(403)
    const seen = async (who: Who) => (await g.list('kind=vehicle', who)).map(({ gate }) => gate.code)
    expect(await seen('manager')).toEqual(['east-barrier'])
    expect(await seen('farManager')).toEqual(['far-barrier'])
    expect((await get('/api/passages?kind=vehicle&plate=%E6%B5%99', 'manager')).status).toBe(400)
  })

  it('pages over days, weeks and months without a gap, and until a time, however far apart passages lie', async () => {
    const ages = [1, 3, 3.5, 20, 21, 40]
    await g.tell(...ages.map((age, i) => g.drive(`浙A7100${i}`, 'in', morning - age * day, 'far-barrier')))
    const from = new Date(morning - 50 * day).toISOString()
    const whole = await g.list(`kind=vehicle&from=${from}&to=${new Date(morning - hour).toISOString()}`, 'farManager')
    expect(whole.map(({ at }) => (morning - Date.parse(at)) / day)).toEqual(ages)
    const found: string[] = []
    let cursor = ''
    for (let turn = 0; turn < 10; turn++) {
      const page = body(await get<{ items: { id: string }[]; next?: string }>(`/api/passages?kind=vehicle&limit=2${cursor}`, 'farManager'))
      found.push(...page.items.map(({ id }) => id))
      if (!page.next) break
      cursor = `&cursor=${page.next}`
    }
    expect(found.slice(-ages.length)).toEqual(whole.map(({ id }) => id))
    expect(new Set(found).size).toBe(found.length)
    const until = `kind=vehicle&to=${new Date(morning - 19 * day).toISOString()}`
    expect(await g.list(until, 'farManager')).toEqual(whole.slice(3))
  })

  it('keeps what a device told once, in whatever order and however often it comes', async () => {
    const { id } = await g.person('江一')
    const card = await g.card(id)
    const [out, inn] = [g.swipe(card, 'out', morning + 5 * minute), g.swipe(card, 'in', morning + 4 * minute)]
    await g.tell(out, inn)
    await app.work()
    const passed = body(await g.trace('person', id))
    expect(passed.items.map(({ direction }) => direction)).toEqual(['out', 'in'])
    expect(passed.presence).toMatchObject({ direction: 'out', isInside: false })
    expect(await rows('SELECT event_id FROM passages WHERE event_id IS NULL')).toEqual([])
  })

  it('what arrives late moves nobody back to where they were', async () => {
    const { id } = await g.person('江二')
    const card = await g.card(id)
    await g.tell(g.swipe(card, 'in', morning + 2 * hour))
    await g.tell(g.swipe(card, 'out', morning + hour))
    const { presence, items } = body(await g.trace('person', id))
    expect(presence).toMatchObject({ direction: 'in', isInside: true })
    expect(items).toHaveLength(2)
  })

  it('takes the direction of the gate where its device says none, and only who manages gates says it', async () => {
    const path = `/api/passages/gates/${g.gates.unit.id}`
    const save = (token: string, version = 0) => app.call<Gate>('PUT', path, { token, body: { direction: 'in', version } })
    expect((await save(guard)).status).toBe(403)
    expect((await save(village.tokens.farManager)).status).toBe(404)
    expect(body(await save(village.tokens.manager))).toMatchObject({ direction: 'in', version: 1 })
    expect((await save(village.tokens.manager)).error?.code).toBe('stale')
    const { id } = await g.person('江三')
    await g.tell(g.swipe(await g.card(id), undefined, app.clock.now(), {}, 'unit-door'))
    expect(body(await g.trace('person', id)).items).toMatchObject([{ direction: 'in', gate: { name: '3幢1单元门' } }])
  })

  it('binds a credential to one person, for whoever may, and lets go of it for a reason', async () => {
    const [a, b] = [await g.person('江四'), await g.person('江五')]
    const bind = (personId: string, who: Who) =>
      app.call<{ id: string; tail: string; version: number }>('POST', '/api/passages/credentials', {
        token: village.tokens[who],
        body: { personId, kind: 'card', credential: ' 7700 1234 ' },
      })
    expect((await bind(a.id, 'resident')).status).toBe(403)
    expect((await bind(a.id, 'farManager')).status).toBe(404)
    const bound = body(await bind(a.id, 'gridWorker'), 201)
    expect(bound.tail).toBe('…1234')
    expect((await bind(b.id, 'gridWorker')).error?.code).toBe('passage.credential-known')
    const end = (more: object) =>
      app.call('POST', `/api/passages/credentials/${bound.id}/end`, { token: village.tokens.officer, body: { version: 1, ...more } })
    expect((await end({})).status).toBe(400)
    expect((await end({ reason: '门卡遗失' })).status).toBe(204)
    body(await bind(b.id, 'gridWorker'), 201)
    await g.tell(g.swipe('77001234', 'in'))
    expect(body(await g.trace('person', b.id)).items).toHaveLength(1)
    expect(body(await g.trace('person', a.id)).items).toHaveLength(0)
  })

  it('[GB42455-8.1.1-f] finds passages by person, gate and time for a stated reason, and its hours and days add up to them', async () => {
    const { id } = await g.person('江六')
    const card = await g.card(id)
    const start = morning - 3 * day
    const events = [0, 1, 2].flatMap((d) =>
      [1, 4, 4.5].map((h, i) =>
        g.swipe(card, i % 2 === 0 ? 'out' : 'in', start + d * day + h * hour, {}, i === 2 ? 'unit-door' : 'east-door'),
      ),
    )
    await g.tell(...events)
    expect((await g.trace('person', id, {}, 'manager')).status).toBe(403)
    expect((await g.trace('person', id, { reason: '' })).status).toBe(400)
    expect((await g.trace('person', '01jq0000000000000000000000')).status).toBe(404)
    const all = body(await g.trace('person', id))
    expect(all.items).toHaveLength(9)
    expect(all.days.map(({ passes }) => passes)).toEqual([3, 3, 3])
    expect(all.hours).toEqual([
      { hour: 9, passes: 3 },
      { hour: 12, passes: 6 },
    ])
    const some = body(
      await g.trace('person', id, {
        ...{ gateId: g.gates.door.id, direction: 'in', order: 'oldest' },
        ...{ from: new Date(start + day).toISOString(), to: new Date(start + 3 * day).toISOString() },
      }),
    )
    expect(some.items.map(({ at }) => Date.parse(at))).toEqual([1, 2].map((d) => start + d * day + 4 * hour))
    expect(some.days.reduce((sum, { passes }) => sum + passes, 0)).toBe(2)
    const first = body(await g.trace('person', id, { limit: 4 }))
    const rest = body(await g.trace('person', id, { limit: 10, cursor: first.next }))
    expect([...first.items, ...rest.items].map((one) => one.id)).toEqual(all.items.map((one) => one.id))
    const trail = await rows("SELECT actor_id, reason FROM audit_entries WHERE action = 'passage.traced' AND subject_id = ? ORDER BY id", [
      id,
    ])
    expect(trail[0]).toEqual({ actor_id: village.ids.officer, reason: '走失老人协查' })
  })

  it('[GB42455-8.3.5-e] [SZSQ-5.2.3-d] finds cars by plate, gate, direction and time, with the picture of the gate', async () => {
    await g.car('浙A81001')
    const photo = await app.photo(village.tokens.manager)
    await g.tell(
      g.drive('浙A81001', 'in', morning + hour, 'east-barrier', { photo }),
      g.drive('浙A81001', 'out', morning + 3 * hour, 'west-barrier', { photo: 'camera-7/20260302/110000.jpg' }),
      g.drive('浙A81002', 'in', morning + 2 * hour),
    )
    const plate = `kind=vehicle&plate=${encodeURIComponent('浙a·81001')}`
    const both = await g.list(plate, 'manager')
    expect(both.map(({ plate: read, direction }) => [read, direction])).toEqual([
      ['浙A81001', 'out'],
      ['浙A81001', 'in'],
    ])
    expect(both[1]?.photo?.url).toContain(`/api/files/${photo}/content`)
    expect(both[0]).toMatchObject({ photo: null, photoAt: 'camera-7/20260302/110000.jpg' })
    expect(await g.list(`${plate}&gateId=${g.gates.exit.id}`, 'manager')).toMatchObject([{ gate: { name: '西门道闸' } }])
    expect(await g.list(`${plate}&direction=in`, 'manager')).toHaveLength(1)
    const range = `from=${new Date(morning + 90 * minute).toISOString()}&to=${new Date(morning + 150 * minute).toISOString()}`
    expect((await g.list(`kind=vehicle&${range}`, 'manager')).map((one) => one.plate)).toEqual(['浙A81002'])
    const wide = await get('/api/passages?kind=vehicle&limit=50', 'officer')
    expect(Number(wide.headers.get('x-liren-statements'))).toBeLessThanOrEqual(6)
  })

  it('[ZJWL-7.2.2.2.2] a passage of a vehicle holds who, when, where, how long it stood and where, and its sums are those of the records', async () => {
    const car = await g.car('浙A82001', { parkingNumber: 'B082' })
    const start = morning + 10 * day
    await g.tell(
      g.drive('浙A82001', 'in', start),
      g.drive('浙A82001', 'out', start + 95 * minute, 'west-barrier', { vehicleColour: 'white' }),
    )
    const [out] = body(await g.trace('vehicle', car.id)).items
    expect(out).toMatchObject({
      ...{ kind: 'vehicle', direction: 'out', method: 'plate', result: 'admitted', type: 'car', plate: '浙A82001' },
      gate: { code: 'west-barrier', name: '西门道闸', place: '枫林雅苑 · 西门' },
      ...{ vehicle: { id: car.id, home: '枫林雅苑 · 3幢 · 1单元 · 1201' }, stayMinutes: 95, parking: 'B082', vehicleColour: 'white' },
    })
    const counts = body(await get<{ items: PassageCount[] }>('/api/passages/counts?kind=vehicle&step=hour&from=2026-03-12&to=2026-03-12'))
    expect(counts.items.map(({ in: entered, out: left }) => [entered, left])).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  it('[ZJWL-7.2.2.2.1] a passage of a person holds who, when, the health check at the gate, and the device with its place', async () => {
    const { id } = await g.person('江七')
    const card = await g.card(id)
    const at = morning + 20 * day
    await g.tell(
      g.swipe(card, 'in', at, { method: 'face', similarityPercent: 93, temperatureC: 36.6, hasMask: true }),
      g.swipe('99999999', 'in', at + minute, { isGranted: false, reason: '卡未登记' }),
    )
    const [refused, one] = await g.list(`kind=person&from=${new Date(at).toISOString()}`)
    expect(one).toMatchObject({
      ...{ at: new Date(at).toISOString(), direction: 'in', method: 'face', result: 'admitted', type: 'resident' },
      ...{ person: { id, name: '江七', home: '枫林雅苑 · 3幢 · 1单元 · 1201' }, similarityPercent: 93, temperatureC: 36.6, hasMask: true },
      gate: { code: 'east-door', name: '东门人行门', place: '枫林雅苑 · 东门' },
    })
    expect(refused).toMatchObject({ person: null, type: 'stranger', result: 'refused', reason: '卡未登记', credential: '…9999' })
    const byGate = `/api/passages/counts?kind=person&step=hour&from=2026-03-22&to=2026-03-22&gateId=${g.gates.door.id}`
    expect(body(await get<{ items: PassageCount[] }>(byGate)).items).toMatchObject([{ in: 1, out: 0, refused: 1 }])
  })

  it('[GB42455-8.1.2-c] sums by hour, day and type equal those of the records, wherever they come from', async () => {
    await g.car('浙A83001', { kind: 'suv' })
    const start = morning + 30 * day
    const events = Array.from({ length: 40 }, (_, i) =>
      g.drive(
        i % 3 === 0 ? '浙A83001' : `浙A84${String(i).padStart(3, '0')}`,
        i % 2 === 0 ? 'in' : 'out',
        start + i * 41 * minute,
        i % 5 === 0 ? 'west-barrier' : 'east-barrier',
      ),
    )
    await g.tell(...events)
    const query = 'kind=vehicle&from=2026-04-01&to=2026-04-02'
    for (const [step, by] of [
      ['hour', 'day, hour'],
      ['day', 'day'],
    ] as const) {
      const { items } = body(await get<{ items: PassageCount[] }>(`/api/passages/counts?${query}&step=${step}&byType=1`))
      const reference = await rows(
        `SELECT ${by}, type, SUM(CASE WHEN direction = 'in' THEN 1 ELSE 0 END) AS n_in, SUM(CASE WHEN direction = 'out' THEN 1 ELSE 0 END) AS n_out
         FROM passages WHERE kind = 'vehicle' AND day >= '2026-04-01' AND day <= '2026-04-02' GROUP BY ${by}, type ORDER BY ${by}, type`,
      )
      expect(items.map(({ type, in: entered, out }) => [type, entered, out])).toEqual(
        reference.map((row) => [row.type, Number(row.n_in), Number(row.n_out)]),
      )
      expect(items.length).toBeGreaterThan(2)
    }
    const typed = await g.list(`kind=vehicle&type=suv&from=${new Date(start).toISOString()}`)
    expect(new Set(typed.map(({ plate }) => plate))).toEqual(new Set(['浙A83001']))
    expect((await get('/api/passages/counts?kind=vehicle&step=hour&from=2026-01-01&to=2026-04-02')).error?.code).toBe('passage.range')
  })

  it('a resident sees the household’s cars, the own passages and those of children, but not where other grown-ups went', async () => {
    const [adult, child, self] = [
      await g.person('林晓峰', { birthDay: '1985-05-01' }),
      await g.person('林小果', { birthDay: '2018-05-01' }),
      await g.person('林晓岚', { phone: await phoneOf(village.ids.resident) }),
    ]
    const at = morning + 60 * day
    await g.tell(
      g.swipe(await g.card(adult.id), 'out', at),
      g.swipe(await g.card(child.id), 'out', at + minute),
      g.swipe(await g.card(self.id), 'out', at + 2 * minute),
      g.drive('浙A81001', 'in', at + 3 * minute),
    )
    const own = async (who: Who) =>
      body(await get<{ items: OwnPassage[] }>('/api/passages/own?limit=50', who)).items.filter((one) => Date.parse(one.at) >= at)
    expect((await own('resident')).map(({ who }) => who)).toEqual(['浙A81001', '林晓岚', '林小果'])
    expect((await own('family')).map(({ who }) => who)).toEqual(['浙A81001', '林小果'])
    expect(await own('neighbour')).toEqual([])
    expect((await get('/api/passages/own', 'manager')).status).toBe(403)
  })

  it('masks names and plates for whoever may not read them in the files', async () => {
    const { items } = (
      await app.call<{ items: { person: { name: string } | null }[] }>('GET', '/api/passages?kind=person&limit=100', { token: guard })
    ).body
    const names = items.flatMap(({ person }) => person?.name ?? [])
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(name).toMatch(/^.\*\*$/)
  })

  it('[ZJWL-7.2.4.2-1] a passage brings last seen and presence up to date; one against the file waits for a review', async () => {
    const { id } = await g.person('江九', { leftOn: '2026-02-01' })
    const card = await g.card(id)
    await g.tell(g.swipe(card, 'in', morning + hour))
    await g.tell(g.swipe(card, 'out', morning + 2 * hour))
    expect(body(await g.trace('person', id)).presence).toMatchObject({
      ...{ isInside: false, lastAt: new Date(morning + 2 * hour).toISOString() },
      ...{ lastInAt: new Date(morning + hour).toISOString(), lastGate: '东门人行门' },
    })
    const { items } = body(
      await get<{ items: { id: string; archive: string; source: string; fields: string[]; file: { id: string } | null }[] }>(
        '/api/reviews',
      ),
    )
    const mine = items.filter(({ source }) => source === 'device')
    expect(mine).toHaveLength(1)
    expect(mine[0]).toMatchObject({ archive: 'person', fields: ['leftOn'] })
  })

  it('[GB42455-8.3.5-d] [SZSQ-5.2.3-c] keeps a vehicle’s passage for 180 days whatever anybody sets, and lets go of it afterwards', async () => {
    const security = await app.tokenOf(
      await makePerson(app.kernel, '卫安全', { roles: [['security-administrator', village.city]] }),
      'admin',
    )
    const set = (values: object, token = security) => app.call('PUT', '/api/passages/keeping', { token, body: { version: 0, ...values } })
    expect((await set({ vehicle: 179, person: 60 })).error).toMatchObject({
      code: 'passage.keeping-short',
      faults: [{ path: 'body.vehicle' }],
    })
    expect((await set({ vehicle: 180, person: 60 }, village.tokens.officer)).status).toBe(403)
    body(await set({ vehicle: 180, person: 60 }))
    const at = app.clock.now()
    await g.tell(g.drive('浙A88888', 'in', at))
    const kept = async () => (await g.list(`kind=vehicle&plate=${encodeURIComponent('浙A88888')}`, 'officer')).length
    await app.clock.leap(179 * day)
    village.tokens.officer = await app.tokenOf(village.ids.officer, 'admin')
    await g.scene.runJob('passage.forget')
    expect(await kept()).toBe(1)
    await app.clock.leap(2 * day)
    await g.scene.runJob('passage.forget')
    expect(await kept()).toBe(0)
  })

  const phoneOf = async (userId: string) => {
    const { accountById, phoneOf: read } = await import('../../kernel/identity/accounts.ts')
    const user = await accountById(app.kernel, userId)
    return user ? read(app.kernel, user) : ''
  }
})
