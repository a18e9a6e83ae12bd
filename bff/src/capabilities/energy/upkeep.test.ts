import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Device } from '@liren/contract/capabilities/device'
import type { EnergyCarrier, EnergyEquipment, EnergyFeed, EnergyMeter, OwnEnergy } from '@liren/contract/capabilities/energy'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'

const hour = 3_600_000
const start = Date.parse('2026-03-02T08:00+08:00')

/** A utility on a socket of its own: pages, keys and faults as a test says. */
async function playUtility() {
  let answer: (query: URLSearchParams, key: string | undefined) => { status: number; body: string } = () => ({ status: 503, body: '' })
  const asked: { query: URLSearchParams; key: string | undefined }[] = []
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://utility').searchParams
    asked.push({ query, key: request.headers.authorization })
    const { status, body: text } = answer(query, request.headers.authorization)
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    ...{ asked, host: `127.0.0.1:${port}` },
    answers: (next: typeof answer) => {
      answer = next
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}

describeStores('upkeep of equipment and feeds of utilities', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let utility: Awaited<ReturnType<typeof playUtility>>
  beforeAll(async () => {
    utility = await playUtility()
    app = await startTestApp(open, { start, settings: { LIREN_HOOK_HOSTS: utility.host } })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'upkeep-bridge')
  })
  afterAll(async () => {
    await app.close()
    await utility.close()
  })
  const get = <T>(path: string, who: keyof Village['tokens'] = 'manager') => app.call<T>('GET', path, { token: village.tokens[who] })
  const put = <T>(path: string, content: object, who: keyof Village['tokens'] = 'manager') =>
    app.call<T>('PUT', `/api/energy/${path}`, { token: village.tokens[who], body: content })

  it('[ZJWL-7.4.9-2] brings the maintenance of a pump forward when its hours are over, and puts one task on the list', async () => {
    const pump = await scene.running({
      code: 'hour-pump',
      name: '生活水泵',
      productId: scene.product('pump-controller'),
      placeId: village.garden.id,
    })
    const lock = await scene.running({
      code: 'hour-door',
      name: '园门',
      productId: scene.product('door-controller'),
      placeId: village.garden.id,
    })
    expect((await put(`equipment/${lock.id}`, { everyHours: 10, version: 0 })).error?.code).toBe('energy.not-equipment')
    expect((await put(`equipment/${pump.id}`, { everyHours: 0, version: 0 })).status).toBe(400)
    expect((await put(`equipment/${pump.id}`, { everyHours: 10, version: 0 }, 'farManager')).status).toBe(404)
    body(await put(`equipment/${pump.id}`, { everyHours: 10, version: 0 }))
    expect((await put(`equipment/${pump.id}`, { everyHours: 10, version: 0 })).error?.code).toBe('stale')
    const planned = body(await get<{ device: Device }>(`/api/devices/${pump.id}`)).device.maintainOn
    expect(planned).not.toBe('2026-03-02')
    const says = async (isRunning: boolean, hours: number) => {
      await bridge.tell(bridge.event('hour-pump', 'pump.state', { isRunning }, start + hours * hour))
      await app.work()
    }
    const seen = async () =>
      body(await get<{ items: EnergyEquipment[] }>('/api/energy/equipment')).items.find(({ deviceId }) => deviceId === pump.id)
    const tasks = async () => body(await get<{ items: AlarmSummary[] }>(`/api/alarms?kind=maintenance&deviceId=${pump.id}`, 'worker')).items
    await says(true, 0)
    await says(true, 4)
    await says(false, 8)
    await says(false, 9)
    expect(await seen()).toMatchObject({ hours: 8, isRunning: false, maintainOn: planned })
    expect(await tasks()).toEqual([])
    // silence of half a day is not counted: nobody knows what it did
    await says(true, 10)
    await says(true, 22)
    expect(await seen()).toMatchObject({ hours: 8, isRunning: true, maintainOn: planned })
    await says(true, 24.5)
    expect(await seen()).toMatchObject({ hours: 10.5, maintainOn: '2026-03-02' })
    expect(await tasks()).toMatchObject([{ title: { zh: '运行时长到期维护' }, state: 'raised', times: 1 }])
    await says(true, 25)
    expect(await tasks()).toMatchObject([{ times: 1 }])
    const now = body(await get<{ device: Device }>(`/api/devices/${pump.id}`)).device
    body(
      await app.call('POST', `/api/devices/${pump.id}/maintenances`, {
        token: village.tokens.manager,
        body: { version: now.version, doneOn: '2026-03-02', note: '更换轴承并加油' },
      }),
      201,
    )
    await says(true, 26)
    expect((await seen())?.hours).toBe(1)
    expect((await tasks())[0]?.overAt).not.toBeNull()
  })

  it('[DB3205-7.3.3-1] polls the feeds of water, power and gas, and keeps the readings of the house of each meter, once', async () => {
    const numbers: Partial<Record<EnergyCarrier, string>> = { water: 'GS-1201', electricity: 'GD-1201', gas: 'RQ-1201' }
    const feed = (carrier: string, more: object = {}) => ({
      ...{ name: '市政抄表', carrier, placeId: village.estate.id, url: `http://${utility.host}/${carrier}`, key: 'utility-key-0001' },
      ...{ isOn: true, version: 0, ...more },
    })
    for (const url of ['http://10.0.0.8/readings', 'https://127.0.0.1/readings', 'ftp://utility.example/'])
      expect((await put('feeds', feed('water', { url }))).error?.code, url).toBe('energy.feed-address')
    expect((await put('feeds', feed('water'), 'worker')).status).toBe(403)
    expect((await put('feeds', feed('water'), 'farManager')).status).toBe(404)
    for (const [carrier, number] of Object.entries(numbers)) {
      const meter = { number, carrier, use: 'household', placeId: village.house.id }
      const add = (more: object = {}) =>
        app.call<EnergyMeter>('POST', '/api/energy/meters', { token: village.tokens.manager, body: { ...meter, ...more } })
      expect((await add({ placeId: village.garden.id })).error?.code).toBe('energy.place-unfit')
      body(await add(), 201)
      expect((await add()).error?.code).toBe('energy.meter-known')
      const saved = body(await put<EnergyFeed>('feeds', feed(carrier)))
      expect(JSON.stringify(saved)).not.toContain('utility-key')
      expect((await put('feeds', feed(carrier))).error?.code).toBe('energy.feed-known')
    }
    const feeds = async () => body(await get<{ items: EnergyFeed[] }>('/api/energy/feeds')).items
    const poll = () => scene.runJob('energy.poll')
    for (const [answer, fault] of [
      [{ status: 503, body: '{}' }, 'status-503'],
      [{ status: 200, body: '<html>' }, 'not-json'],
      [{ status: 200, body: '{"readings":[{"number":"GS-1201","total":-4,"at":"2026-03-01T00:00:00Z"}]}' }, 'not-readings'],
      [{ status: 200, body: 'x'.repeat(2_100_000) }, 'too-long'],
    ] as const) {
      utility.answers(() => answer)
      await poll()
      expect((await feeds()).map((one) => [one.fault, one.polledAt])).toEqual(Array.from({ length: 3 }, () => [fault, null]))
    }
    const reading = (number: string, total: number, at: string) => ({ number, total, at })
    utility.asked.length = 0
    utility.answers((query) => {
      const isSecond = query.get('cursor') === 'two'
      return {
        status: 200,
        body: JSON.stringify(
          isSecond
            ? { readings: Object.values(numbers).map((number) => reading(number ?? '', 104.5, '2026-03-01T23:50:00+08:00')), next: null }
            : {
                readings: [
                  ...Object.values(numbers).map((number) => reading(number ?? '', 100, '2026-03-01T00:10:00+08:00')),
                  reading('NOBODY-1', 7, '2026-03-01T00:10:00+08:00'),
                ],
                next: 'two',
              },
        ),
      }
    })
    await poll()
    expect(utility.asked).toHaveLength(6)
    expect(utility.asked.every(({ key }) => key === 'Bearer utility-key-0001')).toBe(true)
    // of each feed one number on its first page is of its own carrier; the others are nobody's there
    expect(await feeds()).toMatchObject(Array.from({ length: 3 }, () => ({ taken: 2, unknown: 5, fault: null })))
    const own = async () =>
      body(await get<OwnEnergy>('/api/energy/own?month=2026-03', 'resident')).items.map(({ carrier, number, total }) => [
        carrier,
        number,
        total,
      ])
    const expected = Object.entries(numbers).map(([carrier, number]) => [carrier, number, 104.5])
    expect((await own()).sort()).toEqual(expected.sort())
    await poll()
    expect((await own()).sort()).toEqual(expected.sort())
    expect((await feeds()).map(({ taken }) => taken)).toEqual([0, 0, 0])
  })
})
