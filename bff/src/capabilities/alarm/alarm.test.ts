import type { Alarm, AlarmSummary } from '@liren/contract/capabilities/alarm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'
import { raiseAlarm } from './read.ts'

const minute = 60_000
const morning = Date.parse('2026-03-02T10:00+08:00')
type List = { items: AlarmSummary[]; next?: string }

describeStores('alarms', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let guard: string
  let guardId: string
  let devices = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    guardId = await makePerson(app.kernel, '郑守正', { roles: [['guard', village.estate]] })
    guard = await app.tokenOf(guardId, 'staff')
    bridge = await playBridge(app, scene.admin, 'alarm-bridge')
  })
  afterAll(() => app.close())

  /** Lifts and panels prove themselves by certificate before they run; here it is enough that they do. */
  const running = async (code: string, product: string, more: object = {}) => {
    const made = await scene.made({ code, name: `${product}一号`, productId: scene.product(product), ...more })
    await app.kernel.store.run("UPDATE devices SET stage = 'active' WHERE id = ?", [made.id])
    return made
  }
  const device = async (product: string, more: object = {}) => {
    const code = `alarmed-${++devices}`
    await running(code, product, more)
    return code
  }
  const say = async (code: string, type: string, values: object = {}) => {
    await bridge.tell(bridge.event(code, type, values))
    await app.work()
  }
  const list = async (query = '', token = village.tokens.manager) =>
    body(await app.call<List>('GET', `/api/alarms?limit=100${query}`, { token })).items
  const alarmsOf = async (code: string, query = '') => (await list(query)).filter((one) => one.device?.code === code)
  const oneOf = async (code: string): Promise<AlarmSummary> => {
    const [first, ...rest] = await alarmsOf(code, '&phase=unclosed')
    expect(rest).toEqual([])
    expect(first).toBeDefined()
    return first as AlarmSummary
  }
  const read = async (id: string, token = village.tokens.manager) => body(await app.call<Alarm>('GET', `/api/alarms/${id}`, { token }))
  const act = (alarm: { id: string; version: number }, action: string, more: object = {}, token = guard) =>
    app.call<Alarm>('POST', `/api/alarms/${alarm.id}/actions/${action}`, { token, body: { version: alarm.version, ...more } })
  const trapped = async () => {
    const code = await device('lift-monitor')
    await say(code, 'lift.trapped', { isActive: true, floor: '5' })
    return { code, alarm: await oneOf(code) }
  }
  const handled = async () => {
    const { code, alarm } = await trapped()
    const accepted = body(await act(alarm, 'accept'))
    return { code, alarm: body(await act(accepted, 'handle', { result: 'real', note: '已安抚并救出一人' })) }
  }

  it('shows an alarm to nobody of another estate, and to no resident', async () => {
    const { alarm } = await trapped()
    expect((await app.call('GET', `/api/alarms/${alarm.id}`)).status).toBe(401)
    expect((await app.call('GET', `/api/alarms/${alarm.id}`, { token: village.tokens.resident })).status).toBe(403)
    expect((await app.call('GET', `/api/alarms/${alarm.id}`, { token: village.tokens.farManager })).status).toBe(404)
    expect((await list('', village.tokens.farManager)).map((one) => one.id)).not.toContain(alarm.id)
    expect((await act(alarm, 'accept', {}, village.tokens.farManager)).status).toBe(404)
    expect((await act(alarm, 'accept', {}, village.tokens.officer)).status).toBe(403)
  })

  it('is not closed before somebody accepted and somebody handled it, and a guard never closes', async () => {
    const { alarm } = await trapped()
    expect((await act(alarm, 'close', {}, village.tokens.manager)).error?.code).toBe('alarm.action-not-allowed')
    expect((await act(alarm, 'handle', { result: 'real', note: '处理' })).error?.code).toBe('alarm.action-not-allowed')
    const accepted = body(await act(alarm, 'accept'))
    expect((await act(accepted, 'close', {}, village.tokens.manager)).error?.code).toBe('alarm.action-not-allowed')
    const done = body(await act(accepted, 'handle', { result: 'real', note: '已救出' }))
    expect((await act(done, 'close')).status).toBe(403)
    const closed = body(await act(done, 'close', { note: '已复核' }, village.tokens.manager))
    expect(closed).toMatchObject({ state: 'closed', result: 'real', handler: { id: guardId } })
    expect(closed.timeline.map((entry) => [entry.action, entry.actor])).toEqual([
      ['raise', null],
      ['order', null],
      ['push', null],
      ['accept', '郑守正'],
      ['handle', '郑守正'],
      ['close', '陈望舒'],
    ])
    expect([closed.acceptedAt, closed.handledAt, closed.closedAt]).not.toContain(null)
  })

  it('refuses the photos of somebody else, a note that says nothing, and a step on what has changed since', async () => {
    const { alarm } = await trapped()
    const accepted = body(await act(alarm, 'accept'))
    const foreign = await app.photo(village.tokens.worker)
    expect((await act(accepted, 'handle', { result: 'real', note: '见照片', photos: [foreign] })).error?.code).toBe('alarm.file-unknown')
    expect((await act(accepted, 'handle', { result: 'real', note: ' ' })).error?.faults.map((fault) => fault.path)).toEqual(['body.note'])
    expect((await act({ ...accepted, version: alarm.version }, 'handle', { result: 'real', note: '处理' })).error?.code).toBe('stale')
    expect((await read(alarm.id)).state).toBe('accepted')
    const photo = await app.photo(guard)
    const done = body(await act(accepted, 'handle', { result: 'false', note: '误触按钮', photos: [photo] }))
    expect(done.timeline.at(-1)?.photos.map((one) => one.id)).toEqual([photo])
    expect((await fetch(app.origin + (done.timeline.at(-1)?.photos[0]?.url ?? ''))).status).toBe(200)
  })

  it('lets one of two who accept at the same moment have it', async () => {
    const { alarm } = await trapped()
    const answers = await Promise.all([act(alarm, 'accept'), act(alarm, 'accept', {}, village.tokens.manager)])
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(1)
    expect((await read(alarm.id)).timeline.filter((entry) => entry.action === 'accept')).toHaveLength(1)
  })

  it('raises with lift and floor what a lift says of trapped people, door faults and stops', async () => {
    const code = await device('lift-monitor')
    await say(code, 'lift.trapped', { isActive: true, floor: '5' })
    await say(code, 'lift.fault', { code: 'door-fault', floor: '3', isActive: true })
    const kinds = await alarmsOf(code)
    expect(kinds.map((one) => [one.kind, one.level, one.part])).toEqual([
      ['lift-fault', 2, 'door-fault'],
      ['lift-trapped', 1, ''],
    ])
    expect((await Promise.all(kinds.map((one) => read(one.id)))).map((one) => one.values.floor)).toEqual(['3', '5'])
    expect(kinds[0]).toMatchObject({ device: { code }, place: { path: village.garden.path, label: '枫林雅苑 · 中心花园' } })
  })

  it('counts what is told again instead of raising it twice, and makes nobody at work stale by it', async () => {
    const { code, alarm } = await trapped()
    const accepted = body(await act(alarm, 'accept'))
    await bridge.tell(
      ...[1, 2, 3].map(() => bridge.event(code, 'lift.trapped', { isActive: true, floor: '5' })),
      bridge.event(code, 'lift.state', { floor: '5' }),
    )
    await app.work()
    expect(await oneOf(code)).toMatchObject({ id: alarm.id, times: 4, state: 'accepted' })
    body(await act(accepted, 'handle', { result: 'real', note: '已救出' }))
  })

  it('raises one alarm when many raise the same at once, with every one of them counted', async () => {
    const known = await running('raced-lift', 'lift-monitor')
    const wish = {
      ...{ kind: 'lift-trapped' as const, device: known, placePath: village.garden.path, placeLabel: '', at: app.clock.now() },
      ...{ source: { kind: 'event' as const, name: 'lift.trapped' }, values: {} },
    }
    const raised = await Promise.all(Array.from({ length: 8 }, () => app.kernel.store.tx((tx) => raiseAlarm(app.kernel, wish, tx))))
    expect(raised.filter((one) => one.isNew)).toHaveLength(1)
    expect(new Set(raised.map((one) => one.id)).size).toBe(1)
    expect((await oneOf('raced-lift')).times).toBe(8)
  })

  it('raises one alarm for a reading that a station finds above its limit, tells the staff of the place, and marks it as over below', async () => {
    const code = await device('environment-station')
    for (let i = 0; i < 3; i++) await say(code, 'environment.exceeded', { factor: 'pm25', value: 180 + i, limit: 150, isActive: true })
    const alarm = await oneOf(code)
    expect(alarm).toMatchObject({ kind: 'environment', part: 'pm25', times: 3, overAt: null })
    const letters = body(
      await app.call<{ items: { subjectId: string }[] }>('GET', '/api/messages?limit=100', { token: village.tokens.worker }),
    ).items.filter((letter) => letter.subjectId === alarm.id)
    expect(letters).toHaveLength(1)
    await say(code, 'environment.exceeded', { factor: 'pm25', value: 90, limit: 150, isActive: false })
    const over = await oneOf(code)
    expect(over.overAt).not.toBeNull()
    expect(over.state).toBe('raised')
    await say(code, 'environment.exceeded', { factor: 'pm25', value: 190, limit: 150, isActive: true })
    const again = await read(alarm.id)
    expect(again).toMatchObject({ overAt: null, times: 4 })
    expect(again.timeline.map((entry) => entry.action)).toEqual(['raise', 'over', 'again'])
  })

  it('raises anew what happens after closing, and names the one before', async () => {
    const { code, alarm } = await handled()
    body(await act(alarm, 'close', {}, village.tokens.manager))
    await say(code, 'lift.trapped', { isActive: true })
    const next = await oneOf(code)
    expect(next.id).not.toBe(alarm.id)
    expect((await read(next.id)).previousId).toBe(alarm.id)
  })

  it('sends back what was not done well', async () => {
    const { alarm } = await handled()
    const back = body(await act(alarm, 'return', { note: '照片不清楚' }, village.tokens.manager))
    expect(back).toMatchObject({ state: 'accepted', result: null, handledAt: null })
  })

  it('is silent while it is shelved, and wakes by itself', async () => {
    const { alarm } = await trapped()
    const at = (ms: number) => new Date(app.clock.now() + ms).toISOString()
    expect((await act(alarm, 'shelve', { until: at(10), note: '等厂家' })).error?.code).toBe('alarm.shelve-time')
    expect((await act(alarm, 'shelve', { until: at(8 * 24 * 60 * minute), note: '等厂家' })).error?.code).toBe('alarm.shelve-time')
    const shelved = body(await act(alarm, 'shelve', { until: at(20 * minute), note: '等厂家' }))
    expect(shelved.can).toContain('wake')
    await app.clock.advance(10 * minute)
    await app.work()
    expect((await read(alarm.id)).escalation).toBe(0)
    await app.clock.advance(11 * minute)
    await app.work()
    const awake = await read(alarm.id)
    expect(awake.shelvedUntil).toBeNull()
    expect(awake.timeline.at(-1)).toMatchObject({ action: 'wake', actor: null })
    expect(awake.can).toContain('shelve')
  })

  it('[GB42455-8.3.1-c] cannot be closed without acceptance and handling, escalates when nobody takes it in time, and keeps all times', async () => {
    const { alarm } = await trapped()
    expect((await act(alarm, 'close', {}, village.tokens.manager)).status).toBe(409)
    await app.clock.advance(4 * minute)
    await app.work()
    const late = await read(alarm.id)
    expect(late).toMatchObject({ escalation: 1, overdue: true })
    const letters = body(
      await app.call<{ items: { subjectId: string; title: { zh: string } }[] }>('GET', '/api/messages?limit=100', {
        token: village.tokens.manager,
      }),
    ).items.filter((letter) => letter.subjectId === alarm.id)
    expect(letters.map((letter) => letter.title.zh)).toEqual(['告警超时：电梯困人', '无人值班：电梯困人'])
    const accepted = body(await act(late, 'accept'))
    expect((await act(accepted, 'close', {}, village.tokens.manager)).status).toBe(409)
    const done = body(await act(accepted, 'handle', { result: 'real', note: '已救出' }))
    const closed = body(await act(done, 'close', {}, village.tokens.manager))
    expect([closed.firstAt, closed.acceptedAt, closed.handledAt, closed.closedAt].every((at) => at !== null)).toBe(true)
    await app.clock.advance(24 * 60 * minute)
    await app.work()
    expect((await read(alarm.id)).escalation).toBe(1)
  })

  it('goes under its root cause, and is closed with it', async () => {
    const root = await handled()
    const other = await trapped()
    const elsewhere = await device('lift-monitor', { placeId: village.secondHouse.id })
    await say(elsewhere, 'lift.trapped', { isActive: true })
    const [far] = (await list('', village.tokens.officer)).filter((one) => one.device?.code === elsewhere)
    const merge = (alarm: { id: string; version: number }, rootId: string) => act(alarm, 'merge', { rootId }, village.tokens.manager)
    expect((await merge(other.alarm, other.alarm.id)).error?.code).toBe('alarm.root-unfit')
    expect((await merge(other.alarm, far?.id as string)).error?.code).toBe('alarm.root-unfit')
    expect((await act(other.alarm, 'merge', { rootId: root.alarm.id })).status).toBe(403)
    const merged = body(await merge(other.alarm, root.alarm.id))
    expect(merged.can).toEqual(['split', 'note'])
    // whoever looked at the root before has not seen what now hangs on it
    expect((await act(root.alarm, 'close', {}, village.tokens.manager)).error?.code).toBe('stale')
    const now = await read(root.alarm.id)
    expect(now.merged.map((one) => one.id)).toEqual([other.alarm.id])
    body(await act(now, 'close', {}, village.tokens.manager))
    expect(await read(other.alarm.id)).toMatchObject({ state: 'closed', result: 'real' })
  })

  it('gives the duty desk the gravest first, page by page, and refuses a place in a list of another order', async () => {
    const code = await device('environment-station')
    await say(code, 'environment.exceeded', { factor: 'noise', value: 90, limit: 70, isActive: true })
    await trapped()
    const levels: number[] = []
    let cursor = ''
    do {
      const page = body(
        await app.call<List>('GET', `/api/alarms?phase=unclosed&sort=gravest&limit=2${cursor}`, { token: village.tokens.manager }),
      )
      levels.push(...page.items.map((one) => one.level))
      cursor = page.next === undefined ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(levels).toContain(3)
    expect(levels).toEqual([...levels].sort())
    expect(levels).toHaveLength((await list('&phase=unclosed')).length)
    const { next } = body(await app.call<List>('GET', '/api/alarms?sort=gravest&limit=1', { token: village.tokens.manager }))
    expect((await app.call('GET', `/api/alarms?limit=1&cursor=${next}`, { token: village.tokens.manager })).status).toBe(400)
  })

  it('lets a device that is being maintained speak without an alarm', async () => {
    const made = await running('in-service', 'lift-monitor')
    body(await scene.post(made, 'maintain', { note: '年检' }))
    await say('in-service', 'lift.trapped', { isActive: true })
    expect(await alarmsOf('in-service')).toEqual([])
  })

  it('[GB42455-8.3.1-e] finds lift alarms by lift, kind, time and state, page by page and with few statements', async () => {
    const { code, alarm } = await handled()
    await trapped()
    const found = async (query: string) => (await list(query)).map((one) => one.id)
    expect(await found(`&deviceId=${alarm.device?.id}`)).toEqual([alarm.id])
    expect(await found('&kind=lift-trapped&state=handled')).toContain(alarm.id)
    expect(await found('&kind=lift-trapped&state=raised')).not.toContain(alarm.id)
    expect(await found('&from=2026-03-02&kind=lift-trapped&group=lift')).toContain(alarm.id)
    expect(await found('&to=2026-03-01')).toEqual([])
    expect(await found(`&number=${alarm.number.toLowerCase()}`)).toEqual([alarm.id])
    expect(await alarmsOf(code, '&level=4')).toEqual([])
    const seen: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const answer: { body: List; headers: Headers } = await app.call<List>('GET', `/api/alarms?limit=3${cursor && `&cursor=${cursor}`}`, {
        token: village.tokens.manager,
      })
      expect(Number(answer.headers.get('x-liren-statements'))).toBeLessThanOrEqual(3)
      seen.push(...answer.body.items.map((one) => one.id))
      cursor = answer.body.next
    }
    expect(seen).toEqual((await list()).map((one) => one.id))
    expect(new Set(seen).size).toBe(seen.length)
    const one = await app.call('GET', `/api/alarms/${alarm.id}`, { token: village.tokens.manager })
    expect(Number(one.headers.get('x-liren-statements'))).toBeLessThanOrEqual(4)
  })

  it('counts what is not closed by level, as the list has it', async () => {
    const overview = body(
      await app.call<{ levels: { level: number; raised: number; active: number }[]; overdue: number }>('GET', '/api/alarms/overview', {
        token: village.tokens.manager,
      }),
    )
    const roots = (await list('&phase=unclosed')).filter((one) => one.rootId === null)
    for (const { level, raised, active } of overview.levels) {
      expect(raised).toBe(roots.filter((one) => one.level === level && one.state === 'raised').length)
      expect(active).toBe(roots.filter((one) => one.level === level && one.state !== 'raised').length)
    }
    expect(overview.levels.some((one) => one.raised > 0)).toBe(true)
  })
})
