import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Device } from '@liren/contract/capabilities/device'
import { binFaults, binStateOf, filledOf } from '@liren/contract/device/bin'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from './testing.ts'

describeStores('the board of bins', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T09:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'bin-bridge')
    await scene.running({ code: 'bin-1', name: '1号桶', productId: scene.product('sorting-bin') })
  })
  afterAll(() => app.close())
  const says = async (type: string, values: object = {}, code = 'bin-1') => {
    await bridge.tell(bridge.event(code, type, values))
    await app.work()
  }
  const board = async (code = 'bin-1') => {
    const answer = await app.call<{ items: Device[] }>('GET', '/api/devices?kind=bin&limit=50', { token: village.tokens.manager })
    const bin = body(answer).items.find((one) => one.code === code)
    if (!bin) throw new Error('the bin is not on the board')
    return { state: binStateOf(bin), heardAt: Date.parse(bin.heardAt ?? ''), faults: binFaults(bin), filled: filledOf(bin) }
  }
  const alarms = async (code: string, who: 'worker' | 'farManager' = 'worker') =>
    body(await app.call<{ items: AlarmSummary[] }>('GET', '/api/alarms?limit=50', { token: village.tokens[who] }))
      .items.filter(({ device }) => device?.code === code)
      .map(({ kind, overAt }) => `${kind}${overAt === null ? '' : ' over'}`)

  it('[GB42455-6.4.5-a] shows normal, full, fault and offline as the bin says, with when it was heard last', async () => {
    await says('device.online')
    for (const [type, values, state] of [
      ['bin.level', { percent: 40 }, 'normal'],
      ['bin.level', { percent: 93 }, 'full'],
      ['device.fault', { code: 'lid' }, 'fault'],
      ['bin.level', { percent: 12 }, 'fault'],
      ['device.recovered', { code: 'lid' }, 'normal'],
      ['device.offline', { reason: 'silent', silentMs: 600_000 }, 'offline'],
      ['device.online', {}, 'normal'],
    ] as const) {
      await app.clock.advance(60_000)
      await says(type, values)
      expect(await board()).toMatchObject({ state, heardAt: app.clock.now() })
    }
  })

  it('[GB42455-6.4.5-b] warns of a bin that is full, leaks, is faulty or was moved, each by itself on the board and to the staff, until it is over', async () => {
    await scene.running({ code: 'bin-2', name: '2号桶', productId: scene.product('sorting-bin') })
    await says('device.online', {}, 'bin-2')
    const conditions = [
      ['bin.level', { percent: 95 }, 'bin.level', { percent: 5 }, 'bin-full', 'full', []],
      ['water.leak', { isActive: true }, 'water.leak', { isActive: false }, 'water-leak', 'fault', ['leaking']],
      ['device.fault', { code: 'lid', text: '桶盖卡住' }, 'device.recovered', { code: 'lid' }, 'device-fault', 'fault', ['faulty']],
      ['bin.tilted', { isActive: true }, 'bin.tilted', { isActive: false }, 'bin-tilted', 'fault', ['tilted']],
      ['bin.burning', { isActive: true }, 'bin.burning', { isActive: false }, 'bin-burning', 'fault', ['burning']],
    ] as const
    for (const [begins, with_, ends, without, kind, state, faults] of conditions) {
      await app.clock.advance(60_000)
      expect(await alarms('bin-2')).not.toContain(kind)
      await says(begins, with_, 'bin-2')
      expect(await board('bin-2')).toMatchObject({ state, faults })
      expect(await alarms('bin-2')).toContain(kind)
      await app.clock.advance(60_000)
      await says(ends, without, 'bin-2')
      expect((await board('bin-2')).state).toBe('normal')
      expect(await alarms('bin-2')).toContain(`${kind} over`)
    }
    expect(await alarms('bin-2', 'farManager')).toEqual([])
  })
})
