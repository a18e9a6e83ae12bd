import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from '@liren/contract'
import { type DeviceEvent, deviceBatchSchema } from '@liren/contract/device-events'
import { type Bridge, openBridge } from '@liren/device-bridge/bridge'
import { sm3 } from '@liren/device-bridge/crypto'
import type { Fetch } from '@liren/device-bridge/ports/ports'
import { systemClock } from '@liren/device-bridge/ports/system'
import { createRegistry, readListed } from '@liren/device-bridge/registry'
import { readSettings } from '@liren/device-bridge/settings'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ThingList, thingsFile } from './list.ts'
import { type PlayedThings, startThings } from './things.ts'

const application = '52f14cd4-c6f1-4fbd-8f87-4025e1d49242'
const secretOf = (code: string): string => `secret-of-${code}-0000000`
const own = (code: string) => ({ code, secret: secretOf(code) })

let folder: string
let bridge: Bridge
let things: PlayedThings
const events: DeviceEvent[] = []

const house: Fetch = async (_, init) => {
  const { payload } = JSON.parse(init.body) as { payload: string }
  const batch = z.safeParse(deviceBatchSchema, JSON.parse(payload))
  // It asks for its list, its rules and its commands as well; here it has none.
  if (!batch.success) throw new Error('not here')
  events.push(...batch.data.events)
  return { status: 200, json: async () => ({ digest: sm3(payload) }) }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liren-things-'))
  const port = await freePort()
  const list: ThingList = {
    servers: [{ ...own('lora-1'), application, sensors: [{ code: 'bin-1', product: 'waste-bin', devEui: '0016c001f1500001' }] }],
    sensors: [{ ...own('lamp-1'), product: 'street-lamp' }],
    sleepers: [{ ...own('smoke-1'), product: 'smoke-detector' }],
    lifts: [
      {
        ...own('lift-1'),
        cars: [
          { code: 'lift-1', registration: '31101500000000000001', floors: 18 },
          { code: 'lift-2', registration: '31101500000000000002', floors: 18 },
        ],
      },
    ],
    bins: [{ ...own('sorting-1'), kind: 'kitchen', people: ['LR880000000001'] }],
    stations: [{ code: 'air-1', mn: 'JL880000000001', pw: '123456' }],
    piles: [own('pile-1')],
    panels: [{ code: 'panel-1', address: '000001000001' }],
    sirens: [own('siren-1')],
    gateways: [{ port, meters: [{ code: 'meter-1', number: '088000000001', base: 1200, since: Date.now(), perDay: 6 }] }],
  }
  await mkdir(dirname(thingsFile(folder)), { recursive: true })
  await writeFile(thingsFile(folder), JSON.stringify(list))
  const registry = createRegistry(
    readListed([
      { ...own('lora-1'), protocol: 'lorawan', model: 'lorawan-server', application },
      { code: 'bin-1', protocol: 'lorawan', model: 'waste-bin', devEui: '0016c001f1500001', via: 'lora-1' },
      { ...own('lamp-1'), protocol: 'mqtt-sensor', model: 'street-lamp' },
      { ...own('siren-1'), protocol: 'mqtt-sensor', model: 'siren' },
      { ...own('sorting-1'), protocol: 'mqtt-sensor', model: 'sorting-bin' },
      { ...own('smoke-1'), protocol: 'coap', model: 'smoke-detector' },
      { ...own('lift-1'), protocol: 'gb24476', model: 'lift-monitor', registration: '31101500000000000001' },
      { code: 'lift-2', protocol: 'gb24476', model: 'lift-monitor', registration: '31101500000000000002', via: 'lift-1' },
      { code: 'air-1', protocol: 'hj212', model: 'environment-station', mn: 'JL880000000001', pw: '123456', dust: 'ug' },
      { ...own('pile-1'), protocol: 'ocpp16', model: 'charging-pile-ocpp', acceptsEveryCard: true },
      { code: 'panel-1', protocol: 'gbt26875', model: 'fire-panel', address: '000001000001' },
      { code: 'meter-1', protocol: 'dlt645', model: 'electricity-meter', host: '127.0.0.1', port, meter: '088000000001', everySeconds: 1 },
    ]),
  )
  const settings = readSettings({
    ...{ LIREN_DATA: folder, LIREN_BRIDGE_PLAINTEXT: 'on', LIREN_BRIDGE_MQTT_PORT: '0', LIREN_BRIDGE_HEALTH_PORT: '0' },
    LIREN_BRIDGE_HTTP_PORT: '0',
  })
  const silent = { info: () => {}, warn: () => {} }
  bridge = await openBridge(settings, { clock: systemClock, chance: () => 0.5, fetch: house, log: silent, registry, anyPort: true })
  things = await startThings({
    ...{ dataFolder: folder, mqttUrl: `mqtt://127.0.0.1:${bridge.mqttPort}`, bridgeUrl: `http://127.0.0.1:${bridge.healthPort}` },
    ...{ now: Date.now, chance: Math.random },
  })
})
afterAll(async () => {
  things.close()
  await bridge.close()
  await rm(folder, { recursive: true })
})

test('every device of the list comes by its own protocol and is believed', async () => {
  for (const [device, type] of [
    ['bin-1', 'bin.level'],
    ['sorting-1', 'bin.level'],
    ['siren-1', 'siren.state'],
    ['lamp-1', 'lamp.state'],
    ['smoke-1', 'smoke.level'],
    ['lift-1', 'lift.state'],
    ['air-1', 'environment.read'],
    ['pile-1', 'pile.status'],
    ['panel-1', 'device.online'],
    ['meter-1', 'meter.read'],
  ] as const)
    await until(() => events.find((event) => event.device === device && event.type === type))
  const strangers = (await (await fetch(`http://127.0.0.1:${bridge.healthPort}/strangers`)).json()) as unknown[]
  expect(strangers).toEqual([])
  const totals = events.flatMap((event) => (event.device === 'meter-1' && event.type === 'meter.read' ? [event.values.energyWh] : []))
  expect(Math.min(...totals)).toBeGreaterThanOrEqual(1_200_000)
})

test('without a list nobody is played', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'liren-things-'))
  const none = await startThings({ dataFolder: empty, mqttUrl: '', bridgeUrl: '', now: Date.now, chance: Math.random })
  expect(none.count).toBe(0)
  none.close()
  await rm(empty, { recursive: true })
})
