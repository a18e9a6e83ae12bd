import type { Alarm, AlarmSummary } from '@liren/contract/capabilities/alarm'
import { type Rule, ruleEndpoints } from '@liren/contract/capabilities/rule'
import { ruleTemplates } from '@liren/contract/rule/templates'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { openRules } from './testing.ts'

const minute = 60_000

describeStores('ready-made rules', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  const rules = new Map<string, Rule>()
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    set = await openRules(app, village, 'template-bridge')
    for (const { code } of ruleTemplates)
      rules.set(code, body(await set.post(`/templates/${code}/install`, { placeId: village.estate.id, isEnabled: true }), 201))
  })
  afterAll(() => app.close())

  const fired = async (code: string) => (await set.read(rules.get(code)?.id as string)).fired
  const alarmOf = async (deviceId: string): Promise<Alarm> => {
    const path = `/api/alarms?deviceId=${deviceId}&limit=10`
    const [first, ...rest] = body(await app.call<{ items: AlarmSummary[] }>('GET', path, { token: village.tokens.manager })).items
    expect(rest).toEqual([])
    return body(await app.call<Alarm>('GET', `/api/alarms/${first?.id}`, { token: village.tokens.manager }))
  }
  const notes = (alarm: Alarm) => alarm.timeline.filter((entry) => entry.action === 'note').map((entry) => entry.note)

  it('are refused where nobody may make rules, and unknown ones everywhere', async () => {
    const given = { placeId: village.estate.id, isEnabled: true }
    expect((await set.post('/templates/fire-doors/install', given, village.tokens.farManager)).status).toBe(404)
    expect((await set.post('/templates/no-such/install', given)).error?.code).toBe('rule.unfit')
    expect((await app.call('GET', ruleEndpoints.templates.path, { token: village.tokens.resident })).status).toBe(403)
  })

  it('read as sentences in both languages', async () => {
    const { sentences } = rules.get('lift-ebike') as Rule
    expect(sentences.when[0]).toEqual({
      zh: '任一电梯上报“电动车入梯”（在轿厢内等于 是）',
      en: 'any lift tells “E-bike in the car” (Inside is yes)',
    })
    expect(sentences.actions.map((one) => one.zh)).toEqual([
      '向该设备下发“保持开门”（保持 是，秒数 60）',
      '向该设备下发“播放语音”（“电动自行车禁止进入电梯，请退出”）',
      '建立待办“电动车进电梯劝阻”',
    ])
  })

  it('open the doors on the way out of the building where the fire is, and of no other, and write it down', async () => {
    const smoke = await set.device('t-smoke', 'smoke-detector', { placeId: village.house.id })
    await set.device('t-door', 'door-controller', { placeId: village.unit.id })
    await set.device('t-garden-door', 'door-controller', { placeId: village.garden.id })
    await set.device('t-gate', 'plate-camera', { placeId: village.garden.id })
    await set.say('t-smoke', 'fire.alarmed', { kind: 'smoke' })
    const sent = (await set.commands()).map((one) => `${one.device} ${one.name}`)
    expect(sent).toEqual(['t-door door.hold-open', 't-gate barrier.hold-open'])
    const [record] = await set.firings(rules.get('fire-doors') as Rule)
    expect(record?.outcomes.map((one) => [one.text.zh.split('：').at(-1), one.isDone])).toEqual([
      ['t-door号', true],
      ['t-gate号', true],
    ])
    expect((await alarmOf(smoke.id)).kind).toBe('smoke')
    // a detector of the whole estate stands in no building: it opens the doors of none
    await app.clock.advance(minute)
    await set.device('t-smoke-estate', 'smoke-detector', { placeId: village.estate.id })
    await set.say('t-smoke-estate', 'fire.alarmed', { kind: 'smoke' })
    expect((await set.commands()).map((one) => one.device)).toEqual(['t-gate'])
  })

  it('tell a smoke alarm upwards when nobody answers for a minute, and leave an answered one alone', async () => {
    const smoke = await set.device('t-smoke-2', 'smoke-detector', { placeId: village.nextHouse.id })
    const answered = await set.device('t-smoke-3', 'smoke-detector', { placeId: village.nextHouse.id })
    await set.say('t-smoke-2', 'fire.alarmed', { kind: 'smoke' })
    await set.say('t-smoke-3', 'fire.alarmed', { kind: 'smoke' })
    const taken = await alarmOf(answered.id)
    body(
      await app.call('POST', `/api/alarms/${taken.id}/actions/accept`, { token: village.tokens.manager, body: { version: taken.version } }),
    )
    await app.clock.advance(61_000)
    await app.work()
    expect((await alarmOf(smoke.id)).timeline.map((entry) => [entry.action, entry.note])).toContainEqual([
      'escalate',
      '烟感告警无人应答即升级',
    ])
    expect((await alarmOf(answered.id)).escalation).toBe(0)
    expect(await set.letters(village.tokens.manager)).toContain('火情告警无人应答')
  })

  it('call for people who are trapped in a lift, speak to them and open a case', async () => {
    const lift = await set.device('t-lift', 'lift-monitor', { placeId: village.unit.id })
    await set.say('t-lift', 'lift.trapped', { isActive: true, floor: '9' })
    expect(await set.commands()).toEqual([{ device: 't-lift', name: 'voice.play', values: { text: '请不要惊慌，救援人员正在赶来' } }])
    expect(notes(await alarmOf(lift.id))).toEqual(['电梯困人呼叫与派单：电梯困人救援'])
    expect(await set.letters(village.tokens.worker)).toContain('电梯困人，立即前往')
  })

  it('[ZJWL-6.2.2.1-3] hold the door of a lift that an e-bike came into, speak, and raise an alarm; let it go when it has left', async () => {
    const lift = await set.device('t-lift-2', 'lift-monitor', { placeId: village.unit.id })
    await set.say('t-lift-2', 'lift.ebike', { isInside: true })
    expect(await set.commands()).toEqual([
      { device: 't-lift-2', name: 'lift.hold-door', values: { isHeld: true, seconds: 60 } },
      { device: 't-lift-2', name: 'voice.play', values: { text: '电动自行车禁止进入电梯，请退出' } },
    ])
    const alarm = await alarmOf(lift.id)
    expect([alarm.kind, notes(alarm)]).toEqual(['lift-ebike', ['电动车进电梯：电动车进电梯劝阻']])
    await set.say('t-lift-2', 'lift.ebike', { isInside: false })
    expect(await set.commands()).toEqual([{ device: 't-lift-2', name: 'lift.hold-door', values: { isHeld: false } }])
  })

  it('make a task of a bin that stays full, and of a manhole that was moved', async () => {
    const bin = await set.device('t-bin', 'waste-bin')
    await set.say('t-bin', 'bin.level', { percent: 96 })
    expect(await fired('bin-full')).toBe(0)
    await app.clock.advance(5 * minute)
    await app.work()
    expect(notes(await alarmOf(bin.id))).toEqual(['垃圾桶满溢清运：清运满溢垃圾桶'])
    const manhole = await set.device('t-manhole', 'manhole')
    await set.say('t-manhole', 'manhole.moved', { isOpen: true })
    expect(notes(await alarmOf(manhole.id))).toEqual(['井盖移位处置：井盖移位，立即围挡'])
    expect(await set.letters(village.tokens.worker)).toContain('井盖移位')
  })

  it('[CSPSTC-5.1-g] raise an alarm with place, kind and value for a reading that stays beyond its limit, and tell the staff', async () => {
    const station = await set.device('t-station', 'environment-station')
    const read = (pm25Ugm3: number) => set.say('t-station', 'environment.read', { pm25Ugm3 })
    await read(120)
    await read(180)
    expect(await fired('environment-limit')).toBe(0)
    await app.clock.advance(10 * minute)
    await app.work()
    const alarm = await alarmOf(station.id)
    expect(alarm).toMatchObject({
      ...{ kind: 'environment', source: { kind: 'rule' }, place: { label: '枫林雅苑 · 中心花园' } },
      values: { pm25Ugm3: 180 },
    })
    expect(await set.letters(village.tokens.worker)).toContain('环境监测超限')
  })

  it('hint at a leak to those who live there when water runs at night, and not by day', async () => {
    await set.device('t-water', 'water-meter', { placeId: village.house.id })
    const flow = async () => {
      const start = 1000 + app.clock.now() / 60_000
      await set.say('t-water', 'meter.water-read', { volumeL: start })
      await app.clock.advance(30 * minute)
      await set.say('t-water', 'meter.water-read', { volumeL: start + 45 })
    }
    await flow()
    expect(await fired('water-at-night')).toBe(0)
    await app.clock.advance(16 * 60 * minute)
    await flow()
    expect(await fired('water-at-night')).toBe(1)
    expect(await set.letters(village.tokens.resident)).toContain('夜间用水提示')
    expect(await set.letters(village.tokens.neighbour)).not.toContain('夜间用水提示')
  })
})
