import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Device } from '@liren/contract/capabilities/device'
import type { RuleContent } from '@liren/contract/capabilities/rule'
import type { ShadowView } from '@liren/contract/device/data-endpoints'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { openRules } from './testing.ts'

describeStores('rules of the plant and of the air', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    set = await openRules(app, village, 'plant-bridge')
  })
  afterAll(() => app.close())

  const get = async <T>(path: string, token = village.tokens.manager) => body(await app.call<T>('GET', path, { token }))
  const alarmsOf = async (deviceId: string, token?: string) =>
    (await get<{ items: AlarmSummary[] }>(`/api/alarms?deviceId=${deviceId}&limit=20`, token)).items
  const above = (id: string, property: string, value: number, more: object = {}): RuleContent => ({
    when: [{ kind: 'property', of: { by: 'device', ids: [id] }, property, is: 'above', value, ...more }],
    given: [],
    actions: [
      { kind: 'alarm', alarm: 'rule', title: '运行异常' },
      { kind: 'message', to: 'handlers', title: '设备运行异常', body: '请到场查看' },
    ],
    restSeconds: 0,
  })

  it('[GB42455-6.1-b.1] shows what controllers of pump, fan and lighting report, and a rule acts on a value that is not usual', async () => {
    const plant = {
      'pump-controller': ['pump.state', { isRunning: true, hasFault: false, frequencyHz: 42, mode: 'auto' }],
      'fan-controller': ['fan.state', { isRunning: true, hasFault: false, speedPercent: 60, mode: 'auto' }],
      'lighting-controller': ['lamp.state', { isOn: true, powerW: 320, burnedHours: 1200 }],
    } as const
    const ids: Record<string, string> = {}
    for (const [product, [type, values]] of Object.entries(plant)) {
      const device = await set.device(`plant-${product}`, product)
      ids[product] = device.id
      await set.say(`plant-${product}`, type, values)
      const shown = (await get<{ items: Device[] }>(`/api/devices?kind=${device.kind}&limit=20`)).items.find(({ id }) => id === device.id)
      expect(shown).toMatchObject({ presence: 'online', state: { [type]: values } })
      const { shadow } = await get<{ shadow: ShadowView }>(`/api/devices/${device.id}/shadow`)
      expect(Object.fromEntries(Object.entries(shadow.reported).map(([name, { v }]) => [name, v]))).toMatchObject(values)
    }
    const fan = ids['fan-controller'] as string
    const rule = await set.make(above(fan, 'speedPercent', 90))
    expect(await alarmsOf(fan)).toEqual([])
    await set.say('plant-fan-controller', 'fan.state', { isRunning: true, speedPercent: 97 })
    const [firing] = await set.firings(rule)
    expect(firing).toMatchObject({ cause: { values: { speedPercent: 97 } }, outcomes: [{ isDone: true }, { isDone: true }] })
    expect(await alarmsOf(fan)).toMatchObject([{ kind: 'rule', state: 'raised', title: { zh: '运行异常' } }])
    expect(await set.letters(village.tokens.worker)).toContain('设备运行异常')
    await set.say('plant-pump-controller', 'pump.state', { isRunning: false, hasFault: true })
    expect(await alarmsOf(ids['pump-controller'] as string)).toMatchObject([{ kind: 'pump-fault' }])
    await set.say('plant-fan-controller', 'fan.state', { isRunning: true, hasFault: true })
    expect((await alarmsOf(fan)).map(({ kind }) => kind).sort()).toEqual(['fan-fault', 'rule'])
  })

  it('[GB42455-8.3.3-c] raises one alarm above the threshold that was set, tells the staff of the place, and clears it below', async () => {
    const station = await set.device('air-1', 'environment-station')
    const content = above(station.id, 'pm25Ugm3', 100, { margin: 10 })
    const rule = await set.make({
      ...content,
      actions: [{ kind: 'alarm', alarm: 'environment', title: 'PM2.5 超限' }, ...content.actions.slice(1)],
    })
    const reads = (pm25Ugm3: number) => set.say('air-1', 'environment.read', { pm25Ugm3 })
    const before = (await set.letters(village.tokens.worker)).length
    await reads(99)
    expect(await alarmsOf(station.id)).toEqual([])
    for (const value of [101, 140, 133]) await reads(value)
    expect(await alarmsOf(station.id, village.tokens.worker)).toMatchObject([{ kind: 'environment', times: 1, overAt: null }])
    expect(await set.firings(rule)).toHaveLength(1)
    expect((await set.letters(village.tokens.worker)).length).toBeGreaterThan(before)
    expect(await set.letters(village.tokens.farWorker)).toEqual([])
    // within the margin it has not gone back yet
    await reads(95)
    expect((await alarmsOf(station.id))[0]?.overAt).toBeNull()
    await reads(60)
    const cleared = await alarmsOf(station.id)
    expect(cleared).toHaveLength(1)
    expect(cleared[0]?.overAt).not.toBeNull()
  })

  it('lets an alarm stand while another trigger of the same rule still holds', async () => {
    const station = await set.device('air-2', 'environment-station')
    const of = { by: 'device' as const, ids: [station.id] }
    await set.make({
      when: [
        { kind: 'property', of, property: 'pm25Ugm3', is: 'above', value: 100 },
        { kind: 'property', of, property: 'noiseDb', is: 'above', value: 70 },
      ],
      given: [],
      actions: [{ kind: 'alarm', alarm: 'environment' }],
      restSeconds: 0,
    })
    await set.say('air-2', 'environment.read', { pm25Ugm3: 150, noiseDb: 80 })
    await set.say('air-2', 'environment.read', { pm25Ugm3: 20 })
    expect((await alarmsOf(station.id))[0]?.overAt).toBeNull()
    await set.say('air-2', 'environment.read', { noiseDb: 50 })
    expect((await alarmsOf(station.id))[0]?.overAt).not.toBeNull()
  })
})
