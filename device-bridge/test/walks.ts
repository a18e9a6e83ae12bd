import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect as connectPlain } from 'node:net'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import type { ChannelName } from '../src/channels/table.ts'
import { systemClock } from '../src/ports/system.ts'
import { macOf } from '../src/protocols/https-sensor/signature.ts'
import { playTerminal } from '../src/protocols/isapi/play.ts'
import { accessNotice } from '../src/protocols/isapi/samples.ts'
import { uplink } from '../src/protocols/lorawan/simulate.ts'
import { pushOf } from '../src/protocols/nbiot/simulate.ts'
import { dialPile } from '../src/protocols/ocpp16/play.ts'
import { dialStation } from '../src/protocols/ocpp201/play.ts'
import { openBroker } from '../src/transport/broker.ts'
import { dialDtls } from '../src/transport/dtls/client.ts'
import { openTcpRelay, openUdpRelay } from './relay.ts'
import { until } from './stand.ts'
import { bin, dialMqtt, key, level, quiet, relayed, secret, stand, type Tools, type Walk } from './walk.ts'
import { ciphered, sealed, signed } from './walks-of-frames.ts'

/** Devices at the embedded broker over TLS. */
async function overMqtts(
  tools: Tools,
  devices: readonly object[],
  code: string,
  say: (n: number) => [topic: string, text: string],
  heard: string[],
) {
  const { bridge, told, channel } = await stand(tools, devices)
  const relay = await relayed(tools, openTcpRelay(bridge.mqttsPort as number))
  const ca = tools.certificates.read('authority.pem')
  let n = 0
  const dial = () => dialMqtt(tools, `mqtts://localhost:${relay.port}`, code, { ca })
  return {
    heard: told(heard[0] as string, heard[1] as string),
    plain: () => quiet(dialMqtt(tools, `mqtt://127.0.0.1:${bridge.mqttsPort}`, code)),
    genuine: async () => (await dial()).publishAsync(...say(++n), { qos: 1 }),
    async changed() {
      const client = await dial()
      // Answered, so that what TLS says at the beginning is over.
      await client.subscribeAsync('v1/x/y/z/cmd').catch(() => undefined)
      relay.change()
      client.publish(...say(++n), { qos: 1 })
      await new Promise((resolve) => client.once('close', () => resolve(undefined)))
    },
    noted: (what: 'plaintext' | 'broken') => channel('mqtts', what),
    changes: () => relay.changes,
  }
}

/** What is posted, over TLS. */
async function overHttps(tools: Tools, devices: readonly object[], say: (n: number) => string, heard: string[]): Promise<Walk> {
  const { bridge, told, channel } = await stand(tools, devices)
  const port = bridge.ports[`${(devices[0] as { protocol: string }).protocol}.https`] ?? (await securePort(bridge.healthPort))
  const relay = await relayed(tools, openTcpRelay(port))
  const dial = () =>
    new Promise<{ ask(text: string): Promise<unknown> }>((resolve, reject) => {
      const socket = connectTls({
        port: relay.port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca: tools.certificates.read('authority.pem'),
      })
      socket.once('secureConnect', () =>
        resolve({
          ask: (text) =>
            new Promise((answered) => {
              socket.once('data', answered)
              socket.once('close', answered)
              socket.write(text)
            }),
        }),
      )
      socket.once('error', reject)
      tools.ends.push(() => socket.destroy())
    })
  let n = 0
  return {
    heard: told(heard[0] as string, heard[1] as string),
    plain: () =>
      new Promise((resolve) => {
        const socket = connectPlain(port, '127.0.0.1', () => socket.write(say(++n)))
        socket.on('error', () => undefined)
        socket.on('close', resolve)
        socket.on('data', () => socket.destroy())
      }),
    genuine: async () => (await dial()).ask(say(++n)),
    async changed() {
      const line = await dial()
      await line.ask('GET /nothing HTTP/1.1\r\nhost: bridge\r\n\r\n')
      relay.change()
      await line.ask(say(++n))
    },
    noted: (what) => channel('https', what),
    changes: () => relay.changes,
  }
}
const securePort = async (healthPort: number): Promise<number> => {
  const { ports } = (await (await fetch(`http://127.0.0.1:${healthPort}/readyz`)).json()) as { ports: Record<string, number> }
  return Object.entries(ports).find(([name]) => name.endsWith('.https'))?.[1] ?? 0
}
const post = (path: string, body: string, headers = ''): string =>
  `POST ${path} HTTP/1.1\r\nhost: bridge\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

async function overWss(tools: Tools, protocol: 'ocpp16' | 'ocpp201'): Promise<Walk> {
  const { bridge, told, channel } = await stand(tools, [{ code: 'pile-1', protocol, kind: 'pile', security: 'tls', secret }])
  const port = bridge.ports[`${protocol}.https`] as number
  const relay = await relayed(tools, openTcpRelay(port))
  const dial = async (url: string) => {
    const call = protocol === 'ocpp16' ? dialPile : dialStation
    const tls = { ca: tools.certificates.read('authority.pem') }
    const pile = await call(url, { now: () => Date.now(), identity: 'pile-1', password: secret, tls })
    tools.ends.push(pile.close)
    return pile
  }
  const boot =
    protocol === 'ocpp16'
      ? { chargePointVendor: 'V', chargePointModel: 'M' }
      : { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M' } }
  const far = `wss://localhost:${relay.port}`
  return {
    heard: told('pile-1', 'device.described'),
    plain: () => quiet(dial(`ws://127.0.0.1:${port}`)),
    genuine: async () => (await dial(far)).call('BootNotification', boot),
    async changed() {
      const pile = await dial(far)
      await pile.call('Heartbeat', {})
      relay.change()
      void pile.call('BootNotification', boot).catch(() => undefined)
    },
    noted: (what) => channel('https', what),
    changes: () => relay.changes,
  }
}

