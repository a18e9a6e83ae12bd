import { join } from 'node:path'
import { openSigner } from './crypto.ts'
import { openHealth } from './health.ts'
import { createHub } from './hub.ts'
import type { Clock, Fetch, Log } from './ports/ports.ts'
import { pollModbus } from './protocols/modbus/poll.ts'
import { createSensorListener, sensorTopics } from './protocols/mqtt-sensor/listen.ts'
import { createPublisher } from './publish/publisher.ts'
import type { ModbusDevice, Registry } from './registry.ts'
import type { Settings } from './settings.ts'
import { openSpool } from './spool/spool.ts'
import { openBroker } from './transport/broker.ts'
import { openMqttSource } from './transport/mqtt-client.ts'

export interface Bridge {
  readonly publicKey: string
  readonly mqttPort: number | undefined
  readonly healthPort: number
  /** Stops listening, keeps what was heard, and tries once more to hand it over. */
  close(): Promise<void>
}

interface BridgeDeps {
  readonly clock: Clock
  readonly fetch: Fetch
  readonly log: Log
  readonly registry: Registry
}

/** Puts the parts together: transports and protocols in front, the hub between, spool and publisher behind. */
export async function openBridge(settings: Settings, deps: BridgeDeps): Promise<Bridge> {
  const { clock, log, registry } = deps
  const folder = join(settings.LIREN_DATA, 'bridge')
  const signer = await openSigner(join(folder, 'bridge.key'))
  const maxBytes = settings.LIREN_BRIDGE_SPOOL_MB * 1024 * 1024
  const spool = await openSpool({ folder: join(folder, 'spool'), now: () => clock.now(), maxBytes })
  if (spool.recovery.waiting + spool.recovery.torn + spool.recovery.damaged > 0) log.info(spool.recovery, 'the spool was recovered')

  const hub = createHub({ spool, registry, clock, log })
  const publisher = createPublisher({
    ...deps,
    bridge: settings.LIREN_BRIDGE_CODE,
    houseUrl: settings.LIREN_BRIDGE_HOUSE_URL.replace(/\/+$/, ''),
    spool,
    signer,
  })
  const modelOf = (code: string): string | undefined => {
    const device = registry.get(code)
    return device?.protocol === 'mqtt-sensor' ? device.model : undefined
  }
  const onMessage = createSensorListener({ clock, log, modelOf, hear: hub.hear, hearUnknown: hub.hearUnknown })
  const broker = settings.LIREN_MQTT_URL
    ? undefined
    : await openBroker({
        port: settings.LIREN_BRIDGE_MQTT_PORT,
        host: settings.LIREN_BRIDGE_MQTT_HOST,
        admits: registry.admits,
        mayPublish: (device, topic) => topic.split('/')[3] === device && !topic.endsWith('/cmd'),
        onMessage,
        onGone: hub.left,
      })
  const source = settings.LIREN_MQTT_URL
    ? openMqttSource(settings.LIREN_MQTT_URL, { clientId: settings.LIREN_BRIDGE_CODE, topics: sensorTopics, log, onMessage })
    : undefined

  const stop = new AbortController()
  const meters = registry.devices.filter((device): device is ModbusDevice => device.protocol === 'modbus')
  const listening = [hub.run(stop.signal), ...meters.map((meter) => pollModbus(meter, { clock, log, hear: hub.hear }, stop.signal))]
  const handing = new AbortController()
  const sending = publisher.run(handing.signal)

  const health = await openHealth(settings.LIREN_BRIDGE_HEALTH_PORT, () => ({
    online: hub.online,
    waiting: spool.waiting,
    spoolBytes: spool.bytes,
    sent: publisher.sent,
    failures: publisher.failures,
    unknown: hub.counts.unknown,
    refused: hub.counts.refused,
    faults: [
      ...(source && !source.connected ? ['the device broker cannot be reached'] : []),
      ...(spool.bytes >= maxBytes ? ['the spool is full'] : []),
    ],
  }))

  return {
    publicKey: signer.publicKey,
    mqttPort: broker?.port,
    healthPort: health.port,
    async close() {
      stop.abort()
      await Promise.all([broker?.close(), source?.close(), ...listening])
      handing.abort()
      await sending
      await publisher.flush().catch(() => log.info({ waiting: spool.waiting }, 'the platform is away; what is left stays on disk'))
      await spool.close()
      await health.close()
    },
  }
}
