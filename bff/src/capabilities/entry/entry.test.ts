import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeRecorder, makeVillage, type Village } from '../../../test/village.ts'
import { builtinRoleId } from '../../kernel/identity/role-content.ts'
import { hasConsent } from '../consent/read.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const day = 86_400_000

interface Scene {
  code: string
  text: { zh: string; en: string }
  way: string
  archives: string[]
  duties: { roleId: string; role: string; duty: { zh: string; en: string } }[]
  procedure: { zh: string; en: string }
  purpose: { code: string; basis: string }
  isOpen: boolean
  version: number
}
interface Recorder {
  id: string
  user: { id: string; name: string }
  grade: string
  state: string
  agreement: { fileId: string } | null
  version: number
}
interface Paper {
  id: string
  state: string
  overdue: string | null
  can: string[]
  version: number
}

describeStores('entry of personal data', (open) => {
  let app: TestApp
  let village: Village
  let security: string
  let securityId: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    securityId = await makePerson(app.kernel, '顾知微', { roles: [['security-administrator', village.city]] })
    security = await app.tokenOf(securityId, 'admin')
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  let serial = 0
  const draft = (values: object = {}, over: object = {}) => ({
    ...{
      placeId: village.house.id,
      source: 'manual',
      values: { name: `江望舒${++serial}`, idKind: 'none', population: 'resident', ...values },
    },
    ...over,
  })
  const create = (token: string, body: object = draft()) =>
    app.call<{ id: string; version: number }>('POST', '/api/people', { token, body })
  const openPage = (token: string, way = 'form', archive = 'person') =>
    app.call<{
      code: string
      procedure: { zh: string }
      grade: string
      purpose: { code: string; body: { zh: string }; textVersion: number }
    }>('GET', `/api/entry/open?way=${way}&archive=${archive}`, { token })
  const scenes = async () => (await app.call<{ items: Scene[] }>('GET', '/api/entry/scenes', { token: security })).body.items
  const sceneCalled = async (code: string) => (await scenes()).find((scene) => scene.code === code) as Scene
  const saveScene = (scene: Scene, over: object = {}) => {
    const { text, way, archives, duties, procedure, purpose, isOpen, version } = scene
    const plain = duties.map(({ roleId, duty }) => ({ roleId, duty }))
    const body = { text, way, archives, duties: plain, procedure, purpose: purpose.code, isOpen, version, ...over }
    return app.call<Scene>('PUT', `/api/entry/scenes/${scene.code}`, { token: security, body })
  }
  const register = (who: Who, body: object) => app.call<Recorder>('POST', '/api/entry/recorders', { token: village.tokens[who], body })
  /** Days later nobody is signed in any more. */
  const later = async (days: number) => {
    await app.clock.leap(days * day)
    for (const who of ['officer', 'manager', 'farManager'] as const) village.tokens[who] = await app.tokenOf(village.ids[who], 'admin')
    village.tokens.worker = await app.tokenOf(village.ids.worker, 'staff')
    security = await app.tokenOf(securityId, 'admin')
  }

  it('[ZJWL-9.2.2.1] scenes say who does what by which rules; entry outside of a scene that is defined and open is refused', async () => {
    const known = await scenes()
    expect(known.map(({ code, way }) => [code, way])).toEqual([
      ['counter', 'form'],
      ['door', 'field'],
      ['workbook', 'import'],
    ])
    for (const scene of known) {
      expect(scene.duties.length).toBeGreaterThan(0)
      for (const { role, duty } of scene.duties)
        expect([role.length > 0, duty.zh.length > 0, duty.en.length > 0]).toEqual([true, true, true])
      expect([scene.procedure.zh.length > 20, scene.procedure.en.length > 20]).toEqual([true, true])
    }
    const opened = await openPage(village.tokens.officer)
    expect(opened.body).toMatchObject({ code: 'counter', procedure: { zh: expect.stringContaining('核对本人') }, grade: 'L4' })
    expect((await create(village.tokens.officer)).status).toBe(201)

    // no scene speaks of vehicles any more: a page for them does not open, and nothing is written
    const counter = await sceneCalled('counter')
    expect((await saveScene(counter, { archives: ['person'] })).status).toBe(200)
    const vehicle = { placeId: village.estate.id, source: 'manual', values: { plate: '浙A10001', plateKind: 'blue', stay: 'temporary' } }
    const refused = await app.call('POST', '/api/vehicles', { token: village.tokens.manager, body: vehicle })
    expect([refused.status, refused.error?.code]).toEqual([403, 'entry.no-scene'])
    expect((await openPage(village.tokens.manager, 'form', 'vehicle')).error?.code).toBe('entry.no-scene')
    const closed = await saveScene(await sceneCalled('counter'), { isOpen: false })
    expect(closed.body.isOpen).toBe(false)
    expect((await create(village.tokens.officer)).error?.code).toBe('entry.no-scene')

    // back again, but only for grid workers: an officer has no duty there
    const only = [{ roleId: builtinRoleId('grid-worker'), duty: { zh: '录入', en: 'Enters' } }]
    await saveScene(await sceneCalled('counter'), { isOpen: true, archives: counter.archives, duties: only })
    expect((await create(village.tokens.officer)).error?.code).toBe('entry.role-unfit')
    const full = counter.duties.map(({ roleId, duty }) => ({ roleId, duty }))
    await saveScene(await sceneCalled('counter'), { duties: full })
    expect((await create(village.tokens.officer)).status).toBe(201)
    expect((await app.call('POST', '/api/vehicles', { token: village.tokens.manager, body: vehicle })).status).toBe(201)
    // scenes hold for the house: whoever keeps one community does not change them
    const foreign = await app.call('PUT', '/api/entry/scenes/counter', { token: village.tokens.officer, body: {} })
    expect(foreign.status).toBe(403)
  })

  it('[ZJWL-9.2.2.2] whoever has no grade or no signed agreement on file opens no page of entry and writes nothing; its last day closes them', async () => {
    const token = village.tokens
    // an account with the permission, and nobody who registered it
    const plain = await makePerson(app.kernel, '白露生', { roles: [['property-manager', village.estate]] })
    await app.kernel.store.run('DELETE FROM entry_recorders WHERE user_id = ?', [plain])
    let fresh = await app.tokenOf(plain, 'admin')
    const pages = async () => [(await openPage(fresh)).error?.code, (await create(fresh)).error?.code]
    expect(await pages()).toEqual(['entry.not-recorder', 'entry.not-recorder'])

    const outsider = await register('farManager', { userId: plain, grade: 'L3' })
    expect([outsider.status, outsider.error?.code]).toEqual([422, 'entry.person-unfit'])
    expect((await register('worker', { userId: plain, grade: 'L3' })).status).toBe(403)
    const registered = await register('manager', { userId: plain, grade: 'L3' })
    expect([registered.status, registered.body.state]).toEqual([201, 'unsigned'])
    expect((await register('manager', { userId: plain, grade: 'L3' })).error?.code).toBe('entry.recorder-known')
    expect(await pages()).toEqual(['entry.no-agreement', 'entry.no-agreement'])

    const sign = (over: object) =>
      app.call<Recorder>('POST', `/api/entry/recorders/${registered.body.id}/agreement`, { token: token.manager, body: over })
    const missing = { fileId: village.house.id, signedOn: '2026-03-01', until: '2026-03-31' }
    expect((await sign({ grade: 'L3', agreement: missing, version: 1 })).error?.code).toBe('entry.file-unknown')
    const fileId = await app.photo(token.manager)
    const wrong = await sign({ grade: 'L3', agreement: { fileId, signedOn: '2026-03-31', until: '2026-03-01' }, version: 1 })
    expect(wrong.error?.code).toBe('entry.dates')
    const signed = await sign({ grade: 'L3', agreement: { fileId, signedOn: '2026-03-01', until: '2026-03-31' }, version: 1 })
    expect(signed.body).toMatchObject({ state: 'able', agreement: { fileId } })
    expect((await openPage(fresh)).body).toMatchObject({ code: 'counter', grade: 'L3' })
    expect((await create(fresh)).status).toBe(201)
    // the grade says up to where: numbers of papers are of the highest
    const above = await create(fresh, draft({ idKind: 'passport', idNumber: 'E12345678' }))
    expect([above.error?.code, above.error?.faults.map(({ path }) => path)]).toEqual(['entry.grade-low', ['body.values.idNumber']])

    await later(30)
    fresh = await app.tokenOf(plain, 'admin')
    expect(await pages()).toEqual(['entry.agreement-over', 'entry.agreement-over'])
    const { items } = (await app.call<{ items: Recorder[] }>('GET', '/api/entry/recorders?limit=100', { token: token.manager })).body
    expect(items.find((row) => row.id === registered.body.id)?.state).toBe('over')
    const renewed = await sign({ grade: 'L4', agreement: { fileId, signedOn: '2026-04-01', until: '2027-03-31' }, version: 2 })
    expect(renewed.body).toMatchObject({ state: 'able', grade: 'L4' })
    expect((await create(fresh)).status).toBe(201)
    const ended = await app.call<Recorder>('POST', `/api/entry/recorders/${registered.body.id}/end`, {
      token: token.manager,
      body: { version: 3, reason: '离岗' },
    })
    expect(ended.body.state).toBe('ended')
    expect(await pages()).toEqual(['entry.not-recorder', 'entry.not-recorder'])
  })

  it('refuses pages of workbooks and visits to whoever is not bound, before anything is read', async () => {
    const plain = await makePerson(app.kernel, '程野', { roles: [['grid-worker', village.community]] })
    await app.kernel.store.run('DELETE FROM entry_recorders WHERE user_id = ?', [plain])
    const [admin, grid] = [await app.tokenOf(plain, 'admin'), await app.tokenOf(plain, 'grid')]
    const asked = [
      await app.call('GET', '/api/workbooks/templates/person?language=zh', { token: admin }),
      await app.call('GET', '/api/visits/pack', { token: grid }),
    ]
    expect(asked.map(({ error }) => error?.code)).toEqual(['permission.denied', 'entry.not-recorder'])
    await app.kernel.store.run('DELETE FROM entry_recorders WHERE user_id = ?', [village.ids.manager])
    const template = await app.call('GET', '/api/workbooks/templates/person?language=zh', { token: village.tokens.manager })
    expect(template.error?.code).toBe('entry.not-recorder')
    await makeRecorder(app.kernel, village.ids.manager, village.estate.path)
  })

  it('[ZJWL-9.2.2.3] the register of paper forms says who kept, read and destroyed which and when, and reports what is late', async () => {
    const today = new Date(app.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const after = (days: number) => new Date(Date.parse(today) + days * day).toISOString().slice(0, 10)
    const body = {
      ...{ placeId: village.estate.id, title: '常住人口登记表', people: 24, shelf: '档案柜 A-3', who: '孙明理' },
      ...{ receivedOn: today, keepUntil: after(90) },
    }
    const keep = (over: object = {}, who = village.tokens.officer) =>
      app.call<Paper>('POST', '/api/entry/papers', { token: who, body: { ...body, ...over } })
    expect((await keep({}, village.tokens.worker)).status).toBe(403)
    expect((await keep({ placeId: village.farEstate.id })).error?.faults[0]?.path).toBe('body.placeId')
    const kept = await keep()
    expect(kept.body).toMatchObject({ state: 'kept', overdue: null, can: ['read', 'destroyed'] })
    const move = (version: number, line: object) =>
      app.call<Paper>('POST', `/api/entry/papers/${kept.body.id}/lines`, {
        token: village.tokens.officer,
        body: { on: today, version, ...line },
      })
    expect((await move(1, { action: 'read', who: '何清扬' })).error?.faults.map(({ path }) => path)).toEqual(['body.reason', 'body.dueOn'])
    const out = await move(1, { action: 'read', who: '何清扬', reason: '核对户籍', dueOn: after(3) })
    expect(out.body).toMatchObject({ state: 'out', can: ['returned'] })
    expect((await move(2, { action: 'destroyed', who: '何清扬', reason: '到期', witness: '孙明理' })).error?.code).toBe('entry.paper-state')
    const far = await app.call('GET', `/api/entry/papers/${kept.body.id}/lines`, { token: village.tokens.farManager })
    expect(far.status).toBe(404)

    const remind = async () => {
      const job = app.house.worker.jobs.find(({ kind }) => kind === 'entry.papers-overdue')
      await job?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
      await app.work()
    }
    await later(5)
    await remind()
    const late = async () =>
      (await app.call<{ items: Paper[] }>('GET', '/api/entry/papers?overdue=true', { token: village.tokens.officer })).body.items
    expect(await late()).toMatchObject([{ id: kept.body.id, overdue: 'return' }])
    const told = async () => {
      const { items } = (
        await app.call<{ items: { subjectId: string | null }[] }>('GET', '/api/messages?limit=100', { token: village.tokens.officer })
      ).body
      return items.filter(({ subjectId }) => subjectId === kept.body.id).length
    }
    expect(await told()).toBe(1)
    const back = await move(2, { action: 'returned', who: '何清扬' })
    expect(back.body).toMatchObject({ state: 'kept', overdue: null })
    expect(await late()).toEqual([])

    await later(90)
    await remind()
    // told once, not every day
    await remind()
    expect(await late()).toMatchObject([{ id: kept.body.id, overdue: 'destroy' }])
    expect(await told()).toBe(2)
    const soon = new Date(app.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const alone = await move(3, { action: 'destroyed', who: '何清扬', witness: '何清扬', reason: '到期', on: soon })
    expect(alone.error?.code).toBe('entry.witness-same')
    const gone = await move(3, { action: 'destroyed', who: '何清扬', witness: '孙明理', reason: '到期', on: soon })
    expect(gone.body).toMatchObject({ state: 'destroyed', overdue: null, can: [] })
    expect(await late()).toEqual([])
    const lines = await app.call<{ items: object[] }>('GET', `/api/entry/papers/${kept.body.id}/lines`, { token: village.tokens.officer })
    expect(lines.status, lines.text).toBe(200)
    expect(lines.body.items).toMatchObject([
      { action: 'destroyed', who: '何清扬', witness: '孙明理', on: soon, recordedBy: '孙明理' },
      { action: 'returned', who: '何清扬', on: today },
      { action: 'read', who: '何清扬', on: today, reason: '核对户籍', dueOn: after(3) },
      { action: 'kept', who: '孙明理', on: today },
    ])
  })

  it('[ZJWL-9.2.2.4] consent to the purpose is on file before the entry; a new purpose needs its impact assessment; after a withdrawal nothing is entered', async () => {
    const token = village.tokens.officer
    // a purpose that nobody assessed does not open, and neither does a scene for it
    const purpose = {
      ...{ text: { zh: '高龄关爱建档', en: 'Care for the very old' }, basis: 'consent', isSeparate: false, isOpen: true, version: 0 },
      ...{ body: { zh: '登记姓名与联系方式，用于上门关爱', en: 'Name and contact, so that we can call' } },
      without: { zh: '其他服务不受影响', en: 'Everything else stays open' },
    }
    const savePurpose = (over: object) =>
      app.call('PUT', '/api/consents/purposes/care-file', { token: security, body: { ...purpose, ...over } })
    expect((await savePurpose({})).error?.code).toBe('consent.assessment-missing')
    expect((await savePurpose({ isOpen: false })).status).toBe(200)
    const counter = await sceneCalled('counter')
    const forCare = { purpose: 'care-file' }
    expect((await saveScene(counter, forCare)).error?.code).toBe('entry.purpose-closed')
    const assessment = {
      necessity: '需要联系方式',
      risk: '被无关人员知晓',
      measures: '分级加密',
      assessor: '平台',
      concludedOn: '2026-03-01',
    }
    expect((await savePurpose({ assessment, version: 1 })).status).toBe(200)
    const kept = await app.call<{ assessment: object | null }>('GET', '/api/consents/purposes/care-file/assessment', { token: security })
    expect(kept.body.assessment).toMatchObject(assessment)
    expect((await saveScene(counter, forCare)).status).toBe(200)
    const imported = await saveScene(await sceneCalled('workbook'), forCare)
    expect(imported.error?.code).toBe('entry.import-asks')

    const without = await create(token)
    expect([without.status, without.error?.code, without.error?.details]).toEqual([
      422,
      'entry.consent-missing',
      { purposes: ['care-file'] },
    ])
    const told = { purpose: 'care-file', textVersion: 1, channel: 'counter' }
    expect((await create(token, draft({}, { consents: [told] }))).error?.code).toBe('consent.evidence-missing')
    const outdated = { ...told, textVersion: 2, evidence: [await app.photo(token)] }
    expect((await create(token, draft({}, { consents: [outdated] }))).error?.code).toBe('consent.text-outdated')
    const made = await create(token, draft({}, { consents: [{ ...told, evidence: [await app.photo(token)] }] }))
    expect(made.status).toBe(201)
    expect(await hasConsent(app.kernel, { personIds: [made.body.id] }, 'care-file')).toBe(true)
    const [line] = await peek<{ id: string; recorded_at: number }>(
      app.kernel.store,
      'SELECT id, recorded_at FROM consents WHERE person_id = ?',
      [made.body.id],
    )
    const [file] = await peek<{ entered_at: number }>(app.kernel.store, 'SELECT entered_at FROM people WHERE id = ?', [made.body.id])
    expect(Number(line?.recorded_at)).toBeLessThanOrEqual(Number(file?.entered_at))

    const update = (version: number, values: object) =>
      app.call<{ version: number }>('PATCH', `/api/people/${made.body.id}`, { token, body: { version, source: 'manual', values } })
    // health is asked for by itself, whatever the scene is for
    expect((await update(1, { health: 'good' })).error?.code).toBe('entry.consent-missing')
    const changed = await update(1, { employer: '江临公交' })
    expect(changed.status).toBe(200)
    const withdrawn = await app.call('POST', `/api/people/${made.body.id}/consents`, {
      token,
      body: { purpose: 'care-file', action: 'withdrawn', textVersion: 1, channel: 'phone' },
    })
    expect(withdrawn.status).toBe(201)
    expect((await update(2, { employer: '江临水务' })).error?.code).toBe('entry.consent-withdrawn')
    await saveScene(await sceneCalled('counter'), { purpose: 'residence' })
    expect((await update(2, { employer: '江临水务' })).status).toBe(200)
  })
})
