import { readFileSync } from 'node:fs'
import { connect } from 'node:tls'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCertificates } from '../../test/certificates.ts'
import { openStand, until } from '../../test/stand.ts'

let stand: Awaited<ReturnType<typeof openStand>>
const certificates = makeCertificates()
const { file, make: certificate, fingerprint } = certificates

beforeAll(async () => {
  certificate('authority')
  certificate('stranger')
  certificate('bridge', 'authority')
  certificate('door-1', 'authority')
  certificate('door-2', 'authority')
  certificate('other', 'stranger')
  certificate('late', 'authority', -1)
  const door = (code: string, shows: string) => ({
    code,
    protocol: 'mqtt-sensor',
    model: 'door-contact',
    certificateFingerprint: fingerprint(shows),
  })
  stand = await openStand(
    [
      door('door-1', 'door-1'),
      door('door-2', 'door-2'),
      door('door-3', 'other'),
      door('door-4', 'late'),
      { code: 'plain-1', protocol: 'mqtt-sensor', model: 'door-contact', secret: 'the-secret-of-plain-1' },
    ],
    {
      env: {
        LIREN_BRIDGE_MQTTS_PORT: '0',
        LIREN_BRIDGE_TLS_CERT: file('bridge.pem'),
        LIREN_BRIDGE_TLS_KEY: file('bridge.key'),
        LIREN_BRIDGE_TLS_CA: file('authority.pem'),
      },
    },
  )
})
afterAll(async () => {
  await stand.close()
  certificates.remove()
})

const dial = async (clientId: string, shows: string | undefined): Promise<string> => {
  const key = shows === undefined ? {} : { cert: readFileSync(file(`${shows}.pem`)), key: readFileSync(file(`${shows}.key`)) }
  const client = mqtt.connect(`mqtts://127.0.0.1:${stand.bridge.mqttsPort}`, {
    clientId,
    reconnectPeriod: 0,
    rejectUnauthorized: false,
    ...key,
  })
  const outcome = await new Promise<string>((resolve) => {
    client.once('connect', () => resolve('in'))
    client.once('error', (error) => resolve(error.message))
    client.once('close', () => resolve('closed'))
  })
  if (outcome === 'in') await client.publishAsync(`v1/demo/door-contact/${clientId}/event`, '{"values":{"open":true}}', { qos: 1 })
  await client.endAsync(true)
  return outcome
}

test.each([
  ['no certificate', 'door-1', undefined],
  ['the certificate of another authority, though it is registered', 'door-3', 'other'],
  ['an expired certificate', 'door-4', 'late'],
  ["another device's certificate", 'door-1', 'door-2'],
  ['a certificate that nobody registered', 'door-1', 'bridge'],
])('[ZJWL-9.2.1.1] [ZJWL-9.2.1.2-1] %s does not let a device in', async (_, clientId, shows) => {
  expect(await dial(clientId, shows)).not.toBe('in')
})

test('[ZJWL-7.3.2.4.1-1] a device that has a certificate is not let in by its secret, one that has none is', async () => {
  const dialPlain = async (code: string, secret: string): Promise<boolean> => {
    const client = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      clientId: code,
      username: code,
      password: secret,
      reconnectPeriod: 0,
    })
    const isIn = await new Promise<boolean>((resolve) => {
      client.once('connect', () => resolve(true))
      client.once('error', () => resolve(false))
    })
    await client.endAsync(true)
    return isIn
  }
  expect(await dialPlain('door-1', 'a-secret-beside-the-certificate')).toBe(false)
  expect(await dialPlain('plain-1', 'the-secret-of-plain-1')).toBe(true)
})

test('[ZJWL-9.2.1.2-1] a device that knows the authority does not talk to a false bridge', async () => {
  const opened = (ca: string): Promise<string> =>
    new Promise((resolve) => {
      const files = { cert: readFileSync(file('door-2.pem')), key: readFileSync(file('door-2.key')), ca: readFileSync(file(`${ca}.pem`)) }
      // Certificates of these tests name no address; who signed them is what is looked at.
      const socket = connect(
        { port: stand.bridge.mqttsPort as number, host: '127.0.0.1', checkServerIdentity: () => undefined, ...files },
        () => resolve('in'),
      )
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      socket.once('close', () => socket.destroy())
    })
  expect(await opened('stranger')).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY|SIGNATURE/)
  expect(await opened('authority')).toBe('in')
})

test('[ZJWL-9.2.1.1] a device with its own certificate is in without a secret, over a strong suite, and speaks for itself', async () => {
  expect(await dial('door-1', 'door-1')).toBe('in')
  await until(() => stand.platform.told('door-1', 'door.opened').length === 1)
  const offered = await new Promise<{ protocol: string | null; cipher: string } | string>((resolve) => {
    const files = { cert: readFileSync(file('door-2.pem')), key: readFileSync(file('door-2.key')), rejectUnauthorized: false }
    const socket = connect({ port: stand.bridge.mqttsPort as number, host: '127.0.0.1', ...files }, () => {
      resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().name })
      socket.destroy()
    })
    socket.once('error', (error) => resolve(error.message))
  })
  expect(offered).toMatchObject({ protocol: 'TLSv1.3', cipher: expect.stringMatching(/GCM|POLY1305/) })
})

test('[ZJWL-9.2.1.1] old versions of TLS are refused', async () => {
  const outcome = await new Promise<string>((resolve) => {
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const socket = connect({ port: stand.bridge.mqttsPort as number, host: '127.0.0.1', ...old }, () => resolve('in'))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
  expect(outcome).toMatch(/PROTOCOL|VERSION|ALERT/i)
})

test('a bridge with only half of its TLS files does not start', async () => {
  await expect(openStand([], { env: { LIREN_BRIDGE_TLS_CERT: file('bridge.pem') } })).rejects.toThrow('LIREN_BRIDGE_TLS_KEY')
})
