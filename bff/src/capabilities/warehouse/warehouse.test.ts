import type { CatalogueDomainItem, CatalogueField } from '@liren/contract/capabilities/catalogue'
import type { Dataset } from '@liren/contract/capabilities/dataset'
import type { MapFeature } from '@liren/contract/capabilities/map'
import {
  type BaseKind,
  baseKinds,
  type WarehouseFigures,
  type WarehouseKind,
  type WarehouseLineage,
  type WarehouseRecord,
} from '@liren/contract/capabilities/warehouse'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { builtinRoleId } from '../../kernel/identity/index.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'
import { apply, dryRun, workbookOf } from '../workbook/testing.ts'
import { measure } from './measure.ts'

const hour = 3_600_000

describeStores('the data warehouses', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let [officer, manager, far] = ['', '', '']
  const made = {} as Record<BaseKind, string>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'ware-bridge')
    officer = village.tokens.officer
    manager = village.tokens.manager
    far = await app.tokenOf(await makePerson(app.kernel, '郑远行', { roles: [['community-officer', village.otherCommunity]] }), 'admin')
  })
  afterAll(() => app.close())

  const get = <T>(path: string, token = officer) => app.call<T>('GET', path, { token })
  const warehouses = async (token = officer) => body(await get<{ items: WarehouseFigures[] }>('/api/warehouses', token)).items
  const figures = async (kind: WarehouseKind, token = officer) =>
    (await warehouses(token)).flatMap(({ kinds }) => kinds).find((one) => one.kind === kind)
  const records = async (kind: BaseKind, token = officer) =>
    body(await get<{ items: WarehouseRecord[]; next?: string }>(`/api/warehouse-records/${kind}?limit=100`, token)).items
  const lineage = (kind: BaseKind, id: string, token = officer) => get<WarehouseLineage>(`/api/warehouse-records/${kind}/${id}`, token)
  const file = async (path: string, placeId: string, values: object) =>
    body(
      await app.call<{ id: string; version: number }>('POST', path, { token: officer, body: { placeId, source: 'collected', values } }),
      201,
    )
  const draw = async (name: string, token = manager) =>
    body(
      await app.call<{ features: MapFeature[] }>('POST', '/api/map/changes', {
        token,
        body: {
          creates: [{ kind: 'entrance', placeId: village.estate.id, name, geometry: { type: 'Point', coordinates: [121.021, 31.011] } }],
          changes: [],
          retires: [],
        },
      }),
    ).features[0] as MapFeature
  const counted = (list: readonly { code: string; records: number }[] = []) =>
    Object.fromEntries(list.map(({ code, records }) => [code, records]))

  it('are shown to nobody who is not signed in, or works at something else', async () => {
    for (const path of ['/api/warehouses', '/api/warehouse-records/person', `/api/warehouse-records/person/${village.house.id}`]) {
      expect((await app.call('GET', path)).status).toBe(401)
      for (const who of ['worker', 'gridWorker', 'resident'] as const)
        expect((await get(path, village.tokens[who])).error?.code, path).toBe('permission.denied')
    }
    expect((await get('/api/warehouse-records/repair')).status).toBe(400)
    expect((await lineage('person', village.house.id)).status).toBe(404)
  })

  it('[ZJWL-5.3] gather one record of each of six kinds in the base warehouse, each with where it comes from and where it goes', async () => {
    const person = await file('/api/people', village.house.id, { name: '江望舒', idKind: 'none', population: 'resident' })
    const house = await file('/api/houses', village.house.id, { purpose: 'home', occupancy: 'owner' })
    const vehicle = await file('/api/vehicles', village.house.id, {
      plate: '浙A12345',
      plateKind: 'blue',
      stay: 'resident',
      ownerName: '江望舒',
    })
    const space = await file('/api/spaces', village.estate.id, { name: '共享书房', purpose: 'library', position: '一层' })
    const device = await scene.made({ code: 'ware-lamp', name: '南门路灯' })
    Object.assign(made, { person: person.id, house: house.id, vehicle: vehicle.id, space: space.id, device: device.id })
    made.map = (await draw('南门')).id
    const link = { kind: 'lives-in', archive: 'house', otherId: house.id, role: 'owner', source: 'collected' }
    expect((await app.call('POST', `/api/people/${person.id}/links`, { token: officer, body: link })).status).toBe(201)

    const at = new Date(app.clock.now()).toISOString()
    const by: Record<BaseKind, [source: string, who: string]> = {
      ...{ person: ['网格采集', '孙明理'], house: ['网格采集', '孙明理'], vehicle: ['网格采集', '孙明理'] },
      ...{ space: ['网格采集', '孙明理'], device: ['线下登记录入', '顾系安'], map: ['绘制', '陈望舒'] },
    }
    for (const kind of baseKinds) {
      const found = (await records(kind)).find(({ id }) => id === made[kind])
      expect(found, kind).toMatchObject({ kind, at, sourceText: { zh: by[kind][0] } })
      const told = body(await lineage(kind, made[kind]))
      expect(told.from.at(-1), kind).toMatchObject({ at, by: by[kind][1], sourceText: { zh: by[kind][0] } })
      expect(told.title, kind).toBe(found?.title)
      // and to nobody of another community
      expect(await records(kind, far), kind).toEqual([])
      expect((await lineage(kind, made[kind], far)).status, kind).toBe(404)
    }
    expect(body(await lineage('person', person.id)).to.filter(({ end }) => end === 'file')).toHaveLength(1)
    expect(body(await lineage('map', made.map)).to).toEqual([{ end: 'place', name: '枫林雅苑' }])

    // a change is one more step, and a file that another system may use says so
    await app.clock.leap(hour)
    const change = { version: space.version, source: 'manual', values: { position: '二层' } }
    expect((await app.call('PATCH', `/api/spaces/${space.id}`, { token: officer, body: change })).status).toBe(200)
    const draft = body(
      await app.call<Dataset>('POST', '/api/dataset-drafts', {
        token: officer,
        body: {
          ...{ name: '公共空间名录', purpose: '居民活动安排', archive: 'space', layer: 'clean', grade: 'L2', fields: ['name'] },
          ...{ placeId: village.estate.id, audience: [{ kind: 'role', id: builtinRoleId('property-manager') }] },
        },
      }),
      201,
    )
    expect(body(await lineage('space', space.id)).to).toEqual([])
    const second = await app.tokenOf(await makePerson(app.kernel, '周再审', { roles: [['community-officer', village.community]] }), 'admin')
    const asked = body(
      await app.call<Dataset>('POST', `/api/dataset-drafts/${draft.id}/submission`, { token: officer, body: { version: draft.version } }),
    )
    const decided = body(
      await app.call<Dataset>('POST', `/api/dataset-approvals/${draft.id}`, {
        token: second,
        body: { isApproved: true, version: asked.version },
      }),
    )
    const release = { note: '首次发布', version: decided.version }
    expect((await app.call('POST', `/api/dataset-drafts/${draft.id}/releases`, { token: officer, body: release })).status).toBe(201)
    const told = body(await lineage('space', space.id))
    expect(told.from.map(({ sourceText }) => sourceText?.zh)).toEqual(['线下登记录入', '网格采集'])
    expect(told.to).toEqual([{ end: 'dataset', name: '公共空间名录' }])
  })

  it('[ZJWL-5.4] take in a sample batch each, judge it by their rules and have it in the catalogue, with figures counted by hand', async () => {
    const sensor = await scene.running({ code: 'ware-sensor', productId: scene.product('mqtt-sensor'), bridge: bridge.code })
    const now = app.clock.now()
    const event = (values: object, at = now) => ({
      ...bridge.event(sensor.code, 'properties.reported', { properties: values }, at),
      heardAt: now,
    })
    // five messages: three as they should be, one of more than all humidity, one that was an hour on its way
    const told = await bridge.tell(
      event({ humidity: 55 }),
      event({ humidity: 56 }),
      event({ humidity: 57 }),
      event({ humidity: 250 }),
      event({ humidity: 54 }, now - hour),
    )
    expect(told).toMatchObject({ applied: 4, refused: 1 })

    const cars = await dryRun(
      app,
      officer,
      { archive: 'vehicle', placeId: village.community.id },
      await workbookOf([
        ['所在空间', '车牌号', '号牌种类', '登记类型', '车主姓名', '生效日期', '有效期至'],
        ['枫林雅苑', '浙A88001', '小型汽车', '临时车辆', '林晓岚', '', '2026-12-31'],
        ['枫林雅苑', '浙A88002', '小型汽车', '临时车辆', '', '', '2026-12-31'],
        ['枫林雅苑', '浙A88003', '小型汽车', '临时车辆', '', '', '2026-01-31'],
      ]),
    )
    expect((await apply(app, officer, cars)).rows).toMatchObject({ applied: 3, faulty: 0 })

    const photo = await app.photo(village.tokens.resident)
    for (const photos of [[photo], []]) {
      const report = { kind: 'public', category: 'lighting', description: '路灯不亮，夜里看不清', placeId: village.garden.id, photos }
      body(await app.call('POST', '/api/repairs', { token: village.tokens.resident, body: report }), 201)
    }
    await app.work()

    expect((await figures('event'))?.measuredAt).toBeNull()
    await scene.runJob('quality.measure')
    await scene.runJob('warehouse.measure')
    const measuredAt = new Date(app.clock.now()).toISOString()
    const heard = new Date(now).toISOString()

    const iot = await figures('event')
    expect(iot).toMatchObject({ table: 'device_events', domain: 'telemetry', records: 5, faulty: 2, newestAt: heard, measuredAt })
    expect([counted(iot?.sources), counted(iot?.rules)]).toEqual([{ device: 5 }, { model: 1, late: 1 }])
    const base = await figures('vehicle')
    // the car of before, with its owner; of the batch two without, one of them run out
    expect(base).toMatchObject({ table: 'vehicles', domain: 'vehicle', records: 4 })
    expect(counted(base?.sources)).toEqual({ imported: 3, collected: 1 })
    expect(counted(base?.rules)).toMatchObject({ 'no-owner': 2, expired: 1 })
    const ready = (await get<{ items: { archive: string; files: number; faulty: number }[] }>('/api/quality')).body.items
    expect(ready.find(({ archive }) => archive === 'vehicle')).toMatchObject({ files: base?.records, faulty: base?.faulty })
    const done = await figures('repair')
    expect(done).toMatchObject({ table: 'repairs', domain: 'case', records: 2, faulty: 1, newestAt: heard })
    expect([counted(done?.sources), counted(done?.rules)]).toEqual([{ declared: 2 }, { photo: 1 }])

    const domains = body(await get<{ items: CatalogueDomainItem[] }>('/api/catalogue/domains')).items
    for (const { warehouse, databases, kinds } of await warehouses()) {
      const known = domains.filter((one) => one.warehouse === warehouse)
      expect(databases.map(({ domain, tables }) => [domain, tables.length])).toEqual(known.map(({ domain, tables }) => [domain, tables]))
      expect(databases.every(({ owner }) => owner.length > 0)).toBe(true)
      for (const { table, domain } of kinds) {
        const { items } = body(await get<{ items: CatalogueField[] }>(`/api/catalogue/fields?q=${table}.&domain=${domain}&limit=1`))
        expect(items[0], table).toMatchObject({ table, domain })
        const entry = databases.find((one) => one.domain === domain)?.tables.find((one) => one.table === table)
        expect(entry?.grade, table).toMatch(/^L[1-4]$/)
      }
    }
    // elsewhere nothing of all this happened
    for (const kind of ['event', 'vehicle', 'repair'] as const) expect(await figures(kind, far)).toMatchObject({ records: 0, faulty: 0 })

    // and again: the same figures, not twice as many
    await scene.runJob('warehouse.measure')
    expect(await figures('event')).toMatchObject({ records: 5, faulty: 2 })
    // nor others when a table is too long for one walk
    const asWhole = (await warehouses()).map(({ kinds }) => kinds)
    await measure(app.kernel, 2)
    expect((await warehouses()).map(({ kinds }) => kinds)).toEqual(asWhole)
  })

  it('show only kinds that one may read, and ask as often for many records as for few', async () => {
    const cost = async (path: string) => Number((await get(path)).headers.get('x-liren-statements'))
    await cost('/api/warehouses')
    const before = await cost('/api/warehouses')
    const one = await cost('/api/warehouse-records/space?limit=1')
    for (const name of ['棋牌室', '健身房', '阅览室'])
      await file('/api/spaces', village.estate.id, { name, purpose: 'library', position: '三层' })
    await scene.runJob('warehouse.measure')
    expect(await figures('space')).toMatchObject({ records: 4 })
    expect(await cost('/api/warehouses')).toBe(before)
    expect(await cost('/api/warehouse-records/space?limit=100')).toBe(one)
    const first = body(await get<{ items: WarehouseRecord[]; next?: string }>('/api/warehouse-records/space?limit=3'))
    const rest = body(await get<{ items: WarehouseRecord[]; next?: string }>(`/api/warehouse-records/space?limit=3&cursor=${first.next}`))
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(4)
    expect(rest.next).toBeUndefined()
  })
})
