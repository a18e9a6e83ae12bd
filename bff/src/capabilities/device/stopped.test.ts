import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Device } from '@liren/contract/capabilities/device'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from './testing.ts'

describeStores('monitors that are stopped', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'monitor-bridge')
  })
  afterAll(() => app.close())

  const put = async (code: string, product: string, manufacturer: string) => {
    const made = await scene.made({ code, name: `${code} 号`, productId: scene.product(product), manufacturer, bridge: bridge.code })
    const { version } = body(await scene.post<{ version: number }>(made, 'secret'), 201)
    return body(await scene.post({ ...made, version }, 'activate'))
  }
  const manager = () => village.tokens.manager
  const read = async (id: string) => body(await app.call<{ device: Device }>('GET', `/api/devices/${id}`, { token: manager() })).device
  const alarms = async (id: string) =>
    body(await app.call<{ items: AlarmSummary[] }>('GET', `/api/alarms?deviceId=${id}&limit=20`, { token: manager() })).items
  const tell = async (code: string, type: string, values: object) => {
    const answer = await bridge.tell(bridge.event(code, type, values))
    await app.work()
    return answer
  }

  it('[SZSQ-5.1.8-a] [GB42455-8.1.11-a] monitors of three makers stand in one list with state, place and last report; of one that is stopped nothing is taken until it runs again', async () => {
    const cover = await put('cover-1', 'manhole', '明盖')
    const lamp = await put('lamp-1', 'street-lamp', '光年')
    const bin = await put('bin-1', 'waste-bin', '清境')
    await tell('cover-1', 'manhole.moved', { isOpen: false })
    await tell('lamp-1', 'lamp.state', { isOn: true })
    await tell('bin-1', 'bin.level', { percent: 20 })
    const query = `/api/devices?placeId=${village.garden.id}&limit=50`
    const { items } = body(await app.call<{ items: Device[] }>('GET', query, { token: manager() }))
    const heard = new Date(app.clock.now()).toISOString()
    const row = (manufacturer: string) => ({ manufacturer, stage: 'active', placeId: village.garden.id, heardAt: heard })
    expect(items).toEqual(expect.arrayContaining(['明盖', '光年', '清境'].map((maker) => expect.objectContaining(row(maker)))))
    const before = await read(cover.id)
    const stop = (device: Device, token = manager()) => scene.post(device, 'stop', { note: '检修' }, token)
    expect((await stop(before, village.tokens.worker)).status).toBe(403)
    expect((await stop(before, village.tokens.farManager)).status).toBe(404)
    expect(body(await stop(before)).stage).toBe('stopped')
    expect((await stop(await read(cover.id))).error?.code).toBe('device.stage')
    await app.clock.advance(60_000)
    expect(await tell('cover-1', 'manhole.moved', { isOpen: true })).toMatchObject({ applied: 0, refused: 1 })
    expect(await alarms(cover.id)).toEqual([])
    expect((await read(cover.id)).state).toEqual(before.state)
    // the others go on
    await tell('lamp-1', 'lamp.fault', { kind: 'burned-out', isActive: true })
    expect((await alarms(lamp.id)).map(({ kind }) => kind)).toEqual(['lamp-fault'])
    expect(await alarms(bin.id)).toEqual([])
    expect(body(await scene.post(await read(cover.id), 'resume')).stage).toBe('active')
    expect(await tell('cover-1', 'manhole.moved', { isOpen: true })).toMatchObject({ applied: 1, refused: 0 })
    expect((await alarms(cover.id)).map(({ kind }) => kind)).toEqual(['manhole'])
  })
})
