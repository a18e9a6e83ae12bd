import { randomBytes } from 'node:crypto'
import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { createSession, makeHello, readWelcome, type Session } from '../../families/sensors/session.ts'
import { secretDigest } from '../../registry.ts'
import { createChannel } from '../../sdk/channel.ts'
import { connectMqtt } from '../../sdk/mqtt.ts'

const secrets = { 'charger-1': 'secret-of-charger-1-00', 'charger-2': 'secret-of-charger-2-00' } as const
type Code = keyof typeof secrets
const chargers = Object.entries(secrets).map(([code, secret]) => ({
  ...{ code, secret, protocol: 'mqtt-sensor', model: 'ebike-charger', kind: 'pile' },
}))
const keyOf = (code: Code): Buffer => Buffer.from(secretDigest(code, secrets[code]), 'hex')
const status = (connector: number): string => JSON.stringify({ type: 'pile.status', values: { connector, status: 'available' } })
const seal = (session: Session, text: string): string => session.seal(text, randomBytes(16))
/** Another sign in the middle of what was encrypted. */
const tampered = (message: string): string => {
  const whole = JSON.parse(message) as { sealed: string }
  return JSON.stringify({ ...whole, sealed: `${whole.sealed.startsWith('A') ? 'B' : 'A'}${whole.sealed.slice(1)}` })
}

describe('a charger on the channel with keys of its own', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  let clients: MqttClient[]
  let greeted = Date.now()
  beforeEach(async () => {
    clients = []
    stand = await openStand(chargers)
  })
  afterEach(async () => {
    for (const client of clients) await client.endAsync(true)
    await stand.close()
  })

  /** Signed in and listening; what it hears is kept as it came. */
  async function connect(code: Code) {
    const client = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      ...{ clientId: code, username: code, password: secrets[code], reconnectPeriod: 0 },
    })
    clients.push(client)
    const heard: Buffer[] = []
    client.on('message', (_, payload) => void heard.push(payload))
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
    })
    await client.subscribeAsync(`v1/demo/ebike-charger/${code}/cmd`, { qos: 1 })
    const say = (kind: string, payload: string) => client.publishAsync(`v1/demo/ebike-charger/${code}/${kind}`, payload, { qos: 1 })
    const greet = async (key = keyOf(code)): Promise<Session | undefined> => {
      const nonce = randomBytes(16).toString('hex')
      const [before, refusals] = [heard.length, refused(code).length]
      greeted = Math.max(Date.now(), greeted + 1)
      await say('session', makeHello(key, code, nonce, greeted))
      await until(() => heard.length > before || refused(code).length > refusals)
      const names = heard[before] && readWelcome(key, code, nonce, heard[before])
      return names ? createSession(key, names, 'device') : undefined
    }
    return { client, heard, say, greet }
  }
  const told = (code: Code = 'charger-1') =>
    stand.platform.told(code, 'pile.status').map(({ values }) => (values as { connector?: number }).connector)
  const refused = (code: Code = 'charger-1') =>
    stand.platform.told(code, 'frame.unknown').map(({ values }) => (values as { reason?: string }).reason)

  test('[GB42455-8.3.6-f] speaks and is commanded by keys of the device and of the connection; what is repeated, changed or made with another key is refused', async () => {
    const charger = await connect('charger-1')
    const neighbour = await connect('charger-2')
    // in the open nothing counts, and nobody is greeted by another key
    await charger.say('event', status(1))
    await until(() => refused().length === 1)
    expect(refused()).toEqual(['without a session'])
    expect(await charger.greet(keyOf('charger-2'))).toBeUndefined()
    expect(refused()).toContain('greeted with another key')

    const own = (await charger.greet()) as Session
    const other = (await neighbour.greet()) as Session
    const first = seal(own, status(1))
    expect(first).not.toContain('pile.status')
    await charger.say('event', first)
    await until(() => told().length === 1)

    const next = seal(own, status(2))
    for (const [wrong, why] of [
      [first, 'was there before'],
      [tampered(next), 'the proof is not right'],
      [seal(other, status(3)), 'of another connection'],
      [status(4), 'not sealed'],
    ] as const) {
      const before = refused().length
      await charger.say('event', wrong)
      await until(() => refused().length > before)
      expect(refused().at(-1)).toBe(why)
    }
    await charger.say('event', next)
    await until(() => told().length === 2)
    expect(told()).toEqual([1, 2])

    // the way down: the command is encrypted, and the charger refuses all but the one that was meant for it
    const sent = charger.heard.length
    const id = stand.platform.command('charger-1', { name: 'charging.start', values: { connector: 1, token: 'card-7' } })
    await until(() => charger.heard.length > sent)
    const command = (charger.heard[sent] as Buffer).toString()
    expect(command).not.toMatch(/charging\.start|card-7/)
    expect(own.open(Buffer.from(tampered(command)))).toEqual({ ok: false, why: 'the proof is not right' })
    expect(other.open(Buffer.from(command))).toEqual({ ok: false, why: 'of another connection' })
    expect(own.open(Buffer.from('{"id":"x","name":"charging.stop","args":{}}'))).toEqual({ ok: false, why: 'not sealed' })
    const opened = own.open(Buffer.from(command))
    expect(opened.ok && JSON.parse(opened.payload.toString())).toMatchObject({ id, name: 'charging.start', args: { token: 'card-7' } })
    expect(own.open(Buffer.from(command))).toEqual({ ok: false, why: 'was there before' })
    await charger.say('cmd/reply', JSON.stringify({ id, code: 0 }))
    await until(() => refused().at(-1) === 'not sealed')
    expect(stand.platform.statesOf(id)).not.toContain('done')
    await charger.say('cmd/reply', seal(own, JSON.stringify({ id, code: 0 })))
    await until(() => stand.platform.statesOf(id).includes('done'))

    // a connection has keys of its own: those of the one before are worth nothing
    await charger.client.endAsync()
    const again = await connect('charger-1')
    await again.say('event', seal(own, status(5)))
    await until(() => refused().at(-1) === 'without a session')
    const fresh = (await again.greet()) as Session
    await again.say('event', seal(own, status(6)))
    await until(() => refused().at(-1) === 'of another connection')
    await again.say('event', seal(fresh, status(7)))
    await until(() => told().length === 3)
    expect(told()).toEqual([1, 2, 7])
  }, 30_000)

  test('the device package speaks so when it is told to, and takes no command in the open', async () => {
    const config = { code: 'charger-2', product: 'ebike-charger', secret: secrets['charger-2'], tenant: 'demo', channel: 'sm' }
    const asked: string[] = []
    const device = await connectMqtt(
      { ...config, mqtt: `mqtt://127.0.0.1:${stand.bridge.mqttPort}` },
      { onCommand: ({ name }) => ({ code: asked.push(name) > 9 ? 1 : 0 }) },
    )
    await device.tell({ type: 'pile.status', values: { connector: 1, status: 'available' } })
    await until(() => told('charger-2').length === 1)
    const id = stand.platform.command('charger-2', { name: 'charging.stop', values: { connector: 1 } })
    await until(() => stand.platform.statesOf(id).includes('done'))
    expect(asked).toEqual(['charging.stop'])
    await device.close()
    expect(createChannel(config, Date.now).open(Buffer.from('{"id":"1","name":"charging.stop"}'))).toMatchObject({ ok: false })
  }, 30_000)
})
