import fc from 'fast-check'
import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { type EventKind, parseTopic } from './codec.ts'
import { uuidOf } from './devices.ts'
import { lorawan } from './index.ts'
import { badEvents, goodEvents } from './samples.ts'
import { uplink } from './simulate.ts'

describe('events', () => {
  test.each(badEvents)('$kind $text is refused', ({ kind, text, at, why }) => {
    const decoded = lorawan.decode(Buffer.from(text), kind)
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded).toMatchObject({ at, why: expect.stringMatching(why) })
  })
  test.each(goodEvents)('$kind $text is read', ({ kind, text, says }) => {
    expect(lorawan.decode(Buffer.from(text), kind)).toMatchObject({ ok: true, value: says })
  })
  test('any JSON is survived', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom(...goodEvents.map(({ kind }) => kind)),
        (text, kind) => void lorawan.decode(Buffer.from(text), kind),
      ),
    )
  })
  test.each(['application/x/device/0101010101010101/event/up', 'application/+/device/+/event/up', 'a/b'])(
    'the topic "%s" is not ours',
    (topic) => {
      expect(parseTopic(topic)).toBeUndefined()
    },
  )
})

const application = '17c82e96-be03-4f38-aef3-f83d48582d97'
const secret = 'the-secret-of-the-server'
const bin = '0101010101010101'

