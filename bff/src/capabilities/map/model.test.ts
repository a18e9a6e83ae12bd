import type { Device } from '@liren/contract/capabilities/device'
import type { MapElement, MapPoint, ModelElement } from '@liren/contract/map/answers'
import { type Line, metresApart, planeAt } from '@liren/contract/map/position'
import { areaOf } from '@liren/contract/map/ring'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'

const plane = planeAt([121.02, 31.01])
const corner = (x: number, y: number) => plane.from([x, y])
const slab: Line = [corner(0, 0), corner(40, 0), corner(40, 12), corner(0, 12), corner(0, 0)]

describeStores('the model', (open) => {
  let app: TestApp
  let v: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let smoke: Device
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    scene = await openScene(app, v)
    bridge = await playBridge(app, scene.admin, 'bridge-1')
    const creates = [{ kind: 'building', placeId: v.building.id, geometry: { type: 'Polygon', coordinates: [slab] } }]
    body(await app.call('POST', '/api/map/changes', { token: scene.admin, body: { creates, changes: [], retires: [] } }))
    const [longitude, latitude] = corner(10, 6)
    const where = { longitude, latitude, floor: 5, bridge: 'bridge-1', code: 'smoke-5' }
    smoke = await scene.running({ productId: scene.product('smoke-detector'), placeId: v.unit.id, name: '五层烟感', ...where })
  })
  afterAll(() => app.close())

  const ask = (id: string, token = v.tokens.officer) => app.call<ModelElement>('GET', `/api/map/model/${id}`, { token })
  const marks = async (layer: string) =>
    body(await app.call<{ points: MapPoint[] }>('GET', `/api/map/points?layer=${layer}`, { token: v.tokens.officer })).points

  it('tells nobody of an element beyond their places or rights, and knows no other key', async () => {
    const device = `device-${smoke.id}`
    expect((await app.call('GET', `/api/map/model/${device}`)).status).toBe(401)
    expect((await ask(device, v.tokens.resident)).status).toBe(403)
    expect((await ask(device, v.tokens.farManager)).status).toBe(404)
    expect((await ask(`place-${v.house.id}`, v.tokens.farManager)).status).toBe(404)
    expect((await ask(`place-${smoke.id}`)).status).toBe(404)
    expect((await ask(`person-${v.house.id}`)).status).toBe(400)
  })

  it('a device stands on its floor, and where its record says, at once', async () => {
    const before = body(await ask(`device-${smoke.id}`))
    expect(before).toMatchObject({ floor: 5, longitude: smoke.longitude, latitude: smoke.latitude, state: 'unknown' })
    expect(before).toMatchObject({ records: [{ subject: 'device', id: smoke.id }], building: { placeId: v.building.id } })
    expect([before.base >= 12, before.top <= 15]).toEqual([true, true])
    const [longitude, latitude] = corner(30, 6)
    const moved = body(
      await app.call<Device>('PATCH', `/api/devices/${smoke.id}`, {
        token: scene.admin,
        body: { version: before.version, floor: 2, longitude, latitude },
      }),
    )
    expect(moved.floor).toBe(2)
    const after = body(await ask(`device-${smoke.id}`))
    expect(after).toMatchObject({ floor: 2, longitude, latitude, version: Number(before.version) + 1 })
    expect(after.top).toBeLessThanOrEqual(6)
    const stale = { version: before.version, floor: 3 }
    expect((await app.call('PATCH', `/api/devices/${smoke.id}`, { token: scene.admin, body: stale })).status).toBe(409)
    expect(await marks('device')).toMatchObject([{ id: smoke.id, floor: 2, element: `device-${smoke.id}`, longitude }])
  })

  it('a hazard is on its floor with the outline of its building as soon as it is raised, and its device shows it until it is closed', async () => {
    expect(await marks('alarm')).toEqual([])
    await bridge.tell(bridge.event('smoke-5', 'fire.alarmed', { kind: 'smoke', isActive: true }))
    await app.work()
    const [alarm] = await marks('alarm')
    expect(alarm).toMatchObject({ floor: 2, state: '1', element: `device-${smoke.id}` })
    expect(areaOf(alarm?.outline as Line)).toBeCloseTo(480, 0)
    expect(body(await ask(`device-${smoke.id}`)).state).toBe('alarm')
    expect((await marks('device'))[0]?.state).toBe('alarm')
    const { items } = body(await app.call<{ items: MapElement[] }>('GET', '/api/map/elements?layer=alarm', { token: v.tokens.officer }))
    expect(items).toMatchObject([{ id: alarm?.id, floor: 2, element: `device-${smoke.id}` }])
  })

  it('an estate from above is shown to whoever is signed in, without what watches it and without grids', async () => {
    type Drawn = { bounds: { west: number } | null; shapes: { kind: string; name: string; placeId: string; points: Line }[] }
    const look = (token?: string, id = v.estate.id) => app.call<Drawn>('GET', `/api/estates/${id}/sketch`, token ? { token } : {})
    expect((await look()).status).toBe(401)
    expect((await look(v.tokens.resident, v.building.id)).status).toBe(404)
    const gate = { kind: 'entrance', placeId: v.estate.id, name: '南门', geometry: { type: 'Point', coordinates: corner(-8, 2) } }
    const zone = { kind: 'zone', placeId: v.estate.id, name: '西侧围墙', geometry: { type: 'LineString', coordinates: slab.slice(0, 2) } }
    const far = { ...gate, placeId: v.farEstate.id, name: '河东南门' }
    body(await app.call('POST', '/api/map/changes', { token: scene.admin, body: { creates: [gate, zone, far], changes: [], retires: [] } }))
    const { bounds, shapes } = body(await look(v.tokens.resident))
    expect(shapes.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['building 3幢', 'entrance 南门'])
    expect(shapes.find(({ kind }) => kind === 'building')).toMatchObject({ placeId: v.building.id, points: { length: 5 } })
    expect(bounds?.west).toBeCloseTo(corner(-8, 0)[0], 6)
    expect(body(await look(v.tokens.resident, v.secondEstate.id))).toMatchObject({ bounds: null, shapes: [] })
  })

  it('places within reach are found on the map at once, others are not told of', async () => {
    type Found = { items: { placeId: string; longitude: number; latitude: number }[] }
    const ids = [v.house.id, v.nextHouse.id, v.farEstate.id].join()
    const find = (token: string, asked = ids) => app.call<Found>('GET', `/api/map/positions?ids=${asked}`, { token })
    expect((await find(v.tokens.resident)).status).toBe(403)
    expect((await find(v.tokens.officer, `${ids},nobody`)).status).toBe(400)
    const [longitude, latitude] = corner(20, 6)
    const { items } = body(await find(v.tokens.gridWorker))
    expect(items.map(({ placeId }) => placeId).sort()).toEqual([v.house.id, v.nextHouse.id].sort())
    for (const item of items)
      expect([item.longitude.toFixed(5), item.latitude.toFixed(5)]).toEqual([longitude.toFixed(5), latitude.toFixed(5)])
    expect(body(await find(v.tokens.farManager)).items.map(({ placeId }) => placeId)).not.toContain(v.house.id)
  })

  it('houses of a floor are parts of their building that do not overlap, each with its file, and change with it', async () => {
    const [one, next] = [body(await ask(`place-${v.house.id}`)), body(await ask(`place-${v.nextHouse.id}`))]
    for (const house of [one, next]) {
      expect(house).toMatchObject({ kind: 'house', floor: 12, base: 33, top: 36, building: { placeId: v.building.id }, records: [] })
      expect(areaOf(house.outline as Line)).toBeCloseTo(240, 0)
    }
    const middles = [one, next].map(({ longitude, latitude }) => [Number(longitude), Number(latitude)] as const)
    expect(metresApart(...(middles as [never, never]))).toBeCloseTo(20, 0)
    const values = { purpose: 'home', occupancy: 'owner' }
    const file = { placeId: v.house.id, source: 'collected', values }
    const made = body(await app.call<{ id: string; version: number }>('POST', '/api/houses', { token: v.tokens.officer, body: file }), 201)
    expect(body(await ask(`place-${v.house.id}`))).toMatchObject({ state: 'owner', records: [{ subject: 'house', id: made.id }] })
    const edit = { version: made.version, source: 'collected', values: { occupancy: 'empty' } }
    body(await app.call('PATCH', `/api/houses/${made.id}`, { token: v.tokens.officer, body: edit }))
    expect(body(await ask(`place-${v.house.id}`)).state).toBe('empty')
    expect(body(await ask(`place-${v.house.id}`, v.tokens.worker))).toMatchObject({ state: null, records: [] })
    const building = body(await ask(`place-${v.building.id}`))
    expect(building).toMatchObject({ kind: 'building', base: 0, floor: null })
    expect(building.outline).toHaveLength(5)
  })
})
