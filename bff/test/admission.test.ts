import { randomBytes } from 'node:crypto'
import { firstDigest } from '@liren/contract/device-events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signatureHeaders, signRequest } from '../src/kernel/crypto/signed-request.ts'
import { unscoped } from '../src/kernel/store/scope.ts'
import { startTestApp, type TestApp } from './app.ts'
import { describeStores } from './stores.ts'
import { makePerson, makeVillage, type Village } from './village.ts'

interface Refusal {
  readonly action: string
  readonly reason: string
  readonly request_id: string
}

describeStores('who and what is not admitted', (open) => {
  let app: TestApp
  let village: Village
  let keys: { privateKey: string; publicKey: string }
  beforeAll(async () => {
    const settings = { LIREN_PUBLIC_URL: 'https://liren.example', LIREN_TRUST_PROXY: 'on' }
    app = await startTestApp(open, { settings })
    village = await makeVillage(app)
    keys = app.kernel.crypto.generateKeyPair()
    const admin = await app.tokenOf(await makePerson(app.kernel, '顾系安', { roles: [['system-administrator', village.city]] }), 'admin')
    const body = { name: '本机网桥', isEnabled: true, publicKey: keys.publicKey }
    expect((await app.call('PUT', '/api/bridge/bridges/known', { token: admin, body })).status).toBe(200)
  })
  afterAll(() => app.close())

  let asked = 0
  /** Asks, and gives what the trail says of that very request. */
  async function refusal(method: string, path: string, ask: Parameters<TestApp['call']>[2] = {}) {
    const requestId = `admission-${String(++asked).padStart(8, '0')}`
    const { status, error } = await app.call(method, path, { ...ask, headers: { ...ask.headers, 'x-request-id': requestId } })
    const rows = await unscoped<Refusal>(app.kernel.store, 'the test reads the trail', {
      sql: "SELECT action, reason, request_id FROM audit_entries WHERE request_id = ? AND result = 'refused' ORDER BY id",
      params: [requestId],
    })
    return { status, code: error?.code, audited: rows.map(({ action, reason }) => [action, reason]) }
  }
  const batch = (bridge: string, device: string, privateKey = keys.privateKey) => {
    const event = { device, sequence: 1, at: 1000, heardAt: 2000, type: 'door.opened', values: {} }
    const payload = JSON.stringify({ bridge, number: 1, previous: firstDigest, events: [event] })
    return { payload, signature: app.kernel.crypto.sign(privateKey, Buffer.from(payload)).toString('base64') }
  }

  it('[DB3205-4-b] refuses a user, a system and a device that nobody registered, and plaintext transport, each on record', async () => {
    const secret = 'Never-registered-1'
    expect(
      await refusal('POST', '/api/session', {
        body: { account: 'nobody', password: secret, end: 'admin', client: 'bearer', device: 'test' },
      }),
    ).toMatchObject({
      status: 401,
      audited: [['session.opened', expect.any(String)]],
    })
    const report = { kind: 'home', category: 'water', description: '漏水', placeId: village.house.id, photos: [] }
    expect(await refusal('POST', '/api/repairs', { token: 'x'.repeat(43), body: report })).toMatchObject({
      status: 401,
      audited: [['repair.created', expect.any(String)]],
    })

    const target = { method: 'GET', target: '/api/places', body: Buffer.alloc(0) }
    const parts = { keyId: 'pk-nobody', now: app.clock.now(), nonce: randomBytes(16).toString('hex') }
    const signature = signRequest(app.kernel.crypto, keys.privateKey, target, parts)
    const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, name]) => [name, signature[part as 'nonce']]))
    expect(await refusal('GET', '/api/places', { headers })).toEqual({
      ...{ status: 401, code: 'identity.missing', audited: [['api.signature-refused', 'unknown-key']] },
    })

    expect(await refusal('POST', '/api/bridge/batches', { body: batch('stranger', 'door-1') })).toEqual({
      ...{ status: 401, code: 'bridge.unknown', audited: [['bridge.refused', 'bridge.unknown']] },
    })
    const forged = batch('known', 'door-1', app.kernel.crypto.generateKeyPair().privateKey)
    expect(await refusal('POST', '/api/bridge/batches', { body: forged })).toEqual({
      ...{ status: 401, code: 'bridge.signature', audited: [['bridge.refused', 'bridge.signature']] },
    })
    // behind a known bridge: what it says is kept apart and has no effect
    const heard = await app.call<{ quarantined: number }>('POST', '/api/bridge/batches', { body: batch('known', 'door-unknown') })
    expect(heard.body).toMatchObject({ quarantined: 1 })
    const strangers = await unscoped<{ result: string; after_json: string }>(app.kernel.store, 'the test reads the trail', {
      sql: "SELECT result, after_json FROM audit_entries WHERE action = 'device.unregistered'",
      params: [],
    })
    expect(strangers.map(({ result, after_json }) => [result, (JSON.parse(after_json) as { code: string }).code])).toEqual([
      ['refused', 'door-unknown'],
    ])

    const plain = { 'x-forwarded-proto': 'http', 'x-forwarded-for': '203.0.113.5' }
    expect(await refusal('GET', '/api/session', { token: village.tokens.resident, headers: plain })).toEqual({
      ...{ status: 426, code: 'request.plaintext', audited: [['transport.refused', 'request.plaintext']] },
    })
  })

  it('admits those who are registered and come by https, and our own processes that ask without a proxy', async () => {
    for (const headers of [{ 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.5' }, {}] as Record<string, string>[])
      expect(await refusal('GET', '/api/session', { token: village.tokens.resident, headers })).toEqual({
        ...{ status: 200, code: undefined, audited: [] },
      })
  })
})
