import { createSocket } from 'node:dgram'
import { connect, createServer, type Socket } from 'node:net'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeStores } from '../../../bff/test/stores.ts'
import { secretDigest } from '../../../device-bridge/src/crypto.ts'
import { systemClock } from '../../../device-bridge/src/ports/system.ts'
import { connectMqtt, createCoapDevice, createHttpsDevice, type DeviceConfig } from '../../../device-bridge/src/sdk/index.ts'
import { dialDtls } from '../../../device-bridge/src/transport/dtls/client.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type Estate, openEstate } from './estate.ts'

const never = new AbortController().signal
const portOf = (address: string | undefined): number => Number(new URL((address ?? '').replace(/^\w+:/, 'http:')).port)

describeStores('lines of devices', (open) => {
  let estate: Estate
  let bridge: Awaited<ReturnType<Estate['openBridge']>>
  const made = {} as Record<'lamp' | 'smoke' | 'sensor', Awaited<ReturnType<Estate['put']>>>
  beforeAll(async () => {
    estate = await openEstate(open)
    bridge = await estate.openBridge('gate-bridge')
    made.lamp = await estate.put(bridge, 'lamp-1', 'street-lamp')
    made.smoke = await estate.put(bridge, 'smoke-1', 'smoke-detector')
    made.sensor = await estate.put(bridge, 'sensor-1', 'https-sensor')
  }, 120_000)
  afterAll(() => estate?.close(), 90_000)

  /** Between device and bridge: once it is told to, it changes one bit of the next bytes that the device sends. */
  async function meddler(port: number) {
    const state = { isArmed: false, flipped: 0 }
    const sockets: Socket[] = []
    const server = createServer((near) => {
      const far = connect(port, '127.0.0.1')
      sockets.push(near, far)
      near.on('data', (chunk: Buffer) => {
        if (state.isArmed) {
          state.isArmed = false
          state.flipped += 1
          const last = chunk.length - 1
          chunk.writeUInt8(chunk.readUInt8(last) ^ 1, last)
        }
        far.write(chunk)
      })
      far.pipe(near)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const)
        one.on('error', () => undefined).on('close', () => other.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    estate.atEnd(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const address = server.address()
    return { state, port: typeof address === 'object' && address !== null ? address.port : 0 }
  }
  const values = async (which: keyof typeof made, type: string) => (await estate.heard(made[which].device, type)).map((one) => one.values)

  async function overMqtt(): Promise<void> {
    const { config } = made.lamp
    const device = await connectMqtt(config)
    await device.tell({ type: 'lamp.state', values: { isOn: true, dimPercent: 1 } })
    await device.close()
    expect([bridge.bridge.mqttPort, bridge.bridge.httpPort]).toEqual([undefined, undefined])
    const plain = { clientId: 'lamp-1', username: 'lamp-1', password: config.secret, connectTimeout: 5000 }
    expect(await estate.knock(`mqtt://127.0.0.1:${portOf(config.mqtt)}`, plain)).toBe('refused')

    const between = await meddler(portOf(config.mqtt))
    const line = mqtt.connect(`mqtts://127.0.0.1:${between.port}`, { ...plain, ca: bridge.ca, reconnectPeriod: 0 })
    line.on('error', () => undefined)
    await new Promise<void>((resolve) => line.once('connect', () => resolve()))
    const cut = new Promise<void>((resolve) => line.once('close', () => resolve()))
    between.state.isArmed = true
    line.publish('v1/demo/street-lamp/lamp-1/event', '{"type":"lamp.state","values":{"isOn":false,"dimPercent":66}}', { qos: 1 })
    await cut
    expect(between.state.flipped).toBe(1)
    await line.endAsync(true)
    const again = await connectMqtt(config)
    await again.tell({ type: 'lamp.state', values: { isOn: true, dimPercent: 2 } })
    await again.close()
    await until(async () => (await values('lamp', 'lamp.state')).length === 2)
    expect(await values('lamp', 'lamp.state')).toEqual([
      { isOn: true, dimPercent: 1 },
      { isOn: true, dimPercent: 2 },
    ])
  }

  async function overCoap(): Promise<void> {
    const { config } = made.smoke
    const port = portOf(config.coap)
    const probe = createSocket('udp4')
    estate.atEnd(() => probe.close())
    let answers = 0
    probe.on('message', () => answers++)
    const text = (percent: number) => Buffer.from(JSON.stringify({ type: 'device.battery', values: { percent } }))
    const post = (id: number, percent: number) =>
      Buffer.concat([Buffer.from([0x40, 0x02, 0, id]), Buffer.from('b86d657373616765731132ff', 'hex'), text(percent)])
    probe.send(post(1, 11), port, '127.0.0.1')
    await createCoapDevice(config, () => ({ code: 0 })).wake([{ type: 'device.battery', values: { percent: 12 } }])
    expect(answers).toBe(0)

    // A datagram is altered where it leaves the device; the next one is as it was sent.
    let isArmed = false
    const far = createSocket('udp4')
    const near = createSocket('udp4')
    estate.atEnd(() => far.close())
    estate.atEnd(() => near.close())
    let back: number | undefined
    near.on('message', (datagram, { port: from }) => {
      back = from
      if (isArmed) datagram.writeUInt8(datagram.readUInt8(datagram.length - 1) ^ 1, datagram.length - 1)
      isArmed = false
      far.send(datagram, port, '127.0.0.1')
    })
    far.on('message', (datagram) => void near.send(datagram, back as number, '127.0.0.1'))
    await new Promise<void>((resolve) => near.bind(0, '127.0.0.1', resolve))
    const heard: Buffer[] = []
    const key = Buffer.from(secretDigest('smoke-1', config.secret), 'hex')
    const line = await dialDtls({
      ...{ host: '127.0.0.1', port: near.address().port, identity: 'smoke-1', key, clock: systemClock },
      onData: (data) => heard.push(data),
    })
    isArmed = true
    line.send(post(13, 13))
    line.send(post(14, 14))
    await until(() => heard.length > 0)
    expect(heard.map((data) => data.readUInt16BE(2))).toEqual([14])
    await line.close()
    await until(async () => (await values('smoke', 'device.battery')).length === 2)
    expect(await values('smoke', 'device.battery')).toEqual([{ percent: 12 }, { percent: 14 }])
  }

  async function overHttps(): Promise<void> {
    const { config } = made.sensor
    const device = (https: string | undefined) =>
      createHttpsDevice({ ...config, ...(https === undefined ? {} : { https }) } as DeviceConfig, () => ({ code: 0 }), never)
    const battery = (percent: number) => ({ type: 'device.battery', values: { percent } })
    await device(undefined).tell(battery(31))
    await expect(device(`http://127.0.0.1:${portOf(config.https)}`).tell(battery(32))).rejects.toThrow()
    const between = await meddler(portOf(config.https))
    // The greeting itself is altered, and then what is said after it.
    between.state.isArmed = true
    await expect(device(`https://127.0.0.1:${between.port}`).tell(battery(33))).rejects.toThrow()
    expect(between.state.flipped).toBe(1)
    await device(`https://127.0.0.1:${between.port}`).tell(battery(34))
    await until(async () => (await values('sensor', 'device.battery')).length === 2)
    expect(await values('sensor', 'device.battery')).toEqual([{ percent: 31 }, { percent: 34 }])
  }

  it('[ZJWL-9.3.2.3] over MQTT with TLS, CoAP with DTLS and HTTPS carry what is said, take nothing in plain, and refuse what was altered on its way', async () => {
    await overMqtt()
    await overCoap()
    await overHttps()
  }, 120_000)
})
