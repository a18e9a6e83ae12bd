import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from '@liren/contract'
import { type DeviceBatch, type DeviceEvent, deviceBatchSchema, firstDigest } from '@liren/contract/device-events'
import { type DoorSensor, startDoorSensor } from '@liren/simulators/door-sensor'
import { type MeterSim, startMeterSim } from '@liren/simulators/modbus-meter'
import mqtt from 'mqtt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bridge, openBridge } from './bridge.ts'
import { sm3 } from './crypto.ts'
import type { Fetch } from './ports/ports.ts'
import { systemClock } from './ports/system.ts'
import { createRegistry, readListed } from './registry.ts'
import { readSettings } from './settings.ts'

const silent = { info: () => {}, warn: () => {} }
const secrets = { 'door-1': 'secret-of-door-1-000', 'door-2': 'secret-of-door-2-000' }

/** Takes what a bridge brings, as long as it is open. */
function house() {
  let chain = { number: 0, digest: firstDigest }
  const events: DeviceEvent[] = []
  const state = { open: true }
  const fetch: Fetch = async (_, init) => {
    if (!state.open) throw new Error('closed')
    const { payload } = JSON.parse(init.body) as { payload: string }
    const batch: DeviceBatch = z.parse(deviceBatchSchema, JSON.parse(payload))
    if (batch.number !== chain.number + 1)
      return { status: 409, json: async () => ({ error: { code: 'bridge.out-of-step', details: chain } }) }
    chain = { number: batch.number, digest: sm3(payload) }
    events.push(...batch.events)
    return { status: 200, json: async () => ({ digest: chain.digest }) }
  }
  return { fetch, events, state }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('the bridge, from device to platform', () => {
  let folder: string
  let meter: MeterSim
  let platform: ReturnType<typeof house>
  let bridge: Bridge
  let door: DoorSensor
  const totalWh = 1_000_000

  const open = () => {
    const settings = readSettings({
      LIREN_DATA: folder,
      LIREN_BRIDGE_PLAINTEXT: 'on',
      LIREN_BRIDGE_MQTT_PORT: '0',
      LIREN_BRIDGE_HEALTH_PORT: '0',
    })
    const registry = createRegistry(
      readListed([
        { code: 'meter-1', protocol: 'modbus', model: 'meter-1p', host: '127.0.0.1', port: meter.port, unit: 3, silenceMs: 90_000 },
        { code: 'door-1', protocol: 'mqtt-sensor', model: 'door-contact', secret: secrets['door-1'], silenceMs: 90_000 },
        { code: 'door-2', protocol: 'mqtt-sensor', model: 'door-contact', secret: secrets['door-2'], silenceMs: 90_000 },
      ]),
    )
    return openBridge(settings, { clock: systemClock, chance: () => 0.5, fetch: platform.fetch, log: silent, registry })
  }
  const told = (device: string, type?: string) => platform.events.filter((e) => e.device === device && (!type || e.type === type))
  const brokerUrl = () => `mqtt://127.0.0.1:${bridge.mqttPort}`

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liren-bridge-'))
    meter = await startMeterSim({ unit: 3, read: () => ({ volts: 230.1, watts: 420, totalWh }) })
    platform = house()
    bridge = await open()
    door = startDoorSensor({ brokerUrl: brokerUrl(), device: 'door-1', secret: secrets['door-1'] })
  })
  afterEach(async () => {
    await door.close()
    await bridge.close()
    await meter.close()
    await rm(folder, { recursive: true })
  })

  test('a wrong secret, the secret of another device and a stranger are not let in', async () => {
    for (const [device, secret] of [
      ['door-1', 'wrong'],
      ['door-1', secrets['door-2']],
      ['door-9', secrets['door-1']],
      ['meter-1', ''],
    ] as const) {
      const client = mqtt.connect(brokerUrl(), { clientId: device, username: device, password: secret, reconnectPeriod: 0 })
      const code = await new Promise((resolve) => client.once('error', (error) => resolve((error as { code?: number }).code)))
      expect(code).toBe(5)
      await client.endAsync(true)
    }
  })

  test('[ZJWL-7.3.2.4.1-3] one device cannot speak for another of its product, nor listen to it, and trying is kept', async () => {
    const client = mqtt.connect(brokerUrl(), { clientId: 'door-2', username: 'door-2', password: secrets['door-2'], reconnectPeriod: 0 })
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    const [granted] = await client.subscribeAsync('v1/demo/door-contact/door-1/cmd', { qos: 1 }).catch(() => [{ qos: 128 }])
    expect(granted?.qos).toBe(128)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    client.publish('v1/demo/door-contact/door-1/event', '{"values":{"open":true}}', { qos: 1 })
    await closed
    await door.say(false)
    await until(() => told('door-1').length > 0)
    expect(told('door-1', 'door.opened')).toEqual([])
    const kept = (await (await fetch(`http://127.0.0.1:${bridge.healthPort}/strangers`)).json()) as object[]
    expect(kept).toMatchObject([{ identity: 'door-2', times: 2, reason: 'may not publish to v1/demo/door-contact/door-1/event' }])
    await client.endAsync(true)
  })

  test('a meter and a door arrive as common events, each first with its presence', async () => {
    await door.say(true)
    await until(() => told('meter-1', 'meter.read').length > 0 && told('door-1', 'device.battery').length > 0)
    expect(told('meter-1').slice(0, 2)).toMatchObject([
      { type: 'device.online' },
      { type: 'meter.read', values: { energyWh: 1_000_000, powerW: 420, volts: 230.1 } },
    ])
    expect(told('door-1').map((event) => event.type)).toEqual(['device.online', 'door.opened', 'device.battery'])
  })

  test('[GB42455-6.3.2-c.1] what was confirmed to a device survives the platform being away and the bridge being started anew', async () => {
    platform.state.open = false
    const times: number[] = []
    for (const isOpen of [true, false, true]) {
      times.push(Date.now())
      await door.say(isOpen)
      times.push(Date.now())
    }
    await door.close()
    await bridge.close()
    expect(told('door-1')).toEqual([])
    platform.state.open = true
    bridge = await open()
    await until(() => told('door-1', 'device.battery').length === 3)
    expect(
      told('door-1')
        .map((event) => event.type)
        .filter((type) => type.startsWith('door.')),
    ).toEqual(['door.opened', 'door.closed', 'door.opened'])
    // They keep the times at which the door said them, however late they arrive.
    const said = told('door-1')
      .filter((event) => event.type.startsWith('door.'))
      .map(({ at }) => at)
    for (const [i, at] of said.entries()) {
      expect(at).toBeGreaterThanOrEqual(times[i * 2] as number)
      expect(at).toBeLessThanOrEqual(times[i * 2 + 1] as number)
    }
    const numbers = told('door-1').map((event) => event.sequence)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    door = startDoorSensor({ brokerUrl: brokerUrl(), device: 'door-1', secret: secrets['door-1'] })
  })

  test('the same message twice is one event; what cannot be read is kept with its bytes', async () => {
    const client = mqtt.connect(brokerUrl(), { clientId: 'door-2', username: 'door-2', password: secrets['door-2'] })
    const topic = 'v1/demo/door-contact/door-2/event'
    for (const text of ['{"id":"x","values":{"open":true}}', '{"id":"x","values":{"open":true}}', 'garbage']) {
      await client.publishAsync(topic, text, { qos: 1 })
    }
    await client.publishAsync('v1/demo/lamp/door-2/event', '{"values":{"open":false}}', { qos: 1 })
    await until(() => told('door-2', 'frame.unknown').length === 2)
    expect(told('door-2', 'door.opened')).toHaveLength(1)
    expect(told('door-2', 'door.closed')).toEqual([])
    expect(told('door-2', 'frame.unknown').map((event) => event.values)).toMatchObject([
      { reason: 'not JSON', hex: Buffer.from('garbage').toString('hex') },
      { reason: 'topic says lamp' },
    ])
    await client.endAsync()
  })

  test('health tells the condition and the figures', async () => {
    const at = `http://127.0.0.1:${bridge.healthPort}`
    const condition = async () => (await (await fetch(`${at}/readyz`)).json()) as { faults: string[]; sent: number; waiting: number }
    while ((await condition()).sent < 2) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await condition()).toMatchObject({ faults: [], waiting: 0, online: 1 })
    expect(await (await fetch(`${at}/metrics`)).text()).toContain('liren_bridge_devices_online 1')
    expect((await fetch(`${at}/anything`)).status).toBe(404)
  })
})
