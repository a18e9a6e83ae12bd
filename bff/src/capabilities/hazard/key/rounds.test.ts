import type { KeyPlace, KeySummary, SafetyReport, WholeKeyPlace } from '@liren/contract/capabilities/hazard'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makeVillage, type Village } from '../../../../test/village.ts'
import { body } from '../../device/testing.ts'

const day = 86_400_000
const items = ['阀门在正常位置', '无渗漏积水', '门禁完好']

describeStores('rounds of key places', (open) => {
  let app: TestApp
  let village: Village
  let pump: KeyPlace
  let power: KeyPlace
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    const fill = { deviceId: null, items, placeId: village.garden.id }
    const make = async (more: object) =>
      body(await app.call<KeyPlace>('POST', '/api/key-places', { token: village.tokens.manager, body: { ...fill, ...more } }), 201)
    pump = await make({ kind: 'pump-room', name: '水泵房', everyDays: 7 })
    power = await make({ kind: 'power-room', name: '配电房', everyDays: 30 })
  })
  afterAll(() => app.close())

  const worker = () => village.tokens.worker
  const post = (path: string, more: object, token: string | undefined = worker(), key?: string) =>
    app.call<KeyPlace>('POST', `/api/key-places/${path}`, {
      ...(token === undefined ? {} : { token }),
      body: more,
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    })
  const get = async <T>(path: string, token = worker()) => body(await app.call<T>('GET', `/api/key-places${path}`, { token }))
  const view = async (name: string) => (await get<{ items: KeyPlace[] }>(`?limit=50&view=${name}`)).items.map((one) => one.name)
  const summary = (token?: string) => get<KeySummary>('/summary', token)
  const now = (id: string) => get<WholeKeyPlace>(`/${id}`)
  const ok = (item: string) => ({ item, isOk: true, note: '' })
  const wrong = (item: string, more: object = {}) => ({ item, isOk: false, note: '接头滴水', ...more })
  const said = (version: number, more: object = {}) => ({ version, findings: items.map(ok), note: '', photos: [], ...more })

  it('refuses who is not signed in, may not, or keeps another estate, a place seen before somebody else, and findings that are not open', async () => {
    const path = `${pump.id}/inspections`
    expect((await app.call('POST', `/api/key-places/${path}`, { body: said(1) })).status).toBe(401)
    expect((await app.call('GET', '/api/key-places/summary')).status).toBe(401)
    expect((await post(path, said(1), village.tokens.resident)).status).toBe(403)
    expect((await app.call('GET', '/api/key-places/summary', { token: village.tokens.resident })).status).toBe(403)
    expect((await post(path, said(1), village.tokens.farManager)).status).toBe(404)
    const recheck = { version: 1, findings: [{ item: items[0], isRectified: true, note: '' }], photos: [] }
    expect((await post(`${pump.id}/rechecks`, recheck, village.tokens.resident)).status).toBe(403)
    expect((await post(`${pump.id}/rechecks`, recheck, village.tokens.farManager)).status).toBe(404)
    expect((await post(`${pump.id}/rechecks`, recheck)).error?.code).toBe('hazard.finding-unknown')
    const stale = await post(path, said(7))
    expect([stale.status, stale.error?.code, stale.error?.zh]).toEqual([409, 'stale', expect.stringMatching(/./)])
    const photoless = said(1, { findings: [wrong('阀门在正常位置', { photosAt: [0] }), ...items.slice(1).map(ok)] })
    expect((await post(path, photoless)).error?.code).toBe('hazard.photo-unknown')
    expect(await now(pump.id)).toMatchObject({ version: 1, last: null, open: [], inspections: [] })
    expect(await summary(village.tokens.farManager)).toMatchObject({ total: 0, today: 0 })
  })

  it('lists what is due today and what is late, by day, and counts exactly those', async () => {
    expect([await view('today'), await view('overdue'), await view('findings')]).toEqual([['水泵房', '配电房'], [], []])
    expect(await summary()).toEqual({ total: 2, today: 2, overdue: 0, findings: 0, late: 0, open: 0 })
    await app.clock.leap(day)
    expect([await view('today'), await view('overdue')]).toEqual([[], ['水泵房', '配电房']])
    expect(await summary()).toMatchObject({ today: 0, overdue: 2 })
    const first = await app.call<{ items: KeyPlace[]; next: string }>('GET', '/api/key-places?view=overdue&limit=1', { token: worker() })
    expect(first.body?.items.map(({ name }) => name)).toEqual(['水泵房'])
    const second = await get<{ items: KeyPlace[] }>(`?view=overdue&limit=1&cursor=${encodeURIComponent(first.body?.next ?? '')}`)
    expect(second.items.map(({ name }) => name)).toEqual(['配电房'])
    expect(Number(first.headers.get('x-liren-statements'))).toBeLessThanOrEqual(4)
    const counted = await app.call('GET', '/api/key-places/summary', { token: worker() })
    expect(Number(counted.headers.get('x-liren-statements'))).toBeLessThanOrEqual(2)
  })

  it('keeps level, day and photos of each finding, counts from when it was done, and takes a repetition once', async () => {
    const done = app.clock.now()
    await app.clock.leap(2 * day)
    const photos = [await app.photo(worker()), await app.photo(worker()), await app.photo(worker())]
    const findings = [
      wrong('阀门在正常位置', { level: 'major', dueOn: '2026-03-04', photosAt: [0, 2] }),
      wrong('无渗漏积水', { dueOn: '2026-03-10' }),
      ok('门禁完好'),
    ]
    const sent = said(1, { findings, photos, at: new Date(done).toISOString() })
    const key = '01K0000000000000000000round'
    const first = body(await post(`${pump.id}/inspections`, sent, worker(), key), 201)
    expect(first).toMatchObject({
      version: 2,
      nextOn: '2026-03-10',
      openFindings: 2,
      state: 'faulty',
      last: { at: new Date(done).toISOString() },
    })
    expect(first.open).toEqual([
      {
        item: '阀门在正常位置',
        note: '接头滴水',
        level: 'major',
        dueOn: '2026-03-04',
        isLate: true,
        foundAt: new Date(done).toISOString(),
      },
      { item: '无渗漏积水', note: '接头滴水', level: 'minor', dueOn: '2026-03-10', isLate: false, foundAt: new Date(done).toISOString() },
    ])
    expect((await post(`${pump.id}/inspections`, sent, worker(), key)).body).toEqual(first)
    const whole = await now(pump.id)
    expect(whole.inspections).toHaveLength(1)
    expect(whole.inspections[0]?.findings.map((one) => one.photos.map(({ id }) => id))).toEqual([[photos[0], photos[2]], [], []])
    // the one that shows no single item stands with the inspection
    expect(whole.inspections[0]?.photos.map(({ id }) => id)).toEqual([photos[1]])
    expect((await fetch(`${app.origin}${whole.inspections[0]?.findings[0]?.photos[0]?.url}`)).status).toBe(200)
    expect(await summary()).toEqual({ total: 2, today: 0, overdue: 1, findings: 1, late: 1, open: 2 })
    expect(await view('findings')).toEqual(['水泵房'])
    // whoever saw it before is told, and nothing of theirs is taken
    expect((await post(`${pump.id}/inspections`, said(1))).error?.code).toBe('stale')
    expect((await now(pump.id)).inspections).toHaveLength(1)
  })

  it('looks again at what is open: what is right is open no more, what is not says why, and the plan goes on', async () => {
    const silent = { version: 2, findings: [{ item: '无渗漏积水', isRectified: false, note: '' }], photos: [] }
    expect((await post(`${pump.id}/rechecks`, silent)).error?.code).toBe('hazard.note-needed')
    const twice = { version: 2, findings: [1, 2].map(() => ({ item: '无渗漏积水', isRectified: true, note: '' })), photos: [] }
    expect((await post(`${pump.id}/rechecks`, twice)).error?.code).toBe('hazard.finding-unknown')
    const photo = await app.photo(worker())
    const findings = [
      { item: '阀门在正常位置', isRectified: true, note: '已更换', photosAt: [0] },
      { item: '无渗漏积水', isRectified: false, note: '配件未到' },
    ]
    const after = body(await post(`${pump.id}/rechecks`, { version: 2, findings, photos: [photo] }), 201)
    expect(after).toMatchObject({ version: 3, nextOn: '2026-03-10', openFindings: 1, state: 'faulty', open: [{ item: '无渗漏积水' }] })
    expect((await post(`${pump.id}/rechecks`, { version: 2, findings, photos: [] })).status).toBe(409)
    const [newest] = (await now(pump.id)).inspections
    expect(newest).toMatchObject({ isRecheck: true, isPassed: false, findings: [{ isOk: true }, { isOk: false, note: '配件未到' }] })
    expect(newest?.findings[0]?.photos).toHaveLength(1)
    expect(await summary()).toMatchObject({ findings: 1, late: 0, open: 1 })
    const rest = { version: 3, findings: [{ item: '无渗漏积水', isRectified: true, note: '' }], photos: [] }
    expect(body(await post(`${pump.id}/rechecks`, rest), 201)).toMatchObject({ openFindings: 0, open: [], state: 'safe' })
    // a look at what was found is no inspection: the month counts one
    const report = body(
      await app.call<SafetyReport>('GET', `/api/safety-report?placeId=${village.estate.id}&month=2026-03`, {
        token: village.tokens.manager,
      }),
    )
    expect(report.inspections).toMatchObject({ done: 1, failed: 1 })
  })

  it('what is wrong once more keeps the day it was found first, unless a new day is given', async () => {
    const first = body(
      await post(
        `${power.id}/inspections`,
        said(1, { findings: [wrong('阀门在正常位置', { level: 'major', dueOn: '2026-03-20' }), ...items.slice(1).map(ok)] }),
      ),
      201,
    )
    await app.clock.leap(day)
    const again = body(
      await post(
        `${power.id}/inspections`,
        said(2, { findings: [wrong('阀门在正常位置', { level: 'major' }), ...items.slice(1).map(ok)] }),
      ),
      201,
    )
    expect(again.open).toEqual([{ ...first.open[0] }])
    expect(body(await post(`${power.id}/inspections`, said(3)), 201)).toMatchObject({ openFindings: 0, open: [] })
  })
})
