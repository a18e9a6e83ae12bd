import { setMaxListeners } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Device } from '@liren/contract/capabilities/device'
import type { Stock } from '@liren/contract/device/warehouse-endpoints'
import { builtinProducts } from '@liren/contract/thing/builtin/index'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { systemChance, systemClock } from '../../../device-bridge/src/ports/system.ts'
import { findProtocol } from '../../../device-bridge/src/protocols/all.ts'
import { uplink } from '../../../device-bridge/src/protocols/lorawan/simulate.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { sensors } from '../../../simulators/src/things/sensors.ts'
import { type Estate, openEstate } from './estate.ts'

const application = '17c82e96-be03-4f38-aef3-f83d48582d97'
const gateway = 'lora-1'
const carrier = 'nb-1'

/** What a sensor says for which there is no one in the demonstration, in the names of its product. */
const says: Readonly<Record<string, object>> = {
  'door-contact': { open: true, battery: 91 },
  'fire-door': { open: false, battery: 80 },
  'gas-detector': { alarm: false, percentLel: 1 },
  'electrical-fire-monitor': { residualMa: 22, volts: 228 },
  'fire-lane-sensor': { blocked: false, battery: 70 },
  'perimeter-sensor': { intruded: false },
  'parking-sensor': { space: 'A-1', isOccupied: true, battery: 66 },
  'water-sensor': { leak: false, levelMm: 120, battery: 77 },
  'environment-sensor': { temperatureC: 21, humidityPercent: 50, battery: 88 },
  'water-meter-nb': { volumeL: 1200, battery: 90 },
  'smart-pole': { isOn: true, dimPercent: 60, noiseDb: 51 },
  'tag-reader': { tag: 'E200-001', rssiDbm: -54, direction: 'in' },
  'people-counter': { entered: 120, left: 118 },
  'cellular-module': { rssiDbm: -71, snrDb: 12, bytesUp: 1024 },
  'sorting-bin': { percent: 20, battery: 90 },
  'mqtt-sensor': { percent: 42, battery: 90 },
}

