import type { Device } from '@liren/contract/capabilities/device'
import type { Message } from '@liren/contract/capabilities/message'
import type { Carrier, Frame } from '@liren/contract/device/engineer-endpoints'
import type { DeviceCommand } from '@liren/contract/device-commands'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { usedByDay } from './energy.ts'
import { body, openScene, type PlayedBridge, playBridge } from './testing.ts'

const day = 86_400_000
const start = Date.parse('2026-03-02T09:00+08:00')

describeStores('what engineers and keepers of devices see', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  beforeAll(async () => {
    app = await startTestApp(open, { start })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'engineer-bridge')
  })
  afterAll(() => app.close())
  const running = async (code: string, product: string, more: object = {}) => {
    const device = await scene.running({ code, name: `${code}号`, productId: scene.product(product), ...more })
    await bridge.tell(bridge.event(code, 'device.online'))
    return device
  }
  const get = <T>(path: string, token = scene.admin) => app.call<T>('GET', path, { token })

  it('shows frames to nobody who only looks after devices, and never of another estate', async () => {
    const lamp = await running('framed-1', 'street-lamp')
    for (const token of [village.tokens.manager, village.tokens.worker, village.tokens.resident])
      expect((await get(`/api/devices/${lamp.id}/frames`, token)).status).toBe(403)
    expect((await app.call('POST', `/api/devices/${lamp.id}/frames/requests`, { token: village.tokens.manager })).status).toBe(403)
  })

  it('asks the bridge for frames and shows them both ways, decoded, with the byte of a fault; nobody else reads them in the events', async () => {
    const lamp = await running('framed-2', 'street-lamp')
    expect(body(await get<{ items: Frame[] }>(`/api/devices/${lamp.id}/frames`)).items).toEqual([])
    const { commandId } = body(
      await app.call<{ commandId: string }>('POST', `/api/devices/${lamp.id}/frames/requests`, { token: scene.admin }),
      202,
    )
    const { commands } = body(await bridge.ask<{ commands: DeviceCommand[] }>('commands', { after: 0 }))
    expect(commands.find((one) => one.id === commandId)).toMatchObject({ device: 'framed-2', name: 'device.frames', values: { limit: 20 } })
    const now = app.clock.now()
    const frame = { line: 'tcp 127.0.0.1:4000', size: 4 }
    await bridge.tell(
      bridge.event('framed-2', 'frames.told', {
        of: 'framed-2',
        frames: [
          { ...frame, at: now - 2000, direction: 'in', hex: '68010203', decoded: '{"kind":"heartbeat"}' },
          { ...frame, at: now - 1000, direction: 'out', hex: '68040506', fault: 'byte 3: checksum' },
        ],
      }),
    )
    const { items } = body(await get<{ items: Frame[] }>(`/api/devices/${lamp.id}/frames`))
    expect(items.map(({ direction, hex, decoded, faultAt }) => [direction, hex, decoded, faultAt])).toEqual([
      ['out', '68040506', null, 3],
      ['in', '68010203', '{"kind":"heartbeat"}', null],
    ])
    const events = body(await get<{ items: { type: string }[] }>(`/api/devices/${lamp.id}/events`, village.tokens.manager)).items
    expect(events.map((one) => one.type)).toEqual(['device.online'])
    const read = await peek(
      app.kernel.store,
      "SELECT id FROM audit_entries WHERE action IN ('device.frames-read', 'device.frames-watched')",
    )
    expect(read.length).toBeGreaterThanOrEqual(3)
    await app.clock.advance(2 * 3_600_000)
    await scene.runJob('device.forget-frames')
    expect(await app.kernel.store.rows("SELECT id FROM device_events WHERE type = 'frames.told'")).toEqual([])
  })

  it('refuses a device that nobody registered; its code is spent and what it says changes nothing', async () => {
    await bridge.tell(bridge.event('stranger-1', 'device.online'), bridge.event('stranger-2', 'device.online'))
    const found = async () => body(await get<{ items: Device[] }>('/api/device-quarantine')).items
    const stranger = (await found()).find((one) => one.code === 'stranger-1') as Device
    const refusal = { reason: '不是本小区的设备', version: stranger.version }
    const path = `/api/device-quarantine/${stranger.id}/refuse`
    expect((await app.call('POST', path, { token: village.tokens.manager, body: refusal })).status).toBe(403)
    expect((await app.call('POST', path, { token: scene.admin, body: { ...refusal, version: 99 } })).error?.code).toBe('stale')
    body(await app.call('POST', path, { token: scene.admin, body: refusal }), 204)
    expect((await found()).map((one) => one.code)).toContain('stranger-2')
    expect((await found()).map((one) => one.code)).not.toContain('stranger-1')
    expect(await bridge.tell(bridge.event('stranger-1', 'device.online'))).toMatchObject({ applied: 0, refused: 1 })
    expect((await scene.create({ code: 'stranger-1' })).status).not.toBe(201)
  })

  it('adds up what meters counted by day and place, as their own first and last totals say', async () => {
    await running('meter-a', 'meter-1p', { placeId: village.house.id })
    await running('meter-b', 'meter-1p')
    await running('water-a', 'water-meter', { placeId: village.house.id })
    const noon = Date.parse('2026-03-03T12:00+08:00')
    const totals: Record<string, number[]> = {
      'meter-a': [10_000, 14_000, 15_500],
      'meter-b': [500, 900, 2_900],
      'water-a': [100, 350, 400],
    }
    for (const at of [0, 1, 2]) {
      await app.clock.advance(noon + at * day - app.clock.now())
      for (const [code, values] of Object.entries(totals)) {
        const total = values[at] as number
        const early = at === 0 ? total : (values[at - 1] as number)
        const type = code.startsWith('water') ? 'meter.water-read' : 'meter.read'
        const named = (value: number) => (code.startsWith('water') ? { volumeL: value } : { energyWh: value })
        await bridge.tell(
          bridge.event(code, type, named(early), noon + at * day - 3_600_000),
          bridge.event(code, type, named(total), noon + at * day),
        )
      }
    }
    await scene.runJob('device.roll-up')
    interface Sum {
      carrier: Carrier
      total: number
      meters: number
      days: { day: string; used: number }[]
      places: { placePath: string; used: number }[]
    }
    const ask = async (query: string, token = scene.admin) => body(await get<{ items: Sum[] }>(`/api/device-energy?${query}`, token)).items
    const items = await ask('from=2026-03-03&to=2026-03-05')
    const [reference] = await app.kernel.store.rows<{ used: number }>(
      `SELECT SUM(t.used) AS used FROM (SELECT MAX(p.value) - MIN(p.value) AS used FROM device_points p JOIN device_series s ON s.id = p.series_id
       WHERE s.property = 'energyWh' GROUP BY s.id) t`,
    )
    const power = items.find((one) => one.carrier === 'electricity')
    expect(power?.total).toBeCloseTo(Number(reference?.used) / 1000)
    expect(power?.days).toEqual([
      { day: '2026-03-03', used: 0 },
      { day: '2026-03-04', used: 4.4 },
      { day: '2026-03-05', used: 3.5 },
    ])
    expect(power?.places.map((one) => one.used)).toEqual([5.5, 2.4])
    expect(items.find((one) => one.carrier === 'water')).toMatchObject({ meters: 1, total: 0.3 })
    expect(await ask('from=2026-03-03&to=2026-03-05', village.tokens.farManager)).toEqual([])
    expect((await get('/api/device-energy?from=2026-03-05&to=2026-03-03')).status).toBe(400)
    expect((await get('/api/device-energy?from=2025-01-01&to=2026-03-03')).status).toBe(400)
  })

  it('begins anew with a meter that was changed for another', () => {
    const of = (start_at: number, least: number, most: number) => ({ start_at, least, most })
    expect(usedByDay([of(0, 100, 150), of(1, 150, 180), of(2, 0, 30), of(3, 40, 50)]).map((one) => one.used)).toEqual([50, 30, 30, 20])
  })

  it('[ZJWL-6.3.5.2] registers a hundred facilities from one file with every fault at its row, and by the interface, and none twice', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => `imported-${index},导入灯${index},street-lamp,${village.garden.path},2025-06-01`)
    const head = '编号,名称,产品,位置,安装日期'
    const send = (content: string, isDryRun = false, format = 'csv') =>
      app.call<{ rows: number; created: number; faults: { row: number; path: string }[] }>('POST', '/api/device-imports', {
        token: scene.admin,
        body: { format, content, isDryRun },
      })
    const wrong = [...rows]
    wrong[9] = `imported-9,导入灯,no-such-product,${village.garden.path},2025-06-01`
    wrong[49] = 'imported-49,导入灯,street-lamp,/nowhere/,2025-06-01'
    wrong[79] = `imported-78,重复,street-lamp,${village.garden.path},2025-06-01`
    const refused = body(await send([head, ...wrong].join('\n')))
    expect(refused).toMatchObject({ rows: 100, created: 0 })
    expect(refused.faults.map(({ row, path }) => [row, path])).toEqual([
      [10, 'product'],
      [50, 'place'],
      [80, 'code'],
    ])
    expect(body(await send([head, ...rows].join('\n'), true))).toEqual({ rows: 100, created: 0, faults: [] })
    expect(body(await send([head, ...rows].join('\n')))).toEqual({ rows: 100, created: 100, faults: [] })
    const recorded = await app.kernel.store.rows<{ n: number }>(
      "SELECT COUNT(*) AS n FROM outbox WHERE name = 'device.recorded' AND state = 'new'",
    )
    expect(Number(recorded[0]?.n)).toBe(100)
    expect(body(await send([head, ...rows].join('\n'))).faults).toHaveLength(100)
    const byInterface = [{ code: 'imported-100', name: '导入灯100', product: 'street-lamp', place: village.garden.path }]
    expect(body(await send(JSON.stringify(byInterface), false, 'json')).created).toBe(1)
    expect(body(await send(JSON.stringify(byInterface), false, 'json')).faults).toMatchObject([{ row: 1, path: 'code' }])
    const [count] = await peek<{ n: number }>(app.kernel.store, "SELECT COUNT(*) AS n FROM audit_entries WHERE action = 'device.imported'")
    expect(Number(count?.n)).toBeGreaterThan(0)
    const kept = body(await get<{ items: Device[] }>('/api/devices?q=imported-&limit=100')).items
    expect(new Set(kept.map((one) => one.code)).size).toBe(100)
  })

  it('writes to the keeper of a device, or to those who maintain there, once when a maintenance is near', async () => {
    const kept = await running('kept-lamp', 'street-lamp')
    const keeper = await makePerson(app.kernel, '周师傅', { roles: [['repair-worker', village.estate]] })
    const today = new Date(app.clock.now()).toISOString().slice(0, 10)
    await app.kernel.store.run('UPDATE devices SET maintain_on = ?, keeper_id = ? WHERE id = ?', [today, keeper, kept.id])
    for (let round = 0; round < 2; round++) await scene.runJob('device.remind')
    const titles = body(await get<{ items: Message[] }>('/api/messages?limit=100', await app.tokenOf(keeper, 'staff'))).items.map(
      (one) => one.title.zh,
    )
    expect(titles.filter((title) => title === '设备待维护：kept-lamp号')).toHaveLength(1)
  })
})
