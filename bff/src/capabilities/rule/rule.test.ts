import type { Alarm } from '@liren/contract/capabilities/alarm'
import type { RuleConflict, RuleContent } from '@liren/contract/capabilities/rule'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { mostInAMinute } from './fire.ts'
import { openRules } from './testing.ts'

const minute = 60_000
const morning = Date.parse('2026-03-02T10:00+08:00')
const lamp = (code: string): RuleContent => ({
  when: [{ kind: 'event', of: { by: 'kind', kind: 'lamp' }, type: 'lamp.fault', where: [{ path: 'kind', is: 'equal', value: code }] }],
  given: [],
  actions: [{ kind: 'message', to: 'handlers', title: `灯故障 ${code}`, body: '请查看' }],
  restSeconds: 0,
})

describeStores('rules', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  let number = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    set = await openRules(app, village)
  })
  afterAll(() => app.close())
  const device = async (product: string, more: object = {}) => {
    const code = `ruled-${++number}`
    return { code, id: (await set.device(code, product, more)).id }
  }
  const level = (id: string, more: object = {}): RuleContent => ({
    when: [{ kind: 'property', of: { by: 'device', ids: [id] }, property: 'level', is: 'at-least', value: 90, ...more }],
    given: [],
    actions: [{ kind: 'message', to: 'handlers', title: '桶满', body: '请清运' }],
    restSeconds: 0,
  })
  const fill = (code: string, percent: number) => set.say(code, 'bin.level', { percent })

  it('lets nobody make or see rules who may not, and nobody for a place that is not theirs', async () => {
    const draft = set.write({ content: lamp('a') })
    expect((await app.call('POST', '/api/rules', { body: draft })).status).toBe(401)
    expect((await set.post('', draft, village.tokens.worker)).status).toBe(403)
    expect((await set.post('', draft, village.tokens.farManager)).status).toBe(404)
    const { isEnabled: _switch, ...content } = draft
    expect((await set.post('/check', content, village.tokens.farManager)).status).toBe(404)
    const rule = await set.make(lamp('b'))
    expect((await app.call('GET', `/api/rules/${rule.id}`, { token: village.tokens.farManager })).status).toBe(404)
    expect((await app.call('GET', `/api/rules/${rule.id}`, { token: village.tokens.resident })).status).toBe(403)
    const save = { name: '别人的', content: lamp('c'), version: rule.version }
    expect((await app.call('PUT', `/api/rules/${rule.id}`, { token: village.tokens.farManager, body: save })).status).toBe(404)
    expect((await set.post(`/${rule.id}/turn`, { isEnabled: false, version: rule.version }, village.tokens.farManager)).status).toBe(404)
  })

  it('tells all faults of a rule at once: words, values, devices of elsewhere, and what cannot be sent', async () => {
    const far = await set.scene.made({ code: 'far-lamp', placeId: village.secondHouse.id })
    const content: RuleContent = {
      when: [
        { kind: 'event', of: { by: 'kind', kind: 'lamp' }, type: 'lift.trapped', where: [] },
        { kind: 'property', of: { by: 'kind', kind: 'bin' }, property: 'level', is: 'above', value: 'much' },
        { kind: 'property', of: { by: 'device', ids: [far.id] }, property: 'isOn', is: 'equal', value: true },
      ],
      given: [[{ kind: 'property', property: 'height', is: 'equal', value: 1 }]],
      actions: [
        {
          kind: 'command',
          to: { by: 'near', kind: 'lift', within: 'building' },
          order: { name: 'lift.hold-door', values: { seconds: 0 } },
        },
        { kind: 'escalate' },
        { kind: 'message', to: 'users', title: '给谁', body: '没有人' },
      ],
      restSeconds: 0,
    }
    const answer = await set.post('', set.write({ content }))
    expect(answer.error?.code).toBe('rule.unfit')
    expect(answer.error?.faults.map((fault) => fault.path.replace('body.content.', ''))).toEqual([
      'when.0.type',
      'when.1.value',
      'when.2.of',
      'given.0.0.property',
      'actions.0.order.values.isHeld',
      'actions.0.order.values.seconds',
      'actions.1',
      'actions.2.userIds',
    ])
  })

  it('fires on an event with the value it asks for and on no other, once, and tells people and the record why', async () => {
    const { code } = await device('street-lamp')
    const rule = await set.make(lamp('burned-out'))
    await set.say(code, 'lamp.fault', { kind: 'flicker', isActive: true })
    expect(await set.firings(rule)).toEqual([])
    await set.say(code, 'lamp.fault', { kind: 'burned-out', isActive: true })
    const [fired, ...more] = await set.firings(rule)
    expect(more).toEqual([])
    expect(fired).toMatchObject({
      ...{ ruleName: '测试规则', number: 1, ranAt: 'cloud', cause: { device: { code }, values: { kind: 'burned-out' } } },
      outcomes: [{ isDone: true, text: { zh: '通知现场处置人员：灯故障 burned-out' } }],
    })
    expect(fired?.cause.text.zh).toBe('任一路灯上报“灯具故障”（类型等于 burned-out）')
    expect(await set.letters(village.tokens.worker)).toContain('灯故障 burned-out')
    expect((await set.read(rule.id)).fired).toBe(1)
  })

  it('fires when a value becomes true, not because it stays so, and only after it went back by the margin', async () => {
    const { code, id } = await device('waste-bin')
    const rule = await set.make(level(id, { margin: 20 }))
    for (const percent of [50, 92, 95, 80, 93, 60, 91]) await fill(code, percent)
    expect((await set.firings(rule)).map((one) => one.cause.values.level)).toEqual([91, 92])
  })

  it('waits as long as something has to last, and forgets it when it ends before', async () => {
    const { code, id } = await device('waste-bin')
    const rule = await set.make(level(id, { forSeconds: 300 }))
    await fill(code, 95)
    await app.clock.advance(4 * minute)
    await app.work()
    await fill(code, 10)
    await app.clock.advance(4 * minute)
    await app.work()
    expect(await set.firings(rule)).toEqual([])
    await fill(code, 96)
    await app.clock.advance(4 * minute)
    await app.work()
    await fill(code, 97)
    await app.clock.advance(1 * minute)
    await app.work()
    expect(await set.firings(rule)).toHaveLength(1)
    await app.clock.advance(10 * minute)
    await app.work()
    expect(await set.firings(rule)).toHaveLength(1)
  })

  it('fires on a change, never on the first value it hears', async () => {
    const { code, id } = await device('street-lamp')
    const rule = await set.make({
      ...lamp('x'),
      when: [{ kind: 'changed', of: { by: 'device', ids: [id] }, property: 'isOn', to: false }],
    })
    for (const isOn of [false, false, true, false]) await set.say(code, 'lamp.state', { isOn })
    expect(await set.firings(rule)).toHaveLength(1)
  })

  it('adds up a stretch of time: how often something was told, and how far a value rose', async () => {
    const lift = await device('lift-monitor')
    const often = await set.make({
      ...lamp('x'),
      when: [
        { kind: 'window', of: { by: 'device', ids: [lift.id] }, type: 'lift.fault', take: 'count', seconds: 600, is: 'at-least', value: 3 },
      ],
    })
    const fault = () => set.say(lift.code, 'lift.fault', { code: 'door-fault', isActive: true })
    await fault()
    await fault()
    await app.clock.advance(11 * minute)
    await fault()
    await fault()
    expect(await set.firings(often)).toEqual([])
    await fault()
    expect(await set.firings(often)).toHaveLength(1)
    const meter = await device('water-meter')
    const rise = await set.make({
      ...lamp('x'),
      when: [
        { kind: 'window', of: { by: 'device', ids: [meter.id] }, property: 'volumeL', take: 'rise', seconds: 3600, is: 'above', value: 30 },
      ],
    })
    for (const volumeL of [1000, 1020, 1029]) {
      await set.say(meter.code, 'meter.water-read', { volumeL })
      await app.clock.advance(20 * minute)
    }
    expect(await set.firings(rise)).toEqual([])
    await set.say(meter.code, 'meter.water-read', { volumeL: 1055 })
    expect(await set.firings(rise)).toHaveLength(1)
  })

  it('asks for all the rest at that moment: values, presence, the hour, the day; what was never heard holds for nothing', async () => {
    const { code, id } = await device('street-lamp')
    const unheard = await device('waste-bin')
    const event = { ...lamp('given') }
    const full = { kind: 'property' as const, deviceId: unheard.id, property: 'level', is: 'above' as const, value: 50 }
    const night = { kind: 'time' as const, from: '22:00', until: '06:00' }
    const rules = {
      unheard: await set.make({ ...event, given: [[full]] }),
      turned: await set.make({ ...event, given: [[{ ...full, not: true }]] }),
      either: await set.make({ ...event, given: [[full, { kind: 'presence', deviceId: id, is: 'online' }]] }),
      night: await set.make({ ...event, given: [[night]] }),
      day: await set.make({ ...event, given: [[{ ...night, not: true }], [{ kind: 'calendar', dates: ['2026-03-02'] }]] }),
      place: await set.make({ ...event, given: [[{ kind: 'place', placeId: village.building.id }]] }),
    }
    const trigger = async () => {
      await set.say(code, 'lamp.fault', { kind: 'given', isActive: true })
      const fired = await Promise.all(Object.entries(rules).map(async ([name, rule]) => [name, (await set.firings(rule)).length] as const))
      return Object.fromEntries(fired)
    }
    expect(await trigger()).toEqual({ unheard: 0, turned: 0, either: 1, night: 0, day: 1, place: 0 })
    await fill(unheard.code, 80)
    expect(await trigger()).toEqual({ unheard: 1, turned: 0, either: 2, night: 0, day: 2, place: 0 })
    await app.clock.advance(13 * 60 * minute)
    expect(await trigger()).toEqual({ unheard: 2, turned: 0, either: 3, night: 1, day: 2, place: 0 })
    const [last] = await set.firings(rules.night)
    expect(last?.given[0]?.[0]).toMatchObject({ holds: true, text: { zh: '时间在 每天 22:00–06:00' } })
    for (const rule of Object.values(rules)) await set.turn(rule, false)
  })

  it('lets the signal of one device move another: the command reaches its bridge and the firing names it', async () => {
    const sensor = await device('manhole')
    const other = await device('street-lamp')
    const rule = await set.make({
      when: [{ kind: 'event', of: { by: 'device', ids: [sensor.id] }, type: 'manhole.moved', where: [] }],
      given: [],
      actions: [{ kind: 'command', to: { by: 'device', ids: [other.id] }, order: { name: 'lamp.set', values: { dimPercent: 100 } } }],
      restSeconds: 60,
    })
    await set.say(sensor.code, 'manhole.moved', { isOpen: true })
    expect(await set.commands()).toEqual([{ device: other.code, name: 'lamp.set', values: { dimPercent: 100 } }])
    const [fired] = await set.firings(rule)
    expect(fired?.outcomes).toMatchObject([{ isDone: true, subject: 'command' }])
    // it rests, and what happened long ago moves nothing
    await set.say(sensor.code, 'manhole.moved', { isOpen: true })
    expect(await set.commands()).toEqual([])
    await app.clock.advance(2 * minute)
    await set.say(sensor.code, 'manhole.moved', { isOpen: true }, app.clock.now() - 20 * minute)
    expect(await set.commands()).toEqual([])
    expect((await set.firings(rule))[0]?.outcomes).toMatchObject([{ isDone: false, note: { en: 'It happened too long ago' } }])
  })

  it('is off until it is switched on, begins anew then, and keeps what it said before', async () => {
    const { code } = await device('street-lamp')
    const rule = await set.make(lamp('version'), { isEnabled: false })
    const fault = () => set.say(code, 'lamp.fault', { kind: 'version', isActive: true })
    await fault()
    expect(await set.firings(rule)).toEqual([])
    const on = await set.turn(rule, true)
    await fault()
    const stale = { name: '旧的', content: lamp('other'), version: rule.version }
    expect((await app.call('PUT', `/api/rules/${rule.id}`, { token: village.tokens.manager, body: stale })).error?.code).toBe('stale')
    const change = { name: '改过的规则', content: lamp('other'), version: on.version }
    const saved = body(await app.call<{ number: number }>('PUT', `/api/rules/${rule.id}`, { token: village.tokens.manager, body: change }))
    await fault()
    const fired = await set.firings(rule)
    expect(fired.map((one) => one.number)).toEqual([2])
    expect(fired[0]?.cause.text.zh).toContain('version')
    const { items } = body(
      await app.call<{ items: { number: number; name: string; by: string }[] }>('GET', `/api/rules/${rule.id}/versions`, {
        token: village.tokens.manager,
      }),
    )
    expect(items.map((one) => [one.number, one.name, one.by])).toEqual([
      [saved.number, '改过的规则', '陈望舒'],
      [2, '测试规则', '陈望舒'],
      [1, '测试规则', '陈望舒'],
    ])
    await set.turn(rule, false)
    await set.say(code, 'lamp.fault', { kind: 'other', isActive: true })
    expect(await set.firings(rule)).toHaveLength(1)
  })

  it('comes at its time of day, again and again, and not on other days', async () => {
    const content = { ...lamp('x'), when: [{ kind: 'time' as const, at: '07:30', days: [1, 2, 3, 4, 5] }] }
    const rule = await set.make(content)
    const start = app.clock.now()
    const fridays = Date.parse('2026-03-06T08:00+08:00')
    expect(fridays).toBeGreaterThan(start)
    for (let day = 0; day < 7; day++) {
      await app.clock.advance(24 * 60 * minute)
      await app.work()
    }
    expect((await set.firings(rule)).length).toBe(5)
    await set.turn(rule, false)
  })

  it('refuses a loop, also one through another rule and through alarms, and asks whether a contradiction is meant', async () => {
    const { id } = await device('street-lamp')
    const own = { by: 'device' as const, ids: [id] }
    const when = (isOn: boolean) => [{ kind: 'property' as const, of: own, property: 'isOn', is: 'equal' as const, value: isOn }]
    const set_ = (isOn: boolean) => [{ kind: 'command' as const, to: own, order: { name: 'lamp.set', values: { isOn } } }]
    const rest = { given: [], restSeconds: 0 }
    const loop = await set.post('', set.write({ content: { when: when(true), actions: set_(true), ...rest } }))
    expect(loop.error?.code).toBe('rule.loop')
    const first = await set.make({ when: when(true), actions: set_(false), ...rest })
    const round = await set.post('', set.write({ name: '来回', content: { when: when(false), actions: set_(true), ...rest } }))
    expect(round.error?.code).toBe('rule.loop')
    const [conflict] = (round.error?.details?.conflicts ?? []) as RuleConflict[]
    expect(conflict?.rules.map((one) => one.name)).toEqual(['来回', '测试规则'])
    const alarms: RuleContent = {
      when: [{ kind: 'alarm', kinds: ['lamp-fault'] }],
      actions: [{ kind: 'alarm', alarm: 'lamp-fault' }],
      ...rest,
    }
    expect((await set.post('', set.write({ content: alarms }))).error?.code).toBe('rule.loop')
    const manhole = (isOn: boolean): RuleContent => ({
      when: [{ kind: 'event', of: { by: 'kind', kind: 'manhole' }, type: 'manhole.moved', where: [] }],
      actions: set_(isOn),
      ...rest,
    })
    await set.make(manhole(true))
    const clash = await set.post('', set.write({ content: manhole(false) }))
    expect(clash.error?.code).toBe('rule.contradiction')
    expect((await set.post('', set.write({ content: manhole(false), isMeant: true, isEnabled: false }))).status).toBe(201)
    await set.turn(first, false)
  })

  it('[ZJWL-7.3.2.5.2] runs three actions in their order when two conditions hold, and a rule that clashes with it is found', async () => {
    const lift = await device('lift-monitor', { placeId: village.building.id })
    const door = await device('door-controller', { placeId: village.building.id })
    const lights = await device('street-lamp', { placeId: village.building.id })
    const content = (isHeld: boolean): RuleContent => ({
      when: [
        {
          kind: 'event',
          of: { by: 'device', ids: [lift.id] },
          type: 'lift.ebike',
          where: [{ path: 'isInside', is: 'equal', value: true }],
        },
      ],
      given: [[{ kind: 'presence', deviceId: door.id, is: 'online' }], [{ kind: 'presence', deviceId: lights.id, is: 'online' }]],
      actions: [
        { kind: 'command', to: { by: 'cause' }, order: { name: 'lift.hold-door', values: { isHeld } } },
        { kind: 'command', to: { by: 'device', ids: [door.id] }, order: { name: 'door.open', values: {} } },
        { kind: 'command', to: { by: 'near', kind: 'lamp', within: 'building' }, order: { name: 'lamp.set', values: { isOn: true } } },
      ],
      restSeconds: 0,
    })
    const rule = await set.make(content(true))
    await set.say(lights.code, 'device.offline', { silentMs: 1 })
    await set.say(lift.code, 'lift.ebike', { isInside: true })
    expect(await set.commands()).toEqual([])
    await set.say(lights.code, 'device.online')
    await set.say(lift.code, 'lift.ebike', { isInside: true })
    expect((await set.commands()).map((one) => [one.device, one.name])).toEqual([
      [lift.code, 'lift.hold-door'],
      [door.code, 'door.open'],
      [lights.code, 'lamp.set'],
    ])
    expect((await set.post('', set.write({ content: content(false) }))).error?.code).toBe('rule.contradiction')
    await set.turn(rule, false)
  })

  it('switches off a rule that runs in a circle, and tells those who keep it', async () => {
    const { code } = await device('street-lamp')
    const rule = await set.make(lamp('circle'))
    await set.bridge.tell(
      ...Array.from({ length: mostInAMinute + 5 }, () => set.bridge.event(code, 'lamp.fault', { kind: 'circle', isActive: true })),
    )
    await app.work()
    expect(await set.read(rule.id)).toMatchObject({ isEnabled: false, stopped: 'runaway', fired: mostInAMinute })
    expect(await set.letters(village.tokens.manager)).toContain('规则已停用：测试规则')
  })

  it('runs against the past without sending anything, and says when it would have fired and what did not hold', async () => {
    const { code, id } = await device('waste-bin')
    const start = app.clock.now()
    for (const percent of [95, 40, 96]) {
      await fill(code, percent)
      await app.clock.advance(10 * minute)
    }
    const before = await set.letters(village.tokens.worker)
    const { isEnabled: _switch, ...draft } = set.write({ content: { ...level(id), given: [[{ kind: 'presence', is: 'online' }]] } })
    const found = body(
      await set.post<{ fired: number; events: number; items: { at: string; outcome: string; values: { level: number } }[] }>('/rehearse', {
        ...draft,
        days: 1,
      }),
    )
    expect(found.items.map((one) => [Date.parse(one.at) - start, one.values.level, one.outcome])).toEqual([
      [20 * minute, 96, 'fired'],
      [0, 95, 'fired'],
    ])
    expect(found.events).toBe(4)
    const never = body(
      await set.post<{ fired: number; items: { outcome: string }[] }>('/rehearse', {
        ...{ ...draft, content: { ...level(id), given: [[{ kind: 'time', from: '03:00', until: '03:01' }]] }, days: 1 },
      }),
    )
    expect([never.fired, never.items.map((one) => one.outcome)]).toEqual([0, ['held', 'held']])
    expect(await set.letters(village.tokens.worker)).toEqual(before)
    expect((await set.post('/rehearse', { ...draft, days: 1 }, village.tokens.farManager)).status).toBe(404)
  })

  it('hears nothing that a device being maintained says', async () => {
    const made = await set.device('maintained-lamp', 'street-lamp')
    const rule = await set.make(lamp('maintained'))
    body(await set.scene.post({ id: made.id, version: made.version }, 'maintain', { note: '换灯' }))
    await set.say('maintained-lamp', 'lamp.fault', { kind: 'maintained', isActive: true })
    expect(await set.firings(rule)).toEqual([])
  })

  it('costs a word the same with one rule that listens to other things and with fifty', async () => {
    const { code } = await device('mqtt-sensor')
    const told = async () => {
      const { store } = app.kernel
      const rows = store.rows.bind(store)
      let statements = 0
      const counting: typeof rows = (...args) => {
        statements += 1
        return rows(...args)
      }
      await set.bridge.tell(set.bridge.event(code, 'properties.reported', { properties: { temperature: 20 } }))
      Object.assign(store, { rows: counting })
      await app.work()
      Object.assign(store, { rows })
      return statements
    }
    await told()
    const one = await told()
    for (let i = 0; i < 50; i++) await set.make(lamp(`many-${i}`))
    await told()
    expect(await told()).toBe(one)
  })

  it('removes a rule, and what it did stays on record', async () => {
    const { code } = await device('street-lamp')
    const rule = await set.make(lamp('removed'))
    await set.say(code, 'lamp.fault', { kind: 'removed', isActive: true })
    const path = `/api/rules/${rule.id}?version=`
    const version = (await set.read(rule.id)).version
    expect((await app.call('DELETE', `${path}${version + 1}`, { token: village.tokens.manager })).error?.code).toBe('stale')
    expect((await app.call('DELETE', `${path}${version}`, { token: village.tokens.manager })).status).toBe(204)
    expect((await app.call('GET', `/api/rules/${rule.id}`, { token: village.tokens.manager })).status).toBe(404)
    expect(await set.firings(rule)).toHaveLength(1)
    await set.say(code, 'lamp.fault', { kind: 'removed', isActive: true })
    expect(await set.firings(rule)).toHaveLength(1)
  })

  it('counts its firings by day', async () => {
    const { code } = await device('street-lamp')
    const rule = await set.make(lamp('counted'))
    await set.say(code, 'lamp.fault', { kind: 'counted', isActive: true })
    await app.clock.advance(24 * 60 * minute)
    await set.say(code, 'lamp.fault', { kind: 'counted', isActive: true })
    await set.say(code, 'lamp.fault', { kind: 'counted', isActive: true })
    const { days } = body(
      await app.call<{ days: { fired: number }[] }>('GET', `/api/rules/${rule.id}/statistics`, { token: village.tokens.manager }),
    )
    expect(days.slice(-2).map((one) => one.fired)).toEqual([1, 2])
  })

  it('raises alarms of its own kind beside what devices raise, and opens a case that joins what stands open', async () => {
    const lift = await device('lift-monitor')
    const rule = await set.make({
      when: [
        {
          kind: 'event',
          of: { by: 'device', ids: [lift.id] },
          type: 'lift.trapped',
          where: [{ path: 'isActive', is: 'equal', value: true }],
        },
      ],
      given: [],
      actions: [
        { kind: 'case', title: '救援', joins: 'lift-trapped' },
        { kind: 'alarm', alarm: 'rule', title: '规则发出' },
      ],
      restSeconds: 0,
    })
    await set.say(lift.code, 'lift.trapped', { isActive: true })
    const { items } = body(
      await app.call<{ items: Alarm[] }>('GET', `/api/alarms?deviceId=${lift.id}&limit=10`, { token: village.tokens.manager }),
    )
    expect(items.map((one) => [one.kind, one.times, one.title.zh])).toEqual([
      ['rule', 1, '规则发出'],
      ['lift-trapped', 1, '电梯困人'],
    ])
    const [fired] = await set.firings(rule)
    expect(fired?.outcomes.map((one) => one.subjectId)).toEqual([items[1]?.id, items[0]?.id])
    const joined = body(await app.call<Alarm>('GET', `/api/alarms/${items[1]?.id}`, { token: village.tokens.manager }))
    const told = joined.timeline.filter(({ action }) => action === 'raise' || action === 'note')
    expect(told.map((entry) => [entry.action, entry.note])).toEqual([
      ['raise', null],
      ['note', '测试规则：救援'],
    ])
  })
})
