import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificate } from '@liren/contract/capabilities/certificate'
import type { Device } from '@liren/contract/capabilities/device'
import { firstDigest } from '@liren/contract/device-events'
import type { DevicesAnswer } from '@liren/contract/device-register'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'

const day = 86_400_000
const folder = mkdtempSync(join(tmpdir(), 'liren-certificate-'))
afterAll(() => rmSync(folder, { recursive: true }))

let keys = 0
/** The openssl command plays the device: it makes a key, keeps it, and asks for a certificate. */
function requestFor(name: string, kind: 'p256' | 'sm2' = 'p256'): { request: string; privateKey: string } {
  const key = join(folder, `${++keys}.key`)
  const algorithm = kind === 'sm2' ? ['-algorithm', 'SM2'] : ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
  const digest = kind === 'sm2' ? ['-sm3', '-sigopt', 'distid:1234567812345678'] : ['-sha256']
  const privateKey = execFileSync('openssl', ['genpkey', ...algorithm, '-out', key]) && execFileSync('cat', [key], { encoding: 'utf8' })
  const request = execFileSync('openssl', ['req', '-new', '-key', key, '-subj', `/CN=${name}`, ...digest], { encoding: 'utf8' })
  return { request, privateKey }
}

describeStores('certificates', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let security: string
  let names = 0

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    security = await app.tokenOf(await makePerson(app.kernel, '祝守钥', { roles: [['security-administrator', village.city]] }), 'admin')
  })
  afterAll(() => app.close())

  const apply = (ownerCode: string, request: string, token = scene.admin, ownerKind = 'device') =>
    app.call<Certificate>('POST', '/api/certificates', { token, body: { ownerKind, ownerCode, request } })
  const act = <T = Certificate>(one: { id: string; version: number }, what: string, more: object = {}, token = security) =>
    app.call<T>('POST', `/api/certificates/${one.id}/${what}`, { token, body: { version: one.version, ...more } })
  const fetched = (one: { id: string }) =>
    app.call<{ certificate: string; authority: string }>('POST', `/api/certificates/${one.id}/fetch`, { token: scene.admin, body: {} })
  const issued = async (code: string, kind: 'p256' | 'sm2' = 'p256', ownerKind = 'device') => {
    const { request, privateKey } = requestFor(code, kind)
    const applied = body(await apply(code, request, scene.admin, ownerKind), 201)
    return { certificate: body(await act(applied, 'issue', { days: 90 })), privateKey }
  }
  const made = () => scene.made({ code: `door-${++names}`, name: '北门' })
  const registerOf = async (bridge: PlayedBridge, code: string) => {
    const { devices } = body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: 0 }))
    return devices.filter((device) => device.code === code).at(-1)
  }
  const columnsOf = async (device: Device) =>
    (
      await peek<{ certificate_fingerprint: string | null; next_fingerprint: string | null; signing_key: string | null }>(
        app.kernel.store,
        'SELECT certificate_fingerprint, next_fingerprint, signing_key FROM devices WHERE id = ?',
        [device.id],
      )
    )[0]

  it('are nobody’s business who is not signed in, keeps no devices, or keeps those of another city', async () => {
    const device = await made()
    const { request } = requestFor(device.code)
    expect((await app.call('GET', '/api/certificates')).error?.code).toBe('identity.missing')
    for (const token of [village.tokens.resident, village.tokens.worker, village.tokens.manager, security])
      expect((await apply(device.code, request, token)).error?.code).toBe('permission.denied')
    const { certificate } = await issued(device.code)
    const far = await app.tokenOf(await makePerson(app.kernel, '远系安', { roles: [['system-administrator', village.farEstate]] }), 'admin')
    expect((await app.call('GET', `/api/certificates/${certificate.id}`, { token: far })).status).toBe(404)
    expect((await app.call<{ items: unknown[] }>('GET', '/api/certificates', { token: far })).body.items).toEqual([])
    expect((await apply(device.code, request, far)).error?.code).toBe('certificate.owner-unknown')
  })

  it('are refused for a name that is not the device’s own, a key that is known already, and what is no request', async () => {
    const [device, other] = [await made(), await made()]
    const mine = requestFor(device.code)
    expect((await apply(other.code, mine.request)).error?.code).toBe('certificate.name')
    expect((await apply('nobody-9', requestFor('nobody-9').request)).error?.code).toBe('certificate.owner-unknown')
    expect((await apply(device.code, mine.request.replace('BEGIN CERTIFICATE', 'BEGIN'))).error?.code).toBe('certificate.unreadable')
    const foreign = mine.request.split('\n')
    foreign[2] = `${foreign[2]?.slice(0, -4)}AAAA`
    expect(['certificate.signature', 'certificate.key', 'certificate.unreadable']).toContain(
      (await apply(device.code, foreign.join('\n'))).error?.code,
    )
    body(await apply(device.code, mine.request), 201)
    expect((await apply(device.code, requestFor(device.code).request)).error?.code).toBe('certificate.pending')
    expect((await apply(device.code, mine.request)).error?.code).toBe('certificate.key-used')
  })

  it('are decided about by somebody else than who applied, once, in the version that was seen', async () => {
    const both = await app.tokenOf(await makePerson(app.kernel, '两手', { roles: [['system-administrator', village.city]] }), 'admin')
    const device = await made()
    const applied = body(await apply(device.code, requestFor(device.code).request, both), 201)
    expect((await act(applied, 'issue', { days: 90 }, both)).error?.code).toBe('permission.denied')
    expect((await act({ ...applied, version: 9 }, 'issue', { days: 90 })).error?.code).toBe('stale')
    const refused = body(await act(applied, 'refuse', { note: '设备还没到货' }))
    expect(refused).toMatchObject({ state: 'refused', note: '设备还没到货' })
    expect((await act(refused, 'issue', { days: 90 })).error?.code).toBe('certificate.state')
    expect((await columnsOf(device))?.certificate_fingerprint).toBeNull()
  })

  it('[SZSQ-7.3-f] [GB42455-9.4-h] go from application to destruction, every step in the audit trail, and what is destroyed admits nobody', async () => {
    const bridge = `bridge-${++names}`
    const first = app.kernel.crypto.generateKeyPair()
    await app.call('PUT', `/api/bridge/bridges/${bridge}`, {
      token: scene.admin,
      body: { name: '网桥', publicKey: first.publicKey, isEnabled: true },
    })
    const send = (privateKey: string, number: number, previous: string) => {
      const payload = JSON.stringify({
        ...{ bridge, number, previous },
        events: [{ device: `${bridge}-door`, sequence: number, at: 1, heardAt: 2, type: 'door.opened', values: {} }],
      })
      const signature = app.kernel.crypto.sign(privateKey, Buffer.from(payload)).toString('base64')
      return app.call<{ digest: string }>('POST', '/api/bridge/batches', { body: { payload, signature } })
    }
    const { certificate, privateKey } = await issued(bridge, 'sm2', 'bridge')
    const handed = body(await fetched(certificate))
    expect(new X509Certificate(handed.certificate).subject).toContain(`CN=${bridge}`)
    expect((await send(first.privateKey, 1, firstDigest)).error?.code, 'the key without a certificate').toBe('bridge.signature')
    const taken = body(await send(privateKey, 1, firstDigest))

    const next = requestFor(bridge, 'sm2')
    const renewed = body(await act(certificate, 'renew', { request: next.request }, scene.admin), 201)
    expect(renewed.followsId).toBe(certificate.id)
    const successor = body(await act(renewed, 'issue', { days: 90 }))
    expect((await send(privateKey, 2, taken.digest)).error?.code, 'the certificate before').toBe('bridge.signature')
    const again = body(await send(next.privateKey, 2, taken.digest))

    const destroyed = body(await act(successor, 'revoke', { reason: 'key-compromise', note: '网桥被盗' }))
    expect(destroyed).toMatchObject({ state: 'revoked', reason: 'key-compromise', can: [] })
    expect((await send(next.privateKey, 3, again.digest)).error?.code).toBe('bridge.disabled')
    expect((await fetched(destroyed)).error?.code).toBe('certificate.state')
    const { items } = body(await app.call<{ items: { kind: string; revocationList: string }[] }>('GET', '/api/certificate-authorities'))
    const list = execFileSync('openssl', ['crl', '-noout', '-text'], {
      input: items.find(({ kind }) => kind === 'sm2')?.revocationList as string,
      encoding: 'utf8',
    })
    expect(list.replace(/^0+/gm, '')).toContain((successor.serial as string).toUpperCase().replace(/^0+/, ''))
    expect(list).not.toContain((certificate.serial as string).toUpperCase())

    const trail = await peek<{ action: string }>(
      app.kernel.store,
      "SELECT action FROM audit_entries WHERE subject = 'certificate' AND subject_id IN (?, ?) AND result = 'done' ORDER BY id",
      [certificate.id, successor.id],
    )
    expect(trail.map(({ action }) => action)).toEqual(
      ['applied', 'issued', 'fetched', 'applied', 'issued', 'revoked'].map((step) => `certificate.${step}`),
    )
  })

  it('[ZJWL-7.3.2.4.1-1] are what a device of high grade needs; one of low grade has a secret of its own, and less is refused', async () => {
    const bridge = await playBridge(app, scene.admin, `bridge-${++names}`)
    const product = await app.call<{ id: string; version: number }>('POST', '/api/products', {
      token: scene.admin,
      body: {
        ...{ code: `safe-door-${++names}`, name: '高等级门禁', category: 'metering', kind: 'meter', protocol: 'mqtt' },
        ...{ manufacturer: '里仁', model: 'D1', grade: 'high', presence: 'gate', silenceSeconds: null, maintenanceDays: null },
        checklist: { identity: '证书' },
      },
    })
    const { id, version } = body(product, 201)
    const label = { zh: '功率', en: 'Power' }
    const properties = [
      { code: 'powerW', text: label, type: 'number', access: 'read', unit: 'W', from: { event: 'meter.read', field: 'powerW' } },
    ]
    const model = { properties, events: [], services: [] }
    body(await app.call('PUT', `/api/products/${id}/model`, { token: scene.admin, body: { model, version } }))
    const { product: draft } = body(await app.call<{ product: { version: number } }>('GET', `/api/products/${id}`, { token: scene.admin }))
    body(await app.call('POST', `/api/products/${id}/release`, { token: scene.admin, body: { version: draft.version } }))

    const high = await scene.made({ code: `safe-${++names}`, productId: id, bridge: bridge.code })
    expect((await scene.post(high, 'secret')).error?.code).toBe('device.needs-certificate')
    expect((await scene.post(high, 'activate')).error?.code).toBe('device.no-credential')
    const { certificate } = await issued(high.code)
    const now = body(await app.call<{ device: Device }>('GET', `/api/devices/${high.id}`, { token: scene.admin })).device
    expect(body(await scene.post(now, 'activate')).stage).toBe('active')
    const told = await registerOf(bridge, high.code)
    expect(told).toMatchObject({ certificateFingerprint: certificate.fingerprint, isEnabled: true })
    expect(told?.secretDigest, 'there is no lower way in').toBeUndefined()

    const low = await scene.made({ code: `plain-${++names}`, bridge: bridge.code })
    expect((await scene.post(low, 'activate')).error?.code).toBe('device.no-credential')
    expect(body(await scene.post(low, 'secret'), 201)).toMatchObject({ secret: expect.any(String) })
  })

  it('are renewed without a gap: both are believed until the older one is gone, and its bridge hears of each step', async () => {
    const bridge = await playBridge(app, scene.admin, `bridge-${++names}`)
    const device = await scene.made({ code: `gate-${++names}`, bridge: bridge.code })
    const { certificate: first } = await issued(device.code)
    const renewed = body(await act(first, 'renew', { request: requestFor(device.code).request }, scene.admin), 201)
    const second = body(await act(renewed, 'issue', { days: 90 }))
    expect(await columnsOf(device)).toMatchObject({ certificate_fingerprint: first.fingerprint, next_fingerprint: second.fingerprint })
    const third = body(await act(second, 'renew', { request: requestFor(device.code).request }, scene.admin), 201)
    expect((await act(third, 'issue', { days: 90 })).error?.code, 'three at a time').toBe('certificate.pending')
    body(await act(first, 'revoke', { reason: 'superseded', note: '已换新证书' }))
    expect(await columnsOf(device)).toMatchObject({ certificate_fingerprint: second.fingerprint, next_fingerprint: null })
    const told = await registerOf(bridge, device.code)
    expect(told).toMatchObject({ certificateFingerprint: second.fingerprint })
    expect(told?.nextFingerprint).toBeUndefined()
  })

  it('give a device the key that it signs by, and take it away again', async () => {
    const device = await made()
    const { certificate } = await issued(device.code, 'sm2')
    expect((await columnsOf(device))?.signing_key).toContain('BEGIN PUBLIC KEY')
    body(await act(certificate, 'revoke', { reason: 'ceased', note: '设备拆除' }))
    expect((await columnsOf(device))?.signing_key).toBeNull()
  })

  it('end in time by themselves, and are spoken of a month before, once', async () => {
    const device = await made()
    const { certificate } = await issued(device.code)
    const told = async () =>
      (
        await peek<{ seq: number }>(
          app.kernel.store,
          "SELECT seq FROM live_events WHERE name = 'certificate.expiring' AND subject_id = ? AND place_path = ?",
          [certificate.id, village.garden.path],
        )
      ).length
    await app.clock.leap(59 * day)
    await scene.runJob('certificate.remind')
    expect(await told()).toBe(0)
    await app.clock.leap(2 * day)
    await scene.runJob('certificate.remind')
    await scene.runJob('certificate.remind')
    expect(await told()).toBe(1)
    await app.clock.leap(30 * day)
    await scene.runJob('certificate.expire')
    const ended = body(await app.call<Certificate>('GET', `/api/certificates/${certificate.id}`, { token: await renewedSecurity() }))
    expect(ended.state).toBe('expired')
    expect((await columnsOf(device))?.certificate_fingerprint).toBeNull()
  })

  const renewedSecurity = async () =>
    app.tokenOf(await makePerson(app.kernel, '祝守夜', { roles: [['security-administrator', village.city]] }), 'admin')

  it('are listed by cursor with as many statements however many there are, and nothing of a key is in the clear', async () => {
    const token = await renewedSecurity()
    const page = (more = '', limit = 3) =>
      app.call<{ items: Certificate[]; next?: string }>('GET', `/api/certificates?limit=${limit}${more}`, { token })
    const first = await page()
    expect(first.body.items).toHaveLength(3)
    const second = await page(`&cursor=${first.body.next}`)
    expect(second.body.items.map(({ id }) => id)).not.toContain(first.body.items[0]?.id)
    expect(Number(second.headers.get('x-liren-statements'))).toBeLessThanOrEqual(10)
    const many = await page('', 100)
    expect(many.body.items.length).toBeGreaterThan(3)
    expect(many.headers.get('x-liren-statements')).toBe(second.headers.get('x-liren-statements'))
    expect((await page('&state=revoked')).body.items.every(({ state }) => state === 'revoked')).toBe(true)
    for (const row of await app.kernel.store.rows<{ private_key: string }>('SELECT private_key FROM certificate_authorities'))
      expect(row.private_key).not.toContain('PRIVATE KEY')
  })
})
