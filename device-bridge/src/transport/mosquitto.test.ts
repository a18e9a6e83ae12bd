import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../test/stand.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const bins = ['bin-1', 'bin-2'].map((code) => ({
  code,
  protocol: 'mqtt-sensor',
  model: 'waste-bin',
  kind: 'bin',
  secret: `the-secret-of-${code}`,
}))
const lora = { code: 'hole-1', protocol: 'lorawan', model: 'manhole', devEui: '0101010101010101' }

const stands = async (url: string, more: object = {}) => {
  const stand = await openStand([...bins, lora], {
    env: { LIREN_MQTT_URL: url, LIREN_BRIDGE_CODE: `bridge-${Date.now().toString(36)}` },
    ...more,
  })
  ends.push(stand.close)
  return stand
}
const ready = async (port: number): Promise<string[]> =>
  ((await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as { faults?: string[] }).faults ?? []

test('a broker that cannot be reached is told as a fault, and the bridge works on', async () => {
  const stand = await stands('mqtt://127.0.0.1:1')
  await until(async () => (await ready(stand.bridge.healthPort)).includes('the device broker cannot be reached'))
  expect(stand.bridge.mqttPort).toBeUndefined()
})

const url = process.env.LIREN_TEST_MQTT_URL
if (url) {
  describe('a broker that others run (mosquitto)', () => {
    const connect = async (clientId: string): Promise<MqttClient> => {
      const client = mqtt.connect(url, { clientId: `${clientId}-${Date.now()}` })
      await new Promise<void>((resolve) => client.once('connect', () => resolve()))
      ends.push(() => client.endAsync(true))
      return client
    }
    const say = (client: MqttClient, code: string, values: object, id: string, retain = false) =>
      client.publishAsync(`v1/demo/waste-bin/${code}/telemetry`, JSON.stringify({ id, ts: Date.now(), values }), { qos: 1, retain })

    test('sensors are heard by their topics, a repeat once, a retained message as a sign of life, a stranger not at all', async () => {
      const client = await connect('field')
      await say(client, 'bin-2', { percent: 99 }, 'old-1', true)
      const stand = await stands(url)
      await until(async () => (await ready(stand.bridge.healthPort)).length === 0)
      await until(() => stand.platform.told('bin-2', 'device.online').length === 1)
      for (let i = 0; i < 3; i++) await say(client, 'bin-1', { percent: 42 }, 'm-1')
      await say(client, 'bin-9', { percent: 42 }, 'm-2')
      const event = { deviceInfo: { devEui: '0101010101010101' }, deduplicationId: 'd-1', object: { open: true } }
      await client.publishAsync(
        'application/17c82e96-be03-4f38-aef3-f83d48582d97/device/0101010101010101/event/up',
        JSON.stringify(event),
        { qos: 1 },
      )
      await until(() => stand.platform.told('hole-1', 'manhole.moved').length === 1)
      expect(stand.platform.told('bin-1', 'bin.level')).toMatchObject([{ values: { percent: 42 } }])
      expect(stand.platform.told('bin-2', 'bin.level')).toEqual([])
      expect(await (await fetch(`http://127.0.0.1:${stand.bridge.healthPort}/strangers`)).text()).toContain('bin-9')
      await client.publishAsync('v1/demo/waste-bin/bin-2/telemetry', '', { qos: 1, retain: true })
    })

    test('a command goes out and comes back, and what was said while the bridge was away waits at the broker', async () => {
      const client = await connect('field')
      client.on('message', (_, payload) => {
        const { id } = JSON.parse(payload.toString()) as { id: string }
        client.publish('v1/demo/waste-bin/bin-1/cmd/reply', JSON.stringify({ id, code: 0 }), { qos: 1 })
      })
      await client.subscribeAsync('v1/demo/waste-bin/bin-1/cmd', { qos: 1 })
      const code = `bridge-${Date.now().toString(36)}`
      const env = { LIREN_MQTT_URL: url, LIREN_BRIDGE_CODE: code }
      const first = await openStand(bins, { env })
      await until(async () => (await ready(first.bridge.healthPort)).length === 0)
      // Connected is not yet subscribed; the same message is taken once.
      await until(async () => {
        await say(client, 'bin-1', { percent: 10 }, 'a-1')
        return first.platform.told('bin-1', 'bin.level').length === 1
      })
      const id = first.platform.command('bin-1', { name: 'device.identify', values: {} })
      await until(() => first.platform.statesOf(id).at(-1) === 'done')
      await first.close()
      for (let i = 0; i < 5; i++) await say(client, 'bin-1', { percent: 20 + i }, `away-${i}`)
      const second = await openStand(bins, { env })
      ends.push(second.close)
      const percents = () => second.platform.told('bin-1', 'bin.level').map(({ values }) => (values as { percent: number }).percent)
      await until(() => percents().includes(24))
      expect(percents().filter((percent) => percent >= 20)).toEqual([20, 21, 22, 23, 24])
    })
  })
}
