import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { ChargingNear, ChargingPlanRow, ChargingPlanSums, ChargingStation } from '@liren/contract/capabilities/charging'
import type { CommandsAnswer } from '@liren/contract/device-commands'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'

describeStores('chargers', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-04-18T09:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'charging-bridge')
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const get = <T>(path: string, who: Who = 'manager') => app.call<T>('GET', `/api/charging/${path}`, { token: village.tokens[who] })
  const record = { use: 'ebike', ports: 2, ratedVolts: 220, ratedHertz: 50, version: 0 }
  const save = (device: { id: string }, more: object = {}, who: Who = 'manager') =>
    app.call<ChargingStation>('PUT', `/api/charging/stations/${device.id}`, { token: village.tokens[who], body: { ...record, ...more } })
  const says = async (code: string, type: string, values: object) => {
    await app.clock.advance(60_000)
    await bridge.tell(bridge.event(code, type, values))
    await app.work()
  }
  const socket = { bridge: 'charging-bridge', name: '车棚充电柜' }
  const stations = async (who: Who = 'manager') => body(await get<{ items: ChargingStation[] }>('stations', who)).items
  const near = async (who: Who = 'resident') => body(await get<ChargingNear>('near', who)).stations
  const alarms = async () =>
    body(await app.call<{ items: AlarmSummary[] }>('GET', '/api/alarms?limit=100', { token: village.tokens.manager })).items.filter(
      ({ kind }) => kind === 'charging-power',
    )

  it('shows nobody what is not their business, and takes no changes from them', async () => {
    for (const path of ['stations', 'plan', 'plan/sums', 'near'])
      expect((await app.call('GET', `/api/charging/${path}`)).status, path).toBe(401)
    for (const path of ['stations', 'plan', 'plan/sums'])
      for (const who of ['resident', 'gridWorker'] as const) expect((await get(path, who)).status, `${who} ${path}`).toBe(403)
    expect((await get('near', 'manager')).status).toBe(403)
    const lamp = await scene.made({ code: 'a-lamp' })
    const pile = await scene.made({ code: 'a-pile', productId: scene.product('two-wheeler-socket') })
    expect((await save(pile, {}, 'worker')).status).toBe(403)
    expect((await save(pile, {}, 'farManager')).status).toBe(404)
    expect((await save(lamp)).error?.code).toBe('charging.not-charger')
    expect((await save(pile, { servesId: village.farEstate.id })).error?.code).toBe('charging.serves-unknown')
    expect((await save(pile, { servesId: village.house.id })).error?.code).toBe('charging.serves-unknown')
  })

  it('[GB42455-8.3.6-e] asks for rated voltage and frequency before a charger runs, and raises a fault outside 198–242 V and 49–51 Hz', async () => {
    const made = await scene.made({ ...socket, code: 'rated-1', productId: scene.product('ebike-charger') })
    for (const missing of ['ratedVolts', 'ratedHertz']) expect((await save(made, { [missing]: undefined })).status, missing).toBe(400)
    for (const wrong of [{ ratedVolts: 110 }, { ratedVolts: 380 }, { ratedHertz: 60 }])
      expect((await save(made, wrong)).status, JSON.stringify(wrong)).toBe(400)
    const { version } = body(await scene.post<{ version: number }>(made, 'secret'), 201)
    expect((await scene.post({ ...made, version }, 'activate')).error?.code).toBe('device.no-rating')
    body(await save(made))
    body(await scene.post({ ...made, version }, 'activate'))

    const told = async (values: object) => {
      await says('rated-1', 'pile.input', { connector: 1, ...values })
      return (await alarms()).filter(({ state }) => state !== 'closed').map(({ part, overAt }) => `${part} ${overAt ? 'over' : 'stands'}`)
    }
    for (const good of [{ volts: 198 }, { volts: 242 }, { volts: 220, hertz: 49 }, { hertz: 51 }]) expect(await told(good)).toEqual([])
    // what comes out of a pile, as those of direct current tell it, says nothing of its mains
    await says('rated-1', 'charging.metered', { connector: 1, volts: 373.2, hertz: 0 })
    expect(await told({ volts: 220 })).toEqual([])
    expect(await told({ volts: 197.9 })).toEqual(['volts stands'])
    expect(await told({ volts: 221, phase: 'l1' })).toEqual(['volts stands'])
    expect(await told({ volts: 221 })).toEqual(['volts over'])
    expect(await told({ volts: 242.1, phase: 'l2' })).toEqual(expect.arrayContaining(['volts@l2 stands']))
    expect(await told({ hertz: 48.9 })).toEqual(expect.arrayContaining(['hertz stands']))
    expect(await told({ hertz: 50 })).toEqual(expect.arrayContaining(['hertz over']))
    expect(await told({ hertz: 51.1 })).toEqual(expect.arrayContaining(['hertz stands']))
  })

  it('keeps what a charger is, by version', async () => {
    const made = await scene.made({ ...socket, code: 'kept-1', productId: scene.product('two-wheeler-socket') })
    expect((await stations()).find(({ id }) => id === made.id)).toMatchObject({ record: null, version: 0 })
    expect(body(await save(made, { ports: 10 }))).toMatchObject({ version: 1, ports: 10, unknown: 10, record: { serves: null } })
    expect((await save(made)).status).toBe(409)
    const changed = body(await save(made, { servesId: village.building.id, version: 1 }))
    expect(changed).toMatchObject({ version: 2, ports: 2, record: { ratedVolts: 220, serves: { id: village.building.id } } })
    expect((await save(made, { version: 1 })).status).toBe(409)
    expect((await stations('farManager')).map(({ id }) => id)).not.toContain(made.id)
  })

  it('[GB42455-8.3.6-d] sets the e-bikes of each building against its ports, and lets chargers be registered and used', async () => {
    const plate = (n: number) => `苏E${100_000 + n}`
    for (let n = 1; n <= 9; n++) {
      const placeId = n <= 7 ? village.house.id : village.nextHouse.id
      const values = { plate: plate(n), plateKind: 'ebike', kind: 'ebike', stay: 'resident' }
      body(await app.call('POST', '/api/vehicles', { token: village.tokens.officer, body: { placeId, source: 'manual', values } }), 201)
    }
    const car = { plate: '苏E12345', plateKind: 'blue', stay: 'temporary' }
    body(
      await app.call('POST', '/api/vehicles', {
        token: village.tokens.officer,
        body: { placeId: village.house.id, source: 'manual', values: car },
      }),
      201,
    )
    const rows = async (query = '') => body(await get<{ items: ChargingPlanRow[] }>(`plan${query}`)).items
    const row = async (query = '') => (await rows(query)).find(({ building }) => building.id === village.building.id)
    const before = await row()
    expect(before).toMatchObject({ ebikes: 9, wanted: 3, ports: 2, short: 1 })
    expect(await row('?perPort=1')).toMatchObject({ wanted: 9, short: 7 })
    expect((await get('plan?perPort=0')).status).toBe(400)

    const pile = await scene.made({ ...socket, code: 'shed-1', placeId: village.unit.id, productId: scene.product('ebike-charger') })
    expect(body(await save(pile, { ports: 2 })).record?.serves?.id).toBe(village.building.id)
    const { version } = body(await scene.post<{ version: number }>(pile, 'secret'), 201)
    body(await scene.post({ ...pile, version }, 'activate'))
    expect(await row()).toMatchObject({ ebikes: 9, wanted: 3, ports: 4, short: 0 })
    expect(body(await get<ChargingPlanSums>('plan/sums'))).toMatchObject({ ebikes: 9, ports: 6, shared: 2, short: 0 })
    expect(await rows(`?placeId=${village.farEstate.id}`)).toEqual([])

    // it reports, is started by an order, and everybody of the estate sees which ports are free
    expect((await near()).find(({ id }) => id === pile.id)).toMatchObject({ isOwnBuilding: true, isOnline: false })
    await says('shed-1', 'device.online', {})
    for (const connector of [1, 2]) await says('shed-1', 'pile.status', { connector, status: 'available' })
    const ports = async () => (await near()).find(({ id }) => id === pile.id)?.ports.map(({ state }) => state)
    expect(await ports()).toEqual(['free', 'free'])
    const order = { name: 'charging.start', values: { connector: 2, token: 'resident-card' } }
    body(await app.call('POST', `/api/devices/${pile.id}/commands`, { token: village.tokens.manager, body: order }), 201)
    const { commands } = body(await bridge.ask<CommandsAnswer>('commands', { after: 0 }))
    expect(commands.find(({ device }) => device === 'shed-1')).toMatchObject(order)
    await says('shed-1', 'charging.started', { connector: 2, transaction: 't-1' })
    expect(await ports()).toEqual(['free', 'busy'])
    await says('shed-1', 'pile.status', { connector: 1, status: 'faulted' })
    expect((await stations()).find(({ id }) => id === pile.id)).toMatchObject({ free: 0, busy: 1, faulty: 1, unknown: 0 })
    await bridge.tell(bridge.event('shed-1', 'pile.status', { connector: 1, status: 'available' }, app.clock.now() - 3_600_000))
    await app.work()
    expect(await ports()).toEqual(['faulty', 'busy'])
    await says('shed-1', 'pile.status', { connector: 2, status: 'available' })
    expect(await ports()).toEqual(['faulty', 'free'])
    await says('shed-1', 'device.offline', { silentMs: 90_000 })
    expect(await ports()).toEqual(['unknown', 'unknown'])
    expect((await near('stranger')).map(({ id }) => id)).not.toContain(pile.id)
  })

  it('asks the database no more often for many than for few', async () => {
    const statements = async (path: string, who: Who = 'manager') => Number((await get(path, who)).headers.get('x-liren-statements'))
    await statements('stations')
    for (const path of ['stations?limit=', 'plan?limit=']) expect(await statements(`${path}100`), path).toBe(await statements(`${path}1`))
    for (const path of ['stations', 'plan', 'plan/sums']) expect(await statements(path), path).toBeLessThanOrEqual(5)
    await statements('near', 'resident')
    expect(await statements('near', 'resident')).toBeLessThanOrEqual(5)
  })
})
