import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificates } from '../../../test/certificates.ts'
import { openStand, until } from '../../../test/stand.ts'
import { createSigner } from '../../crypto.ts'
import { secretDigest } from '../../registry.ts'
import { askWeb } from '../../transport/http-client.ts'
import { createHttpsDevice } from './client.ts'
import { httpsSensor } from './index.ts'
import { badBodies, goodBodies, signedSample } from './samples.ts'
import { createNonces, isSignedBy, macOf, signedText } from './signature.ts'

describe('bodies', () => {
  test.each(badBodies)('$text is refused', ({ text, at, why }) => {
    const decoded = httpsSensor.decode(Buffer.from(text))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded).toMatchObject({ at, why: expect.stringMatching(why) })
  })
  test.each(goodBodies)('$text is read', ({ text, says }) => {
    expect(httpsSensor.decode(Buffer.from(text))).toMatchObject({ ok: true, value: says })
  })
  test('any bytes are survived, as a message and as a reply', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        httpsSensor.decode(Buffer.from(bytes))
        httpsSensor.decode(Buffer.from(bytes), 'reply')
      }),
    )
  })
})

describe('signatures', () => {
  const { code, secret, signed } = signedSample
  const key = Buffer.from(secretDigest(code, secret), 'hex')

  test('openssl makes the same of the same text', () => {
    const made = execFileSync('openssl', ['dgst', '-sm3', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`], {
      input: signedText(signed),
    })
    expect(made.toString()).toContain(macOf(key, signed))
  })
  test.each([
    ['method', { method: 'PUT' }],
    ['path', { path: '/v1/devices/bin-2/messages' }],
    ['time', { time: '1760000000001' }],
    ['nonce', { nonce: 'abcdefgh-2' }],
    ['body', { body: Buffer.from('{"values":{} }') }],
  ])('a signature does not count for another %s', (_, other) => {
    expect(isSignedBy({ key }, signed, macOf(key, signed))).toBe(true)
    expect(isSignedBy({ key }, { ...signed, ...other }, macOf(key, signed))).toBe(false)
  })
  test('nobody signs for a device without a key, or with another one than its SM2 key', () => {
    expect(isSignedBy({ key: undefined }, signed, macOf(Buffer.alloc(32), signed))).toBe(false)
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' })
    const d = privateKey.export({ format: 'der', type: 'sec1' }).subarray(7, 39).toString('hex')
    const signer = createSigner(d)
    expect(isSignedBy({ publicKey: signer.publicKey, key }, signed, signer.sign(signedText(signed)))).toBe(true)
    expect(isSignedBy({ publicKey: signer.publicKey, key }, signed, macOf(key, signed))).toBe(false)
  })
  test('a word counts once, and is forgotten after its time', () => {
    let now = 0
    const nonces = createNonces(() => now, 1000)
    expect([nonces.use('a'), nonces.use('a'), nonces.use('b')]).toEqual([true, false, true])
    now = 2001
    expect(nonces.use('a')).toBe(true)
  })
})

describe('a sensor over HTTPS', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  const certificates = makeCertificates()
  const secret = 'the-secret-of-bin-1'
  const never = new AbortController().signal

  beforeAll(async () => {
    certificates.make('authority')
    for (const name of ['bridge', 'bin-3']) certificates.make(name, 'authority')
    const bin = (code: string, more: object) => ({ code, protocol: 'https-sensor', model: 'waste-bin', ...more })
    const fingerprint = certificates.fingerprint('bin-3')
    stand = await openStand(
      [
        bin('bin-1', { secret }),
        bin('bin-2', { secret: 'the-secret-of-bin-2' }),
        bin('bin-3', { secret, certificateFingerprint: fingerprint }),
      ],
      {
        env: {
          LIREN_BRIDGE_TLS_CERT: certificates.file('bridge.pem'),
          LIREN_BRIDGE_TLS_KEY: certificates.file('bridge.key'),
          LIREN_BRIDGE_TLS_CA: certificates.file('authority.pem'),
        },
      },
    )
  })
  afterAll(async () => {
    await stand.close()
    certificates.remove()
  })
  const sensor = (code = 'bin-1', its = secret, late = 0) =>
    createHttpsDevice({
      url: `https://localhost:${stand.bridge.ports['https-sensor.https']}`,
      ...{ code, secret: its, signal: never, now: () => Date.now() + late },
    })
  const post = (device: ReturnType<typeof sensor>, body: object) => device.ask('POST', '/messages', JSON.stringify(body))

  beforeAll(() => {
    // The test's own authority has no name for this address; what is tested is the bridge, not the certificate of the test.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    return () => {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    }
  })

  test('a wrong secret, a clock that is off, a stranger and a device with a certificate that shows none are refused', async () => {
    for (const device of [sensor('bin-1', 'another-secret-0000'), sensor('bin-1', secret, 600_000), sensor('nobody'), sensor('bin-3')])
      expect((await post(device, { values: { percent: 1 } })).status).toBe(401)
    expect(stand.platform.told('bin-1', 'bin.level')).toEqual([])
  })

  test('the same question played back is refused, and so is the plain listener', async () => {
    const body = '{"values":{"percent":3}}'
    const signed = {
      method: 'POST',
      path: '/v1/devices/bin-2/messages',
      time: String(Date.now()),
      nonce: 'played-back-1',
      body: Buffer.from(body),
    }
    const signature = macOf(Buffer.from(secretDigest('bin-2', 'the-secret-of-bin-2'), 'hex'), signed)
    const headers = { 'x-liren-time': signed.time, 'x-liren-nonce': signed.nonce, 'x-liren-signature': signature }
    const ask = (origin: string) => askWeb({ method: 'POST', url: `${origin}${signed.path}`, headers, body, signal: never })
    expect((await ask(`http://127.0.0.1:${stand.bridge.httpPort}`)).status).toBe(403)
    const secure = `https://localhost:${stand.bridge.ports['https-sensor.https']}`
    expect([(await ask(secure)).status, (await ask(secure)).status]).toEqual([200, 401])
    await until(() => stand.platform.told('bin-2', 'bin.level').length === 1)
  })

  test('nonsense is answered with its place and kept', async () => {
    const answer = await sensor().ask('POST', '/messages', '{"values":')
    expect(answer).toMatchObject({ status: 400, value: { error: 'not JSON', at: 10 } })
    await until(() => stand.platform.told('bin-1', 'frame.unknown').length === 1)
  })

  test('what it says is told once, however often it says it', async () => {
    const message = { id: 'm-1', ts: Date.now(), values: { percent: 93, tilted: true, battery: 60 } }
    for (let i = 0; i < 3; i++) expect((await post(sensor(), message)).status).toBe(200)
    await until(() => stand.platform.told('bin-1', 'bin.level').length > 0)
    expect(stand.platform.told('bin-1').filter(({ type }) => /bin|battery/.test(type))).toMatchObject([
      { type: 'bin.level', at: message.ts, values: { percent: 93 } },
      { type: 'bin.tilted', values: { isActive: true } },
      { type: 'device.battery', values: { percent: 60 } },
    ])
  })

  test('commands wait for a device that sleeps, come again until they are answered, and end at its word', async () => {
    const first = stand.platform.command('bin-1', { name: 'device.identify', values: {} }, 60_000)
    const second = stand.platform.command('bin-1', { name: 'device.configure', values: { settings: { everyS: 60 } } }, 60_000)
    await until(() => stand.bridge.pending === 2)
    expect(stand.platform.statesOf(first)).toEqual([])
    const fetch = async () =>
      ((await sensor().ask('GET', '/commands?wait=5')).value.commands as { id: string; name: string }[]).map(({ id }) => id)
    expect(await fetch()).toEqual([first])
    await until(() => stand.platform.statesOf(first).includes('sent'))
    expect(await fetch()).toContain(first)
    expect((await sensor('bin-2', 'the-secret-of-bin-2').ask('POST', `/commands/${first}`, '{"code":0}')).status).toBe(404)
    expect((await sensor().ask('POST', `/commands/${first}`, '{"code":0,"data":{"blinked":3}}')).status).toBe(200)
    await until(() => stand.platform.statesOf(first).at(-1) === 'done')
    expect(await fetch()).toEqual([second])
    await sensor().ask('POST', `/commands/${second}`, '{"code":7,"message":"not while it burns"}')
    await until(() => stand.platform.statesOf(second).at(-1) === 'failed' && stand.bridge.pending === 0)
  })

  test('a device that waits is told at once; a command that nobody comes for expires unsent', async () => {
    const waiting = sensor().ask('GET', '/commands?wait=20')
    const id = stand.platform.command('bin-1', { name: 'device.identify', values: {} }, 60_000)
    expect((await waiting).value.commands).toMatchObject([{ id, name: 'device.identify' }])
    await sensor().ask('POST', `/commands/${id}`, '{"code":0}')
    const lonely = stand.platform.command('bin-2', { name: 'device.identify', values: {} }, 700)
    await until(() => stand.platform.statesOf(lonely).length > 0)
    expect(stand.platform.statesOf(lonely)).toEqual(['expired'])
  })
})
