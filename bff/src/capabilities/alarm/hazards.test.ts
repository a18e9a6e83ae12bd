import type { Alarm, AlarmSummary } from '@liren/contract/capabilities/alarm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'

const minute = 60_000

describeStores('hazards from the first word to the check', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let guard: string
  let command: string
  let devices = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    guard = await app.tokenOf(await makePerson(app.kernel, '郑守正', { roles: [['guard', village.estate]] }), 'staff')
    command = await app.tokenOf(await makePerson(app.kernel, '卫明远', { roles: [['command-officer', village.community]] }), 'admin')
    bridge = await playBridge(app, scene.admin, 'hazard-bridge')
  })
  afterAll(() => app.close())

  const device = async (product: string, place: TestPlace, more: object = {}) => {
    const code = `hazard-${++devices}`
    const made = await scene.made({ code, name: `${product}一号`, productId: scene.product(product), placeId: place.id, ...more })
    await app.kernel.store.run("UPDATE devices SET stage = 'active' WHERE id = ?", [made.id])
    return made
  }
  const say = async (code: string, type: string, values: object) => {
    await bridge.tell(bridge.event(code, type, values))
    await app.work()
  }
  const list = async (query: string, token = village.tokens.manager) =>
    body(await app.call<{ items: AlarmSummary[] }>('GET', `/api/alarms?limit=100&${query}`, { token })).items
  const raised = async (product: string, place: TestPlace, type: string, values: object, more: object = {}) => {
    const { id, code } = await device(product, place, more)
    await say(code, type, values)
    const [alarm] = await list(`deviceId=${id}`)
    return alarm as AlarmSummary
  }
  const read = async (id: string) => body(await app.call<Alarm>('GET', `/api/alarms/${id}`, { token: village.tokens.manager }))
  const step = async (id: string, action: string, more: object = {}, token = guard) =>
    app.call<Alarm>('POST', `/api/alarms/${id}/actions/${action}`, { token, body: { version: (await read(id)).version, ...more } })
  /** What people and the clock did; that the order was opened and pushed stands in every one of them. */
  const own = ({ timeline }: Pick<Alarm, 'timeline'>) => timeline.filter(({ action }) => action !== 'order' && action !== 'push')
  const steps = (alarm: Alarm) => own(alarm).map((entry) => [entry.action, entry.actor])

  it('[ZJWL-7.4.6-3] closes a fire hazard only after somebody checked what was done, and keeps every step', async () => {
    const { id } = await raised('electrical-fire-monitor', village.building, 'meter.alarm', { kind: 'residual-current', isActive: true })
    expect((await step(id, 'close', {}, village.tokens.manager)).error?.code).toBe('alarm.action-not-allowed')
    body(await step(id, 'accept'))
    expect((await step(id, 'close', {}, village.tokens.manager)).error?.code).toBe('alarm.action-not-allowed')
    body(await step(id, 'handle', { result: 'real', note: '更换漏电开关' }))
    expect((await step(id, 'close')).status).toBe(403)
    body(await step(id, 'return', { note: '请补测绝缘电阻' }, village.tokens.manager))
    expect((await step(id, 'close', {}, village.tokens.manager)).error?.code).toBe('alarm.action-not-allowed')
    body(await step(id, 'handle', { result: 'real', note: '绝缘电阻合格' }))
    const closed = body(await step(id, 'close', { note: '已复核' }, village.tokens.manager))
    expect(closed.state).toBe('closed')
    expect(steps(closed)).toEqual([
      ['raise', null],
      ['accept', '郑守正'],
      ['handle', '郑守正'],
      ['return', '陈望舒'],
      ['handle', '郑守正'],
      ['close', '陈望舒'],
    ])
  })

  it('[GB42455-6.4.3-b.3] lets control room and command work on one fire alarm, with steps and words in one timeline', async () => {
    const { id } = await raised('smoke-detector', village.building, 'fire.alarmed', { kind: 'smoke' })
    expect((await app.call('GET', `/api/alarms/${id}`, { token: village.tokens.farManager })).status).toBe(404)
    const say = async (note: string, token: string) =>
      body(await app.call('POST', `/api/alarms/${id}/actions/note`, { token, body: { note } }))
    body(await step(id, 'accept'))
    await say('已通知三楼住户疏散', guard)
    await say('消防站已出动', command)
    await say('现场无明火，厨房油烟', guard)
    const both = await Promise.all(
      [guard, command].map(async (token) => body(await app.call<Alarm>('GET', `/api/alarms/${id}`, { token })).timeline),
    )
    expect(both[0]).toEqual(both[1])
    expect(own({ timeline: both[0] ?? [] }).map((entry) => [entry.action, entry.actor, entry.note])).toEqual([
      ['raise', null, null],
      ['accept', '郑守正', null],
      ['note', '郑守正', '已通知三楼住户疏散'],
      ['note', '卫明远', '消防站已出动'],
      ['note', '郑守正', '现场无明火，厨房油烟'],
    ])
  })

  it('[GB42455-8.3.6-b] takes an e-bike alarm through accept, report and close, and tells it upwards when nobody comes', async () => {
    const { id } = await raised('lift-camera', village.building, 'lift.ebike', { isInside: true })
    await app.clock.advance(11 * minute)
    await app.work()
    expect(await read(id)).toMatchObject({ kind: 'lift-ebike', escalation: 1, state: 'raised' })
    body(await step(id, 'accept'))
    body(await step(id, 'handle', { result: 'real', note: '已劝离到地面车棚' }))
    const closed = body(await step(id, 'close', {}, village.tokens.manager))
    expect(steps(closed).map(([action]) => action)).toEqual(['raise', 'escalate', 'accept', 'handle', 'close'])
  })

  it('[GB42455-8.3.6-c] finds e-bike alarms by place, kind and time', async () => {
    const inside = await raised('lift-camera', village.building, 'lift.ebike', { isInside: true })
    const outside = await raised('lift-camera', village.garden, 'lift.ebike', { isInside: true })
    const other = await raised('smoke-detector', village.building, 'fire.alarmed', { kind: 'smoke' })
    const ids = async (query: string) => (await list(query)).map(({ id }) => id)
    const here = `placeId=${village.building.id}`
    const found = await ids(`${here}&kind=lift-ebike&from=2026-03-02&to=2026-03-02`)
    expect(found).toContain(inside.id)
    expect(found).not.toContain(outside.id)
    expect(found).not.toContain(other.id)
    expect(await ids(`placeId=${village.garden.id}&kind=lift-ebike`)).toEqual([outside.id])
    expect(await ids(`${here}&kind=lift-ebike&from=2026-03-03`)).toEqual([])
    expect(await ids(`${here}&kind=lift-ebike&to=2026-03-01`)).toEqual([])
  })

  it('[GB42455-8.3.1-b] shows the alarm of a lift where the lift stands on the map, to be opened and handled', async () => {
    const at = { longitude: 121.0213, latitude: 31.0107 }
    const { id } = await raised('lift-monitor', village.building, 'lift.trapped', { isActive: true, floor: '5' }, at)
    type Points = { points: { id: string; longitude: number; latitude: number; state: string }[] }
    const marks = async () => body(await app.call<Points>('GET', '/api/map/points?layer=alarm', { token: guard })).points
    expect((await marks()).find((point) => point.id === id)).toMatchObject({ ...at, state: '1' })
    body(await step(id, 'accept'))
    body(await step(id, 'handle', { result: 'real', note: '救出一人' }))
    body(await step(id, 'close', {}, village.tokens.manager))
    expect((await marks()).map((point) => point.id)).not.toContain(id)
  })
})
