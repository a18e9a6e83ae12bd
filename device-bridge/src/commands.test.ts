import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { sm2 } from 'sm-crypto-v2'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStand, standIn, until } from '../test/stand.ts'
import { createSigner } from './crypto.ts'
import { secretDigest } from './registry.ts'

const secrets = { 'door-1': 'secret-of-door-1-000', 'door-2': 'secret-of-door-2-000' } as const
const doors = Object.entries(secrets).map(([code, secret]) => ({ code, protocol: 'mqtt-sensor', model: 'door-contact', secret }))

describe('a command, from the platform over a real socket to a device and back', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  let clients: MqttClient[]

  beforeEach(async () => {
    clients = []
    stand = await openStand([
      ...doors,
      { code: 'smoke-1', protocol: 'mqtt-sensor', model: 'smoke-sensor', secret: 'secret-of-smoke-1-000' },
    ])
  })
  afterEach(async () => {
    for (const client of clients) await client.endAsync(true)
    await stand.close()
  })

  /** A door that keeps what it is asked, and answers as it is told to. */
  const connect = async (
    code: keyof typeof secrets,
    answer: (id: string, say: (reply: object) => void) => void,
    port = stand.bridge.mqttPort,
  ) => {
    const heard: { id: string; name: string; args: object }[] = []
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: code, username: code, password: secrets[code], reconnectPeriod: 0 })
    clients.push(client)
    client.on('message', (_, payload) => {
      const message = JSON.parse(payload.toString()) as (typeof heard)[number]
      heard.push(message)
      answer(message.id, (reply) => client.publish(`v1/demo/door-contact/${code}/cmd/reply`, JSON.stringify(reply), { qos: 1 }))
    })
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
    })
    await client.subscribeAsync(`v1/demo/door-contact/${code}/cmd`, { qos: 1 })
    return heard
  }

  test('[GB42455-6.3.2-a] reaches a device that comes later, once, and is done at its word; what the device tells goes up and is confirmed', async () => {
    const id = stand.platform.command('door-1', { name: 'door.open', values: { seconds: 5 } })
    await until(() => stand.bridge.pending === 1)
    const heard = await connect('door-1', (one, say) => say({ id: one, code: 0, data: { tookMs: 7 } }))
    await until(() => stand.platform.statesOf(id).includes('done'))
    expect(stand.platform.statesOf(id)).toEqual(['sent', 'done'])
    expect(heard).toMatchObject([{ id, name: 'door.open', args: { seconds: 5 } }])
    const last = stand.platform.events.find((one) => one.type === 'command.state' && one.values.state === 'done')
    expect(last?.values).toMatchObject({ values: { tookMs: 7 } })
    // Resolves at the bridge's confirmation to the device.
    await clients[0]?.publishAsync('v1/demo/door-contact/door-1/event', '{"values":{"open":true}}', { qos: 1 })
    await until(() => stand.platform.told('door-1', 'door.opened').length === 1)
  })

  test('the answer of another device is not believed, and a refusal is told with its reason', async () => {
    let first = ''
    const neighbour = await connect('door-2', () => {})
    const heard = await connect('door-1', (id) => {
      first = id
    })
    const id = stand.platform.command('door-1', { name: 'door.open', values: {} })
    await until(() => first === id)
    clients[0]?.publish('v1/demo/door-contact/door-2/cmd/reply', JSON.stringify({ id, code: 0 }), { qos: 1 })
    await until(() => stand.platform.told('door-2', 'device.online').length > 0)
    expect(stand.platform.statesOf(id)).not.toContain('done')
    clients[1]?.publish('v1/demo/door-contact/door-1/cmd/reply', JSON.stringify({ id, code: 1 }), { qos: 1 })
    clients[1]?.publish('v1/demo/door-contact/door-1/cmd/reply', JSON.stringify({ id, code: 9, message: 'jammed' }), { qos: 1 })
    await until(() => stand.platform.statesOf(id).includes('failed'))
    expect(stand.platform.statesOf(id)).toEqual(['sent', 'accepted', 'failed'])
    expect([heard.length, neighbour.length]).toEqual([1, 0])
  })

  test('one that nobody could take in time expires, and a device that comes then does not get it', async () => {
    const id = stand.platform.command('door-1', { name: 'door.open', values: {} }, 300)
    await until(() => stand.platform.statesOf(id).includes('expired'))
    const heard = await connect('door-1', (one, say) => say({ id: one, code: 0 }))
    const next = stand.platform.command('door-1', { name: 'device.identify', values: {} })
    await until(() => stand.platform.statesOf(next).includes('done'))
    expect(heard.map(({ name }) => name)).toEqual(['device.identify'])
  })

  test('frames of a device are told on request, decoded', async () => {
    await connect('door-1', () => {})
    await clients[0]?.publishAsync('v1/demo/door-contact/door-1/event', '{"id":"a","values":{"open":true}}', { qos: 1 })
    await clients[0]?.publishAsync('v1/demo/door-contact/door-1/event', 'garbage', { qos: 1 })
    const id = stand.platform.command('door-1', { name: 'device.frames', values: { limit: 5 } })
    await until(() => stand.platform.statesOf(id).includes('done'))
    expect(stand.platform.told('door-1', 'frames.told')[0]?.values).toMatchObject({
      of: 'door-1',
      frames: [
        { direction: 'in', decoded: '{"id":"a","values":{"open":true}}', size: 33 },
        { direction: 'in', fault: 'byte 0: not JSON' },
      ],
    })
  })

  test('[GB42455-6.3.2-c.2] [ZJWL-7.3.2.1.3-1] of a rule opens the door at a fire with the platform away, once for a repeated alarm, and is told later', async () => {
    const heard = await connect('door-1', (id, say) => say({ id, code: 0 }))
    const smoke = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      clientId: 'smoke-1',
      username: 'smoke-1',
      password: 'secret-of-smoke-1-000',
    })
    clients.push(smoke)
    stand.platform.state.rules = [
      {
        id: 'way-out',
        version: 3,
        when: [{ kind: 'event', devices: ['smoke-1'], type: 'fire.alarmed', where: [] }],
        given: [],
        actions: [{ device: 'door-1', order: { name: 'door.open', values: { seconds: 3 } }, ttlMs: 5000 }],
        restMs: 0,
      },
    ]
    stand.platform.state.rulesRevision = 1
    await until(async () => (await readFile(join(stand.folder, 'bridge', 'rules.json'), 'utf8').catch(() => '')).includes('way-out'))
    stand.platform.state.open = false
    for (let i = 0; i < 3; i++)
      await smoke.publishAsync('v1/demo/smoke-sensor/smoke-1/event', '{"id":"alarm-1","values":{"alarm":true}}', { qos: 1 })
    await until(() => heard.length === 1)
    expect(heard[0]).toMatchObject({ name: 'door.open', args: { seconds: 3 } })
    stand.platform.state.open = true
    await until(() => stand.platform.told('smoke-1', 'rule.fired').length === 1)
    const { actions } = (stand.platform.told('smoke-1', 'rule.fired')[0]?.values ?? {}) as { actions: { commandId: string }[] }
    await until(() => stand.platform.statesOf(actions[0]?.commandId ?? '').includes('done'))
    expect(stand.platform.told('smoke-1', 'fire.alarmed')).toHaveLength(1)
    expect(heard).toHaveLength(1)
  })

  test('waits on the disk of the bridge while it is away', async () => {
    const { folder } = stand
    const kept = await openStand(doors, { folder: join(folder, 'other'), platform: standIn() })
    const id = kept.platform.command('door-1', { name: 'door.open', values: {} }, 60_000)
    await until(() => kept.bridge.pending === 1)
    kept.platform.commands.length = 0
    await kept.close()
    const again = await openStand(doors, { folder: join(folder, 'other'), platform: kept.platform })
    const heard = await connect('door-1', (one, say) => say({ id: one, code: 0 }), again.bridge.mqttPort)
    await until(() => again.platform.statesOf(id).includes('done'))
    expect(heard).toHaveLength(1)
    await again.close()
  })
})

