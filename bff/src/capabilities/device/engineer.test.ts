import type { Device } from '@liren/contract/capabilities/device'
import type { Message } from '@liren/contract/capabilities/message'
import type { Frame } from '@liren/contract/device/engineer-endpoints'
import type { DeviceCommand } from '@liren/contract/device-commands'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from './testing.ts'

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