async function overDtls(tools: Tools): Promise<Walk> {
  const { bridge, told, channel } = await stand(tools, [bin('bin-1', 'coap')])
  const port = bridge.ports['coap.dtls'] as number
  const relay = await relayed(tools, openUdpRelay(port))
  let n = 0
  const message = () => Buffer.concat([Buffer.from(`40024a0${++n}b86d657373616765731132ff`, 'hex'), Buffer.from(level(n))])
  const dial = async () => {
    const client = await dialDtls({
      host: '127.0.0.1',
      port: relay.port,
      identity: 'bin-1',
      key: key('bin-1'),
      clock: systemClock,
      onData() {},
    })
    tools.ends.push(client.close)
    return client
  }
  return {
    heard: told('bin-1', 'bin.level'),
    async plain() {
      const socket = createSocket('udp4')
      const record = (text: Buffer): Buffer => {
        const head = Buffer.from('17fefd00000000000000010000', 'hex')
        head.writeUInt16BE(text.length, 11)
        return Buffer.concat([head, text])
      }
      // As it is, and in a record that says of itself that it is not encrypted.
      for (const bytes of [message(), record(message())]) await new Promise((resolve) => socket.send(bytes, port, '127.0.0.1', resolve))
      await until(async () => (await channel('coaps', 'plaintext')) >= 2)
      socket.close()
    },
    genuine: async () => (await dial()).send(message()),
    async changed() {
      const client = await dial()
      relay.change()
      client.send(message())
    },
    noted: (what) => channel('coaps', what),
    changes: () => relay.changes,
  }
}

async function overForeignBroker(tools: Tools): Promise<Walk> {
  const { certificates, ends } = tools
  const files = {
    cert: certificates.read('localhost.pem'),
    key: certificates.read('localhost.key'),
    ca: certificates.read('authority.pem'),
  }
  const yes = (): boolean => true
  const none = (): undefined => undefined
  const broker = await openBroker({
    ...{ port: 0, tls: { port: 0, files }, admits: yes, byFingerprint: none, mayPublish: yes, maySubscribe: yes },
    ...{
      onMessage: async () => undefined,
      onCame: none,
      onListening: none,
      onGone: async () => undefined,
      onRefused: none,
      onTrouble: none,
    },
  })
  await broker.listen()
  ends.push(broker.close)
  const relay = await relayed(tools, openTcpRelay(broker.tlsPort as number, 'called'))
  const { bridge, told, channel } = await stand(tools, [bin('bin-1', 'mqtt-sensor')], {
    LIREN_MQTT_URL: `mqtts://bridge-1:${secret}@localhost:${relay.port}`,
  })
  const isThere = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${bridge.healthPort}/readyz`)).status === 200
  let n = 0
  let refused = 0
  const say = async (): Promise<void> => {
    await until(isThere)
    // A session that goes on keeps what it subscribed to.
    if (n === 0) await until(() => broker.isListening('bridge-1'))
    await broker.publish('v1/demo/waste-bin/bin-1/telemetry', level(++n))
  }
  return {
    heard: told('bin-1', 'bin.level'),
    // The same broker by its other port: the bridge does not start.
    plain: () =>
      stand(tools, [], { LIREN_MQTT_URL: `mqtt://127.0.0.1:${broker.port}` }).catch((error: Error) => {
        if (/LIREN_MQTT_URL is not encrypted/.test(error.message)) refused += 1
      }),
    genuine: say,
    async changed() {
      await until(isThere)
      await until(() => broker.isListening('bridge-1'))
      relay.change()
      // The broker keeps what it sends with QoS 1 and sends it again, which is right; this one is not.
      await broker.publish('v1/demo/waste-bin/bin-9/telemetry', level(++n))
      await until(() => relay.changes === 1)
      await until(async () => (await channel('broker-mqtts', 'broken')) === 1)
      await until(async () => !(await isThere()))
    },
    noted: async (what) => (what === 'plaintext' ? refused : channel('broker-mqtts', what)),
    changes: () => relay.changes,
  }
}

