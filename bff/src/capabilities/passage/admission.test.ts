import type { AdmissionRule, Entrance, Gate } from '@liren/contract/capabilities/passage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { body } from '../device/testing.ts'
import { type Gates, openGates, type Who } from './testing.ts'

const hour = 3_600_000
const day = 24 * hour
const morning = Date.parse('2026-03-02T08:00+08:00')

describeStores('who may drive in', (open) => {
  let app: TestApp
  let village: Village
  let g: Gates
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    g = await openGates(app, village)
  })
  afterAll(() => app.close())

  const rule = { isOn: true, unknown: 'refuse', isFuzzy: true, version: 0 }
  const save = (more: object = {}, who: Who = 'manager', placeId = village.estate.id) =>
    app.call<AdmissionRule>('PUT', `/api/passages/rules/${placeId}`, { token: village.tokens[who], body: { ...rule, ...more } })
  const orders = async (code: string) =>
    (
      await unscoped<{ name: string; device_code: string }>(app.kernel.store, 'a test looks at what was ordered', {
        sql: 'SELECT name, device_code FROM device_commands WHERE device_code = ? ORDER BY id',
        params: [code],
      })
    ).map(({ name }) => name)
  const came = async (plate: string, code = 'east-barrier', at = app.clock.now()) => {
    const before = (await orders(code)).length
    await g.tell(g.drive(plate, 'in', at, code))
    const [row] = await unscoped<{ result: string; admission: string | null; reason: string | null }>(
      app.kernel.store,
      'a test looks at what was kept',
      { sql: 'SELECT result, admission, reason FROM passages ORDER BY id DESC LIMIT 1', params: [] },
    )
    return { ...row, orders: (await orders(code)).slice(before) }
  }

  it('lets nobody set a rule without the right, at places of others, or over one that was changed meanwhile', async () => {
    expect((await app.call('PUT', `/api/passages/rules/${village.estate.id}`, { body: rule })).status).toBe(401)
    expect((await save({}, 'resident')).status).toBe(403)
    expect((await save({}, 'gridWorker')).status).toBe(403)
    expect((await save({}, 'farManager')).status).toBe(404)
    expect((await save({ unknown: 'maybe' })).status).toBe(400)
    expect((await save({ version: 3 })).error?.code).toBe('stale')
  })

  it('leaves barriers to themselves where no rule is on', async () => {
    await g.car('浙A60001', { validUntil: '2020-01-01' })
    expect(await came('浙A60001')).toEqual({ result: 'admitted', admission: null, reason: null, orders: [] })
    expect(body(await save({ isOn: false }))).toMatchObject({ isOn: false, version: 1 })
    expect(await came('浙A60001')).toMatchObject({ admission: null, orders: [] })
    expect(body(await save({ version: 1 }))).toMatchObject({ isOn: true, unknown: 'refuse', version: 2 })
    expect((await save({ version: 1 })).error?.code).toBe('stale')
  })

  it('opens for a registered car within its days, and refuses it before and after them, with the reason', async () => {
    await g.car('浙A60002', { validFrom: '2026-03-03', validUntil: '2026-03-04' })
    expect(await came('浙A60002')).toEqual({ result: 'refused', admission: 'early', reason: '未到生效日期', orders: [] })
    await app.clock.leap(day)
    expect(await came('浙A60002')).toEqual({ result: 'admitted', admission: 'exact', reason: null, orders: ['barrier.open'] })
    await app.clock.leap(2 * day)
    expect(await came('浙A60002')).toEqual({ result: 'refused', admission: 'expired', reason: '已过有效期', orders: [] })
  })

  it('takes a near miss for the one registered car that it can be, and for none where it can be two', async () => {
    const car = await g.car('浙A6B003')
    await g.car('浙A60S55')
    await g.car('浙A6DS55')
    await g.car('浙A6Z001', { validUntil: '2020-01-01' })
    expect(await came('浙A68003')).toMatchObject({ result: 'admitted', admission: 'fuzzy', orders: ['barrier.open'] })
    const [kept] = await unscoped<{ vehicle_id: string }>(app.kernel.store, 'a test looks whose it was', {
      sql: 'SELECT vehicle_id FROM passages ORDER BY id DESC LIMIT 1',
      params: [],
    })
    expect(kept?.vehicle_id).toBe(car.id)
    expect(await came('浙A6QS55')).toMatchObject({ result: 'refused', admission: 'unclear', orders: [] })
    expect(await came('浙A62001')).toMatchObject({ admission: 'unknown', orders: [] })
    body(await save({ version: 2, isFuzzy: false }))
    expect(await came('浙A68003')).toMatchObject({ result: 'refused', admission: 'unknown', orders: [] })
  })

  it('sends an unknown plate, and a car that is registered elsewhere, the way that the rule says', async () => {
    const elsewhere = await g.car('浙A60009')
    await app.kernel.store.run('UPDATE vehicles SET place_path = ? WHERE id = ?', [village.farEstate.path, elsewhere.id])
    body(await save({ version: 3, unknown: 'temporary' }))
    expect(await came('浙A69999')).toMatchObject({ result: 'admitted', admission: 'temporary', orders: ['barrier.open'] })
    expect(await came('浙A60009')).toMatchObject({ admission: 'temporary' })
    body(await save({ version: 4 }))
    expect(await came('浙A69999')).toEqual({ result: 'refused', admission: 'unknown', reason: '未登记车辆', orders: [] })
    expect(await came('浙A60009')).toMatchObject({ admission: 'unknown', orders: [] })
  })

  it('opens for nobody who is leaving, nor for what a camera tells late, nor at gates of another estate', async () => {
    await g.car('浙A60010')
    const late = await came('浙A60010', 'east-barrier', app.clock.now() - 5 * 60_000)
    expect(late).toMatchObject({ admission: null, orders: [] })
    expect(await came('浙A60010', 'far-barrier')).toMatchObject({ admission: null, orders: [] })
    const before = (await orders('west-barrier')).length
    await g.tell(g.drive('浙A60010', 'out', app.clock.now(), 'west-barrier'))
    expect((await orders('west-barrier')).length).toBe(before)
  })

  it('[GB42455-6.4.2-a] shows the gates of both kinds at each entrance, and lists an entrance that lacks one', async () => {
    const at = (x: number) => ({ type: 'Point', coordinates: [121.04 + x / 1000, 29.6] })
    const drawn = [g.east, g.west].map((place, i) => ({ kind: 'entrance', placeId: place.id, geometry: at(i) }))
    const draw = { creates: drawn, changes: [], retires: [] }
    body(await app.call('POST', '/api/map/changes', { token: village.tokens.officer, body: draw }))
    const entrances = async (who: Who = 'manager') =>
      body(await app.call<{ items: Entrance[] }>('GET', '/api/passages/entrances', { token: village.tokens[who] })).items
    const names = ({ name, people, vehicles, lacks }: Entrance) => [name, people.map((p) => p.name), vehicles.map((v) => v.name), lacks]
    expect((await entrances()).map(names)).toEqual([
      ['东门', ['东门人行门'], ['东门道闸'], []],
      ['西门', [], ['西门道闸'], ['person']],
    ])
    expect(await entrances('farManager')).toEqual([])
    expect((await app.call('GET', '/api/passages/entrances', { token: village.tokens.resident })).status).toBe(403)
    const west = (await entrances()).find(({ name }) => name === '西门')?.id
    const path = `/api/passages/gates/${g.gates.unit.id}`
    const bind = (entranceId: string | null, version: number) =>
      app.call<Gate>('PUT', path, { token: village.tokens.manager, body: { direction: 'in', entranceId, version } })
    expect((await bind(village.ids.manager, 0)).status).toBe(404)
    expect(body(await bind(west ?? null, 0))).toMatchObject({ entrance: { name: '西门' }, version: 1 })
    expect((await entrances()).map(({ lacks }) => lacks)).toEqual([[], []])
    body(await bind(null, 1))
    expect((await entrances()).map(({ lacks }) => lacks)).toEqual([[], ['person']])
  })
})
