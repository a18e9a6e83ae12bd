import { randomBytes } from 'node:crypto'
import { createSigner } from '../src/crypto.ts'
import { createSession, makeHello, readWelcome } from '../src/families/sensors/session.ts'
import { encodeFrame } from '../src/protocols/ykc/frame.ts'
import { dialPlatform } from '../src/protocols/ykc/play.ts'
import { after, lastByte, openTcpRelay } from './relay.ts'
import { until } from './stand.ts'
import { bin, dialMqtt, key, relayed, secret, stand, type Tools, type Walk } from './walk.ts'

/** Frames that protect themselves; the line beneath them is in the clear, in a tunnel as the operator says. */
const inTunnel = { LIREN_BRIDGE_PLAINTEXT: 'on', LIREN_BRIDGE_TUNNELS: 'mqtt,ykc-cipher' }

export async function sealed(tools: Tools): Promise<Walk> {
  const charger = { code: 'charger-1', secret, protocol: 'mqtt-sensor', model: 'ebike-charger', kind: 'pile' }
  const { bridge, told, unknown } = await stand(tools, [charger], inTunnel)
  const relay = await relayed(tools, openTcpRelay(bridge.mqttPort as number))
  const status = (connector: number): string => JSON.stringify({ type: 'pile.status', values: { connector, status: 'available' } })
  const topic = (kind: string): string => `v1/demo/ebike-charger/charger-1/${kind}`
  let n = 0
  let greeted = Date.now()
  const dial = async () => {
    const client = await dialMqtt(tools, `mqtt://127.0.0.1:${relay.port}`, 'charger-1')
    await client.subscribeAsync(topic('cmd'), { qos: 1 })
    const nonce = randomBytes(16).toString('hex')
    greeted = Math.max(Date.now(), greeted + 1)
    const welcome = new Promise<Buffer>((resolve) => client.once('message', (_, payload) => resolve(payload)))
    await client.publishAsync(topic('session'), makeHello(key('charger-1'), 'charger-1', nonce, greeted), { qos: 1 })
    const names = readWelcome(key('charger-1'), 'charger-1', nonce, await welcome)
    if (!names) throw new Error('no welcome')
    const session = createSession(key('charger-1'), names, 'device')
    return { client, say: () => client.publishAsync(topic('event'), session.seal(status(++n % 9), randomBytes(16)), { qos: 1 }) }
  }
  return {
    heard: told('charger-1', 'pile.status'),
    plain: async () => (await dial()).client.publishAsync(topic('event'), status(1), { qos: 1 }),
    genuine: async () => (await dial()).say(),
    async changed() {
      const { say } = await dial()
      relay.change(after('"sealed":"'))
      await say()
    },
    noted: async (what) => unknown('charger-1', what === 'plaintext' ? /not sealed/ : /the proof is not right/),
    changes: () => relay.changes,
  }
}

export async function signed(tools: Tools): Promise<Walk> {
  const signer = createSigner('0123456789abcdef'.repeat(4))
  const { bridge, told, unknown } = await stand(tools, [bin('bin-1', 'mqtt-sensor', { publicKey: signer.publicKey })], inTunnel)
  const relay = await relayed(tools, openTcpRelay(bridge.mqttPort as number))
  let n = 0
  let last = 0
  const say = async (isSigned: boolean): Promise<void> => {
    const client = await dialMqtt(tools, `mqtt://127.0.0.1:${relay.port}`, 'bin-1')
    last = Math.max(Date.now(), last + 1)
    const payload = JSON.stringify({ ts: last, values: { percent: 20 + ++n } })
    const text = isSigned ? JSON.stringify({ payload, signature: signer.sign(payload) }) : payload
    await client.publishAsync('v1/demo/waste-bin/bin-1/telemetry', text, { qos: 1 })
  }
  return {
    heard: told('bin-1', 'bin.level'),
    plain: () => say(false),
    genuine: () => say(true),
    async changed() {
      relay.change(after('\\"percent\\":'))
      await say(true)
    },
    noted: async (what) => unknown('bin-1', what === 'plaintext' ? /not signed/ : /the signature is not right/),
    changes: () => relay.changes,
  }
}

export async function ciphered(tools: Tools): Promise<Walk> {
  const pileNumber = '20231212000010'
  const desKey = '0123456789abcdef23456789abcdef010123456789abcde1'
  const cipher = { mode: 'ecb', padding: 'pkcs7' } as const
  const pile = { code: 'pile-1', protocol: 'ykc', kind: 'pile', pile: pileNumber, cipher, secret: desKey }
  const { bridge, told, unknown } = await stand(tools, [pile], inTunnel)
  const relay = await relayed(tools, openTcpRelay(bridge.ports['ykc.tcp'] as number))
  let n = 0
  const dial = async () => {
    const played = await dialPlatform({ port: relay.port, pile: pileNumber, now: () => Date.now(), cipher, key: desKey })
    tools.ends.push(played.close)
    played.login()
    await until(() => played.heard.some(({ type }) => type === 0x02))
    return { played, say: () => played.tell(3, { transaction: `${pileNumber}01260301080000000${++n}`, energy: n }) }
  }
  return {
    heard: told('pile-1', 'charging.metered'),
    async plain() {
      const { played } = await dial()
      played.raw(encodeFrame({ sequence: Buffer.from([0, 9]), encryption: 0, type: 0x09, body: Buffer.from(pileNumber, 'hex') }))
    },
    genuine: async () => (await dial()).say(),
    async changed() {
      const { say } = await dial()
      relay.change((chunk) => Buffer.concat([lastByte(chunk.subarray(0, -8)), chunk.subarray(-8)]))
      say()
    },
    noted: async (what) => unknown('pile-1', what === 'plaintext' ? /plain, and this pile encrypts/ : /checksum/),
    changes: () => relay.changes,
  }
}