describe('a network server on the line', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  let client: MqttClient
  const fields = [
    { name: 'percent', at: 0, type: 'u8' },
    { name: 'temperatureC', at: 1, type: 'i16', scale: 0.1 },
    { name: 'tilted', at: 3, type: 'u8', bit: 0 },
    { name: 'battery', at: 4, type: 'u16', isLittleEndian: true, scale: 0.1 },
  ]
  beforeEach(async () => {
    const sensor = (code: string, model: string, devEui: string, more: object = {}) => ({
      ...{ code, protocol: 'lorawan', model, devEui, via: 'lora-1' },
      ...more,
    })
    stand = await openStand([
      { code: 'lora-1', protocol: 'lorawan', secret, application },
      { code: 'lora-2', protocol: 'lorawan', secret: 'the-secret-of-another-one' },
      sensor('bin-1', 'waste-bin', bin),
      sensor('bin-2', 'waste-bin', '0202020202020202', { fields, isAckProof: true }),
      sensor('hole-1', 'manhole', '0303030303030303'),
      sensor('far-1', 'waste-bin', '0404040404040404', { via: 'lora-2' }),
    ])
    client = await connect('lora-1', secret)
  })
  afterEach(async () => {
    await client.endAsync(true)
    await stand.close()
  })
  const connect = async (code: string, its: string) => {
    const made = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      clientId: code,
      username: code,
      password: its,
      reconnectPeriod: 0,
    })
    await new Promise<void>((resolve, reject) => {
      made.once('connect', () => resolve())
      made.once('error', reject)
    })
    return made
  }
  const say = (kind: EventKind, devEui: string, more: object, topicEui = devEui) =>
    client.publishAsync(
      `application/${application}/device/${topicEui}/event/${kind}`,
      JSON.stringify(uplink(application, devEui, more, new Date().toISOString())),
      { qos: 1 },
    )

  test('a sensor behind another server, a stranger, a topic that names another and bytes without a map are refused and kept', async () => {
    await say('up', '0404040404040404', { object: { percent: 1 } })
    await say('up', '0505050505050505', { object: { percent: 1 } })
    await say('up', bin, { object: { percent: 1 } }, '0303030303030303')
    await say('up', bin, { data: 'qg==' })
    await until(() => stand.platform.told('bin-1', 'frame.unknown').length + stand.platform.told('lora-1', 'frame.unknown').length === 2)
    const strangers = await (await fetch(`http://127.0.0.1:${stand.bridge.healthPort}/strangers`)).text()
    expect(strangers).toContain('0505050505050505')
    expect(strangers).toContain('registered behind another server')
    expect(stand.platform.events.filter(({ type }) => type === 'bin.level')).toEqual([])
  })

  test('an uplink is told once, by names of the codec or by a map of its bytes', async () => {
    const message = {
      deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
      object: { percent: 93, weightKg: 20, tilted: false, battery: 71 },
    }
    for (let i = 0; i < 3; i++) await say('up', bin, message)
    const bytes = Buffer.from([42, 0xff, 0x9c, 1, 0xde, 0x03])
    await say('up', '0202020202020202', { data: bytes.toString('base64') })
    await say('up', '0202020202020202', { data: bytes.subarray(0, 3).toString('base64') })
    await say('up', '0303030303030303', { object: { open: true, tiltDegrees: 31, isHigh: false } })
    await until(
      () => stand.platform.told('hole-1', 'manhole.moved').length > 0 && stand.platform.told('lora-1', 'frame.unknown').length > 0,
    )
    const told = (code: string) => stand.platform.told(code).filter(({ type }) => /^(bin|manhole|device.battery|device.signal)/.test(type))
    expect(told('bin-1').map(({ type, values }) => [type, values])).toEqual([
      ['device.signal', { rssiDbm: -87, snrDb: 7.5 }],
      ['bin.level', { percent: 93, weightKg: 20 }],
      ['bin.tilted', { isActive: false }],
      ['device.battery', { percent: 71 }],
    ])
    expect(told('bin-2')).toMatchObject([
      { type: 'device.signal' },
      { type: 'bin.level', values: { percent: 42, temperatureC: -10 } },
      { type: 'bin.tilted', values: { isActive: true } },
      { type: 'device.battery', values: { percent: 99 } },
    ])
    expect(told('hole-1')).toMatchObject([
      { type: 'device.signal' },
      { type: 'manhole.moved', values: { isOpen: true, tiltDegrees: 31 } },
      { type: 'manhole.water', values: { isHigh: false } },
    ])
  })

  test('joining, status and log are told; an external supply has no battery', async () => {
    await say('join', bin, {})
    await say('status', bin, { batteryLevel: 66 })
    await say('status', bin, { externalPowerSource: true })
    await say('log', bin, { level: 'ERROR', code: 'UPLINK_MIC', description: 'MIC of uplink frame is invalid' })
    await until(() => stand.platform.told('bin-1', 'device.log').length === 1)
    expect(stand.platform.told('bin-1', 'device.restarted')).toHaveLength(1)
    expect(stand.platform.told('bin-1', 'device.battery')).toMatchObject([{ values: { percent: 66 } }])
    expect(stand.platform.told('bin-1', 'device.log')).toMatchObject([{ values: { level: 'error', code: 'UPLINK_MIC' } }])
  })

  test('a command goes into the queue and is no more than its acknowledgement says', async () => {
    const [granted] = await client.subscribeAsync(`application/${application}/device/+/command/+`, { qos: 1 })
    expect(granted?.qos).toBe(1)
    for (const topic of ['application/+/device/+/command/+', '#'])
      expect((await client.subscribeAsync(topic).catch(() => [{ qos: 128 }]))[0]?.qos).toBe(128)
    const down: { id: string; devEui: string; fPort: number; confirmed: boolean; object?: object; data?: string }[] = []
    client.on('message', (_, payload) => down.push(JSON.parse(payload.toString())))
    await say('up', bin, { object: { percent: 1 } })
    await say('up', '0202020202020202', { data: 'KgAAAAAA' })
    const first = stand.platform.command('bin-1', { name: 'device.configure', values: { settings: { everyS: 600 } } })
    await until(() => down.length === 1)
    expect(down[0]).toEqual({
      id: uuidOf(first),
      devEui: bin,
      confirmed: true,
      fPort: 10,
      object: { command: 'device.configure', settings: { everyS: 600 } },
    })
    await say('ack', bin, { queueItemId: uuidOf('another') })
    await say('ack', bin, { queueItemId: uuidOf(first), acknowledged: true })
    await until(() => stand.platform.statesOf(first).includes('accepted'))
    const second = stand.platform.command('bin-2', { name: 'device.message', values: { message: 'raw', content: '0105' } })
    await until(() => down.length === 2)
    expect(down[1]).toMatchObject({ devEui: '0202020202020202', data: 'AQU=' })
    await say('ack', '0202020202020202', { queueItemId: uuidOf(second), acknowledged: true })
    await until(() => stand.platform.statesOf(second).at(-1) === 'done')
    const third = stand.platform.command('bin-2', { name: 'device.identify', values: {} })
    await until(() => down.length === 3)
    await say('ack', '0202020202020202', { queueItemId: uuidOf(third) })
    await until(() => stand.platform.statesOf(third).at(-1) === 'failed')
  })
})
