import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Device } from '@liren/contract/capabilities/device'
import type { ShadowView } from '@liren/contract/device/data-endpoints'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body, openScene } from '../../../bff/src/capabilities/device/testing.ts'
import { startTestApp, type TestApp } from '../../../bff/test/app.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { makeVillage, type Village } from '../../../bff/test/village.ts'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import type { Fetch } from '../../../device-bridge/src/ports/ports.ts'
import { systemClock } from '../../../device-bridge/src/ports/system.ts'
import { dialCoap } from '../../../device-bridge/src/protocols/coap/dial.ts'
import { uplink } from '../../../device-bridge/src/protocols/lorawan/simulate.ts'
import { makeCertificates } from '../../../device-bridge/test/certificates.ts'
import { openStand, standIn, until } from '../../../device-bridge/test/stand.ts'

const application = '17c82e96-be03-4f38-aef3-f83d48582d97'
const registration = '31103304012016080099'

/** The real server and the real bridge, and sensors that speak to it over LoRaWAN, MQTT with certificates, and CoAP. */
describeStores('sensors, from the socket to the alarm', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let stand: Awaited<ReturnType<typeof openStand>>
  let folder: string
  const certificates = makeCertificates()
  const clients: MqttClient[] = []
  const secrets = new Map<string, string>()
  const devices = new Map<string, Device>()

  /** Registered, given what it proves itself by, and running. */
  async function put(code: string, product: string, more: object = {}, certificate?: string): Promise<void> {
    const made = await scene.made({ productId: scene.product(product), code, name: `${code} 号`, bridge: 'gate-bridge', ...more })
    let version = made.version
    // The authority that issues certificates is shown elsewhere; here it is enough that the register knows this one.
    if (certificate !== undefined)
      await app.kernel.store.run('UPDATE devices SET certificate_fingerprint = ? WHERE id = ?', [
        certificates.fingerprint(certificate),
        made.id,
      ])
    else if (!('via' in more)) {
      const issued = body(await scene.post<{ secret: string; version: number }>(made, 'secret'), 201)
      secrets.set(code, issued.secret)
      version = issued.version
    }
    devices.set(code, body(await scene.post({ ...made, version }, 'activate')))
  }

  beforeAll(async () => {
    certificates.make('authority')
    for (const name of ['bridge', 'lift-9']) certificates.make(name, 'authority')
    app = await startTestApp(open, { start: Date.now() })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    folder = mkdtempSync(join(tmpdir(), 'liren-sensors-'))
    const { publicKey } = await openSigner(join(folder, 'bridge', 'bridge.key'))
    body(
      await app.call('PUT', '/api/bridge/bridges/gate-bridge', {
        token: scene.admin,
        body: { name: '东门网桥', publicKey, isEnabled: true },
      }),
    )
    await put('lora-1', 'lorawan-server', { address: { application } })
    const behind = (devEui: string) => ({ via: 'lora-1', address: { devEui } })
    await put('hydrant-1', 'hydrant', behind('0000000000000001'))
    await put('lane-1', 'fire-lane-sensor', behind('0000000000000002'))
    await put('bin-1', 'waste-bin', behind('0000000000000003'))
    await put('hole-1', 'manhole', behind('0000000000000004'))
    await put('fire-door-1', 'fire-door')
    await put('wires-1', 'electrical-fire-monitor')
    await put('lamp-1', 'street-lamp')
    await put('air-1', 'environment-sensor')
    await put('pond-1', 'water-sensor')
    await put('lift-9', 'lift-monitor', { address: { registration } }, 'lift-9')
    stand = await openStand([], {
      env: {
        LIREN_BRIDGE_HOUSE_URL: app.origin,
        LIREN_BRIDGE_CODE: 'gate-bridge',
        LIREN_BRIDGE_TLS_CERT: certificates.file('bridge.pem'),
        LIREN_BRIDGE_TLS_KEY: certificates.file('bridge.key'),
        LIREN_BRIDGE_TLS_CA: certificates.file('authority.pem'),
      },
      folder,
      platform: { ...standIn(), fetch: globalThis.fetch as Fetch },
    })
    await until(() => stand.registry.all().length === devices.size && stand.bridge.ports['coap.dtls'] !== undefined)
  }, 90_000)
  afterAll(async () => {
    for (const client of clients) await client.endAsync(true)
    await stand?.close()
    await app?.close()
    certificates.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const connect = async (code: string, options: object, url = `mqtt://127.0.0.1:${stand.bridge.mqttPort}`) => {
    const client = mqtt.connect(url, { clientId: code, reconnectPeriod: 200, reconnectOnConnackError: true, ...options })
    clients.push(client)
    client.on('error', () => undefined)
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    return client
  }
  const sensor = async (code: string, product: string) => {
    const client = await connect(code, { username: code, password: secrets.get(code) })
    return (values: object) =>
      client.publishAsync(`v1/demo/${product}/${code}/telemetry`, JSON.stringify({ ts: Date.now(), values }), { qos: 1 })
  }
  const server = async () => {
    const client = await connect('lora-1', { username: 'lora-1', password: secrets.get('lora-1') })
    return (devEui: string, object: object) =>
      client.publishAsync(
        `application/${application}/device/${devEui}/event/up`,
        JSON.stringify(uplink(application, devEui, { object }, new Date().toISOString())),
        { qos: 1 },
      )
  }
  const coap = async (code: string) => {
    const port = stand.bridge.ports['coap.dtls'] as number
    return dialCoap({ host: '127.0.0.1', port, code, secret: secrets.get(code) ?? '', clock: systemClock, chance: () => 0.3 })
  }
  const alarms = async (code: string) => {
    await app.work()
    const query = `/api/alarms?limit=100&phase=unclosed&deviceId=${devices.get(code)?.id}`
    return body(await app.call<{ items: AlarmSummary[] }>('GET', query, { token: village.tokens.manager })).items
  }
  const kinds = async (code: string) => (await alarms(code)).map(({ kind, part }) => (part === '' ? kind : `${kind} ${part}`)).sort()
  /** Place, device and time, as everybody who handles it has to know them. */
  const whole = (since: number) => ({
    place: { path: village.garden.path, label: expect.stringMatching(/./) },
    device: { id: expect.any(String), code: expect.any(String), name: expect.stringMatching(/ 号$/) },
    firstAt: expect.toSatisfy((at: string) => Date.parse(at) >= since && Date.parse(at) <= Date.now() + 1000),
  })

  it('[SZSQ-5.1.7-a] [GB42455-8.1.10-a] a fire door, a hydrant, a blocked lane and bad wires are four hazards with place, device and time', async () => {
    const since = Date.now() - 1000
    const up = await server()
    await (await sensor('fire-door-1', 'fire-door'))({ open: true })
    await (await sensor('wires-1', 'electrical-fire-monitor'))({ residualCurrent: true, residualMa: 480 })
    await up('0000000000000001', { open: true, pressureKpa: 80 })
    await up('0000000000000002', { blocked: true, by: 'car' })
    const expected = {
      'fire-door-1': 'fire-door-open',
      'wires-1': 'electrical residual-current',
      'hydrant-1': 'hydrant opened',
      'lane-1': 'passage-blocked',
    }
    for (const [code, kind] of Object.entries(expected)) {
      await until(async () => (await kinds(code)).length > 0)
      expect(await kinds(code)).toEqual([kind])
      expect(await alarms(code)).toMatchObject([{ ...whole(since), device: { code } }])
    }
  }, 60_000)

  it('[GB42455-8.3.1-a] a lift with people trapped, a door fault, too much speed and a stop raises alarms with its id and floor', async () => {
    const key = { key: certificates.read('lift-9.key'), cert: certificates.read('lift-9.pem'), rejectUnauthorized: false }
    const lift = await connect('lift-9', key, `mqtts://127.0.0.1:${stand.bridge.mqttsPort}`)
    const say = (more: object) =>
      lift.publishAsync('lift/lift-9/report', JSON.stringify({ lift: registration, ts: Date.now(), ...more }), { qos: 1 })
    await say({ items: { carPosition: '7', doorZone: 2, doorStatus: 1, carStatus: 0, serviceMode: 0 } })
    await say({ faults: [{ code: '11' }, { code: '02' }, { code: '62' }] })
    await until(async () => (await alarms('lift-9')).length >= 4)
    expect(await kinds('lift-9')).toEqual(['lift-fault door-does-not-close', 'lift-fault overspeed', 'lift-fault stopped', 'lift-trapped'])
    for (const { id } of await alarms('lift-9')) {
      const alarm = body(await app.call<{ values: object }>('GET', `/api/alarms/${id}`, { token: village.tokens.manager }))
      expect(alarm).toMatchObject({ device: { code: 'lift-9' }, values: { floor: '7' } })
    }
  }, 60_000)

  it('[SZSQ-5.1.8-b] [GB42455-8.1.11-b] a tilted manhole, a failed lamp and a lift at fault are three hazards of facilities', async () => {
    const up = await server()
    await up('0000000000000004', { tiltDegrees: 38 })
    await (await sensor('lamp-1', 'street-lamp'))({ isOn: false, fault: 'lamp-out' })
    await until(async () => (await alarms('hole-1')).length > 0 && (await alarms('lamp-1')).length > 0)
    expect(await kinds('hole-1')).toEqual(['manhole'])
    expect(await kinds('lamp-1')).toEqual(['lamp-fault lamp-out'])
    expect(await kinds('lift-9')).toContain('lift-fault door-does-not-close')
  }, 60_000)

  it('a bin that is full, leaks, is at fault and moved raises a warning for each, and takes each back', async () => {
    const up = await server()
    await up('0000000000000003', { percent: 96, leak: true, fault: true, tilted: true })
    await until(async () => (await alarms('bin-1')).length === 4)
    expect(await kinds('bin-1')).toEqual(['bin-full', 'bin-tilted', 'device-fault device', 'water-leak'])
    await up('0000000000000003', { percent: 5, leak: false, fault: false, tilted: false })
    await until(async () => (await alarms('bin-1')).every(({ overAt }) => overAt !== null))
  }, 60_000)

  it('[GB42455-8.3.3-a] [SZSQ-5.2.1-a] air, warmth, pollutants and water are kept for each point, with the latest value and a curve', async () => {
    const [air, pond] = [await coap('air-1'), await coap('pond-1')]
    const from = Date.now() - 60_000
    const told = [
      [air, 'air-1', { co2Ppm: 600, temperatureC: 21.5, humidityPercent: 48, pm25Ugm3: 18 }],
      [pond, 'pond-1', { ph: 7.2, turbidityNtu: 1.4, oxygenMgl: 8.1, levelMm: 850 }],
    ] as const
    for (const [point, , values] of told)
      for (const [i, ts] of [from + 10_000, from + 20_000].entries())
        expect((await point.ask('post', 'messages', JSON.stringify({ id: `m-${i}`, ts, values }))).code).toBe(0x44)
    const token = village.tokens.manager
    for (const [point, code, values] of told) {
      const path = `/api/devices/${devices.get(code)?.id}`
      const latest = async () => body(await app.call<{ shadow: ShadowView }>('GET', `${path}/shadow`, { token })).shadow.reported
      await until(async () => {
        // There is no shadow before the first message.
        const known = await latest().catch(() => ({}))
        return Object.keys(values).every((name) => name in known)
      })
      for (const [property, value] of Object.entries(values)) {
        expect((await latest())[property]).toMatchObject({ v: value, at: new Date(from + 20_000).toISOString() })
        const query = new URLSearchParams({ property, from: new Date(from).toISOString(), to: new Date(from + 60_000).toISOString() })
        const { items } = body(
          await app.call<{ items: { average: number; count: number }[] }>('GET', `${path}/series?${query}&points=60`, { token }),
        )
        expect(
          items.reduce((sum, { count }) => sum + count, 0),
          property,
        ).toBe(2)
        expect(items.every(({ average }) => average === value)).toBe(true)
      }
      await point.close()
    }
  }, 60_000)
})
