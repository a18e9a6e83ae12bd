import type { Availability, Maintenance, Outage } from '@liren/contract/capabilities/availability'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import type { HealthReport } from '../../kernel/health/health.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'
import { beat, beatMs, gapMs, lastBeat } from './beat.ts'

const minute = 60_000
const hour = 60 * minute
const iso = (at: number) => new Date(at).toISOString()

describeStores('how much of the time the house is there', (open) => {
  let app: TestApp
  let village: Village
  let adminId: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T00:00+08:00'), settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    const account = await makeAccount(app, { at: village.city, class: 'city', roles: [['system-administrator', village.city]] })
    adminId = account.id
  })
  afterAll(() => app.close())

  const well: Pick<HealthReport, 'ready' | 'checks'> = { ready: true, checks: [] }
  const ill = (name: string): typeof well => ({
    ready: false,
    checks: [{ name, part: 'data', text: { zh: name, en: name }, vital: true, state: 'bad', detail: '', since: 0 }],
  })
  const pulse = (report = well) => beat(app.kernel, report)
  /** Time goes by while the house serves: only the last beat of a stretch counts. */
  const serve = async (ms: number) => {
    await app.kernel.store.run('UPDATE availability_beats SET beat_at = ? WHERE id = ?', [app.clock.now() + ms - beatMs, 'house'])
    await app.clock.leap(ms)
    await pulse()
  }
  /** Hours pass between two requests, and sessions end meanwhile. */
  const admin = () => app.tokenOf(adminId, 'admin')
  const get = async <T>(path: string) => (await app.call<T>('GET', `/api/availability${path}`, { token: await admin() })).body
  const report = () => get<Availability>('')
  const outages = async () => (await get<{ items: Outage[] }>('/outages')).items
  const announce = async (from: number, until: number, token?: string) =>
    app.call<Maintenance>('POST', '/api/availability/maintenances', {
      token: token ?? (await admin()),
      body: { from: iso(from), until: iso(until), reason: '数据库升级' },
    })

  it('is closed to everybody but the system administrator', async () => {
    for (const token of [village.tokens.manager, village.tokens.officer, village.tokens.resident]) {
      expect((await app.call('GET', '/api/availability', { token })).status).toBe(403)
      expect((await announce(app.clock.now() + hour, app.clock.now() + 2 * hour, token)).status).toBe(403)
    }
    expect((await app.call('GET', '/api/availability')).status).toBe(401)
  })

  it('says nothing before the first beat, and counts no gap that is as short as a missed beat', async () => {
    expect(await report()).toMatchObject({ since: null, year: { year: 2026, watchedHours: 0, uptime: null, mtbfHours: null } })
    await pulse()
    await app.clock.leap(gapMs)
    await pulse()
    expect(await outages()).toEqual([])
    await app.clock.leap(gapMs + 1)
    await pulse()
    expect(await outages()).toMatchObject([{ cause: 'stopped', isPlanned: false, kind: null, minutes: 0.5, can: ['explain'] }])
  })

  it('writes one gap down once, however many processes find it, and never one that a clock invents', async () => {
    const before = (await outages()).length
    await app.clock.leap(5 * minute)
    await Promise.all([pulse(), pulse(), pulse()])
    expect(await outages()).toHaveLength(before + 1)
    const at = (await lastBeat(app.kernel))?.beat_at ?? 0
    await app.kernel.store.run('UPDATE availability_beats SET beat_at = ? WHERE id = ?', [at + hour, 'house'])
    await pulse()
    expect((await lastBeat(app.kernel))?.beat_at).toBe(at + hour)
    await app.kernel.store.run('UPDATE availability_beats SET beat_at = ? WHERE id = ?', [at, 'house'])
    expect(await outages()).toHaveLength(before + 1)
  })

  it('keeps which checks failed while it did not serve', async () => {
    await pulse(ill('store'))
    await app.clock.leap(2 * minute)
    await pulse()
    expect((await outages())[0]).toMatchObject({ cause: 'failing', checks: 'store', minutes: 2 })
  })

  it('tells announced maintenance from failures: announced before it begins, cancelled before it begins, at most a day', async () => {
    const now = app.clock.now()
    expect((await announce(now - minute, now + hour)).error?.code).toBe('availability.past')
    expect((await announce(now + hour, now + hour)).error?.code).toBe('availability.order')
    expect((await announce(now + hour, now + 26 * hour)).error?.code).toBe('availability.order')
    const { failures } = (await report()).year
    const window = await announce(now + hour, now + 2 * hour)
    expect(window.body).toMatchObject({ isCancelled: false, can: ['cancel'], reason: '数据库升级' })
    const gone = await announce(now + 5 * hour, now + 6 * hour)
    const cancel = async (id: string, version: number) =>
      app.call<Maintenance>('POST', `/api/availability/maintenances/${id}/cancel`, { token: await admin(), body: { version } })
    expect((await cancel(gone.body.id, 9)).error?.code).toBe('stale')
    expect((await cancel(gone.body.id, 1)).body).toMatchObject({ isCancelled: true, can: [] })
    await serve(hour + minute)
    await app.clock.leap(30 * minute)
    await pulse()
    expect((await outages())[0]).toMatchObject({ isPlanned: true, minutes: 30 })
    expect((await report()).year).toMatchObject({ failures, plannedHours: 0.52 })
    expect((await cancel(window.body.id, 1)).error?.code).toBe('availability.begun')
    // what lies in cancelled maintenance is a failure
    await serve(now + 5 * hour + minute - app.clock.now())
    await app.clock.leap(10 * minute)
    await pulse()
    expect((await outages())[0]).toMatchObject({ isPlanned: false })
    expect((await report()).year.failures).toBe(failures + 1)
  })

  it('an outage is explained by a person with a reason, which changes no figure', async () => {
    const before = (await report()).year
    const [outage] = await outages()
    const explain = async (body: object, token?: string) =>
      app.call<Outage>('POST', `/api/availability/outages/${outage?.id}/explain`, { token: token ?? (await admin()), body })
    expect((await explain({ kind: 'power', reason: '小区停电', version: 1 }, await app.tokenOf(village.ids.manager, 'admin'))).status).toBe(
      403,
    )
    expect((await explain({ kind: 'power', reason: ' ', version: 1 })).error?.faults[0]?.path).toBe('body.reason')
    expect((await explain({ kind: 'power', reason: '小区停电', version: 8 })).error?.code).toBe('stale')
    expect((await explain({ kind: 'power', reason: '小区停电', version: 1 })).body).toMatchObject({
      kind: 'power',
      reason: '小区停电',
      version: 2,
    })
    expect((await report()).year).toEqual(before)
    const [entry] = await unscoped<{ reason: string }>(app.kernel.store, 'the test reads the trail', {
      sql: "SELECT reason FROM audit_entries WHERE action = 'availability.explained' AND subject_id = ? AND result = 'done'",
      params: [outage?.id ?? ''],
    })
    expect(entry?.reason).toBe('小区停电')
  })

  it('[SZSQ-6.4-a] the report computes MTBF from recorded outages and running hours and flags a value below 16 000 h; uptime and MTTR beside it', async () => {
    const { year, months, days } = await report()
    expect(year.failures).toBeGreaterThanOrEqual(4)
    expect(year.mtbfHours).toBeCloseTo((year.watchedHours - year.plannedHours - year.downHours) / year.failures, 0)
    expect(year).toMatchObject({ isMtbfLow: true, isUptimeLow: true })
    expect(year.mttrMinutes).toBeCloseTo((year.downHours * 60) / year.failures, 0)
    expect(months[2]).toMatchObject({ month: '2026-03', failures: year.failures, isUptimeLow: true })
    expect(months[1]).toMatchObject({ month: '2026-02', uptime: null, isUptimeLow: false })
    expect(days.at(-1)).toMatchObject({ day: '2026-03-02', downMinutes: expect.any(Number) })

    // a house that ran for two years with one failure has what is asked for, and no flag
    await app.kernel.store.run('DELETE FROM outages', [])
    await app.kernel.store.run('UPDATE availability_beats SET since_at = ?', [app.clock.now() - 17_000 * hour])
    const start = app.clock.now() - 3 * hour
    await app.kernel.store.run("INSERT INTO outages (id, from_at, to_at, cause, failing, version) VALUES (?, ?, ?, 'stopped', '', 1)", [
      app.kernel.ids.next(),
      start,
      start + 60 * minute,
    ])
    const whole = (await get<Availability>('?year=2026')).year
    expect(whole).toMatchObject({ failures: 1, isMtbfLow: true })
    expect((await get<Availability>('?year=2025')).year).toMatchObject({ failures: 0, uptime: 100, mtbfHours: null, isMtbfLow: false })
  })

  it('the report of a year is taken away as a workbook, marked and on record', async () => {
    const answer = await fetch(`${app.origin}/api/availability/export?year=2026`, { headers: { authorization: `Bearer ${await admin()}` } })
    expect(answer.status).toBe(200)
    const rows: string[][] = []
    for await (const { cells } of (await openWorkbook(Buffer.from(await answer.arrayBuffer()))).rows)
      rows.push(Array.from(cells, (cell) => cell?.text ?? ''))
    expect(rows[0]?.[0]).toContain('导出')
    expect(rows[2]?.[0]).toBe('2026 年')
    const taken = await unscoped<{ n: number }>(app.kernel.store, 'the test reads the trail', {
      sql: "SELECT COUNT(*) AS n FROM audit_entries WHERE action = 'availability.exported' AND result = 'done'",
      params: [],
    })
    expect(Number(taken[0]?.n)).toBe(1)
  })
})