async function toTerminal(tools: Tools): Promise<Walk> {
  const { certificates, ends } = tools
  const terminal = await playTerminal({ password: secret })
  ends.push(terminal.close)
  const inside = Number(new URL(terminal.url).port)
  const front = createTlsServer({ cert: certificates.read('localhost.pem'), key: certificates.read('localhost.key') }, (socket) => {
    const to = connectPlain(inside, '127.0.0.1')
    for (const one of [socket, to]) one.on('error', () => undefined)
    socket.on('close', () => to.destroy())
    to.on('close', () => socket.destroy())
    socket.pipe(to).pipe(socket)
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  ends.push(() => front.close())
  const relay = await relayed(tools, openTcpRelay((front.address() as { port: number }).port, 'called'))
  const ca = certificates.read('authority.pem').toString()
  const door = (code: string, url: string) => ({ code, protocol: 'isapi', kind: 'door', secret, listens: true, ca, url })
  const { told, channel, platform } = await stand(tools, [
    door('door-1', `https://localhost:${relay.port}`),
    door('door-2', terminal.url),
    door('door-3', `https://localhost:${inside}`),
  ])
  const say = async (n: number): Promise<void> => {
    await until(() => terminal.streams.size === 1)
    terminal.tell(accessNotice(n), 'application/json')
  }
  let n = 0
  return {
    heard: () => ['door-1', 'door-2', 'door-3'].reduce((sum, code) => sum + told(code, 'passage')(), 0),
    // One by its address in the clear, which is not dialled; one that speaks in the clear where TLS is expected.
    plain: () => until(async () => platform.told('door-2', 'device.fault').length === 1 && (await channel('isapi-https', 'plaintext')) > 0),
    genuine: () => say(++n),
    async changed() {
      await until(() => terminal.streams.size === 1)
      relay.change()
      await say(++n)
      await until(() => terminal.streams.size === 0)
    },
    noted: (what) => channel('isapi-https', what),
    changes: () => relay.changes,
  }
}

const application = '17c82e96-be03-4f38-aef3-f83d48582d97'
const devEui = '0101010101010101'

const signedPost = (n: number): string => {
  const path = '/v1/devices/bin-1/messages'
  const [body, time, nonce] = [level(n), String(Date.now()), randomBytes(12).toString('base64url')]
  const signature = macOf(key('bin-1'), { method: 'POST', path, time, nonce, body: Buffer.from(body) })
  return post(path, body, `x-liren-time: ${time}\r\nx-liren-nonce: ${nonce}\r\nx-liren-signature: ${signature}\r\n`)
}
type Opening = (tools: Tools) => Promise<Walk>

/** A way to walk each channel of the table that encrypts or proves what it carries, one for each protocol where they differ. */
export const walks = {
  mqtts: [
    (tools) =>
      overMqtts(tools, [bin('bin-1', 'mqtt-sensor')], 'bin-1', (n) => ['v1/demo/waste-bin/bin-1/telemetry', level(n)], [
        'bin-1',
        'bin.level',
      ]),
  ],
  https: [(tools) => overHttps(tools, [bin('bin-1', 'https-sensor')], signedPost, ['bin-1', 'bin.level'])],
  wss: [(tools) => overWss(tools, 'ocpp16'), (tools) => overWss(tools, 'ocpp201')],
  coaps: [overDtls],
  'broker-mqtts': [overForeignBroker],
  'isapi-https': [toTerminal],
  'mqtt-sealed': [sealed],
  'sm2-signed': [signed],
  'ykc-cipher': [ciphered],
  lorawan: [
    (tools) =>
      overMqtts(
        tools,
        [
          { code: 'lora-1', protocol: 'lorawan', secret, application },
          { code: 'bin-1', protocol: 'lorawan', model: 'waste-bin', devEui, via: 'lora-1' },
        ],
        'lora-1',
        (n) => [
          `application/${application}/device/${devEui}/event/up`,
          JSON.stringify({
            ...uplink(application, devEui, { object: { percent: 20 + n } }, new Date().toISOString()),
            deduplicationId: `d-${n}`,
          }),
        ],
        ['bin-1', 'bin.level'],
      ),
  ],
  'nbiot-push': [
    (tools) =>
      overHttps(
        tools,
        [
          { code: 'ctwing-1', protocol: 'nbiot', secret, platform: 'ctwing' },
          { code: 'water-1', protocol: 'nbiot', model: 'water-meter-nb', id: 'acf7', via: 'ctwing-1' },
          bin('bin-1', 'https-sensor'),
        ],
        (n) => post(`/nbiot/ctwing-1/${secret}`, JSON.stringify(pushOf('acf7', { volumeL: 1000 + n }, Date.now()))),
        ['water-1', 'meter.water-read'],
      ),
  ],
} satisfies Partial<Record<ChannelName, readonly Opening[]>>
