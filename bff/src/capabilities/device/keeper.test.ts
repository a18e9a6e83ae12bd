import type { Device } from '@liren/contract/capabilities/device'
import type { Message } from '@liren/contract/capabilities/message'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from './testing.ts'

describeStores('a device, whoever keeps it, and its faults', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'yard')
  })
  afterAll(() => app.close())

  const read = async (id: string, token = village.tokens.manager) =>
    body(await app.call<{ device: Device }>('GET', `/api/devices/${id}`, { token })).device
  const letters = async (userId: string) => {
    const token = await app.tokenOf(userId, 'staff')
    return body(await app.call<{ items: Message[] }>('GET', '/api/messages?limit=100', { token })).items.filter(
      ({ subject }) => subject === 'alarm',
    )
  }

  it('[GB42455-7.2.4-a-2] keeps coordinates, owner and keeper as they were given; the keeper is a person that opens, and hears of its faults', async () => {
    const keeper = await makePerson(app.kernel, '周师傅', { roles: [['repair-worker', village.estate]] })
    const other = await makePerson(app.kernel, '吴师傅', { roles: [['repair-worker', village.estate]] })
    const wrong = await scene.create({ longitude: 200, latitude: -91, keeperId: keeper })
    expect(wrong.error?.faults.map(({ path }) => path).sort()).toEqual(['body.latitude', 'body.longitude'])
    expect((await scene.create({ keeperId: village.community.id })).error?.code).toBe('device.keeper-unknown')
    const extended = { longitude: 121.021, latitude: 31.012, owner: '枫林雅苑业主大会' }
    const device = await scene.running({ ...extended, keeperId: keeper, bridge: bridge.code })
    expect(await read(device.id)).toMatchObject({ ...extended, keeper: { id: keeper, name: '周师傅' }, missing: [] })
    const moved = { longitude: 121.03, latitude: 31.02, owner: '枫林物业' }
    const changed = body(
      await app.call<Device>('PATCH', `/api/devices/${device.id}`, {
        token: scene.admin,
        body: { version: (await read(device.id)).version, ...moved },
      }),
    )
    expect(await read(device.id)).toMatchObject({ ...moved, keeper: { id: keeper } })
    const person = await app.call<{ id: string; name: string }>('GET', `/api/users/${changed.keeper?.id}`, { token: scene.admin })
    expect(JSON.stringify(body(person))).toContain('周师傅')
    expect(await letters(keeper)).toEqual([])
    await bridge.tell(bridge.event(device.code, 'lamp.fault', { kind: 'burnt-out', isActive: true }))
    await app.work()
    expect((await letters(keeper)).map(({ title }) => title.zh)).toEqual(['IV 级告警：路灯故障'])
    expect(await letters(other)).toEqual([])
  })

  it('[ZJWL-7.2.3.6.1] keeps name, kind, place and state; the state is what its bridge last said', async () => {
    const device = await scene.running({ name: '中心花园路灯', bridge: bridge.code })
    const whole = { name: '中心花园路灯', kind: 'lamp', placeId: village.garden.id, placeName: '枫林雅苑 · 中心花园' }
    expect(await read(device.id)).toMatchObject({ ...whole, stage: 'active', presence: 'unknown' })
    const say = (type: string, values: object = {}) => bridge.tell(bridge.event(device.code, type, values))
    await say('device.online')
    expect((await read(device.id)).presence).toBe('online')
    await say('device.offline', { silentMs: 600_000 })
    expect((await read(device.id)).presence).toBe('offline')
    await say('device.online')
    expect(await read(device.id)).toMatchObject({ ...whole, presence: 'online' })
  })
})