describe("the platform's list of devices", () => {
  const registered = (change: object = {}) => ({
    code: 'door-7',
    kind: 'door',
    product: 'door-contact',
    protocol: 'mqtt-sensor',
    address: {},
    secretDigest: secretDigest('door-7', 'secret-of-door-7-000'),
    isEnabled: true,
    revision: 1,
    ...change,
  })
  const platformWith = (...devices: object[]) => {
    const platform = standIn()
    platform.state.devices = devices
    platform.state.revision = 1
    return platform
  }
  const signIn = async (port: number | undefined, secret: string): Promise<boolean> => {
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
      clientId: 'door-7',
      username: 'door-7',
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

  test('a device that cannot be used is told with its faults, and the others are in force', async () => {
    const sealed = { code: 'door-8', secretDigest: undefined, sealedSecret: 'AAAA' }
    const platform = platformWith(registered({ code: 'm-1', protocol: 'modbus', product: 'meter-1p' }), registered(sealed), registered())
    const stand = await openStand(doors, { platform })
    await until(() => platform.told('m-1', 'device.fault').length > 0 && platform.told('door-8', 'device.fault').length > 0)
    expect(platform.told('m-1', 'device.fault')[0]?.values).toMatchObject({
      code: 'register',
      text: expect.stringContaining('address.host'),
    })
    expect(platform.told('door-8', 'device.fault')[0]?.values).toMatchObject({ text: 'the secret is not sealed to the key of this bridge' })
    expect(await signIn(stand.bridge.mqttPort, 'a-wrong-secret-000000')).toBe(false)
    expect(await signIn(stand.bridge.mqttPort, 'secret-of-door-7-000')).toBe(true)
    await stand.close()
  })

  test('is on disk, so that the bridge starts without the platform; a device that was switched off is cut off at once', async () => {
    const platform = platformWith(registered())
    const first = await openStand(doors, { platform })
    await until(() => first.registry.get('door-7') !== undefined)
    const { folder } = first
    await first.bridge.close()
    platform.state.open = false
    const second = await openStand(doors, { platform, folder })
    const client = mqtt.connect(`mqtt://127.0.0.1:${second.bridge.mqttPort}`, {
      clientId: 'door-7',
      username: 'door-7',
      password: 'secret-of-door-7-000',
      reconnectPeriod: 0,
    })
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    const cut = new Promise<void>((resolve) => client.once('close', () => resolve()))
    platform.state.devices = [registered({ isEnabled: false, revision: 2 })]
    platform.state.revision = 2
    platform.state.open = true
    await cut
    expect(await signIn(second.bridge.mqttPort, 'secret-of-door-7-000')).toBe(false)
    expect(JSON.parse(await readFile(join(folder, 'bridge', 'register.json'), 'utf8'))).toMatchObject({ revision: 2 })
    await second.close()
    await first.close()
  })

  test('a sealed secret is opened with the key of the bridge', async () => {
    const signer = createSigner(sm2.generateKeyPairHex().privateKey)
    const point = Buffer.from(signer.publicKey.replace(/-----[^-]+-----|\s/g, ''), 'base64')
      .subarray(-65)
      .toString('hex')
    const sealed = Buffer.from(sm2.doEncrypt('the secret', point, 1, { asn1: true }), 'hex').toString('base64')
    expect(signer.unseal(sealed)).toBe('the secret')
    expect(createSigner(sm2.generateKeyPairHex().privateKey).unseal(sealed)).toBeUndefined()
  })

  test('a device with a key of its own is heard only with its signature, and a message only once', async () => {
    const own = createSigner(sm2.generateKeyPairHex().privateKey)
    const other = createSigner(sm2.generateKeyPairHex().privateKey)
    const platform = platformWith(registered({ publicKey: own.publicKey }))
    const stand = await openStand(doors, { platform })
    await until(() => stand.registry.get('door-7') !== undefined)
    const client = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      clientId: 'door-7',
      username: 'door-7',
      password: 'secret-of-door-7-000',
    })
    const payload = (id: string, ts: number) => JSON.stringify({ id, ts, values: { open: true } })
    const say = (message: object) => client.publishAsync('v1/demo/door-contact/door-7/event', JSON.stringify(message), { qos: 1 })
    const now = Date.now()
    const good = payload('a', now)
    await say({ id: 'x', ts: now, values: { open: true } })
    await say({ payload: good, signature: other.sign(good) })
    await say({ payload: payload('b', now + 1), signature: own.sign(good) })
    await say({ payload: good, signature: own.sign(good) })
    const old = payload('c', now - 1000)
    await say({ payload: old, signature: own.sign(old) })
    await until(() => platform.told('door-7', 'frame.unknown').length === 4)
    expect(platform.told('door-7', 'frame.unknown').map((one) => (one.values as { reason: string }).reason)).toEqual([
      'not signed',
      'the signature is not right',
      'the signature is not right',
      'signed, but not newer than the last one',
    ])
    expect(platform.told('door-7', 'door.opened')).toHaveLength(1)
    await client.endAsync(true)
    await stand.close()
  })

  test('a key that is on another curve signs nothing', () => {
    const { publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const signer = createSigner(sm2.generateKeyPairHex().privateKey)
    return import('./crypto.ts').then(({ verifies }) => {
      expect(verifies(publicKey, 'a', signer.sign('a'))).toBe(false)
      expect(verifies(signer.publicKey, 'a', signer.sign('a'))).toBe(true)
    })
  })
})
