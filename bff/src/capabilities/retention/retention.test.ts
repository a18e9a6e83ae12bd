import type { Hold, RetentionClass, RetentionRun } from '@liren/contract/capabilities/retention'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { plantRepeating } from '../../kernel/background/jobs.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { archivePart, clearAway, readArchive } from './run.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const day = 86_400_000

describeStores('retention', (open) => {
  let app: TestApp
  let village: Village
  let [security, officer, second, auditor]: string[] = []
  const who: Record<string, string> = {}
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    who.security = await makePerson(app.kernel, '安全员', { roles: [['security-administrator', village.city]] })
    who.auditor = await makePerson(app.kernel, '审计员', { roles: [['auditor', village.city]] })
    who.second = await makePerson(app.kernel, '副主任', { roles: [['community-officer', village.community]] })
    who.far = await makePerson(app.kernel, '郑远行', { roles: [['community-officer', village.otherCommunity]] })
    await signIn()
  })
  afterAll(() => app.close())

  const signIn = async () => {
    security = await app.tokenOf(who.security ?? '', 'admin')
    auditor = await app.tokenOf(who.auditor ?? '', 'admin')
    second = await app.tokenOf(who.second ?? '', 'admin')
    officer = await app.tokenOf(village.ids.officer, 'admin')
    await app.kernel.store.run('UPDATE sessions SET stepped_up_at = ?', [app.clock.now()])
  }
  const leap = async (days: number) => {
    await app.clock.leap(days * day)
    await signIn()
  }
  const classes = async (token = security) =>
    (await app.call<{ items: RetentionClass[] }>('GET', '/api/retention/classes', { token })).body.items
  const classCalled = async (name: string) => (await classes()).find((each) => each.class === name) as RetentionClass
  const set = async (name: string, days: number, isOn = true) =>
    app.call<RetentionClass>('PUT', `/api/retention/classes/${name}`, {
      token: security,
      body: { days, isOn, version: (await classCalled(name)).version },
    })
  const runs = async (name: string) =>
    (await app.call<{ items: RetentionRun[] }>('GET', `/api/retention/runs?class=${name}`, { token: auditor })).body.items
  const preview = async (name: string) =>
    (
      await app.call<{ count: number; held: number; oldestAt: string | null }>('GET', `/api/retention/classes/${name}/preview`, {
        token: security,
      })
    ).body
  const rowsOf = <T extends object>(sql: string, params: (string | number)[] = []) =>
    unscoped<T>(app.kernel.store, 'a test looks at what is left', { sql, params })
  const plant = (kind: string) =>
    plantRepeating(
      app.kernel,
      app.house.capabilities.flatMap(({ jobs }) => (jobs ?? []).filter((job) => job.kind === kind)),
    )
  let sequence = 0
  const event = async (type: string, daysAgo: number, deviceId = app.kernel.ids.next()) => {
    const id = app.kernel.ids.next()
    const at = app.clock.now() - daysAgo * day
    await insertOnce(app.kernel.store, 'device_events', {
      ...{ id, device_id: deviceId, epoch: 0, sequence: ++sequence, type, happened_at: at, heard_at: at, content: '{"gate":"东门"}' },
    })
    return id
  }
  const left = async () => new Set((await rowsOf<{ id: string }>('SELECT id FROM device_events')).map(({ id }) => id))
  const hold = (subject: string, subjectId: string, more: object = {}, token = officer) =>
    app.call<Hold>('POST', '/api/retention/holds', { token, body: { subject, subjectId, reason: '配合调查取证', ...more } })

  it('is closed to whoever may not, and refuses what the law does not allow', async () => {
    expect((await app.call('GET', '/api/retention/classes')).error?.code).toBe('identity.missing')
    expect((await app.call('GET', '/api/retention/classes', { token: officer })).error?.code).toBe('permission.denied')
    const body = { days: 400, isOn: true, version: 0 }
    expect((await app.call('PUT', '/api/retention/classes/message', { token: auditor, body })).error?.code).toBe('permission.denied')
    expect((await app.call('PUT', '/api/retention/classes/nonsense', { token: security, body })).status).toBe(404)
    expect((await app.call('GET', '/api/retention/holds', { token: security })).error?.code).toBe('permission.denied')
    for (const [name, days] of [
      ['vehicle-event', 179],
      ['trace', 29],
      ['audit', 179],
      ['message', 0],
    ] as const) {
      const refused = await set(name, days)
      expect(refused.error?.code, name).toBe(days === 0 ? 'request.invalid' : 'retention.too-short')
      expect(refused.error?.faults[0]?.path).toBe('body.days')
    }
    expect((await set('vehicle-event', 180)).status).toBe(200)
    const stale = await app.call('PUT', '/api/retention/classes/vehicle-event', { token: security, body: { ...body, version: 0 } })
    expect(stale.error?.code).toBe('stale')
    const entries = await rowsOf<{ action: string }>("SELECT action FROM audit_entries WHERE subject_id = 'vehicle-event'")
    expect(entries.map(({ action }) => action)).toContain('retention.set')
  })

  it('[GB42455-6.3.1-c.2] keeps traces for thirty days at least: after twenty-nine they are still there to read', async () => {
    const trace = await classCalled('trace')
    expect(trace.leastDays).toBeGreaterThanOrEqual(30)
    expect(trace.days).toBeGreaterThanOrEqual(30)
    expect((await set('trace', 30)).status).toBe(200)
    const made = await app.call<{ id: string; version: number }>('POST', '/api/people', {
      token: officer,
      body: { placeId: village.house.id, source: 'collected', values: { name: '顾念之', idKind: 'none', population: 'resident' } },
    })
    const { id, version } = made.body
    const change = { version, source: 'collected', values: { registeredRegion: '江临市' } }
    expect((await app.call('PATCH', `/api/people/${id}`, { token: officer, body: change })).status).toBe(200)
    const history = async () =>
      (await app.call<{ items: { action: string }[] }>('GET', `/api/people/${id}/history`, { token: officer })).body.items.map(
        ({ action }) => action,
      )
    await leap(29)
    await clearAway(app.kernel)
    expect(await history()).toEqual(['updated', 'created'])
    await leap(2)
    await clearAway(app.kernel)
    expect(await history()).toEqual([])
    const [run] = await runs('trace')
    expect(await readArchive(app.kernel, archivePart(run?.id ?? '', 0))).toEqual(
      expect.arrayContaining([expect.objectContaining({ file_id: id, action: 'updated' })]),
    )
    await set('trace', 3650)
  })

  it('[GB42455-7.1.2-c] archives passes after the days that were set: at its hour, exactly those, with a report', async () => {
    expect((await set('people-event', 40)).status).toBe(200)
    const [old, older, young] = [await event('passage', 30), await event('card.read', 35), await event('passage', 5)]
    const [car, lamp] = [await event('plate.read', 35), await event('lamp.changed', 35)]
    await clearAway(app.kernel)
    expect(await left()).toEqual(new Set([old, older, young, car, lamp]))
    await plant('retention.run')
    await leap(11)
    expect(await preview('people-event')).toMatchObject({ count: 2, held: 0 })
    expect((await left()).size).toBe(5)
    // the worker finds the hour come by itself
    await app.work()
    expect(await left()).toEqual(new Set([young, car, lamp]))
    const [run] = await runs('people-event')
    expect(run).toMatchObject({ class: 'people-event', action: 'archive', days: 40, deleted: 2, held: 0, isGood: true })
    const kept = await readArchive(app.kernel, archivePart(run?.id ?? '', 0))
    expect(kept.map(({ id }) => id).sort()).toEqual([old, older].sort())
    expect(kept[0]).toMatchObject({ content: '{"gate":"东门"}' })
    expect(await preview('people-event')).toMatchObject({ count: 0 })
    expect((await classCalled('people-event')).last).toMatchObject({ deleted: 2 })
  })

  it('proves a deletion by a signature that anybody can check, and that tells when somebody changed the report', async () => {
    const userId = village.ids.resident
    const message = async (daysAgo: number) => {
      const id = app.kernel.ids.next()
      await insertOnce(app.kernel.store, 'messages', {
        ...{ id, user_id: userId, grp: 'system', title: '{"zh":"通知","en":"Notice"}', body: '{"zh":"","en":""}', source: 'test' },
        ...{ dedupe: id, created_at: app.clock.now() - daysAgo * day },
      })
      return id
    }
    const ids = [await message(400), await message(380)].sort()
    await message(10)
    await clearAway(app.kernel)
    const [run] = await runs('message')
    expect(run).toMatchObject({ action: 'delete', deleted: 2, isGood: true })
    const said = JSON.parse(run?.proof ?? '{}') as Record<string, unknown>
    const { crypto } = app.kernel
    expect(said).toMatchObject({
      class: 'message',
      table: 'messages',
      days: 365,
      deleted: 2,
      digest: crypto.sm3(`\n${ids.join('\n')}`).toString('hex'),
    })
    const digest = Buffer.from(crypto.sm3(run?.proof ?? '').toString('hex'))
    const signature = Buffer.from(run?.signature ?? '', 'base64')
    expect(crypto.verify(run?.publicKey ?? '', digest, signature)).toBe(true)
    expect(crypto.verify(run?.publicKey ?? '', Buffer.from(`${digest}x`), signature)).toBe(false)
    await app.kernel.store.run('UPDATE retention_runs SET deleted = 1 WHERE id = ?', [run?.id ?? ''])
    expect((await runs('message'))[0]?.isGood).toBe(false)
    await app.kernel.store.run('UPDATE retention_runs SET deleted = 2, text = ? WHERE id = ?', [
      (run?.proof ?? '').replace('"deleted":2', '"deleted":3'),
      run?.id ?? '',
    ])
    expect((await runs('message'))[0]?.isGood).toBe(false)
  })

  it('signs in the next night what a crash left unsigned', async () => {
    const id = app.kernel.ids.next()
    await insertOnce(app.kernel.store, 'retention_runs', {
      ...{ id, class: 'visit', days: 1095, is_dry: 0, deleted: 3, held: 0, digest: 'ab', ran_at: app.clock.now() },
      text: '{"deleted":3,"held":0,"digest":"ab"}',
    })
    expect((await runs('visit'))[0]).toMatchObject({ id, isGood: false, signature: null })
    await clearAway(app.kernel)
    expect((await runs('visit')).find((run) => run.id === id)).toMatchObject({ isGood: true, deleted: 3 })
  })

  it('keeps what a legal hold stands on until somebody else lifts it, or its end has come', async () => {
    expect((await hold('person', village.ids.officer)).error?.code).toBe('retention.subject-unknown')
    const made = await app.call<{ id: string }>('POST', '/api/people', {
      token: officer,
      body: { placeId: village.house.id, source: 'collected', values: { name: '苏遮月', idKind: 'none', population: 'resident' } },
    })
    const far = await app.tokenOf(who.far ?? '', 'admin')
    expect((await hold('person', made.body.id, {}, far)).error?.code).toBe('retention.subject-unknown')
    expect((await hold('person', made.body.id, { until: '2020-01-01T00:00:00.000Z' })).error?.code).toBe('retention.past')
    expect((await hold('person', made.body.id, { reason: '' })).error?.code).toBe('request.invalid')
    const visit = async () => {
      const id = app.kernel.ids.next()
      const done = { state: 'done', done_at: app.clock.now() - 1100 * day }
      await insertOnce(app.kernel.store, 'visit_tasks', {
        ...{ id, house_id: village.house.id, place_path: village.house.path, subject: 'person', person_id: made.body.id },
        ...{ reason: 'plan', due_on: '2023-01-01', route_key: '/x', created_at: app.clock.now(), ...done },
      })
      return id
    }
    const task = await visit()
    const placed = await hold('person', made.body.id)
    expect(placed.status, placed.text).toBe(201)
    expect(placed.body).toMatchObject({ title: '苏遮月', isOver: false, can: [] })
    expect((await hold('person', made.body.id)).error?.code).toBe('retention.held')
    expect(await preview('visit')).toMatchObject({ count: 0, held: 1 })
    await clearAway(app.kernel)
    const still = () => rowsOf('SELECT id FROM visit_tasks WHERE id = ?', [task])
    expect(await still()).toHaveLength(1)
    expect((await runs('visit'))[0]).toMatchObject({ deleted: 0, held: 1, isGood: true })
    const lift = (token: string | undefined, id = placed.body.id, version = 1) =>
      app.call<Hold>('POST', `/api/retention/holds/${id}/lift`, { token, body: { version, reason: '案件已结' } })
    expect((await lift(officer)).error?.code).toBe('retention.own')
    expect((await lift(far)).status).toBe(404)
    expect((await lift(second, placed.body.id, 9)).error?.code).toBe('stale')
    expect((await lift(second)).body).toMatchObject({ isOver: true, liftedBy: '副主任', liftReason: '案件已结' })
    expect((await lift(second, placed.body.id, 2)).error?.code).toBe('retention.lifted')
    const until = new Date(app.clock.now() + 10 * day).toISOString()
    expect((await hold('person', made.body.id, { until })).status).toBe(201)
    await clearAway(app.kernel)
    expect(await still()).toHaveLength(1)
    await leap(11)
    await clearAway(app.kernel)
    expect(await still()).toHaveLength(0)
    const list = await app.call<{ items: Hold[] }>('GET', '/api/retention/holds?state=standing', { token: officer })
    expect(list.body.items).toEqual([])
  })

  it('does not close an account while a hold stands on the person, and says so', async () => {
    const resident = await app.tokenOf(village.ids.resident, 'resident')
    await app.kernel.store.run('UPDATE sessions SET stepped_up_at = ?', [app.clock.now()])
    const person = await app.call<{ id: string }>('POST', '/api/people', {
      token: officer,
      body: {
        ...{ placeId: village.house.id, source: 'collected' },
        values: { name: '林晓岚', idKind: 'none', population: 'resident', phone: await phoneOf(village.ids.resident) },
      },
    })
    const asked = await app.call<{ id: string }>('POST', '/api/rights/closings', { token: resident, body: {} })
    expect(asked.status, asked.text).toBe(201)
    expect((await hold('person', person.body.id)).status).toBe(201)
    await plant('rights.watch')
    await leap(8)
    await app.work()
    const [row] = await rowsOf<{ state: string; answer: string }>('SELECT state, answer FROM rights_requests WHERE id = ?', [asked.body.id])
    expect(row).toEqual({ state: 'held', answer: '配合调查取证' })
  })

  it('asks as often for many holds as for few', async () => {
    const made: string[] = []
    for (let n = 0; n < 4; n++) {
      const answer = await app.call<{ id: string }>('POST', '/api/people', {
        token: officer,
        body: { placeId: village.house.id, source: 'collected', values: { name: `计数${n}`, idKind: 'none', population: 'resident' } },
      })
      made.push(answer.body.id)
      expect((await hold('person', answer.body.id)).status).toBe(201)
    }
    const count = async (limit: number) =>
      Number((await app.call('GET', `/api/retention/holds?limit=${limit}`, { token: officer })).headers.get('x-liren-statements'))
    const few = [await count(1), await count(1)].at(-1)
    expect(await count(50)).toBe(few)
  })

  const phoneOf = async (id: string) => {
    const { accountById, phoneOf: phone } = await import('../../kernel/identity/accounts.ts')
    const user = await accountById(app.kernel, id)
    return user ? phone(app.kernel, user) : undefined
  }
})
