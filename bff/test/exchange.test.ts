import { readFileSync } from 'node:fs'
import type { Partner } from '@liren/contract/capabilities/api'
import type { Dataset } from '@liren/contract/capabilities/dataset'
import type { UpstreamMandate, UpstreamSystem } from '@liren/contract/capabilities/upstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { paperOf } from '../src/capabilities/upstream/testing.ts'
import { signatureHeaders, signRequest } from '../src/kernel/crypto/signed-request.ts'
import { startTestApp, type TestApp } from './app.ts'
import { type Call, type Client, clientOf, flawsOf, type OpenApi } from './open-client.ts'
import { peek } from './peek.ts'
import { describeStores } from './stores.ts'
import { makePerson, makeVillage, type Village } from './village.ts'

const start = Date.parse('2026-03-02T10:00+08:00')

describeStores('an outside client that knows nothing but the published documents', (open) => {
  let app: TestApp
  let village: Village
  let document: OpenApi
  let client: Client
  let system: string
  let nonces = 0

  beforeAll(async () => {
    app = await startTestApp(open, { start, settings: { LIREN_REDIS_URL: '', LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    system = await app.tokenOf(await makePerson(app.kernel, '系统员', { roles: [['system-administrator', village.city]] }), 'admin')
    document = JSON.parse(readFileSync(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8'))
    client = clientOf(document)
  })
  afterAll(() => app.close())

  interface Credential {
    readonly keyId: string
    readonly privateKey: string
  }
  const keysOf = () => app.kernel.crypto.generateKeyPair()
  const register = async (groups: readonly string[], perSecond = 1000): Promise<Credential & Partner> => {
    const { publicKey, privateKey } = keysOf()
    const body = { name: '市域平台', owner: '数据局', publicKey, groups, placeId: village.community.id, perSecond }
    const made = await app.call<Partner>('POST', '/api/partners', { token: system, body })
    if (made.status !== 201) throw new Error(made.text)
    return { ...made.body, privateKey }
  }
  /** What a partner's program would do: the operation by its name, signed with its own key. */
  const asPartner = async <T>({ keyId, privateKey }: Credential, operation: string, input: Call = {}) => {
    const { method, target, body, answers } = client(operation, input)
    const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body))
    const nonce = `nonce-of-the-exchange-${String(++nonces).padStart(6, '0')}`
    const made = signRequest(app.kernel.crypto, privateKey, { method, target, body: bytes }, { keyId, now: app.clock.now(), nonce })
    const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, header]) => [header, made[part as keyof typeof made]]))
    const answer = await app.call<T>(method, target, { headers, ...(body === undefined ? {} : { body }) })
    expect(answers, `${operation} answered ${answer.status}`).toContain(answer.status)
    return answer
  }
  const asPerson = async <T>(token: string | undefined, operation: string, input: Call = {}): Promise<T> => {
    const { method, target, body, answers } = client(operation, input)
    const answer = await app.call<T>(method, target, { ...(token ? { token } : {}), ...(body === undefined ? {} : { body }) })
    expect(answers, `${operation} answered ${answer.status}`).toContain(answer.status)
    if (answer.status >= 400) throw new Error(answer.text)
    return answer.body
  }
  const person = (n: number) => ({
    ...{ archive: 'person', ref: `T${n}`, place: village.house.path, as: 'tenant', changedAt: new Date(app.clock.now()).toISOString() },
    values: {
      name: `许${'一二三四五六'[n]}`,
      idKind: 'resident',
      idNumber: paperOf(n),
      phone: `1000000${7000 + n}`,
      population: 'resident',
    },
  })
  const entrust = async (partner: Partner, code: string) => {
    const token = village.tokens.officer
    const body = {
      ...{ name: '市域平台', source: 'property', placeId: village.community.id, partnerKeyId: partner.keyId, url: null },
      ...{ everyMinutes: 0, isOn: true, version: 0 },
    }
    const made = await asPerson<UpstreamSystem>(token, 'upstream.save-system', { params: { code }, body })
    return asPerson<UpstreamMandate>(token, 'upstream.grant', {
      params: { id: made.id },
      body: { placeId: village.house.id, archives: ['person'], until: '2026-12-31' },
    })
  }

  it('[SZSQ-6.6-c] the documents are whole, and a client made from them takes a repair from report to rating', async () => {
    expect(flawsOf(document)).toEqual([])
    const broken = structuredClone(document)
    broken.paths['/api/repairs/{id}']?.get?.parameters?.splice(0)
    Object.assign(broken.paths['/api/repairs']?.get ?? {}, { operationId: 'repair.create' })
    expect(flawsOf(broken)).toEqual(['repair.create is there twice', 'repair.read says nothing about {id}'])
    const { resident, worker } = village.tokens
    const body = {
      ...{ kind: 'home', category: 'water', description: '厨房水管漏水', placeId: village.house.id },
      photos: [await app.photo(resident)],
    }
    interface Step {
      readonly id: string
      readonly version: number
      readonly state: string
    }
    let repair = await asPerson<Step>(resident, 'repair.create', { body })
    const act = async (token: string, action: string, more: object = {}) => {
      repair = await asPerson<Step>(token, `repair.${action}`, { params: { id: repair.id }, body: { version: repair.version, ...more } })
    }
    await act(worker, 'grab')
    await act(worker, 'arrive')
    await act(worker, 'finish', { photos: [await app.photo(worker)] })
    await act(resident, 'confirm')
    await act(resident, 'rate', { rating: 5 })
    const seen = await asPerson<Step>(resident, 'repair.read', { params: { id: repair.id } })
    expect(seen).toMatchObject({ id: repair.id, state: 'closed' })
  })

  it('[GB42455-7.1.6-a] [DB3205-4-d.2] pushes a person and pulls a set of data with a credential and a limit of its own', async () => {
    const partner = await register(['dataset', 'upstream'], 10)
    await entrust(partner, 'city')
    const pushed = await asPartner<{ items: { outcome: string; fileId: string }[] }>(partner, 'upstream.push', {
      body: { changes: [person(1)] },
    })
    expect(pushed.body.items).toMatchObject([{ outcome: 'created' }])

    const draft = await asPerson<Dataset>(village.tokens.officer, 'dataset.create', {
      body: {
        ...{ name: '常住人口', purpose: '人口结构分析', layer: 'service', grade: 'L2', archive: 'person', fields: ['population'] },
        ...{ audience: [{ kind: 'partner', id: partner.id }], placeId: village.community.id },
      },
    })
    const params = { id: draft.id }
    const step = async (token: string, verb: string, body: object, { version }: Dataset) =>
      asPerson<Dataset>(token, `dataset.${verb}`, { params, body: { ...body, version } })
    const leader = await app.tokenOf(await makePerson(app.kernel, '街道领导', { roles: [['street-leader', village.city]] }), 'admin')
    const asked = await step(village.tokens.officer, 'submit', {}, draft)
    await step(village.tokens.officer, 'publish', { note: '首次发布' }, await step(leader, 'decide', { isApproved: true }, asked))
    const rows = (by: Credential) =>
      asPartner<{ items: { values: Record<string, unknown> }[] }>(by, 'dataset.rows', { params: { id: draft.id } })
    expect((await rows(partner)).body.items).toEqual([])
    // the service layer holds what somebody of the house has looked at
    const file = { id: pushed.body.items[0]?.fileId ?? '' }
    const { version } = await asPerson<{ version: number }>(village.tokens.officer, 'person.read', { params: file })
    await asPerson(village.tokens.officer, 'person.verify', { params: file, body: { version } })
    expect((await rows(partner)).body.items).toMatchObject([{ values: { population: 'resident' } }])

    // the limit is this credential's own
    const other = await register(['dataset'])
    await app.clock.advance(1000)
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await rows(partner)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect((await rows(other)).status).toBe(404)
    await app.clock.advance(1000)
    expect((await rows(partner)).status).toBe(200)
  })

  it('[GB42455-7.1.6-b] refuses who is not registered, who signs wrongly and who reaches beyond the grant, and writes each down', async () => {
    const partner = await register(['dataset'])
    const stranger = { keyId: 'pk-nobody', privateKey: keysOf().privateKey }
    expect((await asPartner(stranger, 'dataset.list')).status).toBe(401)
    expect((await asPartner({ ...partner, privateKey: keysOf().privateKey }, 'dataset.list')).status).toBe(401)
    expect((await asPartner(partner, 'dataset.list')).status).toBe(200)
    expect((await asPartner(partner, 'upstream.push', { body: { changes: [person(2)] } })).error?.code).toBe('permission.denied')
    const granted = await register(['upstream'])
    await entrust(granted, 'county')
    const beyond = { ...person(3), place: village.nextHouse.path }
    const pushed = await asPartner<{ items: { outcome: string; why: string }[] }>(granted, 'upstream.push', { body: { changes: [beyond] } })
    expect(pushed.body.items).toMatchObject([{ outcome: 'refused', why: 'out-of-grant' }])
    const trail = await peek<{ action: string; reason: string; actor_id: string | null }>(
      app.kernel.store,
      "SELECT action, reason, actor_id FROM audit_entries WHERE result = 'refused' ORDER BY id",
    )
    expect(trail.slice(-4)).toEqual([
      { action: 'api.signature-refused', reason: 'unknown-key', actor_id: null },
      { action: 'api.signature-refused', reason: 'wrong', actor_id: partner.id },
      { action: 'upstream.pushed', reason: 'permission.denied', actor_id: partner.id },
      { action: 'upstream.refused', reason: 'out-of-grant', actor_id: granted.id },
    ])
  })
})
