import type { Partner } from '@liren/contract/capabilities/api'
import type { Dataset, DatasetChoices, DatasetRelease, DatasetRow, DatasetView } from '@liren/contract/capabilities/dataset'
import type { EgressStop } from '@liren/contract/capabilities/egress'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { signatureHeaders, signRequest } from '../../kernel/crypto/signed-request.ts'
import { builtinRoleId } from '../../kernel/identity/index.ts'

const role = (code: string) => ({ kind: 'role', id: builtinRoleId(code) })

describeStores('data sets', (open) => {
  let app: TestApp
  let village: Village
  let partner: Partner
  const tokens: Record<string, string> = {}
  const keys = { publicKey: '', privateKey: '' }
  let nonces = 0
  const people: string[] = []

  beforeAll(async () => {
    app = await startTestApp(open, {
      start: Date.parse('2026-03-02T10:00+08:00'),
      settings: { LIREN_REDIS_URL: '', LIREN_RATE_FACTOR: '50' },
    })
    village = await makeVillage(app)
    const { city, community, otherCommunity, estate, farEstate } = village
    const made: Record<string, [role: string, place: TestPlace]> = {
      system: ['system-administrator', city],
      security: ['security-administrator', city],
      auditor: ['auditor', city],
      street: ['street-leader', city],
      command: ['command-officer', community],
      second: ['community-officer', community],
      far: ['community-officer', otherCommunity],
      farManager: ['property-manager', farEstate],
      leader: ['grid-leader', estate],
    }
    for (const [name, held] of Object.entries(made))
      tokens[name] = await app.tokenOf(await makePerson(app.kernel, `${name}员`, { roles: [held] }), 'admin')
    Object.assign(tokens, { officer: village.tokens.officer, manager: await app.tokenOf(village.ids.manager, 'admin') })
    Object.assign(keys, app.kernel.crypto.generateKeyPair())
    const body = { name: '市域平台', owner: '数据局', publicKey: keys.publicKey, groups: ['dataset'], placeId: estate.id, perSecond: 1000 }
    partner = (await app.call<Partner>('POST', '/api/partners', { token: tokens.system, body })).body
    for (const [n, at] of [village.house, village.nextHouse, village.house, village.secondHouse].entries()) {
      const values = { name: `公冶长${'甲乙丙丁'[n]}`, idKind: 'none', population: 'resident', phone: `1000000880${n}`, sex: 'male' }
      const made = await app.call<{ id: string; version: number }>('POST', '/api/people', {
        token: tokens.officer,
        body: { placeId: at.id, source: 'collected', values },
      })
      expect(made.status, made.text).toBe(201)
      people.push(made.body.id)
      // the third was never looked at
      if (n === 2) continue
      const verified = await app.call('POST', `/api/people/${made.body.id}/verify`, {
        token: tokens.officer,
        body: { version: made.body.version },
      })
      expect(verified.status, verified.text).toBeLessThan(300)
    }
  })
  afterAll(() => app.close())

  const plain = {
    ...{ name: '常住人口类别', purpose: '人口结构分析与服务安排', layer: 'clean', grade: 'L2', archive: 'person' },
    ...{ fields: ['population', 'sex'], audience: [role('property-manager'), role('command-officer')] },
  }
  const create = (over: object = {}, token = tokens.officer) =>
    app.call<Dataset>('POST', '/api/dataset-drafts', { token, body: { placeId: village.estate.id, ...plain, ...over } })
  const change = (of: Dataset, over: object = {}, token = tokens.officer) => {
    const { name, purpose, layer, grade, fields } = of
    const audience = of.audience.map(({ kind, id }) => ({ kind, id }))
    return app.call<Dataset>('PUT', `/api/dataset-drafts/${of.id}`, {
      token,
      body: { name, purpose, layer, grade, fields, audience, version: of.version, ...over },
    })
  }
  const submit = (of: Dataset, token = tokens.officer, version = of.version) =>
    app.call<Dataset>('POST', `/api/dataset-drafts/${of.id}/submission`, { token, body: { version } })
  const decide = (of: Dataset, over: object = {}, token = tokens.second) =>
    app.call<Dataset>('POST', `/api/dataset-approvals/${of.id}`, { token, body: { isApproved: true, version: of.version, ...over } })
  const approved = async (of: Dataset): Promise<Dataset> => {
    const asked = await submit(of)
    expect(asked.status, asked.text).toBe(200)
    const answer = await decide(asked.body)
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }
  const publish = (of: Dataset, token = tokens.officer, version = of.version) =>
    app.call<Dataset>('POST', `/api/dataset-drafts/${of.id}/releases`, { token, body: { note: '首次发布', version } })
  const published = async (over: object = {}) => {
    const made = await create(over)
    expect(made.status, made.text).toBe(201)
    const out = await publish(await approved(made.body))
    expect(out.status, out.text).toBe(201)
    return out.body
  }
  type Rows = { items: DatasetRow[]; next?: string }
  const rows = (id: string, token = tokens.manager, query = '') => app.call<Rows>('GET', `/api/datasets/${id}/rows${query}`, { token })
  const mine = async (token = tokens.manager) =>
    (await app.call<{ items: DatasetView[] }>('GET', '/api/datasets', { token })).body.items.map(({ id }) => id)
  const asPartner = <T>(target: string) => {
    const nonce = `nonce-of-the-set-${String(++nonces).padStart(6, '0')}`
    const request = { method: 'GET', target, body: Buffer.alloc(0) }
    const made = signRequest(app.kernel.crypto, keys.privateKey, request, { keyId: partner.keyId, now: app.clock.now(), nonce })
    const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, header]) => [header, made[part as keyof typeof made]]))
    return app.call<T>('GET', target, { headers })
  }
  const looks = (id: string) =>
    peek<{ actor_id: string; actor_kind: string; result: string; after_json: string }>(
      app.kernel.store,
      "SELECT actor_id, actor_kind, result, after_json FROM audit_entries WHERE action = 'dataset.looked' AND subject_id = ? ORDER BY id",
      [id],
    )

  it('is kept by its keepers at their own places, and by nobody else', async () => {
    expect((await app.call('POST', '/api/dataset-drafts', { body: plain })).status).toBe(401)
    expect((await create({}, tokens.manager)).status).toBe(403)
    expect((await create({}, tokens.street)).status).toBe(403)
    expect((await create({}, tokens.far)).error?.faults[0]?.path).toBe('body.placeId')
    expect((await create({ purpose: '', fields: [], audience: [] })).error?.faults.map(({ path }) => path).sort()).toEqual([
      'body.audience',
      'body.fields',
      'body.purpose',
    ])
    expect((await create({ archive: 'nothing' })).error?.code).toBe('dataset.archive-unknown')
    expect((await create({ fields: ['population', 'wealth'] })).error?.code).toBe('dataset.field-unknown')
    expect((await create({ audience: [role('nobody')] })).error?.code).toBe('dataset.reader-unknown')
    const draft = (await create()).body
    for (const [token, status] of [
      [tokens.far, 404],
      [tokens.manager, 403],
    ] as const) {
      expect((await change(draft, {}, token)).status).toBe(status)
      expect((await publish(draft, token)).status).toBe(status)
      expect((await app.call('GET', `/api/dataset-drafts/${draft.id}/releases`, { token })).status).toBe(status)
    }
    expect((await submit(draft, tokens.officer, 7)).error?.code).toBe('stale')
    expect((await change(draft, { version: 7 })).error?.code).toBe('stale')
    // a draft is nobody's to read
    expect((await rows(draft.id)).status).toBe(404)
    const choices = (await app.call<DatasetChoices>('GET', '/api/dataset-choices', { token: tokens.officer })).body
    const person = choices.archives.find(({ name }) => name === 'person')
    expect(person?.fields.find(({ name }) => name === 'idNumber')?.grade).toBe('L4')
    expect(choices.partners).toEqual([{ id: partner.id, name: '市域平台' }])
  })

  it('holds nothing that is graded above it, and partners read the service layer only', async () => {
    const above = await create({ fields: ['population', 'name', 'idNumber'], grade: 'L3' })
    expect([above.error?.code, above.error?.details]).toEqual(['dataset.field-above', { fields: ['idNumber'] }])
    expect((await create({ fields: ['phone'] })).error?.details).toEqual({ fields: ['phone'] })
    const other = { kind: 'partner', id: partner.id }
    expect((await create({ audience: [other] })).error?.code).toBe('dataset.partner-layer')
    expect((await create({ audience: [other], layer: 'service', grade: 'L4' })).error?.code).toBe('dataset.partner-layer')
    expect((await create({ audience: [other], layer: 'service', placeId: village.secondHouse.id })).error?.code).toBe(
      'dataset.reader-unknown',
    )
  })

  it('[GB42455-7.1.2-e] a package of fields for a purpose and an audience is published in versions, and only that audience can read it', async () => {
    const set = await published()
    expect(set).toMatchObject({ state: 'published', release: 1, isChanged: false, purpose: plain.purpose })
    // the audience: managers of this estate and the command centre that covers it
    for (const token of [tokens.manager, tokens.command]) {
      const answer = await rows(set.id, token)
      expect(answer.status, answer.text).toBe(200)
      expect(answer.body.items.map(({ id }) => id).sort()).toEqual([people[0], people[1]].sort())
      expect(answer.body.items[0]).toMatchObject({ values: { population: 'resident', sex: 'male' }, personal: {} })
      expect(await mine(token)).toContain(set.id)
    }
    // everybody else, its keeper among them, is told that there is none; so is the same role elsewhere
    for (const token of [tokens.officer, tokens.street, tokens.leader, tokens.farManager]) {
      expect((await rows(set.id, token)).status).toBe(404)
      expect((await app.call('GET', `/api/datasets/${set.id}`, { token })).status).toBe(404)
      expect(await mine(token)).not.toContain(set.id)
    }
    for (const token of [tokens.auditor, tokens.system, village.tokens.resident]) expect((await rows(set.id, token)).status).toBe(403)
    expect((await app.call('GET', `/api/datasets/${set.id}/rows`)).status).toBe(401)
    expect((await asPartner(`/api/datasets/${set.id}/rows`)).status).toBe(404)
    // control: named, the very same people are let in
    const wider = (await change(set, { audience: [role('street-leader')], fields: ['population'] })).body
    expect((await rows(set.id, tokens.street)).status).toBe(404)
    expect((await publish(await approved(wider))).body).toMatchObject({ release: 2, isChanged: false })
    expect((await rows(set.id, tokens.street)).body.items[0]?.values).toEqual({ population: 'resident' })
    expect((await rows(set.id)).status).toBe(404)
    const versions = await app.call<{ items: DatasetRelease[] }>('GET', `/api/dataset-drafts/${set.id}/releases`, { token: tokens.officer })
    expect(versions.body.items.map(({ number, fields }) => [number, fields.length])).toEqual([
      [2, 1],
      [1, 2],
    ])
  })

  it('[ZJWL-7.2.1] sets have a layer and a grade, and access differs by both', async () => {
    const audience = ['property-manager', 'command-officer', 'community-officer', 'grid-leader'].map(role)
    const fields = ['population', 'name']
    const open = await published({ audience })
    const personal = await published({ audience, grade: 'L3', fields })
    const sensitive = await published({ audience, grade: 'L4', fields: [...fields, 'idNumber'] })
    const raw = await published({ audience, layer: 'raw' })
    const service = await published({ audience, layer: 'service' })
    const status = async (token: string | undefined) =>
      Promise.all([open, personal, sensitive, raw, service].map(async ({ id }) => (await rows(id, token)).status))
    // by grade: L3 for whoever reads files of people, L4 for whom it was given to besides; raw likewise
    expect(await status(tokens.command)).toEqual([200, 403, 403, 403, 200])
    expect(await status(tokens.manager)).toEqual([200, 200, 403, 200, 200])
    expect(await status(tokens.officer)).toEqual([200, 200, 200, 200, 200])
    expect((await rows(personal.id, tokens.command)).error?.code).toBe('dataset.grade-high')
    expect((await rows(raw.id, tokens.command)).error?.code).toBe('dataset.layer-closed')
    // by layer: raw is all that was recorded, clean and service what somebody has looked at; service says the estate only
    const count = async ({ id }: Dataset) => (await rows(id, tokens.officer)).body.items.length
    expect([await count(raw), await count(open), await count(service)]).toEqual([3, 2, 2])
    const placeIn = async ({ id }: Dataset) => (await rows(id, tokens.officer)).body.items[0]?.place ?? ''
    expect(await placeIn(open)).toContain('3幢')
    expect(await placeIn(service)).toBe('枫林雅苑')
    // sealed values are masked for everybody, also for whom the file itself shows them
    for (const token of [tokens.manager, tokens.officer]) {
      const answer = await rows(personal.id, token)
      expect(answer.text).not.toContain('公冶长')
      expect(answer.body.items[0]?.values).toEqual({ population: 'resident' })
      expect(answer.body.items[0]?.personal.name).toMatch(/\*/)
    }
    const view = (await app.call<DatasetView>('GET', `/api/datasets/${sensitive.id}`, { token: tokens.officer })).body
    expect(view).toMatchObject({ layer: 'clean', grade: 'L4', release: 1 })
    expect(view.columns.map(({ name, grade, isMasked }) => [name, grade, isMasked])).toEqual([
      ['population', 'L2', false],
      ['name', 'L3', true],
      ['idNumber', 'L4', true],
    ])
  })

  it('is read by the partner it names over the open interface; what is personal stays until it was approved, and is masked then', async () => {
    const audience = [{ kind: 'partner', id: partner.id }]
    const set = await published({ audience, layer: 'service', grade: 'L3', fields: ['population', 'name'] })
    const target = `/api/datasets/${set.id}/rows?limit=10`
    const bare = await asPartner<Rows>(target)
    expect(bare.status, bare.text).toBe(200)
    expect(bare.body.items).toHaveLength(2)
    expect(bare.body.items[0]).toMatchObject({ place: '枫林雅苑', values: { population: 'resident' } })
    expect(bare.body.items[0]?.personal ?? {}).toEqual({})
    const { items } = (await app.call<{ items: EgressStop[] }>('GET', '/api/egress/stops', { token: tokens.auditor })).body
    expect(items[0]).toMatchObject({ subject: 'dataset.rows', targetName: '市域平台' })
    expect((await asPartner<{ items: DatasetView[] }>('/api/datasets')).body.items.map(({ id }) => id)).toEqual([set.id])
    // a partner that reads does not keep
    expect((await asPartner('/api/dataset-drafts')).status).toBe(403)
    const body = {
      kind: 'partner',
      targetId: partner.id,
      subject: 'dataset.rows',
      clearance: 'L3',
      reason: '联合核查',
      basis: 'law',
      days: 7,
    }
    const asked = await app.call<{ id: string }>('POST', '/api/egress/requests', { token: tokens.system, body })
    expect(asked.status, asked.text).toBe(201)
    const decision = { isApproved: true, version: 1 }
    await app.call('POST', `/api/egress/requests/${asked.body.id}/decision`, { token: tokens.security, body: decision })
    const cleared = await asPartner<Rows>(target)
    expect(cleared.body.items[0]?.personal.name).toMatch(/\*/)
    expect(cleared.text).not.toContain('公冶长')
    expect((await looks(set.id)).map(({ actor_kind, result }) => [actor_kind, result])).toEqual([
      ['app', 'done'],
      ['app', 'done'],
    ])
  })

  it('puts every look on record, refused ones too, and pages by cursor with the same statements whatever there is', async () => {
    const set = await published({ layer: 'raw', audience: [role('property-manager'), role('command-officer')] })
    expect((await rows(set.id, tokens.command)).status).toBe(403)
    const first = await rows(set.id, tokens.manager, '?limit=2')
    expect([first.body.items.length, typeof first.body.next]).toEqual([2, 'string'])
    const second = await rows(set.id, tokens.manager, `?limit=2&cursor=${first.body.next}`)
    expect([second.body.items.length, second.body.next]).toEqual([1, undefined])
    const all = [...first.body.items, ...second.body.items].map(({ id }) => id)
    expect([...new Set(all)].sort()).toEqual(people.slice(0, 3).sort())
    const other = await published()
    expect((await rows(other.id, tokens.manager, `?cursor=${first.body.next}`)).status).toBe(400)
    const trail = await looks(set.id)
    expect(trail.map(({ result }) => result)).toEqual(['refused', 'done', 'done'])
    expect(JSON.parse(trail[1]?.after_json ?? '{}')).toEqual({ release: 1, rows: 2 })
    expect(trail[1]?.actor_id).toBe(village.ids.manager)
    const statements = async (limit: number) =>
      Number((await rows(set.id, tokens.manager, `?limit=${limit}`)).headers.get('x-liren-statements'))
    expect(await statements(1)).toBe(await statements(50))
    expect(await statements(50)).toBeLessThanOrEqual(8)
  })

  it('waits for somebody else: whoever wrote or submitted it approves nothing, and what was changed is asked again', async () => {
    const draft = (await create()).body
    expect(draft).toMatchObject({ approval: 'none', can: ['change', 'submit', 'retire'] })
    expect((await publish(draft)).error?.code).toBe('dataset.not-approved')
    expect((await decide(draft)).error?.code).toBe('dataset.not-waiting')
    for (const [token, status] of [
      [undefined, 401],
      [tokens.manager, 403],
      [tokens.far, 404],
    ] as const) {
      const headers = token === undefined ? {} : { token }
      const body = { version: draft.version }
      expect((await app.call('POST', `/api/dataset-drafts/${draft.id}/submission`, { ...headers, body })).status).toBe(status)
      const yes = { isApproved: true, version: draft.version }
      expect((await app.call('POST', `/api/dataset-approvals/${draft.id}`, { ...headers, body: yes })).status).toBe(status)
    }
    // two wrote it: neither of them approves it, whoever submitted it
    const both = (await change(draft, { purpose: '人口结构与养老服务安排' }, tokens.second)).body
    const asked = (await submit(both)).body
    expect(asked).toMatchObject({ approval: 'waiting', askedBy: expect.any(String), can: ['change', 'retire'] })
    expect((await submit(asked)).error?.code).toBe('dataset.waiting')
    expect((await publish(asked)).error?.code).toBe('dataset.not-approved')
    expect((await decide(asked, {}, tokens.officer)).error?.code).toBe('dataset.own')
    expect((await decide(asked, {}, tokens.second)).error?.code).toBe('dataset.own')
    const waiting = async (token: string | undefined) =>
      (await app.call<{ items: Dataset[] }>('GET', '/api/dataset-approvals', { token })).body.items.filter(({ id }) => id === draft.id)
    expect(await waiting(tokens.far)).toEqual([])
    expect((await waiting(tokens.street))[0]).toMatchObject({ can: ['decide'], fields: plain.fields, grade: 'L2' })
    expect((await decide(asked, { version: 1 }, tokens.street)).error?.code).toBe('stale')
    expect((await decide(asked, { isApproved: false }, tokens.street)).error?.code).toBe('dataset.reason-missing')
    const no = (await decide(asked, { isApproved: false, note: '用途不够具体' }, tokens.street)).body
    expect(no).toMatchObject({ approval: 'refused', decisionNote: '用途不够具体', can: [] })
    expect((await publish(no)).error?.code).toBe('dataset.not-approved')
    expect(await waiting(tokens.street)).toEqual([])
    // again, approved, and changed once more: the approval was of what it said before
    const yes = (await decide((await submit(no)).body, {}, tokens.street)).body
    expect(yes.approval).toBe('approved')
    const later = (await change(yes, { fields: ['population'] })).body
    expect(later).toMatchObject({ approval: 'none', decidedBy: null })
    expect((await publish(later)).error?.code).toBe('dataset.not-approved')
    expect((await rows(draft.id)).status).toBe(404)
    const out = await publish((await decide((await submit(later)).body, {}, tokens.street)).body)
    expect([out.status, out.body.release]).toEqual([201, 1])
    expect((await rows(draft.id)).status).toBe(200)
    const trail = await peek<{ action: string }>(
      app.kernel.store,
      "SELECT action FROM audit_entries WHERE subject_id = ? AND result = 'done' AND action IN ('dataset.submitted', 'dataset.decided', 'dataset.published') ORDER BY id",
      [draft.id],
    )
    const step = ['dataset.submitted', 'dataset.decided']
    expect(trail.map(({ action }) => action)).toEqual([...step, ...step, ...step, 'dataset.published'])
  })

  it('[GB42455-7.1.6-c] an item of the catalogue is made, graded, approved by another, published and withdrawn, and answers its partner only in between', async () => {
    const audience = [{ kind: 'partner', id: partner.id }]
    const item = { audience, layer: 'service' }
    const listed = async () => (await asPartner<{ items: DatasetView[] }>('/api/datasets')).body.items.map(({ id }) => id)
    const doors = (id: string) =>
      Promise.all([`/api/datasets/${id}`, `/api/datasets/${id}/rows`].map(async (at) => (await asPartner(at)).status))
    // graded: what its fields are graded is the least that it may be
    expect((await create({ ...item, fields: ['population', 'name'], grade: 'L2' })).error?.code).toBe('dataset.field-above')
    const draft = (await create({ ...item, fields: ['population', 'name'], grade: 'L3' })).body
    expect(await doors(draft.id)).toEqual([404, 404])
    const graded = (await change(draft, { fields: ['population'], grade: 'L2' })).body
    expect((await publish(graded)).error?.code).toBe('dataset.not-approved')
    const asked = (await submit(graded)).body
    expect((await decide(asked, {}, tokens.officer)).error?.code).toBe('dataset.own')
    const cleared = (await decide(asked)).body
    expect(cleared).toMatchObject({ approval: 'approved', grade: 'L2', state: 'draft' })
    expect(await doors(draft.id)).toEqual([404, 404])
    const out = (await publish(cleared)).body
    expect(out).toMatchObject({ state: 'published', release: 1, approval: 'none' })
    expect(await doors(draft.id)).toEqual([200, 200])
    expect(await listed()).toContain(draft.id)
    // what is written afterwards needs an approval of its own, and the partner keeps what was approved
    const wider = (await change(out, { fields: ['population', 'sex'] })).body
    expect((await publish(wider)).error?.code).toBe('dataset.not-approved')
    const columns = (await asPartner<DatasetView>(`/api/datasets/${draft.id}`)).body.columns
    expect(columns.map(({ name }) => name)).toEqual(['population'])
    const waiting = (await submit(wider)).body
    const withdrawal = { token: tokens.officer, body: { reason: '合作结束', version: waiting.version } }
    const gone = await app.call<Dataset>('POST', `/api/dataset-drafts/${draft.id}/retirement`, withdrawal)
    expect(gone.body).toMatchObject({ state: 'retired', can: [] })
    expect(await doors(draft.id)).toEqual([404, 404])
    expect(await listed()).not.toContain(draft.id)
    // withdrawn it comes back by no approval
    expect((await decide({ ...waiting, version: gone.body.version })).error?.code).toBe('dataset.retired')
    expect((await submit(gone.body)).error?.code).toBe('dataset.retired')
    const { items } = (await app.call<{ items: Dataset[] }>('GET', '/api/dataset-approvals', { token: tokens.second })).body
    expect(items.map(({ id }) => id)).not.toContain(draft.id)
  })

  it('is retired for a reason, and nobody reads it from then on', async () => {
    const set = await published()
    const retire = (version: number, token = tokens.officer) =>
      app.call<Dataset>('POST', `/api/dataset-drafts/${set.id}/retirement`, { token, body: { reason: '任务结束', version } })
    expect((await retire(set.version, tokens.manager)).status).toBe(403)
    expect((await retire(set.version, tokens.far)).status).toBe(404)
    expect((await retire(1)).error?.code).toBe('stale')
    expect((await publish(set)).error?.code).toBe('dataset.unchanged')
    expect((await rows(set.id)).status).toBe(200)
    expect((await retire(set.version)).body).toMatchObject({ state: 'retired', can: [] })
    expect((await rows(set.id)).status).toBe(404)
    expect((await retire(set.version + 1)).error?.code).toBe('dataset.retired')
    expect((await change(set)).error?.code).toBe('dataset.retired')
    const kept = await app.call<{ items: Dataset[] }>('GET', '/api/dataset-drafts?state=retired', { token: tokens.officer })
    expect(kept.body.items.map(({ id }) => id)).toContain(set.id)
    expect(kept.body.items.every(({ state }) => state === 'retired')).toBe(true)
  })
})
