import { createHash } from 'node:crypto'
import { createAlive } from '../../families/sensors/alive.ts'
import { fromBytes, fromNames } from '../../families/sensors/mapping.ts'
import { plausibleMoment } from '../../families/sensors/message.ts'
import { sensorCommands } from '../../families/sensors/replies.ts'
import { spoken } from '../../families/sensors/spoken.ts'
import type { Device } from '../../registry.ts'
import type { Signal, Values } from '../../traits/trait.ts'
import type { MqttHeard } from '../../transport/mqtt.ts'
import { createHappenings } from '../happenings.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from '../protocol.ts'
import { downTopic, type EventOf, type LoraEvent, momentOf, parseTopic, readEvent } from './codec.ts'
import type { LoraAddress } from './index.ts'

type Sensor = Device<LoraAddress>

/** Listens to the events of a LoRaWAN network server and lays commands into its queue. */
export async function openLorawan(deps: ProtocolDeps<LoraAddress>): Promise<OpenProtocol<LoraAddress>> {
  const { clock, devices, mqtt } = deps
  const isThere = createAlive(clock)
  const applications = new Map<string, string>()
  const acks = createHappenings<EventOf<'ack'>>()
  const sensorOf = (devEui: string): Sensor | undefined => devices.all().find(({ address }) => address.devEui === devEui)
  /** A network server is a device of its own; the sensors behind it are registered `via` it. */
  const serverOf = (code: string): Sensor | undefined => {
    const device = devices.get(code)
    return device?.address.devEui === undefined ? device : undefined
  }

  await mqtt.serve({
    topics: ['application/+/device/+/event/+'],
    hasServers: true,
    mayPublish(code, topic) {
      const parsed = parseTopic(topic)
      const server = serverOf(code)
      return parsed !== undefined && server !== undefined && (server.address.application ?? parsed.application) === parsed.application
    },
    maySubscribe(code, topic) {
      const { application } = serverOf(code)?.address ?? {}
      return application !== undefined && topic === `application/${application}/device/+/command/+`
    },
    onMessage,
  })

  async function onMessage({ topic, payload, retained, line }: MqttHeard): Promise<void> {
    const parsed = parseTopic(topic)
    if (!parsed) return line.unknown(payload, `topic ${topic.slice(0, 100)}`)
    const sensor = sensorOf(parsed.devEui)
    const isBehind = sensor !== undefined && (line.device === undefined ? line.prove(sensor.code) : sensor.via === line.device)
    if (!sensor || !isBehind) return line.stranger(parsed.devEui, sensor ? 'registered behind another server' : 'not registered', payload)
    if (line.device !== undefined && line.device !== sensor.code && !retained) await isThere(line, line.device)
    const read = readEvent(parsed.kind, payload)
    if (!read.ok) return line.unknown(payload, `${parsed.kind}: byte ${read.at}: ${read.why}`)
    if (read.read.event.deviceInfo.devEui !== parsed.devEui) return line.unknown(payload, 'the topic names another device')
    applications.set(sensor.code, parsed.application)
    // A retained event is one of the past.
    if (retained) return line.hear({ device: sensor.code, signals: [] })
    const { event } = read.read
    const told = signalsOf(sensor, read.read)
    if (typeof told === 'string') return line.unknown(payload, told)
    const key = event.deduplicationId === '' ? undefined : `${parsed.kind}/${event.deduplicationId}`
    await line.hear({ device: sensor.code, at: plausibleMoment(momentOf(event.time), clock.now()), signals: told, key })
    if (read.read.kind === 'ack') acks.tell(read.read.event)
  }

  /** What an event tells, or why it cannot be read. */
  function signalsOf(sensor: Sensor, { kind, event }: LoraEvent): Signal[] | string {
    if (kind === 'join') return [{ type: 'device.restarted', values: { reason: 'joined the network' } }]
    if (kind === 'status') {
      const hasBattery = !event.externalPowerSource && !event.batteryLevelUnavailable
      return hasBattery ? [{ type: 'device.battery', values: { percent: event.batteryLevel } }] : []
    }
    if (kind === 'log') {
      const level = ({ ERROR: 'error', WARNING: 'warning' } as const)[event.level as 'ERROR'] ?? 'info'
      const code = /^[A-Z0-9_]{1,60}$/.test(event.code) ? { code: event.code } : {}
      return [{ type: 'device.log', values: { level, ...code, text: event.description.slice(0, 500) } }]
    }
    if (kind !== 'up') return []
    const best = event.rxInfo.reduce<(typeof event.rxInfo)[number] | undefined>((a, b) => (a && a.rssi >= b.rssi ? a : b), undefined)
    const signal: Signal[] = best && best.rssi !== 0 ? [{ type: 'device.signal', values: { rssiDbm: best.rssi, snrDb: best.snr } }] : []
    const { fields } = sensor.address
    // Nothing but a sign of life, or answers to the network.
    if (event.object === undefined && event.data === '') return signal
    if (event.object !== undefined) {
      const values: Values = fields ? (fromNames(fields, event.object) as { values: Values }).values : event.object
      return [...signal, ...spoken(sensor.product, { values })]
    }
    if (!fields) return `${event.data.length} characters on port ${event.fPort}, and no map of them in the register`
    const mapped = fromBytes(fields, Buffer.from(event.data, 'base64'))
    return mapped.ok ? [...signal, ...spoken(sensor.product, { values: mapped.values })] : `byte ${mapped.at}: ${mapped.why}`
  }

  async function* send({ id, device, order, signal }: Order<LoraAddress>): AsyncIterable<Step> {
    const { devEui, fPort, isAckProof } = device.address
    const application = device.address.application ?? applications.get(device.code)
    if (devEui === undefined) return yield { state: 'failed', reason: 'a network server takes no orders here' }
    if (application === undefined) return yield { state: 'failed', reason: 'its application is not known before it was heard' }
    const bytes = order.name === 'device.message' ? Buffer.from(order.values.content ?? '', 'hex') : undefined
    if (bytes?.length === 0) return yield { state: 'failed', reason: 'a message needs its bytes in hex' }
    const content = bytes ? { data: bytes.toString('base64') } : { object: { command: order.name, ...order.values } }
    const queueItemId = uuidOf(id)
    const following = acks.follow((ack) => (ack.queueItemId === queueItemId ? ack : undefined))
    try {
      await mqtt.publish(downTopic(application, devEui), JSON.stringify({ id: queueItemId, devEui, confirmed: true, fPort, ...content }))
      yield { state: 'sent' }
      const ack = await following.next(signal)
      if (!ack) return
      if (!ack.acknowledged) return yield { state: 'failed', reason: 'the device did not acknowledge it' }
      // That it was received does not say that it was done, unless the register says so of this device.
      yield { state: isAckProof ? 'done' : 'accepted' }
    } finally {
      following.stop()
    }
  }

  return {
    ports: {},
    commands: sensorCommands,
    reaches: (code) => mqtt.isListening(devices.get(code)?.via ?? code),
    send,
    close: async () => {},
  }
}

/** The server knows its queue by such ids; ours have another form. */
export function uuidOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
