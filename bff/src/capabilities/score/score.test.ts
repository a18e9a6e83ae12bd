import type { Alarm } from '@liren/contract/capabilities/alarm'
import type { KeyPlace } from '@liren/contract/capabilities/hazard'
import type { Hint, HintSummary } from '@liren/contract/capabilities/hint'
import { type Score, type ScoreRow, type ScoreSetting, scoreSettingNames, scoreSettings } from '@liren/contract/capabilities/score'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { plantRepeating } from '../../kernel/background/jobs.ts'
import { body } from '../device/testing.ts'
import { openRules } from '../rule/testing.ts'
import { goRound } from './refresh.ts'

const day = 86_400_000
const usual = Object.fromEntries(scoreSettingNames.map((name) => [name, scoreSettings[name].usual])) as ScoreSetting['values']

describeStores('hazard scores of organisations', (open) => {
  let app: TestApp
  let v: Village
  let set: Awaited<ReturnType<typeof openRules>>
  let grid: TestPlace
  let shop: TestPlace
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    v = await makeVillage(app)
    grid = await makePlace(app.kernel, 'grid', 'g1', '第一网格', v.community)
    shop = await makePlace(app.kernel, 'area', 'shop', '12号商铺', v.estate)
    set = await openRules(app, v, 'score-bridge')
  })
  afterAll(() => app.close())

  const token = (who: keyof Village['ids']) =>
    app.tokenOf(v.ids[who], who === 'gridWorker' ? 'grid' : who === 'resident' ? 'resident' : 'admin')
  const get = async <T>(path: string, who: keyof Village['ids'] = 'officer') =>
    body(await app.call<T>('GET', `/api/${path}`, { token: await token(who) }))
  let files = 0
  const file = async (placeId: string, values: object = {}) => {
    const content = { placeId, source: 'collected', values: { name: `单位${++files}`, kind: 'social', ...values } }
    const made = body(
      await app.call<{ id: string; version: number }>('POST', '/api/orgs', { token: await token('officer'), body: content }),
      201,
    )
    await app.work()
    return made
  }
  const checked = async (id: string, values: object) => {
    const { version } = await get<{ version: number }>(`orgs/${id}`)
    const change = { version, source: 'collected', values }
    body(await app.call('PATCH', `/api/orgs/${id}`, { token: await token('officer'), body: change }))
    await app.work()
  }
  const score = (id: string, who: keyof Village['ids'] = 'officer') => get<Score>(`org-scores/${id}`, who)
  const list = (query = '', who: keyof Village['ids'] = 'officer') =>
    get<{ items: ScoreRow[]; next?: string }>(`org-scores?limit=50${query}`, who)
  const settings = async (more: object = {}, who: keyof Village['ids'] = 'officer') =>
    app.call<ScoreSetting>('PUT', '/api/org-score-settings', {
      token: await token(who),
      body: { communityId: v.community.id, values: usual, version: 0, ...more },
    })
  const warn = async (isOn: boolean, params: object, version: number) => {
    const content = { communityId: v.community.id, model: 'org-hazard', isOn, params, version }
    body(await app.call('PUT', '/api/hint-models', { token: await token('officer'), body: content }))
  }
  const warnings = async (id: string) =>
    (await get<{ items: HintSummary[] }>('hints?model=org-hazard&limit=50')).items.filter(({ subject }) => subject.id === id)
  const letters = async (hintId: string | undefined, who: keyof Village['ids']) =>
    (await get<{ items: { subjectId: string | null }[] }>('messages?limit=100', who)).items.filter(({ subjectId }) => subjectId === hintId)
      .length
  const sensed = async (code: string, product: string, place: TestPlace, more: object = {}) =>
    set.device(code, product, { placeId: place.id, ...more })
  const alarmOf = async (deviceId: string) =>
    (await get<{ items: Alarm[] }>(`alarms?limit=20&deviceId=${deviceId}`, 'manager')).items[0] as Alarm
  const settle = async (id: string, result: 'real' | 'false') => {
    for (const [action, more] of Object.entries({ accept: {}, handle: { result, note: '已到场处置' }, close: {} })) {
      const { version } = await get<Alarm>(`alarms/${id}`, 'manager')
      const acted = { token: await token('manager'), body: { version, ...more } }
      body(await app.call('POST', `/api/alarms/${id}/actions/${action}`, acted))
    }
    await app.work()
  }

  it('is closed to whoever is not signed in or has no business with it, and to another grid or community', async () => {
    const { id } = await file(grid.id, { fireCheck: 'mend', fireCheckOn: '2026-03-01' })
    for (const path of ['org-scores', 'org-scores/counts', `org-scores/${id}`, 'org-score-settings']) {
      expect((await app.call('GET', `/api/${path}`)).status, path).toBe(401)
      for (const who of ['resident', 'manager', 'housekeeper'] as const)
        expect((await app.call('GET', `/api/${path}`, { token: await token(who) })).status, `${who} ${path}`).toBe(403)
    }
    const otherGrid = await makePlace(app.kernel, 'grid', 'g2', '第二网格', v.community)
    for (const place of [v.otherCommunity, otherGrid]) {
      const outsider = await app.tokenOf(await makePerson(app.kernel, '郑远行', { roles: [['grid-worker', place]] }), 'grid')
      expect((await app.call('GET', `/api/org-scores/${id}`, { token: outsider })).status).toBe(404)
      expect(body(await app.call<{ items: ScoreRow[] }>('GET', '/api/org-scores', { token: outsider })).items).toEqual([])
      const { levels } = body(await app.call<{ levels: { count: number }[] }>('GET', '/api/org-scores/counts', { token: outsider }))
      expect(levels.map(({ count }) => count)).toEqual([0, 0, 0, 0])
    }
    const inside = await app.tokenOf(await makePerson(app.kernel, '吴近前', { roles: [['grid-worker', grid]] }), 'grid')
    expect(body(await app.call<Score>('GET', `/api/org-scores/${id}`, { token: inside }))).toMatchObject({ score: 15, level: 4 })
    expect((await settings({}, 'gridWorker')).status).toBe(403)
    expect((await settings({}, 'manager')).status).toBe(403)
  })

  it('[GB42455-8.1.4-e] a finding of a check and a hazard that a device sensed both add to the score of one organisation, and crossing a level raises one warning', async () => {
    await warn(true, { level: 3 }, 0)
    const { id } = await file(shop.id)
    const quiet = await file(grid.id)
    expect(await score(id)).toMatchObject({ score: 0, level: 4, trend: 'same', items: [], warning: null })
    // a check asks for mending: it counts, but crosses nothing
    await checked(id, { fireCheck: 'mend', fireCheckOn: '2026-03-02' })
    expect(await score(id)).toMatchObject({
      ...{ score: 15, level: 4, trend: 'up', warning: null },
      items: [{ kind: 'fire-check', grade: 'mend', points: 15, ref: { subject: 'org', id } }],
    })
    expect(await warnings(id)).toEqual([])
    // a meter in the shop tells of a leaking current, as the bridge delivers it
    const meter = await sensed('score-wires', 'electrical-fire-monitor', shop)
    await set.say(meter.code, 'meter.alarm', { kind: 'residual-current', isActive: true })
    const raised = await score(id)
    const alarm = await alarmOf(meter.id)
    expect(raised).toMatchObject({
      ...{ score: 45, level: 3, trend: 'up' },
      items: [
        {
          kind: 'alarm',
          alarm: { kind: 'electrical', level: 2 },
          weight: 30,
          points: 30,
          rightedAt: null,
          ref: { subject: 'alarm', id: alarm.id },
        },
        { kind: 'fire-check', points: 15 },
      ],
      warning: { state: 'raised', times: 1 },
    })
    expect(raised.history.map(({ score: points, level }) => [points, level])).toEqual([
      [45, 3],
      [15, 4],
      [0, 4],
    ])
    const [hint, ...more] = await warnings(id)
    expect(more).toEqual([])
    expect(hint).toMatchObject({ id: raised.warning?.id, state: 'raised', task: 'check', subject: { kind: 'org' } })
    const whole = await get<Hint>(`hints/${hint?.id}`)
    expect(whole).toMatchObject({
      facts: { score: 45, level: 3 },
      records: [
        { kind: 'org', id },
        { kind: 'alarm', id: alarm.id },
      ],
    })
    // grid worker and officer were told, each once
    for (const who of ['gridWorker', 'officer'] as const) expect(await letters(hint?.id, who), who).toBe(1)
    // the device shouts on, and the files are looked at again: neither is a new crossing
    await set.say(meter.code, 'meter.alarm', { kind: 'residual-current', isActive: true })
    await goRound(app.kernel, '/')
    await app.work()
    expect(await score(id)).toMatchObject({ score: 45, warning: { id: hint?.id, times: 1 } })
    expect(await warnings(id)).toHaveLength(1)
    expect(await letters(hint?.id, 'officer')).toBe(1)
    // one level further up: the same warning once more
    await checked(id, { fireCheck: 'fail', fireCheckOn: '2026-03-02' })
    expect(await score(id)).toMatchObject({ score: 60, level: 2, warning: { id: hint?.id, times: 2 } })
    for (const who of ['gridWorker', 'officer'] as const) expect(await letters(hint?.id, who), who).toBe(2)
    // somebody takes note of it, with a word
    const noted = { token: await token('gridWorker'), body: { version: hint?.version, note: '已上门督促整改' } }
    body(await app.call('POST', `/api/hints/${hint?.id}/confirm`, noted))
    expect(await score(id)).toMatchObject({ warning: { state: 'confirmed' } })
    // another organisation, of which nothing is known, was never warned of
    expect(await score(quiet.id)).toMatchObject({ score: 0, level: 4, warning: null })
    expect(await warnings(quiet.id)).toEqual([])
    // put right and checked again: it falls back, and nobody is told
    await settle(alarm.id, 'real')
    await checked(id, { fireCheck: 'pass', fireCheckOn: '2026-03-02' })
    expect(await score(id)).toMatchObject({ score: 9, level: 4, trend: 'down', warning: null })
    expect(await letters(hint?.id, 'officer')).toBe(2)
    // a new crossing is a new warning
    await checked(id, { fireCheck: 'fail', fireCheckOn: '2026-03-02', hygieneCheck: 'fail', hygieneCheckOn: '2026-03-02' })
    expect(await score(id)).toMatchObject({ score: 69, level: 2, warning: { times: 1 } })
    expect((await warnings(id)).map(({ state }) => state)).toEqual(['raised', 'confirmed'])
  })

  it('counts what devices of theirs sensed elsewhere, inspections at premises that they occupy, and no false alarm', async () => {
    const { id } = await file(grid.id, { name: '枫林早点铺' })
    const space = { placeId: shop.id, source: 'manual', values: { name: '12号商铺', purpose: 'activity', position: '东侧沿街', area: 40 } }
    const room = await app.call<{ id: string }>('POST', '/api/spaces', { token: await token('officer'), body: space })
    const link = { kind: 'occupies', otherId: body(room, 201).id, archive: 'space', startedOn: '2026-01-01', source: 'manual' }
    const linked = await app.call('POST', `/api/orgs/${id}/links`, { token: await token('officer'), body: link })
    expect(linked.status, linked.text).toBe(201)
    const place = {
      kind: 'evacuation',
      name: '后厨通道',
      deviceId: null,
      items: ['通道无堆物', '疏散指示完好'],
      everyDays: 7,
      placeId: shop.id,
    }
    const key = body(await app.call<KeyPlace>('POST', '/api/key-places', { token: await token('manager'), body: place }), 201)
    const findings = place.items.map((item) => ({ item, isOk: false, note: '堆放杂物' }))
    const seen = { token: await token('manager'), body: { version: key.version, findings, note: '', photos: [] } }
    body(await app.call('POST', `/api/key-places/${key.id}/inspections`, seen), 201)
    await app.work()
    const found = (await score(id)).items.map(({ kind, points }) => [kind, points])
    expect(found).toContainEqual(['inspection', 16])
    const pipe = await sensed('score-hydrant', 'hydrant', v.garden, { owner: '枫林早点铺' })
    await set.say(pipe.code, 'hydrant.opened')
    const alarm = await alarmOf(pipe.id)
    expect((await score(id)).items).toContainEqual(expect.objectContaining({ ref: { subject: 'alarm', id: alarm.id }, rightedAt: null }))
    await settle(alarm.id, 'false')
    expect((await score(id)).items.map(({ ref }) => ref.id)).not.toContain(alarm.id)
  })

  it('a warning is raised once, also when the same news arrives twice at once', async () => {
    const { id } = await file(shop.id)
    const wires = await sensed('score-twice', 'electrical-fire-monitor', shop)
    const { bridge } = set
    await bridge.tell(
      bridge.event(wires.code, 'meter.alarm', { kind: 'residual-current', isActive: true }),
      bridge.event(wires.code, 'meter.alarm', { kind: 'over-temperature', isActive: true }),
    )
    await Promise.all([app.work(), app.work()])
    await app.work()
    const now = await score(id)
    expect(now.level).toBeLessThan(4)
    expect(await warnings(id)).toHaveLength(1)
    const [hint] = await warnings(id)
    expect(await letters(hint?.id, 'gridWorker')).toBe(now.warning?.times)
    // a file that is taken out of use has no score, and its warning goes
    const { version } = await get<{ version: number }>(`orgs/${id}`)
    const out = { token: await token('officer'), body: { version, reason: '已迁出本社区' } }
    const retired = await app.call('POST', `/api/orgs/${id}/retire`, out)
    expect(retired.status, retired.text).toBe(200)
    await app.work()
    expect((await app.call('GET', `/api/org-scores/${id}`, { token: await token('officer') })).status).toBe(404)
    expect(await warnings(id)).toMatchObject([{ state: 'cleared' }])
  })

  it('fades as days go by, by a job that can be cut short, and is written only where it changed', async () => {
    const { id } = await file(grid.id, { fireCheck: 'fail', fireCheckOn: '2026-03-02' })
    expect(await score(id)).toMatchObject({ score: 30, level: 3 })
    await app.clock.leap(45 * day)
    await goRound(app.kernel, '/')
    await goRound(app.kernel, '/')
    await app.work()
    const faded = await score(id)
    expect(faded).toMatchObject({ score: 23, level: 3, trend: 'down' })
    expect(faded.history.map(({ score: points }) => points)).toEqual([23, 30])
    await app.clock.leap(400 * day)
    await goRound(app.kernel, '/')
    await app.work()
    // what still stands falls to half and no further
    expect(await score(id)).toMatchObject({ score: 15, level: 4, warning: null })
  })

  it('is there at once in a house that had organisations before, and then once each night', async () => {
    const { id } = await file(grid.id)
    await app.kernel.store.run('DELETE FROM org_scores WHERE org_id = ?', [id])
    const nightly = app.house.capabilities.flatMap(({ jobs }) => jobs ?? []).filter(({ kind }) => kind === 'score.night')
    await plantRepeating(app.kernel, nightly)
    await app.work()
    expect((await score(id)).score).toBe(0)
    await app.kernel.store.run('DELETE FROM org_scores WHERE org_id = ?', [id])
    await plantRepeating(app.kernel, nightly)
    await app.work()
    const missing = await app.call('GET', `/api/org-scores/${id}`, { token: await token('officer') })
    expect(missing.status, 'it ran, and waits for its time').toBe(404)
    await app.clock.leap(day)
    await app.work()
    expect((await score(id)).score).toBe(0)
  })

  it('takes points and limits of a community only from who may, with the version known, and scores anew', async () => {
    const { id } = await file(grid.id, { hygieneCheck: 'mend', hygieneCheckOn: '2027-06-01' })
    expect((await settings({ communityId: v.otherCommunity.id })).error?.code).toBe('score.community')
    expect((await settings({ communityId: v.estate.id })).error?.code).toBe('score.community')
    expect((await settings({ version: 7 })).error?.code).toBe('stale')
    const unfit = await settings({ values: { ...usual, mend: 500, larger: 20 } })
    expect(unfit.error?.faults?.map(({ path }) => path)).toEqual(['body.values.mend', 'body.values.larger'])
    expect(body(await settings({ values: { ...usual, mend: 40 } }))).toMatchObject({ version: 1, values: { mend: 40 } })
    expect((await settings({ values: usual })).error?.code).toBe('stale')
    await app.work()
    expect(await score(id)).toMatchObject({ score: 40, level: 3, values: { mend: 40 } })
    expect((await get<{ items: ScoreSetting[] }>('org-score-settings')).items).toMatchObject([{ version: 1, values: { mend: 40 } }])
    const [trail] = await peek<{ before_json: string; after_json: string }>(
      app.kernel.store,
      "SELECT * FROM audit_entries WHERE action = 'score.setting-saved' AND result = 'done'",
    )
    expect(JSON.stringify(trail)).toContain('mend')
  })

  it('lists the highest first, page by page, by level, grid and kind, with a fixed number of statements', async () => {
    const all = (await list()).items
    expect(all.length).toBeGreaterThan(3)
    expect(all.map((row) => row.score)).toEqual(all.map((row) => row.score).toSorted((a, b) => b - a))
    const first = await get<{ items: ScoreRow[]; next: string }>('org-scores?limit=2')
    const second = await get<{ items: ScoreRow[] }>(`org-scores?limit=2&cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ id }) => id))
    const three = (await list('&level=3')).items
    expect(three.every(({ level }) => level === 3)).toBe(true)
    expect(three).toHaveLength(all.filter(({ level }) => level === 3).length)
    expect((await list('&kind=school')).items).toEqual([])
    expect((await list(`&placeId=${grid.id}`)).items.map(({ id }) => id)).toEqual(
      all.filter(({ place }) => place.endsWith('第一网格')).map(({ id }) => id),
    )
    const { levels } = await get<{ levels: { level: number; count: number }[] }>('org-scores/counts')
    for (const { level, count } of levels) expect(count).toBe(all.filter((row) => row.level === level).length)
    const officer = await token('officer')
    await app.call('GET', '/api/org-scores', { token: officer })
    for (const [path, most] of [
      ['org-scores', 2],
      ['org-scores/counts', 5],
      [`org-scores/${all[0]?.id}`, 5],
    ] as const) {
      const answer = await app.call('GET', `/api/${path}`, { token: officer })
      expect(Number(answer.headers.get('x-liren-statements')), path).toBeLessThanOrEqual(most)
    }
  })
})
