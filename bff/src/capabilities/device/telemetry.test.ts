import type { Device } from '@liren/contract/capabilities/device'
import type { ShadowView } from '@liren/contract/device/data-endpoints'
import type { CommandsAnswer } from '@liren/contract/device-commands'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { keepMs } from '../../engines/thing/rollup.ts'
import { chooseStep } from '../../engines/thing/series.ts'
import { body, openScene, type PlayedBridge, playBridge } from './testing.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describeStores('what devices measure', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let start: number

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'meters')
    start = app.clock.now() - (app.clock.now() % hour)
  })
  afterAll(() => app.close())

  const meter = () => scene.running({ productId: scene.product('meter-1p'), name: '公共用电表', bridge: bridge.code })
  const reading = (device: Device, at: number, energyWh: number, powerW?: number) =>
    bridge.event(device.code, 'meter.read', { energyWh, ...(powerW === undefined ? {} : { powerW }) }, at)
  const shadow = async (device: Device) =>
    body(await app.call<{ shadow: ShadowView }>('GET', `/api/devices/${device.id}/shadow`, { token: village.tokens.manager })).shadow
  const series = async (device: Device, property: string, from: number, to: number, points = 300) => {
    const query = new URLSearchParams({
      property,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      points: String(points),
    })
    const token = await app.tokenOf(village.ids.manager, 'admin')
    const answer = await app.call<{ step: number; items: { at: string; average: number; least: number; most: number; count: number }[] }>(
      'GET',
      `/api/devices/${device.id}/series?${query}`,
      { token },
    )
    return body(answer)
  }

  it('[ZJWL-7.3.2.3.2-1] is refused where it does not fit the model, kept with the reason, and changes nothing', async () => {
    const sensor = await scene.running({ productId: scene.product('mqtt-sensor'), bridge: bridge.code })
    const reported = (properties: object) => bridge.event(sensor.code, 'properties.reported', { properties })
    const told = await bridge.tell(
      reported({ humidity: 55 }),
      bridge.event(sensor.code, 'door.opened'),
      reported({ humidity: 250, temperature: 9 }),
    )
    expect(told).toMatchObject({ applied: 1, refused: 2 })
    expect((await shadow(sensor)).reported).toEqual({ humidity: { v: 55, at: expect.any(String) } })
    const events = await app.call<{ items: { fault: string | null }[] }>('GET', `/api/devices/${sensor.id}/events`, { token: scene.admin })
    expect(body(events).items.map((event) => event.fault)).toEqual(['value:humidity', 'unknown:door.opened', null])
    const product = await app.call<{ typescript: string }>('GET', `/api/products/${scene.product('street-lamp')}/types`, {
      token: scene.admin,
    })
    expect(body(product).typescript).toMatch(/interface StreetLampLampSetCommand \{[^}]*"dimPercent"\?: number/)
  })

  it('stands in the shadow by its own time, whatever the order in which it comes', async () => {
    const device = await meter()
    await bridge.tell(reading(device, start + 2000, 500, 80), reading(device, start + 1000, 400, 70))
    const seen = await shadow(device)
    expect(seen.reported).toMatchObject({ energyWh: { v: 500 }, powerW: { v: 80 } })
    await bridge.tell(reading(device, start + 1500, 450))
    expect(await shadow(device)).toEqual(seen)
  })

  it('has a value for each connector of a pile', async () => {
    const pile = await scene.running({ productId: scene.product('charging-pile-ykc'), bridge: bridge.code })
    const status = (connector: number, word: string) => bridge.event(pile.code, 'pile.status', { connector, status: word })
    await bridge.tell(status(1, 'charging'), status(2, 'available'))
    expect((await shadow(pile)).reported).toMatchObject({ 'status.1': { v: 'charging' }, 'status.2': { v: 'available' } })
  })

  it('may be wished for: the wish is sent, kept until it comes true, and refused where it cannot be', async () => {
    const lamp = await scene.running({ productId: scene.product('street-lamp'), bridge: bridge.code })
    const wish = (values: object, version = 0, token = village.tokens.manager) =>
      app.call<{ shadow: ShadowView; commands: string[] }>('PUT', `/api/devices/${lamp.id}/shadow/desired`, {
        token,
        body: { values, version },
      })
    expect((await wish({ isOn: true }, 0, village.tokens.worker)).error?.code).toBe('permission.denied')
    expect((await wish({ powerW: 5 })).error?.code).toBe('device.no-property')
    expect((await wish({ dimPercent: 120 })).error?.faults[0]?.path).toBe('body.values.dimPercent')
    const asked = body(await wish({ isOn: true, dimPercent: 40 }))
    expect(asked.shadow.desired).toMatchObject({ isOn: { v: true }, dimPercent: { v: 40 } })
    const { commands } = body(await bridge.ask<CommandsAnswer>('commands', { after: 0 }))
    expect(commands.filter((command) => command.device === lamp.code)).toMatchObject([
      { name: 'lamp.set', values: { isOn: true, dimPercent: 40 } },
    ])
    expect((await wish({ isOn: false })).error?.code).toBe('stale')
    await bridge.tell(bridge.event(lamp.code, 'lamp.state', { isOn: true }))
    expect((await shadow(lamp)).desired).toEqual({ dimPercent: { v: 40, at: expect.any(String) } })
  })

  it('is drawn in no more points than asked for, from sums that late points correct', async () => {
    const device = await meter()
    for (let part = 0; part < 6; part++)
      await bridge.tell(...Array.from({ length: 60 }, (_, i) => reading(device, start + (part * 60 + i) * minute, part * 60 + i, i)))
    await scene.runJob('device.roll-up')
    const raw = await series(device, 'powerW', start, start + 10 * minute, 600)
    expect(raw.items.map((item) => item.average)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    const hourly = await series(device, 'powerW', start, start + 6 * hour, 6)
    expect(hourly).toMatchObject({ step: 3600 })
    expect(hourly.items.map((item) => [item.count, item.least, item.most, item.average])).toEqual(
      Array.from({ length: 6 }, () => [60, 0, 59, 29.5]),
    )
    for (const points of [2, 7, 100, 1000])
      expect((await series(device, 'energyWh', start, start + 6 * hour, points)).items.length).toBeLessThanOrEqual(points)
    const daily = await series(device, 'energyWh', start - day, start + day, 2)
    expect(daily.items.reduce((sum, item) => sum + item.count, 0)).toBe(360)

    await bridge.tell(reading(device, start + 30_000, 1000, 1000))
    await scene.runJob('device.roll-up')
    expect((await series(device, 'powerW', start, start + hour, 2)).items[0]?.most).toBe(1000)
    await bridge.tell(reading(device, start + 30_000, 1000, 600))
    await scene.runJob('device.roll-up')
    const corrected = await series(device, 'powerW', start, start + 6 * hour, 6)
    expect(corrected.items[0]).toMatchObject({ count: 61, most: 600 })
  })

  it('is listed as it came, newest first, by pages', async () => {
    const device = await meter()
    await bridge.tell(...Array.from({ length: 7 }, (_, i) => reading(device, start + i * 1000, i)))
    const page = async (cursor = '') =>
      body(
        await app.call<{ items: { value: number }[]; next?: string }>(
          'GET',
          `/api/devices/${device.id}/points?property=energyWh&limit=4${cursor}`,
          {
            token: village.tokens.manager,
          },
        ),
      )
    const first = await page()
    expect(first.items.map((item) => item.value)).toEqual([6, 5, 4, 3])
    expect((await page(`&cursor=${encodeURIComponent(first.next ?? '')}`)).items.map((item) => item.value)).toEqual([2, 1, 0])
  })

  it('is told to those who watch: one word when the device goes and one when it comes back', async () => {
    const device = await meter()
    await bridge.tell(bridge.event(device.code, 'device.online'))
    await bridge.tell(bridge.event(device.code, 'device.offline', { silentMs: 90_000 }))
    expect(
      body(await app.call<{ items: Device[] }>('GET', '/api/devices?silent=true&limit=100', { token: scene.admin })).items.map(
        (one) => one.id,
      ),
    ).toContain(device.id)
    await bridge.tell(bridge.event(device.code, 'device.online'))
    await app.work()
    const rows = await app.kernel.store.rows<{ subject_id: string; place_path: string; permission: string }>(
      "SELECT subject_id, place_path, permission FROM live_events WHERE name = 'device.changed' AND subject_id = ? ORDER BY seq",
      [device.id],
    )
    expect(rows.slice(-3)).toEqual(
      Array.from({ length: 3 }, () => ({ subject_id: device.id, place_path: village.garden.path, permission: 'device.read' })),
    )
    const shown = body(await app.call<{ device: Device }>('GET', `/api/devices/${device.id}`, { token: scene.admin })).device
    expect(shown.presence).toBe('online')
  })

  it('[GB42455-7.2.4-c] keeps the record fresh: firmware and presence follow the device, and silent ones are listed', async () => {
    const device = await meter()
    await bridge.tell(
      bridge.event(device.code, 'device.described', { firmware: '2.4.1', vendor: '某厂' }),
      bridge.event(device.code, 'device.online'),
    )
    const shown = body(await app.call<{ device: Device }>('GET', `/api/devices/${device.id}`, { token: scene.admin })).device
    expect(shown).toMatchObject({ firmware: '2.4.1', presence: 'online' })
    const silent = async () =>
      body(await app.call<{ items: Device[] }>('GET', '/api/devices?silent=true&limit=100', { token: scene.admin })).items.map(
        (one) => one.id,
      )
    expect(await silent()).not.toContain(device.id)
    await bridge.tell(bridge.event(device.code, 'device.offline', { silentMs: 1 }))
    expect(await silent()).toContain(device.id)
  })

  it('costs the database a number of questions that does not grow with the events of a batch', async () => {
    const device = await meter()
    const tell = async (from: number, n: number) => {
      await bridge.tell(...Array.from({ length: n }, (_, i) => reading(device, app.clock.now() + (from + i) * 1000, i, i)))
      return bridge.statements()
    }
    await tell(0, 1)
    const small = await tell(10, 2)
    const large = await tell(100, 90)
    expect(large).toBeLessThanOrEqual(small)
    expect(small).toBeLessThanOrEqual(24)
  })

  it('is read from the coarsest sums that still give each point its own value', () => {
    expect(chooseStep(10 * minute, 600)).toEqual({ base: 0, step: 1 })
    expect(chooseStep(day, 300)).toEqual({ base: 60, step: 300 })
    expect(chooseStep(90 * day, 300)).toEqual({ base: 3600, step: 28_800 })
    expect(chooseStep(3650 * day, 300)).toEqual({ base: 86_400, step: 13 * 86_400 })
  })

  it('is cleared away in time; what comes later still is added to the sums that stay', async () => {
    const device = await meter()
    await bridge.tell(reading(device, start, 10), reading(device, start + minute, 20))
    await scene.runJob('device.roll-up')
    await app.clock.leap(keepMs.points + 2 * hour)
    await scene.runJob('device.forget')
    const points = await app.kernel.store.rows(
      'SELECT p.at FROM device_points p JOIN device_series s ON s.id = p.series_id WHERE s.device_id = ?',
      [device.id],
    )
    expect(points).toEqual([])
    await bridge.tell(reading(device, start + 2 * minute, 60))
    for (let again = 0; again < 2; again++) await scene.runJob('device.roll-up')
    const { items } = await series(device, 'energyWh', start, start + 2 * hour, 2)
    expect(items[0]).toMatchObject({ count: 3, average: 30, most: 60 })
  })
})
