import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificate } from '@liren/contract/capabilities/certificate'
import type { Device } from '@liren/contract/capabilities/device'
import mqtt from 'mqtt'
import { body, openScene } from '../../../bff/src/capabilities/device/testing.ts'
import { startTestApp } from '../../../bff/test/app.ts'
import type { OpenTestStore } from '../../../bff/test/stores.ts'
import { makePerson, makeVillage } from '../../../bff/test/village.ts'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import type { Fetch } from '../../../device-bridge/src/ports/ports.ts'
import type { DeviceConfig } from '../../../device-bridge/src/sdk/index.ts'
import { openStand, standIn, until } from '../../../device-bridge/test/stand.ts'

type Event = { readonly type: string; readonly values: Record<string, unknown> }

/** Tries once to be let in. */
async function knock(url: string, options: mqtt.IClientOptions): Promise<'in' | 'refused'> {
  const client = mqtt.connect(url, { reconnectPeriod: 0, ...options })
  const outcome = await new Promise<'in' | 'refused'>((resolve) => {
    client.once('connect', () => resolve('in'))
    for (const event of ['error', 'close'] as const) client.on(event, () => resolve('refused'))
  })
  await client.endAsync(true)
  return outcome
}

/** The real server with its own authorities, and real bridges that speak nothing but TLS and DTLS. */
export async function openEstate(open: OpenTestStore, settings: Record<string, string> = {}) {
  const app = await startTestApp(open, { start: Date.now(), settings })
  const village = await makeVillage(app)
  const scene = await openScene(app, village)
  const security = await app.tokenOf(await makePerson(app.kernel, '祝守钥', { roles: [['security-administrator', village.city]] }), 'admin')
  const folder = mkdtempSync(join(tmpdir(), 'liren-estate-'))
  const file = (name: string): string => join(folder, name)
  const ends: (() => unknown)[] = []

  /** A key that stays where it is made, and the certificate that the house issues for it, decided by somebody else than who applied. */
  async function certify(code: string, options: { kind?: 'p256' | 'sm2'; owner?: 'device' | 'bridge' } = {}) {
    const { kind = 'p256', owner = 'device' } = options
    const name = `${code}-${kind}-${ends.length}-${Math.random().toString(36).slice(2, 8)}`
    const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
    const algorithm = kind === 'sm2' ? ['-algorithm', 'SM2'] : ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
    const digest = kind === 'sm2' ? ['-sm3', '-sigopt', 'distid:1234567812345678'] : ['-sha256']
    const hosts = owner === 'bridge' ? ['-addext', 'subjectAltName=IP:127.0.0.1'] : []
    openssl('genpkey', ...algorithm, '-out', `${name}.key`)
    const request = openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${code}`, ...digest, ...hosts)
    const applied = body(
      await app.call<Certificate>('POST', '/api/certificates', {
        token: scene.admin,
        body: { ownerKind: owner, ownerCode: code, request },
      }),
      201,
    )
    const act = <T>(what: string, more: object, token = security) =>
      app.call<T>('POST', `/api/certificates/${applied.id}/${what}`, { token, body: more })
    const issued = body(await act<Certificate>('issue', { version: applied.version, days: 90 }))
    const told = body(await act<{ certificate: string; authority: string }>('fetch', {}, scene.admin))
    writeFileSync(file(`${name}.pem`), told.certificate)
    writeFileSync(file(`authority-${kind}.pem`), told.authority)
    return {
      ...told,
      key: readFileSync(file(`${name}.key`), 'utf8'),
      files: { cert: file(`${name}.pem`), key: file(`${name}.key`), ca: file(`authority-${kind}.pem`) },
      revoke: async () => {
        const { version } = body(await app.call<Certificate>('GET', `/api/certificates/${applied.id}`, { token: scene.admin }))
        expectOk(await act('revoke', { version: version ?? issued.version, reason: 'key-compromise', note: '密钥可能泄露' }))
      },
    }
  }
  const expectOk = (answer: { status: number; text: string }): void => void body(answer as never)

  /** A bridge of this house, registered, with its certificate from the house's own authority. */
  async function openBridge(code: string, env: Record<string, string> = {}) {
    const data = file(code)
    const { publicKey } = await openSigner(join(data, 'bridge', 'bridge.key'))
    body(await app.call('PUT', `/api/bridge/bridges/${code}`, { token: scene.admin, body: { name: code, publicKey, isEnabled: true } }))
    const { files } = await certify(code, { owner: 'bridge' })
    const start = () =>
      openStand([], {
        folder: data,
        platform: { ...standIn(), fetch: globalThis.fetch as Fetch },
        env: {
          ...{ LIREN_BRIDGE_HOUSE_URL: app.origin, LIREN_BRIDGE_CODE: code, LIREN_BRIDGE_PLAINTEXT: 'off' },
          ...{ LIREN_BRIDGE_TLS_CERT: files.cert, LIREN_BRIDGE_TLS_KEY: files.key, LIREN_BRIDGE_TLS_CA: files.ca, ...env },
        },
      })
    const stand = await start()
    let isClosed = false
    const close = async (): Promise<void> => {
      if (isClosed) return
      isClosed = true
      await stand.close()
    }
    ends.push(close)
    /** The same bridge, started anew on its own disk. */
    const again = async () => {
      await close()
      const next = await start()
      ends.push(next.close)
      return next
    }
    return { ...stand, close, again, code, data, publicKey, ca: readFileSync(files.ca, 'utf8') }
  }
  type OpenBridge = Awaited<ReturnType<typeof openBridge>>

  const record = async (device: { id: string }): Promise<Device> =>
    body(await app.call<{ device: Device }>('GET', `/api/devices/${device.id}`, { token: scene.admin })).device
  const issue = async (device: { id: string }) => {
    const { version, id } = await record(device)
    return body(await scene.post<{ secret: string; version: number }>({ id, version }, 'secret'), 201)
  }

  /** Registered, with a secret of its own, running, and known to its bridge. */
  async function put(bridge: OpenBridge, code: string, product: string, more: object = {}) {
    const made = await scene.made({ productId: scene.product(product), code, name: `${code} 号`, bridge: bridge.code, ...more })
    const { secret, version } = await issue(made)
    const device = body(await scene.post({ ...made, version }, 'activate'))
    await until(() => bridge.registry.get(code)?.isEnabled === true)
    // Its protocol opens a moment after the first device of it is known.
    const protocol = bridge.registry.get(code)?.protocol ?? ''
    if (protocol === 'mqtt-sensor') {
      const proof = { clientId: code, username: code, password: secret, ca: bridge.ca }
      await until(async () => (await knock(`mqtts://127.0.0.1:${bridge.bridge.mqttsPort}`, proof)) === 'in')
    } else await until(() => Object.keys(bridge.bridge.ports).some((name) => name.startsWith(`${protocol}.`)))
    return { device, config: configOf(bridge, code, product, secret) }
  }
  const configOf = (bridge: OpenBridge, code: string, product: string, secret: string): DeviceConfig => ({
    ...{ code, product, secret, tenant: 'demo', ca: bridge.ca },
    mqtt: `mqtts://127.0.0.1:${bridge.bridge.mqttsPort}`,
    coap: `coaps://127.0.0.1:${bridge.bridge.ports['coap.dtls']}`,
    https: `https://127.0.0.1:${bridge.bridge.ports['https-sensor.https']}`,
  })

  return {
    ...{ app, village, scene, security, folder, certify, openBridge, put, configOf, record, issue },
    /** What the house keeps of what a device said, oldest first. */
    async heard(device: { id: string }, type?: string): Promise<Event[]> {
      const path = `/api/devices/${device.id}/events?limit=100`
      const { items } = body(await app.call<{ items: Event[] }>('GET', path, { token: scene.admin }))
      return items.filter((one) => type === undefined || one.type === type).reverse()
    },
    knock,
    command: async (device: { id: string }, order: object, token = village.tokens.manager) =>
      body(await app.call<{ id: string }>('POST', `/api/devices/${device.id}/commands`, { token, body: order }), 201).id,
    /** One that calms an alarm asks for a reason, and for the code of the device once more. */
    silence: async (device: { id: string; code: string }) =>
      body(
        await app.call<{ id: string }>('POST', `/api/devices/${device.id}/dangerous-commands`, {
          token: village.tokens.manager,
          body: { name: 'alarm.silence', values: { seconds: 60 }, confirm: device.code, reason: '厨房油烟误报' },
        }),
        201,
      ).id,
    stateOf: async (id: string): Promise<string> =>
      body(await app.call<{ command: { state: string } }>('GET', `/api/device-commands/${id}`, { token: village.tokens.manager })).command
        .state,
    atEnd: (end: () => unknown): void => void ends.push(end),
    async close() {
      for (const end of ends.splice(0).reverse()) await end()
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type Estate = Awaited<ReturnType<typeof openEstate>>
