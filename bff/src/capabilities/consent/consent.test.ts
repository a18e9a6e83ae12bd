import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { consentingPeople, consentsOf, hasConsent } from './read.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
interface Mine {
  purpose: { code: string; textVersion: number; version: number }
  state: string
  isOutdated: boolean
}
interface Line {
  id: string
  purpose: string
  action: string
  channel: string
  textVersion: number
  by: string | null
  evidence: string[]
}

describeStores('consents', (open) => {
  let app: TestApp
  let village: Village
  let security: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    const id = await makePerson(app.kernel, '顾知微', { roles: [['security-administrator', village.city]] })
    security = await app.tokenOf(id, 'admin')
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const give = (who: Who, purpose: string, textVersion = 1) =>
    app.call<Mine>('POST', `/api/consents/mine/${purpose}/give`, { token: village.tokens[who], body: { textVersion } })
  const withdraw = (who: Who, purpose: string) =>
    app.call<Mine>('POST', `/api/consents/mine/${purpose}/withdraw`, { token: village.tokens[who] })
  const mine = async (who: Who) =>
    (await app.call<{ items: Mine[] }>('GET', '/api/consents/mine', { token: village.tokens[who] })).body.items
  const ledger = async (who: Who, query = '') =>
    (await app.call<{ items: Line[]; next?: string }>('GET', `/api/consents/mine/ledger${query}`, { token: village.tokens[who] })).body
  const person = async (values: object = {}) => {
    const body = {
      placeId: village.house.id,
      source: 'collected',
      values: { name: '江望舒', idKind: 'none', population: 'resident', ...values },
    }
    const answer = await app.call<{ id: string; version: number; values: Record<string, unknown> }>('POST', '/api/people', {
      token: village.tokens.officer,
      body,
    })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  const record = (who: Who, id: string, body: object) =>
    app.call<Line>('POST', `/api/people/${id}/consents`, { token: village.tokens[who], body: { purpose: 'face', textVersion: 1, ...body } })
  const draft = (over: object = {}) => ({
    text: { zh: '智能手环', en: 'Wristband' },
    basis: 'consent',
    isSeparate: true,
    isOpen: true,
    body: { zh: '记录您的位置与心率，仅供紧急救助。', en: 'We note where you are and your pulse, for emergencies only.' },
    without: { zh: '仍可一键呼叫', en: 'You can still call for help' },
    version: 0,
    ...over,
  })
  const assessment = {
    necessity: '走失和突发疾病时需要定位',
    risk: '行踪被无关人员知晓',
    measures: '单独同意、最高级别加密、查看留痕',
    assessor: '顾知微',
    concludedOn: '2026-03-01',
  }
  const savePurpose = (code: string, body: object, token = security) =>
    app.call<{ textVersion: number; version: number; isOpen: boolean }>('PUT', `/api/consents/purposes/${code}`, { token, body })

  it('are nobody else’s to give: without sign-in nothing, and staff need the permission and the place', async () => {
    expect((await app.call('GET', '/api/consents/mine')).error?.code).toBe('identity.missing')
    const { id } = await person()
    expect((await record('worker', id, { action: 'given', channel: 'paper' })).error?.code).toBe('permission.denied')
    expect((await record('farManager', id, { action: 'given', channel: 'paper' })).error?.code).toBe('permission.denied')
    expect((await app.call('GET', `/api/people/${id}/consents`, { token: village.tokens.resident })).error?.code).toBe('permission.denied')
    expect((await savePurpose('band', draft({ assessment }), village.tokens.officer)).error?.code).toBe('permission.denied')
  })

  it('are given to the words of today and to an open purpose only', async () => {
    expect((await give('resident', 'face', 2)).error).toMatchObject({ code: 'consent.text-outdated', details: { textVersion: 1 } })
    expect((await give('resident', 'nonsense')).error?.code).toBe('not-found')
    await savePurpose('later', draft({ isOpen: false }))
    expect((await give('resident', 'later')).error?.code).toBe('consent.purpose-closed')
    await savePurpose('duty', draft({ basis: 'law', assessment }))
    expect((await give('resident', 'duty')).error?.code).toBe('consent.not-asked')
    expect((await ledger('resident')).items).toEqual([])
  })

  it('are kept line by line: given, withdrawn, given again; what holds is the latest', async () => {
    expect((await mine('resident')).find(({ purpose }) => purpose.code === 'face')).toMatchObject({ state: 'never', isOutdated: false })
    for (const step of [withdraw, withdraw, give, withdraw, give]) expect((await step('resident', 'face')).status).toBe(200)
    const { items } = await ledger('resident')
    expect(items.map(({ action, channel, textVersion, by }) => [action, channel, textVersion, by])).toEqual([
      ['given', 'app', 1, null],
      ['withdrawn', 'app', 1, null],
      ['given', 'app', 1, null],
      ['withdrawn', 'app', 1, null],
    ])
    expect(await hasConsent(app.kernel, { userId: village.ids.resident }, 'face')).toBe(true)
    expect(await hasConsent(app.kernel, { userId: village.ids.neighbour }, 'face')).toBe(false)
    const first = await ledger('resident', '?limit=2')
    const rest = await ledger('resident', `?limit=2&cursor=${first.next}`)
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id))
    expect((await ledger('neighbour')).items).toEqual([])
  })

  it('a purpose is opened only with its impact assessment, and a changed text asks again', async () => {
    expect((await savePurpose('band', draft())).error?.code).toBe('consent.assessment-missing')
    const made = await savePurpose('band', draft({ assessment }))
    expect(made.body).toMatchObject({ textVersion: 1, isOpen: true })
    expect((await give('family', 'band')).body).toMatchObject({ state: 'given', isOutdated: false })
    const next = await savePurpose('band', draft({ body: { zh: '只记录位置。', en: 'Only where you are.' }, version: made.body.version }))
    expect(next.body.textVersion).toBe(2)
    expect((await savePurpose('band', draft({ version: made.body.version }))).error?.code).toBe('stale')
    expect((await mine('family')).find(({ purpose }) => purpose.code === 'band')).toMatchObject({ state: 'given', isOutdated: true })
    const texts = await app.call<{ items: { textVersion: number; body: { zh: string } }[] }>('GET', '/api/consents/purposes/band/texts', {
      token: village.tokens.family,
    })
    expect(texts.body.items.map(({ textVersion, body }) => [textVersion, body.zh])).toEqual([
      [2, '只记录位置。'],
      [1, '记录您的位置与心率，仅供紧急救助。'],
    ])
  })

  it('on paper need their proof, which only those who may read consents of the place can open', async () => {
    const { id } = await person()
    expect((await record('gridWorker', id, { action: 'given', channel: 'paper' })).error?.code).toBe('consent.evidence-missing')
    const strange = await app.photo(village.tokens.resident)
    expect((await record('gridWorker', id, { action: 'given', channel: 'paper', evidence: [strange] })).error?.code).toBe(
      'consent.evidence-unknown',
    )
    expect(await hasConsent(app.kernel, { personIds: [id] }, 'face')).toBe(false)
    const proof = await app.photo(village.tokens.gridWorker)
    const line = await record('gridWorker', id, { action: 'given', channel: 'paper', evidence: [proof], note: '本人签字' })
    expect(line.body).toMatchObject({ action: 'given', channel: 'paper', by: '吴行知', evidence: [proof] })
    expect((await app.call('GET', `/api/files/${proof}`, { token: village.tokens.officer })).status).toBe(200)
    expect((await app.call('GET', `/api/files/${proof}`, { token: village.tokens.manager })).status).toBe(404)
    expect(await consentingPeople(app.kernel, [id], 'face')).toEqual(new Set([id]))
  })

  it('of a file and of an account meet where telephone and name are the same, and not where only one is', async () => {
    const phone = '10000007070'
    const user = await makePerson(app.kernel, '白露', { house: village.house, phone })
    const token = await app.tokenOf(user, 'resident')
    const [own, other] = [await person({ name: '白露', phone }), await person({ name: '白霜', phone })]
    await app.call('POST', '/api/consents/mine/family-share/give', { token, body: { textVersion: 1 } })
    expect(await hasConsent(app.kernel, { personIds: [own.id] }, 'family-share')).toBe(true)
    expect(await hasConsent(app.kernel, { personIds: [other.id] }, 'family-share')).toBe(false)
  })

  it('a line that was altered behind the house proves nothing', async () => {
    await give('stranger', 'sharing')
    expect(await hasConsent(app.kernel, { userId: village.ids.stranger }, 'sharing')).toBe(true)
    await app.kernel.store.run("UPDATE consents SET purpose = 'health' WHERE user_id = ? AND purpose = 'sharing'", [village.ids.stranger])
    expect((await consentsOf(app.kernel, { userId: village.ids.stranger })).size).toBe(0)
  })

  it('are in the trail: who, which purpose, which words', async () => {
    await give('neighbour', 'sharing')
    const rows = await unscoped<{ actor_id: string; after_json: string }>(app.kernel.store, 'a test reads the trail', {
      sql: "SELECT actor_id, after_json FROM audit_entries WHERE action = 'consent.given' AND actor_id = ?",
      params: [village.ids.neighbour],
    })
    expect(rows.map(({ after_json }) => JSON.parse(after_json))).toEqual([
      { purpose: 'sharing', textVersion: 1, action: 'given', channel: 'app' },
    ])
  })

  it('are asked for in a bounded number of statements', async () => {
    const count = Number(
      (await app.call('GET', '/api/consents/mine', { token: village.tokens.resident })).headers.get('x-liren-statements'),
    )
    expect(count).toBeLessThanOrEqual(6)
  })
})
