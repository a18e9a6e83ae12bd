import type { Device } from '@liren/contract/capabilities/device'
import type { RuleContent } from '@liren/contract/capabilities/rule'
import { presenceStates } from '@liren/contract/device/shapes'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { openRules } from './testing.ts'

describeStores('devices of several systems', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    set = await openRules(app, village, 'across-bridge')
  })
  afterAll(() => app.close())

  it('[ZJWL-7.3.2.1.4] a gate, a lift and a charger stand in one list with one model of state, and one rule takes all three', async () => {
    const gate = await set.device('across-gate', 'plate-camera')
    const lift = await set.device('across-lift', 'lift-monitor')
    const pile = await set.device('across-pile', 'charging-pile-ocpp')
    const list = async () => {
      const { items } = body(await app.call<{ items: Device[] }>('GET', '/api/devices?limit=100', { token: village.tokens.manager }))
      return items.filter(({ code }) => code.startsWith('across-'))
    }
    const before = await list()
    expect(before.map(({ code, kind, stage, presence }) => [code, kind, stage, presence])).toEqual([
      ['across-gate', 'barrier', 'active', 'online'],
      ['across-lift', 'lift', 'active', 'online'],
      ['across-pile', 'pile', 'active', 'online'],
    ])
    // One model of state: the same items in each, whatever its protocol.
    expect(new Set(before.map((one) => Object.keys(one).sort().join(' '))).size).toBe(1)
    await set.bridge.tell(set.bridge.event('across-pile', 'device.offline', { silentMs: 90_000 }))
    await app.work()
    const shown = (await list()).map(({ presence }) => presence)
    expect(shown).toEqual(['online', 'online', 'offline'])
    expect(shown.every((one) => presenceStates.includes(one))).toBe(true)
    await set.bridge.tell(set.bridge.event('across-pile', 'device.online'))

    // 当电梯困人，且充电桩在线，则抬杆放行救援车辆并停用充电桩。
    const content: RuleContent = {
      when: [
        {
          kind: 'event',
          of: { by: 'device', ids: [lift.id] },
          type: 'lift.trapped',
          where: [{ path: 'isActive', is: 'equal', value: true }],
        },
      ],
      given: [[{ kind: 'presence', deviceId: pile.id, is: 'online' }]],
      actions: [
        { kind: 'command', to: { by: 'device', ids: [gate.id] }, order: { name: 'barrier.open', values: {} } },
        { kind: 'command', to: { by: 'device', ids: [pile.id] }, order: { name: 'charging.unlock', values: { connector: 1 } } },
      ],
      restSeconds: 0,
    }
    const rule = await set.make(content)
    await set.say('across-lift', 'lift.trapped', { isActive: false })
    expect(await set.firings(rule)).toEqual([])
    expect(await set.commands()).toEqual([])
    await set.say('across-lift', 'lift.trapped', { isActive: true, floor: '7' })
    expect(await set.firings(rule)).toMatchObject([
      { cause: { device: { code: 'across-lift' } }, outcomes: [{ isDone: true }, { isDone: true }] },
    ])
    expect((await set.commands()).map(({ device, name }) => [device, name])).toEqual([
      ['across-gate', 'barrier.open'],
      ['across-pile', 'charging.unlock'],
    ])
  })
})
