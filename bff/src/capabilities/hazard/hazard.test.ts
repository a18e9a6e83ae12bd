import { type AlarmKind, alarmStateNames } from '@liren/contract/capabilities/alarm'
import type { Hazard, HazardStatistics, HazardSummary, Shift } from '@liren/contract/capabilities/hazard'
import type { Message } from '@liren/contract/capabilities/message'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { body } from '../device/testing.ts'
import { openRules } from '../rule/testing.ts'

const minute = 60_000
const week = [1, 2, 3, 4, 5, 6, 7]
const byDay = [{ days: week, from: '08:00', to: '20:00' }]
const byNight = [{ days: week, from: '20:00', to: '08:00' }]

describeStores('hazards', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  let managerToken: string
  let dayGuard: string
  let nightGuard: string
  let devices = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    managerToken = village.tokens.manager
    set = await openRules(app, village, 'hazard-bridge')
    dayGuard = await makePerson(app.kernel, '郑守正', { roles: [['guard', village.estate]] })
    nightGuard = await makePerson(app.kernel, '严守夜', { roles: [['guard', village.estate]] })
    for (const [name, product, place] of [
      ['wires', 'electrical-fire-monitor', village.building],
      ['wires-outside', 'electrical-fire-monitor', village.garden],
      ['hydrant', 'hydrant', village.garden],
      ['lift', 'lift-monitor', village.building],
      ['cover', 'manhole', village.garden],
    ] as const)
      later.set(name, await device(product, place))
  })
  afterAll(() => app.close())

  const later = new Map<string, { id: string; code: string }>()
  const manager = () => managerToken
  /** A day later; who sat at the desk signs in anew. */
  const nextDay = async () => {
    await app.clock.advance(24 * 60 * minute)
    managerToken = await app.tokenOf(village.ids.manager, 'admin')
  }
  const turn = (userId: string, plan: object[], more: object = {}) => ({
    ...{ placeId: village.estate.id, area: 'fire', userId, plan, from: null, until: null, ...more },
  })
  const shift = (wish: object, token = manager()) => app.call<Shift>('POST', '/api/duty-shifts', { token, body: wish })
  const device = (product: string, place: TestPlace) => set.device(`hazard-${++devices}`, product, { placeId: place.id })
  const say = (code: string, type: string, values: object) => set.say(code, type, values)
  const list = async (query: string, token = manager()) =>
    body(await app.call<{ items: HazardSummary[] }>('GET', `/api/hazards?limit=100&${query}`, { token })).items
  const read = async (id: string, token = manager()) => body(await app.call<Hazard>('GET', `/api/hazards/${id}`, { token }))
  const told = async ({ id, code }: { id: string; code: string }, type: string, values: object) => {
    await say(code, type, values)
    const [hazard] = await list(`deviceId=${id}`)
    return hazard as HazardSummary
  }
  const raised = async (product: string, place: TestPlace, type: string, values: object) => told(await device(product, place), type, values)
  const waiting = (name: string) => later.get(name) as { id: string; code: string }
  const letters = async (userId: string, end: 'staff' | 'admin' = 'staff') => {
    const token = await app.tokenOf(userId, end)
    return body(await app.call<{ items: Message[] }>('GET', '/api/messages?limit=50', { token })).items
  }
  const step = async (id: string, action: string, more: object, token: string) => {
    const { version } = body(await app.call<{ version: number }>('GET', `/api/alarms/${id}`, { token }))
    return body(await app.call('POST', `/api/alarms/${id}/actions/${action}`, { token, body: { version, ...more } }))
  }

  it('keeps the roster from residents, other estates and guards, and takes nobody who could not handle an alarm there', async () => {
    expect((await app.call('GET', '/api/duty-shifts')).status).toBe(401)
    expect((await app.call('GET', '/api/duty-shifts', { token: village.tokens.resident })).status).toBe(403)
    expect((await shift(turn(dayGuard, byDay), await app.tokenOf(dayGuard, 'staff'))).status).toBe(403)
    expect((await shift(turn(dayGuard, byDay), village.tokens.farManager)).status).toBe(404)
    expect((await shift(turn(village.ids.housekeeper, byDay))).error?.code).toBe('hazard.person-unfit')
    expect((await shift(turn(dayGuard, byDay, { from: '2026-03-05', until: '2026-03-04' }))).error?.code).toBe('hazard.days-unfit')
    expect((await shift(turn(dayGuard, []))).error?.faults.map(({ path }) => path)).toEqual(['body.plan'])
    const made = body(await shift(turn(dayGuard, byNight)), 201)
    expect(made).toMatchObject({ isNow: false, person: { id: dayGuard, name: '郑守正' } })
    const { placeId: _place, ...changed } = turn(dayGuard, byDay)
    const save = () => app.call<Shift>('PUT', `/api/duty-shifts/${made.id}`, { token: manager(), body: { ...changed, version: 1 } })
    const saved = body(await save())
    expect(saved).toMatchObject({ isNow: true, version: 2 })
    expect((await save()).error?.code).toBe('stale')
    const far = { token: village.tokens.farManager }
    expect((await app.call('DELETE', `/api/duty-shifts/${made.id}`, far)).status).toBe(404)
    expect(body(await app.call<{ items: Shift[] }>('GET', '/api/duty-shifts', far)).items).toEqual([])
    expect((await app.call('DELETE', `/api/duty-shifts/${made.id}`, { token: manager() })).status).toBe(204)
    expect(body(await app.call<{ items: Shift[] }>('GET', '/api/duty-shifts', { token: manager() })).items).toEqual([])
  })

  it('[SZSQ-5.1.7-b] [GB42455-8.1.10-d] a fire hazard has a work order at once, and whoever is on duty then is pushed it within the limit of its level', async () => {
    for (const wish of [turn(dayGuard, byDay), turn(nightGuard, byNight)]) body(await shift(wish), 201)
    const before = (await letters(dayGuard)).length
    const raisedAt = app.clock.now()
    const hazard = await raised('electrical-fire-monitor', village.building, 'meter.alarm', { kind: 'residual-current', isActive: true })
    expect(hazard).toMatchObject({ area: 'fire', state: 'raised', duty: [{ id: dayGuard, name: '郑守正' }] })
    expect(hazard.number).toMatch(/^YH260302-\d{4}$/)
    const got = (await letters(dayGuard)).slice(0, (await letters(dayGuard)).length - before)
    expect(got.map(({ subject, subjectId }) => [subject, subjectId])).toEqual([['hazard', hazard.id]])
    expect(got[0]?.urgent).toBe(true)
    expect(await letters(nightGuard)).not.toContainEqual(expect.objectContaining({ subject: 'hazard' }))
    // level II: two minutes; the clock is the test's own
    expect(Date.parse(hazard.push.dueAt) - raisedAt).toBe(2 * minute)
    expect(Date.parse(hazard.push.at ?? '') - raisedAt).toBeLessThanOrEqual(2 * minute)
    expect(hazard.push.late).toBe(false)
    await app.clock.advance(2 * minute + 1)
    await app.work()
    const whole = await read(hazard.id)
    expect(whole.timeline.map(({ action, note }) => [action, note])).toEqual([
      ['raise', null],
      ['order', hazard.number],
      ['push', '郑守正'],
    ])
  })

  it('pushes to those who manage where the roster has a gap, and goes upwards when nobody was reached within the limit', async () => {
    const lamp = await raised('street-lamp', village.garden, 'lamp.fault', { kind: 'burned-out', isActive: true })
    expect(lamp).toMatchObject({ area: 'facility', duty: [] })
    expect((await letters(village.ids.manager, 'admin')).find(({ subjectId }) => subjectId === lamp.id)).toMatchObject({
      subject: 'hazard',
    })
    // of the second estate nobody is in charge
    const { id, code } = await device('manhole', village.secondEstate)
    await say(code, 'manhole.moved', { isOpen: true })
    const query = `/api/hazards?limit=100&deviceId=${id}`
    const officer = { token: village.tokens.officer }
    const [hole] = body(await app.call<{ items: HazardSummary[] }>('GET', query, officer)).items
    expect(hole?.push).toMatchObject({ at: null, late: false })
    await app.clock.advance(2 * minute + 1)
    await app.work()
    const after = body(await app.call<Hazard>('GET', `/api/hazards/${hole?.id}`, officer))
    expect(after.push).toMatchObject({ at: null, late: true })
    expect(after.timeline.map(({ action }) => action)).toEqual(['raise', 'order', 'escalate'])
  })

  it('what is no hazard of safety has no work order', async () => {
    const { id, code } = await device('waste-bin', village.garden)
    await say(code, 'bin.level', { percent: 97 })
    expect(await list(`deviceId=${id}`)).toEqual([])
  })

  it('[SZSQ-5.1.8-c] [GB42455-8.1.11-e] a moved cover starts the workflow, tells its handler and moves the linked devices as the rule says', async () => {
    body(await shift(turn(dayGuard, byDay, { area: 'facility' })), 201)
    const cover = await device('manhole', village.garden)
    const lamp = await device('street-lamp', village.garden)
    const light = { by: 'device' as const, ids: [lamp.id] }
    const rule = await set.make({
      when: [{ kind: 'event', of: { by: 'device', ids: [cover.id] }, type: 'manhole.moved', where: [] }],
      given: [],
      actions: [
        { kind: 'case', title: '井盖移位处置', joins: 'manhole', level: 2 },
        { kind: 'command', to: light, order: { name: 'lamp.set', values: { isOn: true } }, ttlSeconds: 30 },
      ],
      restSeconds: 0,
    })
    await set.commands()
    const hazard = await told(cover, 'manhole.moved', { isOpen: true })
    expect(hazard).toMatchObject({ area: 'facility', kind: 'manhole', state: 'raised', duty: [{ id: dayGuard }] })
    expect((await letters(dayGuard)).filter(({ subject, subjectId }) => subject === 'hazard' && subjectId === hazard.id)).toHaveLength(1)
    expect(await set.commands()).toEqual([{ device: lamp.code, name: 'lamp.set', values: { isOn: true } }])
    expect((await set.firings(rule))[0]?.outcomes.map(({ isDone }) => isDone)).toEqual([true, true])
    const guard = await app.tokenOf(dayGuard, 'staff')
    await step(hazard.id, 'accept', {}, guard)
    await step(hazard.id, 'handle', { result: 'real', note: '井盖已复位' }, guard)
    const done = await read(hazard.id)
    expect(done).toMatchObject({ state: 'handled', handler: '郑守正' })
    expect(done.timeline.map(({ action }) => action).sort()).toEqual(['accept', 'handle', 'note', 'order', 'push', 'raise'])
  })

  it('[GB42455-8.1.3-h] a smoke and an electrical sensor of a house warn on the file of the house and everybody who lives there, and nobody next door', async () => {
    const smoke = await raised('smoke-detector', village.house, 'fire.alarmed', { kind: 'smoke' })
    const wires = await raised('electrical-fire-monitor', village.house, 'meter.alarm', { kind: 'arc', isActive: true })
    // the panel of the archive page asks for exactly this
    expect((await list(`placeId=${village.house.id}`)).map(({ id, state }) => [id, state])).toEqual([
      [wires.id, 'raised'],
      [smoke.id, 'raised'],
    ])
    expect(await list(`placeId=${village.nextHouse.id}`)).toEqual([])
    const warned = async (token: string) =>
      body(await app.call<{ items: Message[] }>('GET', '/api/messages?limit=50', { token })).items.filter(
        ({ subject }) => subject === 'house-warning',
      )
    for (const token of [village.tokens.resident, village.tokens.family])
      expect((await warned(token)).map(({ subjectId, urgent }) => [subjectId, urgent])).toEqual([
        [wires.id, true],
        [smoke.id, true],
      ])
    expect(await warned(village.tokens.neighbour)).toEqual([])
  })

  it('[SZSQ-5.1.7-c] [GB42455-8.1.10-e] fire hazards of the past are found by time, type, place and state with every step, and the counts are those of the list', async () => {
    const since = '2026-03-03'
    await nextDay()
    const one = await told(waiting('wires'), 'meter.alarm', { kind: 'arc', isActive: true })
    await step(one.id, 'accept', {}, manager())
    await nextDay()
    await step(one.id, 'handle', { result: 'real', note: '更换漏电开关' }, manager())
    await step(one.id, 'close', { note: '已复核' }, manager())
    const two = await told(waiting('hydrant'), 'hydrant.disturbed', { kind: 'tilted', isActive: true })
    const three = await told(waiting('wires-outside'), 'meter.alarm', { kind: 'overload', isActive: true })
    const ids = async (query: string) => (await list(query)).map(({ id }) => id)
    const fire = `area=fire&from=${since}`
    expect(await ids(fire)).toEqual([three.id, two.id, one.id])
    expect(await ids(`${fire}&kind=electrical`)).toEqual([three.id, one.id])
    expect(await ids(`${fire}&placeId=${village.building.id}`)).toEqual([one.id])
    expect(await ids(`${fire}&state=closed`)).toEqual([one.id])
    expect(await ids(`area=fire&from=${since}&to=${since}`)).toEqual([one.id])
    expect(await ids(`${fire}&kind=hydrant&state=closed`)).toEqual([])
    const whole = await read(one.id)
    expect(whole.timeline.map(({ action, note }) => [action, note])).toEqual([
      ['raise', null],
      ['order', one.number],
      ['push', '郑守正'],
      ['accept', null],
      ['handle', '更换漏电开关'],
      ['close', '已复核'],
    ])
    const counts = await statistics(fire)
    expect(counts.total).toBe(3)
    expect(counts.byKind).toEqual([
      { kind: 'electrical', count: 2 },
      { kind: 'hydrant', count: 1 },
    ])
    expect(counts.byState).toEqual([
      { state: 'raised', count: 2 },
      { state: 'closed', count: 1 },
    ])
    expect(counts.byEstate).toEqual([{ estate: { id: village.estate.id, name: '枫林雅苑' }, count: 3 }])
    expect(counts.handleMinutes).toBe(24 * 60)
    for (const query of [`${fire}&kind=electrical`, `${fire}&placeId=${village.building.id}`, `${fire}&state=closed`])
      expect((await statistics(query)).total).toBe((await list(query)).length)
    expect((await app.call('GET', `/api/hazards/${one.id}`, { token: village.tokens.farManager })).status).toBe(404)
    expect((await statistics(fire, village.tokens.farManager)).total).toBe(0)
  })

  const statistics = async (query: string, token = manager()) =>
    body(await app.call<HazardStatistics>('GET', `/api/hazards/statistics?${query}`, { token }))

  it('[SZSQ-5.1.8-d] [GB42455-8.1.11-f] facility hazards are found by facility, type and time with their course, and the figures equal a reference query', async () => {
    await nextDay()
    const [lift, cover] = [waiting('lift'), waiting('cover')]
    await say(lift.code, 'lift.fault', { code: 'door', isActive: true })
    await say(cover.code, 'manhole.water', { isHigh: true })
    await say(cover.code, 'manhole.moved', { isOpen: true })
    const today = 'area=facility&from=2026-03-05&to=2026-03-05'
    const kinds = async (query: string) => (await list(query)).map(({ kind }) => kind).sort()
    expect(await kinds(`${today}&deviceId=${cover.id}`)).toEqual(['manhole', 'manhole-water'])
    expect(await kinds(`${today}&kind=lift-fault`)).toEqual(['lift-fault'])
    expect(await kinds('area=facility&from=2026-03-06')).toEqual([])
    const [fault] = await list(`${today}&kind=lift-fault`)
    expect((await read(fault?.id ?? '')).timeline.map(({ action }) => action)).toEqual(['raise', 'order', 'push'])
    const counts = await statistics('area=facility')
    const reference = await unscoped<{ kind: AlarmKind; state: string }>(app.kernel.store, 'the reference of a test', {
      sql: "SELECT kind, state FROM alarms WHERE grp IN ('lift', 'facility') AND kind NOT LIKE 'bin-%' AND place_path LIKE ?",
      params: [`${village.estate.path}%`],
    })
    const tally = (pick: (row: { kind: AlarmKind; state: string }) => string) => {
      const sums: Record<string, number> = {}
      for (const row of reference) sums[pick(row)] = (sums[pick(row)] ?? 0) + 1
      return sums
    }
    expect(counts.total).toBe(reference.length)
    expect(reference.length).toBe(5)
    expect(Object.fromEntries(counts.byKind.map(({ kind, count }) => [kind, count]))).toEqual(tally(({ kind }) => kind))
    expect(Object.fromEntries(counts.byState.map(({ state, count }) => [state, count]))).toEqual(tally(({ state }) => state))
    expect(counts.byState.every(({ state }) => alarmStateNames.includes(state))).toBe(true)
    const { push } = counts
    expect(push.inTime + push.late + push.waiting).toBe(counts.total)
  })
})
