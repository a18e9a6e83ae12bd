import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer } from 'node:net'
import mqtt from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificates } from '../../test/certificates.ts'
import { after, openTcpRelay } from '../../test/relay.ts'
import { openStand, until } from '../../test/stand.ts'
import { walks } from '../../test/walks.ts'
import { protocols } from '../protocols/all.ts'
import { readSettings } from '../settings.ts'
import { type ChannelName, channelNames, channels, isProtected, ownChannelOf } from './table.ts'

const certificates = makeCertificates()
const ends: (() => unknown)[] = []
beforeAll(() => {
  certificates.make('authority')
  certificates.make('localhost', 'authority')
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(certificates.remove)

const secret = 'the-secret-of-bin-1'
const guarded = channelNames.filter((name) => channels[name].encryption !== 'none' || channels[name].integrity === 'frame')
const [open, close] = [guarded, channelNames.filter((name) => !guarded.includes(name))]

describe('the table of channels', () => {
  test('names a channel for every protocol, and every channel of it is walked or refused below', () => {
    expect(new Set(channelNames.flatMap((name) => channels[name].protocols))).toEqual(new Set(protocols.map(({ name }) => name)))
    expect(Object.keys(walks).sort()).toEqual([...open].sort())
    expect([...Object.keys(bare), ...shared].sort()).toEqual([...close].sort())
  })

  test('a device means the channel of its own address', () => {
    const of = (protocol: string, address: object = {}) => ownChannelOf({ protocol, address })
    expect(of('isapi', { url: 'http://10.0.0.9' })).toBe('isapi-http')
    expect(of('isapi', { url: 'https://10.0.0.9' })).toBe('isapi-https')
    expect(of('isapi')).toBeUndefined()
    expect(of('ykc', { cipher: {} })).toBe('ykc-cipher')
    expect(of('ykc')).toBe('ykc')
    expect(of('mqtt-sensor')).toBeUndefined()
    expect(of('qr-reader', { host: '10.0.0.8' })).toBe('qr-tcp')
    expect(of('qr-reader')).toBeUndefined()
  })

  test('settings that contradict each other, and tunnels that are none, are told at the start', () => {
    const required = { LIREN_BRIDGE_PROTECTION: 'required' }
    expect(() => readSettings({ ...required, LIREN_BRIDGE_PLAINTEXT: 'on' })).toThrow(/LIREN_BRIDGE_PLAINTEXT is on/)
    expect(() => readSettings({ ...required, LIREN_BRIDGE_PLAINTEXT: 'on', LIREN_BRIDGE_TUNNELS: 'mqtt' })).not.toThrow()
    expect(() => readSettings({ ...required, LIREN_MQTT_URL: 'mqtt://10.0.0.1' })).toThrow(/LIREN_MQTT_URL is not encrypted/)
    expect(() => readSettings({ ...required, LIREN_MQTT_URL: 'mqtts://10.0.0.1' })).not.toThrow()
    for (const name of ['modbuss', 'mqtts', 'wss', 'lorawan'])
      expect(() => readSettings({ LIREN_BRIDGE_TUNNELS: name })).toThrow(/LIREN_BRIDGE_TUNNELS/)
    expect(() => readSettings({ LIREN_BRIDGE_PROTECTION: 'yes' })).toThrow(/LIREN_BRIDGE_PROTECTION/)
  })
})

describe.each(Object.entries(walks).flatMap(([name, all]) => all.map((walk, i) => ({ name, walk, i }))))(
  '$name ($i)',
  ({ name, walk: begin }) => {
    test(`[ZJWL-7.3.2.4.2] ${name} refuses plaintext, hears what is genuine, finds one changed byte, and writes down both`, async () => {
      const walk = await begin({ certificates, ends })
      await walk.plain()
      await until(async () => (await walk.noted('plaintext')) > 0)
      expect(walk.heard()).toBe(0)

      await walk.genuine()
      await until(() => walk.heard() === 1)
      expect(await walk.noted('broken')).toBe(0)

      await walk.changed()
      await until(async () => (await walk.noted('broken')) === 1)
      expect(walk.changes()).toBe(1)
      expect(walk.heard()).toBe(1)
      // Had the changed word been taken, it would stand before this one.
      await walk.genuine()
      await until(() => walk.heard() >= 2)
      expect(walk.heard()).toBe(2)
    })
  },
)

/** Listeners that all protocols share: in the clear they are not opened. */
const shared: ChannelName[] = ['mqtt', 'http', 'ws', 'broker-mqtt']

/** A device of each channel that has no protection of its own, as its address says. */
const bare = {
  'isapi-http': { protocol: 'isapi', secret, url: 'http://127.0.0.1:PORT', listens: true },
  ykc: { protocol: 'ykc', kind: 'pile', pile: '20231212000010' },
  dny: { protocol: 'dny', kind: 'pile', box: '04a26cf3' },
  gbt26875: { protocol: 'gbt26875', kind: 'fire-panel', address: '000000000001' },
  hj212: { protocol: 'hj212', mn: 'A1', pw: '123456' },
  uhppote: { protocol: 'uhppote', kind: 'door', host: '127.0.0.1', port: 'PORT', serial: 405419896, everySeconds: 1 },
  modbus: { protocol: 'modbus', model: 'meter-1p', host: '127.0.0.1', port: 'PORT', unit: 1 },
  dlt645: { protocol: 'dlt645', kind: 'meter', host: '127.0.0.1', port: 'PORT', meter: '000000000001', timeoutMs: 200 },
  cjt188: { protocol: 'cjt188', kind: 'meter', host: '127.0.0.1', port: 'PORT', meter: '00000000000001', type: 16, timeoutMs: 200 },
  osdp: { protocol: 'osdp', kind: 'reader', host: '127.0.0.1', port: 'PORT', address: 0 },
  'qr-tcp': { protocol: 'qr-reader', kind: 'reader', secret, host: '127.0.0.1', port: 'PORT' },
} as const

/** What the device's side of the wire sees: connections and datagrams. */
async function deviceSide() {
  let touched = 0
  const server = createServer((socket) => {
    touched += 1
    socket.on('error', () => undefined)
    socket.resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const udp = createSocket('udp4')
  udp.on('message', () => void touched++)
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve))
  ends.push(() => {
    server.close()
    udp.close()
  })
  return { port, touched: () => touched }
}
const filled = (device: object, port: number): object =>
  JSON.parse(JSON.stringify(device).replaceAll('"PORT"', String(port)).replaceAll('PORT', String(port)))

const required = { LIREN_BRIDGE_PLAINTEXT: 'off', LIREN_BRIDGE_PROTECTION: 'required' }
const stand = async (devices: readonly object[], env: Record<string, string> = {}) => {
  const opened = await openStand(devices, { env })
  ends.push(opened.close)
  const view = async <T>(path: string) => (await (await fetch(`http://127.0.0.1:${opened.bridge.healthPort}${path}`)).json()) as T
  return { ...opened, view }
}

describe('a channel without protection', () => {
  test.each(Object.entries(bare) as [ChannelName, object][])(
    '[ZJWL-7.3.2.4.2] %s is neither opened nor dialled where protection is required, and its device told as not heard',
    async (name, device) => {
      expect(isProtected(name)).toBe(false)
      const side = await deviceSide()
      const devices = [{ code: 'it', ...filled(device, side.port) }]
      const { bridge, platform, view } = await stand(devices, required)
      await until(() => platform.told('it', 'device.fault').length === 1)
      expect(platform.told('it', 'device.fault')[0]?.values).toMatchObject({
        code: 'channel-unprotected',
        text: expect.stringContaining(name),
      })
      expect(bridge.ports).toEqual({})
      expect(await view('/channels')).toMatchObject({ isRequired: true, barred: { it: name } })
      expect(await view('/readyz')).toMatchObject({ barred: 1 })

      // The control: in a tunnel that the operator names, and without the setting, the same bridge listens or dials.
      const isListener = channels[name].way === 'own'
      const before = side.touched()
      expect(before).toBe(0)
      for (const env of [{ ...required, LIREN_BRIDGE_TUNNELS: name }, { LIREN_BRIDGE_PROTECTION: 'off' }]) {
        const other = await stand(devices, env)
        if (isListener) expect(Object.keys(other.bridge.ports)).toHaveLength(1)
        else await until(() => side.touched() > before)
        expect(
          other.platform.told('it', 'device.fault').filter(({ values }) => 'code' in values && values.code === 'channel-unprotected'),
        ).toEqual([])
      }
    },
  )

  test('[ZJWL-7.3.2.4.2] MQTT, HTTP and OCPP in the clear are not open, each of the shared listeners only in a tunnel', async () => {
    const devices = [
      { code: 'bin-1', protocol: 'mqtt-sensor', model: 'waste-bin', secret },
      { code: 'pile-1', protocol: 'ocpp16', kind: 'pile', security: 'basic', secret },
    ]
    const closed = await stand(devices, required)
    expect([closed.bridge.mqttPort, closed.bridge.httpPort]).toEqual([undefined, undefined])
    const plain = { ...required, LIREN_BRIDGE_PLAINTEXT: 'on' }
    const withMqtt = await stand(devices, { ...plain, LIREN_BRIDGE_TUNNELS: 'mqtt' })
    expect([withMqtt.bridge.mqttPort, withMqtt.bridge.httpPort]).toEqual([expect.any(Number), undefined])
    const withHttp = await stand(devices, { ...plain, LIREN_BRIDGE_TUNNELS: 'http' })
    expect([withHttp.bridge.mqttPort, withHttp.bridge.httpPort]).toEqual([undefined, expect.any(Number)])
  })

  test('a device that comes to a channel with protection is heard again', async () => {
    const { registry, platform, view } = await stand(
      [
        { code: 'pile-1', ...bare.ykc },
        { code: 'bin-1', protocol: 'coap', model: 'waste-bin', secret },
      ],
      required,
    )
    await until(() => platform.told('pile-1', 'device.fault').length === 1)
    const bin = registry.get('bin-1') as NonNullable<ReturnType<typeof registry.get>>
    registry.put([{ ...bin, code: 'pile-1' }])
    await until(() => platform.told('pile-1', 'device.recovered').length === 1)
    expect(await view('/channels')).toMatchObject({ barred: {} })
  })

  test('the control: over MQTT in the clear the same relay changes a byte, and the false value is believed', async () => {
    const { bridge, platform } = await stand([{ code: 'bin-1', protocol: 'mqtt-sensor', model: 'waste-bin', secret }])
    const relay = await openTcpRelay(bridge.mqttPort as number)
    ends.push(relay.close)
    const client = mqtt.connect(`mqtt://127.0.0.1:${relay.port}`, {
      clientId: 'bin-1',
      username: 'bin-1',
      password: secret,
      reconnectPeriod: 0,
    })
    ends.push(() => client.endAsync(true))
    relay.change(after('"percent":'))
    await client.publishAsync('v1/demo/waste-bin/bin-1/telemetry', '{"values":{"percent":42}}', { qos: 1 })
    await until(() => platform.told('bin-1', 'bin.level').length === 1)
    expect(platform.told('bin-1', 'bin.level')[0]?.values).toMatchObject({ percent: 52 })
  })
})