/** Every product that is supported as sensor, tag or module, played by hand against a real bridge. */
describeStores('the catalogue of devices', (open) => {
  let estate: Estate
  let bridge: Awaited<ReturnType<Estate['openBridge']>>
  const stop = new AbortController()
  // Everybody who is played listens for the end.
  setMaxListeners(0, stop.signal)
  const played: Promise<unknown>[] = []
  const secrets = new Map<string, string>()

  beforeAll(async () => {
    estate = await openEstate(open)
    bridge = await estate.openBridge('gate-bridge', { LIREN_BRIDGE_PLAINTEXT: 'on' })
  }, 90_000)
  afterAll(async () => {
    stop.abort()
    await Promise.allSettled(played)
    await estate?.close()
  }, 90_000)

  const inventory = async (query = '') =>
    body(await estate.app.call<{ items: Stock[] }>('GET', `/api/device-inventory${query}`, { token: estate.scene.admin })).items

  /** Registered with what it proves itself by, and running. */
  async function put(product: string, code: string, more: object = {}): Promise<void> {
    const made = await estate.scene.made({
      productId: estate.scene.product(product),
      code,
      name: `${code} 号`,
      bridge: 'gate-bridge',
      ...more,
    })
    let version = made.version
    if (!('via' in more)) {
      const issued = await estate.issue(made)
      secrets.set(code, issued.secret)
      version = issued.version
    }
    body(await estate.scene.post({ ...made, version }, 'activate'))
  }
  /** Plays what `npm run simulate` plays; resolves with the port where it is the bridge that dials, and else when it was heard. */
  function play(protocol: string, ...args: string[]): Promise<number> {
    return new Promise((resolve, reject) => {
      const run = findProtocol(protocol)?.simulate?.run(args, {
        clock: systemClock,
        chance: systemChance,
        signal: stop.signal,
        print: (line) => {
          const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1]
          if (port !== undefined || line.startsWith('confirmed')) resolve(Number(port))
        },
      })
      if (run === undefined) return reject(new Error(`${protocol} has no simulator`))
      played.push(run.then(() => resolve(0), reject))
    })
  }
  const pause = (ms: number): Promise<false> => new Promise((resolve) => setTimeout(resolve, ms, false))
  const valuesOf = (product: string) => JSON.stringify(says[product] ?? sensors[product]?.(product, Date.now()))

  /** Registers one of a product, where it is the bridge that dials with somebody to be dialled. Resolves with what makes it speak. */
  async function setUp({ code: product, protocol: name }: Stock, index: number): Promise<() => Promise<unknown>> {
    const code = `a-${product}`
    const meter = String(201510270500 + index).padStart(14, '0')
    const asked = async (port: number, address: object) => {
      await put(product, code, { address: { host: '127.0.0.1', port, ...address } })
      return async () => undefined
    }
    const { bridge: open } = bridge
    const web = () => `http://127.0.0.1:${open.httpPort}`
    const broker = () => `mqtt://127.0.0.1:${open.mqttPort}`
    const listens = (port: string) => until(() => (open.ports[port] ?? 0) > 0)
    const protocol = findProtocol(name)?.name
    if (protocol === 'osdp') return asked(await play('osdp'), { address: 0 })
    if (protocol === 'modbus') return asked(await play('modbus'), { unit: 1 })
    if (protocol === 'dlt645') return asked(await play('dlt645'), { meter: '000000000161' })
    const type = { 'gas-meter': 0x30, 'heat-meter': 0x20 }[product] ?? 0x10
    if (protocol === 'cjt188') return asked(await play('cjt188', '0', meter, String(type)), { meter, type })
    if (product === 'lorawan-server') {
      await put(product, gateway, { address: { application } })
      return () => network(broker())
    }
    if (product === 'nbiot-platform') {
      await put(product, carrier, { address: { platform: 'ctwing' } })
      // It is heard with the first that it speaks for.
      return async () => undefined
    }
    if (protocol === 'lorawan') {
      const devEui = String(index).padStart(16, '0')
      await put(product, code, { via: gateway, address: { devEui } })
      return async () => {
        const message = uplink(application, devEui, { object: JSON.parse(valuesOf(product)) }, new Date().toISOString())
        const topic = `application/${application}/device/${devEui}/event/up`
        return (await network(broker())).publishAsync(topic, JSON.stringify(message), { qos: 1 })
      }
    }
    if (protocol === 'nbiot') {
      await put(product, code, { via: carrier, address: { id: code } })
      return async () => {
        await listens('nbiot.http')
        await play('nbiot', `${web()}/nbiot/${carrier}/${secrets.get(carrier)}`, code, valuesOf(product))
      }
    }
    if (protocol === 'hj212') {
      await put(product, code, { address: { mn: 'STATION0001', pw: '123456', dust: 'ug' } })
      return async () => {
        await listens('hj212.tcp')
        // It goes on until it is ended.
        void play('hj212', String(open.ports['hj212.tcp']), 'STATION0001', '123456').catch(() => undefined)
      }
    }
    await put(product, code)
    const secret = secrets.get(code) ?? ''
    return async () => {
      if (protocol === 'qr-reader') {
        await listens('qr-reader.http')
        await play('qr-reader', `${web()}/qr/${code}/${secret}`, 'PASS-1')
      } else if (protocol === 'https-sensor') {
        await listens('https-sensor.https')
        const authority = join(estate.folder, 'authority.pem')
        writeFileSync(authority, bridge.ca)
        await play('https-sensor', `https://127.0.0.1:${open.ports['https-sensor.https']}`, code, secret, authority)
      } else if (protocol === 'coap') {
        await listens('coap.dtls')
        await play('coap', `127.0.0.1:${open.ports['coap.dtls']}`, code, secret, valuesOf(product))
      } else {
        await until(async () => (await estate.knock(broker(), { clientId: code, username: code, password: secret })) === 'in')
        await play('mqtt-sensor', broker(), code, secret, product, valuesOf(product), '60')
      }
    }
  }
  let dialled: Promise<MqttClient> | undefined
  /** The network server itself, for all sensors behind it. */
  function network(url: string): Promise<MqttClient> {
    const proof = { clientId: gateway, username: gateway, password: secrets.get(gateway) ?? '' }
    dialled ??= (async () => {
      await until(async () => (await estate.knock(url, proof)) === 'in')
      const client = await mqtt.connectAsync(url, proof)
      estate.atEnd(() => client.endAsync(true))
      return client
    })()
    return dialled
  }

  it('[SZSQ-4-f] lists sensors, tags and modules, and a simulator of every one of them connects through the bridge', async () => {
    const felt = (await inventory()).filter(({ layer }) => layer !== 'equipment')
    expect(new Set(felt.map(({ layer }) => layer))).toEqual(new Set(['sensor', 'tag', 'module']))
    // Everything that the house brings along and that is no equipment is there, whatever it is filed under.
    expect(felt.every(({ code }) => builtinProducts.some((one) => one.code === code))).toBe(true)
    expect(felt.every(({ installed, online }) => installed === 0 && online === 0)).toBe(true)
    // Gateways first: others speak through them.
    const ordered = [...felt].sort((a, b) => Number(b.kind === 'gateway') - Number(a.kind === 'gateway'))
    const speakers = []
    for (const [index, one] of ordered.entries()) speakers.push(await setUp(one, index + 1))
    await until(() => bridge.registry.all().filter(({ isEnabled }) => isEnabled).length === felt.length)
    for (const speak of speakers) await speak()
    const heard = async () => {
      const path = '/api/devices?limit=100'
      const { items } = body(await estate.app.call<{ items: Device[] }>('GET', path, { token: estate.scene.admin }))
      return new Set(items.filter(({ heardAt }) => heardAt !== null).map(({ product }) => product?.code))
    }
    const silent = async () => {
      const there = await heard()
      return felt.filter(({ code }) => !there.has(code))
    }
    // The house answers one person only so often.
    await until(async () => (await silent()).length === 0 || pause(500))
    expect((await inventory('?layer=tag')).map(({ code, installed }) => [code, installed])).toEqual([
      ['card-reader', 1],
      ['qr-reader', 1],
      ['tag-reader', 1],
    ])
  }, 120_000)

  it('[GB42455-6.1-c] has smart poles and manholes that simulators play, and tells how many of them each site has', async () => {
    const { village } = estate
    const at = async (placeId: string) =>
      Object.fromEntries((await inventory(`?placeId=${placeId}`)).map(({ code, installed, online }) => [code, { installed, online }]))
    expect(await at(village.farEstate.id)).toMatchObject({ 'smart-pole': { installed: 0 }, manhole: { installed: 0 } })
    await put('smart-pole', 'pole-far', { placeId: village.farEstate.id })
    await put('manhole', 'hole-far', { placeId: village.farEstate.id, via: gateway, address: { devEui: '00000000000000ff' } })
    await put('manhole', 'hole-far-2', { placeId: village.farEstate.id, via: gateway, address: { devEui: '00000000000000fe' } })
    expect(await at(village.farEstate.id)).toMatchObject({ 'smart-pole': { installed: 1 }, manhole: { installed: 2 } })
    expect(await at(village.estate.id)).toMatchObject({
      'smart-pole': { installed: 1 },
      manhole: { installed: 1 },
    })
  }, 60_000)
})
