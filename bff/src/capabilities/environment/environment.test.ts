import type { Device } from '@liren/contract/capabilities/device'
import type { EnvironmentCurve, PublicStation, Station } from '@liren/contract/capabilities/environment'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'

const hour = 3_600_000

describeStores('environment', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let air: Device
  let pond: Device
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-04-18T09:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'air-bridge')
    air = await scene.running({ code: 'air-1', name: '花园空气站', productId: scene.product('environment-station'), bridge: bridge.code })
    pond = await scene.running({ code: 'pond-1', name: '景观水池', productId: scene.product('water-sensor'), bridge: bridge.code })
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const get = <T>(path: string, who: Who = 'manager') => app.call<T>('GET', `/api/environment/${path}`, { token: village.tokens[who] })
  const publish = (id: string, isPublic: boolean, version: number, who: Who = 'manager') =>
    app.call<Station>('PUT', `/api/environment/stations/${id}`, { token: village.tokens[who], body: { isPublic, version } })
  const says = async (values: object, code = 'air-1', type = 'environment.read') => {
    await bridge.tell(bridge.event(code, type, values))
    await app.work()
  }
  const stations = async (who: Who = 'manager') => body(await get<{ items: Station[] }>('stations', who)).items
  const station = async (id: string) => (await stations()).find((one) => one.id === id) as Station
  const own = async (who: Who = 'resident') => body(await get<{ items: PublicStation[] }>('own', who)).items
  const told = async (who: Who) => {
    const path = '/api/live/events?after=1'
    const { items } = body(await app.call<{ items: { name: string }[] }>('GET', path, { token: village.tokens[who] }))
    return items.filter(({ name }) => name === 'environment.told').length
  }

  it('shows nobody what is not of their place, and lets only who manages it publish', async () => {
    for (const path of ['stations', `stations/${air.id}/curve?factor=noiseDb`, 'own', `own/${air.id}/curve?factor=noiseDb`])
      expect((await app.call('GET', `/api/environment/${path}`)).status).toBe(401)
    expect((await get('stations', 'resident')).status).toBe(403)
    expect((await get('own')).status).toBe(403)
    expect(await stations('farManager')).toEqual([])
    expect((await get(`stations/${air.id}/curve?factor=noiseDb`, 'farManager')).status).toBe(404)
    expect((await get(`stations/${air.id}/curve?factor=smell`)).status).toBe(400)
    expect((await publish(air.id, true, 0, 'worker')).status).toBe(403)
    expect((await publish(air.id, true, 0, 'farManager')).status).toBe(404)
    const lamp = await scene.made({ code: 'lamp-9' })
    expect((await publish(lamp.id, true, 0)).status).toBe(404)
  })

  it('shows residents of the estate a station once it is public, and takes it back', async () => {
    await says({ pm25Ugm3: 18, noiseDb: 47.5, temperatureC: 21.5 })
    expect(await own()).toEqual([])
    expect((await get(`own/${air.id}/curve?factor=noiseDb`, 'resident')).status).toBe(404)
    const published = body(await publish(air.id, true, 0))
    expect(published).toMatchObject({ isPublic: true, version: 1, can: ['publish'] })
    expect((await publish(air.id, false, 0)).status).toBe(409)
    expect((await publish(air.id, false, 7)).status).toBe(409)
    expect(await own()).toMatchObject([
      {
        ...{ id: air.id, name: '花园空气站', place: '枫林雅苑 · 中心花园' },
        readings: [
          { factor: 'pm25Ugm3', value: 18, at: new Date(app.clock.now()).toISOString() },
          { factor: 'temperatureC', value: 21.5 },
          { factor: 'noiseDb', value: 47.5 },
        ],
      },
    ])
    // neither what it is inside nor who keeps it is a resident's business
    expect(Object.keys((await own())[0] ?? {}).sort()).toEqual(['air', 'id', 'isOnline', 'name', 'place', 'readings'])
    expect(await own('stranger')).toEqual([])
    expect((await get(`own/${air.id}/curve?factor=noiseDb`, 'stranger')).status).toBe(404)
    await app.clock.advance(2 * 60_000)
    await scene.runJob('device.roll-up')
    const { items } = body(await get<EnvironmentCurve>(`own/${air.id}/curve?factor=noiseDb`, 'resident'))
    expect(items).toMatchObject([{ average: 47.5 }])
    body(await publish(air.id, false, 1))
    expect(await own()).toEqual([])
    body(await publish(air.id, true, 2))
  })

  it('the latest reading is the same for staff and residents, with its age; an older one that comes late changes nothing', async () => {
    await app.clock.advance(60_000)
    await says({ noiseDb: 61 })
    await bridge.tell(bridge.event('air-1', 'environment.read', { noiseDb: 12 }, app.clock.now() - 30_000))
    await app.work()
    const read = (of: PublicStation | undefined) => of?.readings.find(({ factor }) => factor === 'noiseDb')
    expect(read(await station(air.id))).toEqual({ factor: 'noiseDb', value: 61, at: new Date(app.clock.now()).toISOString() })
    expect(read((await own())[0])).toEqual(read(await station(air.id)))
    await says({ ph: 7.2, turbidityNtu: 1.4 }, 'pond-1', 'water.quality')
    expect((await station(pond.id)).readings.map(({ factor }) => factor)).toEqual(['ph', 'turbidityNtu'])
  })

  it('tells ends at once, then not more often than the refresh interval, and never leaves out the last reading', async () => {
    await app.clock.advance(60_000)
    await app.work()
    await app.clock.advance(60_000)
    const before = { manager: await told('manager'), resident: await told('resident'), stranger: await told('stranger') }
    for (let second = 0; second < 4; second++) {
      await says({ noiseDb: 50 + second })
      await app.clock.advance(1000)
    }
    expect(await told('manager')).toBe(before.manager + 1)
    expect(await told('resident')).toBe(before.resident + 1)
    await app.clock.advance(6000)
    await app.work()
    await app.work()
    expect(await told('manager')).toBe(before.manager + 2)
    expect(await told('resident')).toBe(before.resident + 2)
    expect(await told('stranger')).toBe(before.stranger)
    await app.clock.advance(6000)
    await app.work()
    expect(await told('resident')).toBe(before.resident + 2)
  })

  it('says how the air of a day was by the official table, and nothing before enough hours are known', async () => {
    expect((await station(air.id)).air).toBeNull()
    for (let count = 0; count < 22; count++) {
      await app.clock.advance(hour)
      await says({ pm25Ugm3: 60, pm10Ugm3: 40 })
    }
    await scene.runJob('device.roll-up')
    expect((await station(air.id)).air).toMatchObject({ grade: 'good', main: 'pm25Ugm3' })
    expect((await own())[0]?.air).toEqual((await station(air.id)).air)
  })

  it('counts open alarms of a station, and asks as much of the database for many stations as for one', async () => {
    await says({ factor: 'pm25', value: 182, limit: 150, isActive: true }, 'air-1', 'environment.exceeded')
    expect((await station(air.id)).openAlarms).toBe(1)
    const cost = async () => Number((await get('stations?limit=100')).headers.get('x-liren-statements'))
    const few = await cost()
    for (let i = 0; i < 5; i++)
      await scene.running({ code: `more-${i}`, productId: scene.product('environment-station'), bridge: bridge.code })
    expect(await cost()).toBe(few)
    const first = body(await get<{ items: Station[]; next: string | null }>('stations?limit=3'))
    const second = body(await get<{ items: Station[] }>(`stations?limit=100&cursor=${first.next}`))
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(7)
  })
})
