import type { Api, Partner } from '@liren/contract/capabilities/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { signatureHeaders, signRequest } from '../../kernel/crypto/signed-request.ts'

describeStores('interface management', (open) => {
  let app: TestApp
  let village: Village
  let admin: string
  const keys = { publicKey: '', privateKey: '' }
  let nonces = 0

  beforeAll(async () => {
    // limits are counted on the test's own clock; Redis would count on its own
    app = await startTestApp(open, { settings: { LIREN_REDIS_URL: '' } })
    village = await makeVillage(app)
    admin = await app.tokenOf(await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', village.city]] }), 'admin')
    Object.assign(keys, app.kernel.crypto.generateKeyPair())
  })
  afterAll(() => app.close())

  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  const apis = (query = '') => ok(app.call<{ items: Api[] }>('GET', `/api/apis${query}`, { token: admin }))
  const register = (over: object = {}) =>
    app.call<Partner>('POST', '/api/partners', {
      token: admin,
      body: {
        name: '市域平台',
        owner: '数据局',
        publicKey: keys.publicKey,
        groups: ['repair'],
        placeId: village.estate.id,
        perSecond: 1000,
        ...over,
      },
    })
  const change = (partner: Partner, body: object) =>
    app.call<Partner>('PATCH', `/api/partners/${partner.id}`, { token: admin, body: { version: partner.version, ...body } })

  /** A partner's request; `tamper` changes it after it was signed. */
  const signed = (
    partner: Pick<Partner, 'keyId'>,
    method: string,
    target: string,
    over: { now?: number; nonce?: string; privateKey?: string; sentTarget?: string; drop?: string } = {},
  ) => {
    const nonce = over.nonce ?? `nonce-of-the-test-${String(++nonces).padStart(6, '0')}`
    const made = signRequest(
      app.kernel.crypto,
      over.privateKey ?? keys.privateKey,
      { method, target, body: Buffer.alloc(0) },
      { keyId: partner.keyId, now: over.now ?? app.clock.now(), nonce },
    )
    const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, header]) => [header, made[part as keyof typeof made]]))
    if (over.drop) delete headers[over.drop]
    return app.call<{ items: unknown[] }>(method, over.sentTarget ?? target, { headers })
  }

  it('refuses whoever does not manage interfaces', async () => {
    expect((await app.call('GET', '/api/apis')).status).toBe(401)
    expect((await app.call('GET', '/api/apis', { token: village.tokens.manager })).error?.code).toBe('permission.denied')
    expect((await app.call('POST', '/api/partners', { token: village.tokens.manager, body: {} })).error?.code).toBe('permission.denied')
  })

  it('[GB42455-7.3.5-a] finds interfaces by path, group, owner and state, each with its document', async () => {
    expect((await apis('?q=/api/repairs/:id/actions/grab')).items.map((one) => one.id)).toEqual(['repair.grab'])
    const repairs = (await apis('?group=repair')).items
    expect(repairs.length).toBeGreaterThan(20)
    const grab = repairs.find((one) => one.id === 'repair.grab') as Api
    expect(grab.document).toBe('/api/docs#repair.grab')
    await ok(app.call('PATCH', '/api/apis/repair.grab', { token: admin, body: { owner: '维修组', state: 'off', version: grab.version } }))
    expect((await apis('?owner=维修')).items.map((one) => one.id)).toEqual(['repair.grab'])
    expect((await apis('?state=off')).items.map((one) => one.id)).toEqual(['repair.grab'])
    await ok(app.call('PATCH', '/api/apis/repair.grab', { token: admin, body: { state: 'on', version: grab.version + 1 } }))
  })

  it('switches an interface off and on at once, but never the door itself', async () => {
    const before = (await apis('?q=repair.categories')).items[0] as Api
    const off = await ok(
      app.call<Api>('PATCH', '/api/apis/repair.categories', { token: admin, body: { state: 'off', version: before.version } }),
    )
    expect((await app.call('GET', '/api/repairs/categories')).status).toBe(503)
    await ok(app.call('PATCH', '/api/apis/repair.categories', { token: admin, body: { state: 'on', version: off.version } }))
    expect((await app.call('GET', '/api/repairs/categories')).status).toBe(200)
    const door = await app.call('PATCH', '/api/apis/api.update', { token: admin, body: { state: 'off', version: 0 } })
    expect(door.error?.code).toBe('api.vital')
  })

  it('[GB42455-7.3.5-b] makes a group and moves interfaces into it; lists, documents and grants go by it', async () => {
    const made = await ok(
      app.call<{ code: string }>('PUT', '/api/api-groups/city-brain', {
        token: admin,
        body: { text: { zh: '城市大脑', en: 'City brain' }, version: 0 },
      }),
    )
    expect(made.code).toBe('city-brain')
    const one = (await apis('?q=repair.statistics')).items[0] as Api
    await ok(app.call('PATCH', '/api/apis/repair.statistics', { token: admin, body: { group: 'city-brain', version: one.version } }))
    expect((await apis('?group=city-brain')).items.map((item) => item.id)).toEqual(['repair.statistics'])
    const groups = await ok(app.call<{ items: { code: string; apis: number }[] }>('GET', '/api/api-groups', { token: admin }))
    expect(groups.items.find((group) => group.code === 'city-brain')?.apis).toBe(1)
    const partner = await ok(register({ groups: ['city-brain'] }))
    expect((await signed(partner, 'GET', '/api/repairs/statistics?from=2026-01-01&to=2026-01-31')).status).toBe(200)
    expect((await signed(partner, 'GET', '/api/repairs')).status).toBe(403)
  })

  it('refuses a key that is not SM2 and a group that does not exist', async () => {
    const rsa = `-----BEGIN PUBLIC KEY-----\n${'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK'.repeat(4)}\n-----END PUBLIC KEY-----`
    expect((await register({ publicKey: rsa })).error?.code).toBe('api.key-unfit')
    expect((await register({ groups: ['nothing'] })).error).toMatchObject({ code: 'api.group-unknown', details: { codes: ['nothing'] } })
  })

  it('[GB42455-7.3.5-c] lets a granted partner in, others not, and a revocation acts at once', async () => {
    const partner = await ok(register())
    expect((await signed(partner, 'GET', '/api/repairs?limit=5')).status).toBe(200)
    expect((await signed(partner, 'GET', '/api/apis')).error?.code).toBe('permission.denied')
    const other = await ok(register({ groups: ['dictionary'] }))
    expect((await signed(other, 'GET', '/api/repairs')).error?.code).toBe('permission.denied')
    const revoked = await ok(change(partner, { groups: [] }))
    expect((await signed(partner, 'GET', '/api/repairs')).error?.code).toBe('permission.denied')
    await ok(change(revoked, { groups: ['repair'], state: 'off' }))
    expect((await signed(partner, 'GET', '/api/repairs')).status).toBe(401)
    const stale = await change(partner, { perSecond: 5 })
    expect(stale.error?.code).toBe('stale')
  })

  it('[ZJWL-9.3.1.5] refuses a signature that is missing, wrong, used before or old, and writes each down', async () => {
    const partner = await ok(register())
    const target = '/api/repairs?limit=5'
    const reason = async (asked: ReturnType<typeof signed>) => {
      const answer = await asked
      return [answer.status, answer.error?.details?.signature]
    }
    expect(await reason(signed(partner, 'GET', target, { drop: 'x-liren-signature' }))).toEqual([401, 'missing'])
    expect(await reason(signed(partner, 'GET', target, { privateKey: app.kernel.crypto.generateKeyPair().privateKey }))).toEqual([
      401,
      'wrong',
    ])
    expect(await reason(signed(partner, 'GET', target, { sentTarget: '/api/repairs?limit=50' }))).toEqual([401, 'wrong'])
    expect(await reason(signed(partner, 'GET', target, { now: app.clock.now() - 301_000 }))).toEqual([401, 'out-of-time'])
    expect(await reason(signed({ keyId: 'pk-nobody' }, 'GET', target))).toEqual([401, 'unknown-key'])
    const nonce = 'the-same-nonce-twice'
    expect((await signed(partner, 'GET', target, { nonce })).status).toBe(200)
    expect(await reason(signed(partner, 'GET', target, { nonce }))).toEqual([401, 'replayed'])
    const trail = await peek<{ reason: string }>(
      app.kernel.store,
      "SELECT reason FROM audit_entries WHERE action = 'api.signature-refused' ORDER BY id",
    )
    expect(new Set(trail.map((entry) => entry.reason))).toEqual(new Set(['missing', 'wrong', 'out-of-time', 'unknown-key', 'replayed']))
  })

  it('a partner whose row was changed behind our back is refused', async () => {
    const partner = await ok(register({ groups: ['dictionary'] }))
    await app.kernel.store.run('UPDATE partners SET grps = \'["repair"]\' WHERE id = ?', [partner.id])
    expect((await signed(partner, 'GET', '/api/repairs')).status).toBe(401)
  })

  it('[GB42455-7.3.5-e] holds a partner to its limit per second without touching the others', async () => {
    const slow = await ok(register({ perSecond: 10 }))
    const quick = await ok(register())
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await signed(slow, 'GET', '/api/repairs')).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect((await signed(quick, 'GET', '/api/repairs')).status).toBe(200)
    await app.clock.advance(1000)
    expect((await signed(slow, 'GET', '/api/repairs')).status).toBe(200)
    // what was turned away is counted as this partner's
    const day = new Date(app.clock.now()).toISOString().slice(0, 10)
    const told = await ok(
      app.call<{ items: object[] }>('GET', `/api/apis/statistics?from=${day}&to=${day}&by=caller&caller=${slow.id}`, { token: admin }),
    )
    expect(told.items).toMatchObject([{ calls: 12, errors: 1 }])
  })

  it('[GB42455-7.3.5-d] counts calls, errors and times by interface and by caller', async () => {
    const partner = await ok(register())
    for (let i = 0; i < 90; i++) await signed(partner, 'GET', '/api/repairs')
    for (let i = 0; i < 10; i++) await signed(partner, 'GET', '/api/repairs?limit=9999')
    const day = new Date(app.clock.now()).toISOString().slice(0, 10)
    const read = (by: string) =>
      ok(
        app.call<{
          items: { key: string; label: string; calls: number; errors: number; errorRate: number; averageMs: number; p95Ms: number }[]
        }>('GET', `/api/apis/statistics?from=${day}&to=${day}&by=${by}&caller=${partner.id}`, { token: admin }),
      )
    expect((await read('api')).items).toMatchObject([{ key: 'repair.list', calls: 100, errors: 10, errorRate: 0.1 }])
    const [caller] = (await read('caller')).items
    expect(caller).toMatchObject({ label: '市域平台', calls: 100, errors: 10 })
    expect(caller?.p95Ms).toBeGreaterThanOrEqual(10)
  })
})
