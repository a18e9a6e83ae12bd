import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { peek } from '../../../bff/test/peek.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { secretDigest } from '../../../device-bridge/src/crypto.ts'
import { connectMqtt, createCoapDevice, createHttpsDevice, type DeviceConfig } from '../../../device-bridge/src/sdk/index.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type Estate, openEstate } from './estate.ts'

const never = new AbortController().signal

describeStores('secrets of devices, over real lines', (open) => {
  let estate: Estate
  let bridge: Awaited<ReturnType<Estate['openBridge']>>
  beforeAll(async () => {
    estate = await openEstate(open)
    bridge = await estate.openBridge('gate-bridge', { LIREN_BRIDGE_RATE: '20', LIREN_BRIDGE_BURST: '60' })
  }, 90_000)
  afterAll(() => estate?.close(), 90_000)

  const knock = (code: string, secret: string) =>
    estate.knock(`mqtts://127.0.0.1:${bridge.bridge.mqttsPort}`, { clientId: code, username: code, password: secret, ca: bridge.ca })
  /** A line that is open, without what the device package would do by itself. */
  const line = async ({ mqtt: url, code, secret, ca }: DeviceConfig) => {
    const client = mqtt.connect(url ?? '', { clientId: code, username: code, password: secret, ca: ca ?? '', reconnectPeriod: 0 })
    client.on('error', () => undefined)
    estate.atEnd(() => client.endAsync(true))
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    return client
  }
  const coapTells = (config: DeviceConfig) =>
    createCoapDevice(config, () => ({ code: 0 }))
      .wake([{ values: { alarm: false, battery: 80 } }])
      .then(
        () => 'in',
        () => 'refused',
      )
  const httpsTells = (config: DeviceConfig) =>
    createHttpsDevice(config, () => ({ code: 0 }), never)
      .tell({ values: { battery: 80 } })
      .then(
        () => 'in',
        () => 'refused',
      )

  it('[ZJWL-9.3.2.1] are kept wrapped on both sides, shown once, end with the next one, and guessing at one locks its name', async () => {
    const { device, config } = await estate.put(bridge, 'lamp-1', 'street-lamp')
    const neighbour = await estate.put(bridge, 'lamp-2', 'street-lamp')
    const words = [config.secret, secretDigest('lamp-1', config.secret)]
    const shown = []
    for (const path of ['', '/history', '/events'])
      shown.push((await estate.app.call('GET', `/api/devices/${device.id}${path}`, { token: estate.scene.admin })).text)
    const stored = await peek(estate.app.kernel.store, 'SELECT * FROM devices')
    const kept = JSON.stringify([shown, stored, readFileSync(join(bridge.data, 'bridge', 'register.json'), 'utf8')])
    for (const word of words) expect(kept).not.toContain(word)
    expect(await knock('lamp-1', config.secret)).toBe('in')

    const next = (await estate.issue(device)).secret
    await until(() => bridge.registry.admits('lamp-1', next))
    expect([await knock('lamp-1', config.secret), await knock('lamp-1', next)]).toEqual(['refused', 'in'])

    for (let i = 0; i < 10; i++) expect(await knock('lamp-1', `a-guess-${i}-0000000000`)).toBe('refused')
    expect([await knock('lamp-1', next), await knock('lamp-2', neighbour.config.secret)]).toEqual(['refused', 'in'])
    await until(async () => (await estate.heard(device, 'device.fault')).length > 0)
    expect(await estate.heard(device, 'device.fault')).toMatchObject([{ values: { code: 'identity-locked', level: 'major' } }])
    const last = (await estate.issue(device)).secret
    await until(() => bridge.registry.admits('lamp-1', last))
    expect(await knock('lamp-1', last)).toBe('in')
    await until(async () => (await estate.heard(device, 'device.recovered')).length === 1)
  }, 90_000)

  it('[ZJWL-9.3.2.2] differ from device to device of one product, and one shown in the name of another is refused on every line', async () => {
    const pairs = []
    for (const [product, tells] of [
      ['street-lamp', (config: DeviceConfig) => knock(config.code, config.secret)],
      ['smoke-detector', coapTells],
      ['https-sensor', httpsTells],
    ] as const) {
      const [a, b] = [await estate.put(bridge, `a-${product}`, product), await estate.put(bridge, `b-${product}`, product)]
      await until(() => bridge.bridge.ports['coap.dtls'] !== undefined || product === 'street-lamp')
      const [mine, other] = [a, b].map(({ config }) => estate.configOf(bridge, config.code, product, config.secret)) as [
        DeviceConfig,
        DeviceConfig,
      ]
      expect(mine.secret).not.toBe(other.secret)
      pairs.push([await tells({ ...other, secret: mine.secret }), await tells(other), await tells(mine)])
      expect((await estate.heard(b.device, 'device.battery')).length).toBeLessThanOrEqual(1)
    }
    expect(pairs).toEqual(Array.from({ length: 3 }, () => ['refused', 'in', 'in']))
  }, 90_000)

  it('[ZJWL-9.3.2.4] [ZJWL-7.3.2.4.1-2] reach nothing beyond what was granted: publishing, subscribing and commanding elsewhere is refused and logged', async () => {
    const [one, two] = [await estate.put(bridge, 'post-a', 'street-lamp'), await estate.put(bridge, 'post-b', 'street-lamp')]
    const strangers = async () => (await fetch(`http://127.0.0.1:${bridge.bridge.healthPort}/strangers`)).text()
    for (const topic of ['v1/demo/street-lamp/post-b/event', 'v1/demo/street-lamp/post-a/cmd', '$SYS/broker', 'anything']) {
      const client = await line(one.config)
      const cut = new Promise<void>((resolve) => client.once('close', () => resolve()))
      client.publish(topic, '{"type":"lamp.state","values":{"isOn":true}}', { qos: 1 })
      await cut
      await until(async () => (await strangers()).includes(`may not publish to ${topic}`))
    }
    for (const topic of ['v1/demo/street-lamp/post-b/cmd', 'v1/demo/street-lamp/post-a/event', 'v1/+/+/+/cmd', '#']) {
      const client = await line(one.config)
      const granted = await client.subscribeAsync(topic, { qos: 1 }).then(
        (grants) => grants.map(({ qos }) => qos as number),
        () => [128],
      )
      expect(granted).toEqual([128])
      await until(async () => (await strangers()).includes(`may not subscribe to ${topic}`))
      await client.endAsync(true)
    }
    // The answer to a command of another is nobody's answer.
    const asked = await connectMqtt(two.config, { onCommand: () => new Promise(() => undefined) })
    estate.atEnd(() => asked.close())
    const id = await estate.command(two.device, { name: 'lamp.set', values: { isOn: true } })
    await until(async () => (await estate.stateOf(id)) === 'sent')
    const liar = await line(one.config)
    await liar.publishAsync('v1/demo/street-lamp/post-a/cmd/reply', JSON.stringify({ id, code: 0 }), { qos: 1 })
    expect(await estate.heard(two.device, 'lamp.state')).toEqual([])
    expect(await estate.stateOf(id)).toBe('sent')
    // The house's own record tells of it, and people stay within their places and rights as well.
    const told = () =>
      peek<{ content: string }>(estate.app.kernel.store, "SELECT content FROM device_events WHERE type = 'bridge.stranger'")
    await until(async () => (await told()).some(({ content }) => content.includes('post-a')))
    const order = { name: 'lamp.set', values: { isOn: false } }
    const { farManager, resident } = estate.village.tokens
    const orderAs = (token: string) => estate.app.call('POST', `/api/devices/${two.device.id}/commands`, { token, body: order })
    expect([(await orderAs(farManager)).status, (await orderAs(resident)).status]).toEqual([404, 403])
    const refused = await peek<{ result: string }>(
      estate.app.kernel.store,
      "SELECT result FROM audit_entries WHERE result = 'refused' AND action LIKE 'device%'",
    )
    expect(refused.length).toBeGreaterThanOrEqual(1)
  }, 90_000)

  it('[ZJWL-9.3.2.5] give nobody the topic, the shadow or the queue of another, and one that floods keeps no other waiting', async () => {
    const [a, b] = [await estate.put(bridge, 'sensor-a', 'https-sensor'), await estate.put(bridge, 'sensor-b', 'https-sensor')]
    const config = (code: string, secret: string) => estate.configOf(bridge, code, 'https-sensor', secret)
    const secrets = { a: a.config.secret, b: b.config.secret }
    // The queue: a command for B, fetched with the proof of A, under the name of either.
    const id = await estate.command(b.device, { name: 'device.identify', values: {} })
    await until(() => bridge.bridge.pending > 0)
    const done: string[] = []
    const as = (code: string, secret: string) =>
      createHttpsDevice(config(code, secret), ({ id: one }) => ({ code: done.push(`${code} ${one}`) > 0 ? 0 : 1 }), never)
    await expect(as('sensor-b', secrets.a).poll(0)).rejects.toThrow('401')
    expect(await as('sensor-a', secrets.a).poll(0)).toBe(0)
    expect(await as('sensor-b', secrets.b).poll(5)).toBe(1)
    expect(done).toEqual([`sensor-b ${id}`])

    // Topic and shadow: A speaks on the topics of B, and B is what it was.
    const [one, two] = [await estate.put(bridge, 'lamp-a', 'street-lamp'), await estate.put(bridge, 'lamp-b', 'street-lamp')]
    const [own, other] = [await connectMqtt(one.config), await connectMqtt(two.config)]
    estate.atEnd(() => own.close())
    estate.atEnd(() => other.close())
    await other.tell({ type: 'lamp.state', values: { isOn: false } })
    const shadow = async () => (await estate.app.call(`GET`, `/api/devices/${two.device.id}/shadow`, { token: estate.scene.admin })).text
    await until(async () => (await estate.heard(two.device, 'lamp.state')).length === 1)
    const before = await shadow()
    const intruder = await line(one.config)
    const cut = new Promise<void>((resolve) => intruder.once('close', () => resolve()))
    intruder.publish('v1/demo/street-lamp/lamp-b/event', '{"type":"lamp.state","values":{"isOn":true}}', { qos: 1 })
    await cut
    expect(await shadow()).toBe(before)

    // The quota: what A says beyond its measure waits at A.
    let confirmed = 0
    const most = 300
    for (let i = 0; i < most; i++)
      void own.tell({ type: 'lamp.state', values: { isOn: i % 2 === 0 } }).then(
        () => void confirmed++,
        () => undefined,
      )
    await until(() => confirmed > 40)
    await other.tell({ type: 'lamp.state', values: { isOn: true } })
    expect(confirmed).toBeLessThan(most)
    await until(async () => (await estate.heard(two.device, 'lamp.state')).length === 2)
  }, 90_000)
})
