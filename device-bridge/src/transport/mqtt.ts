import type { OnTrouble } from '../channels/guard.ts'
import type { Line, Lines } from '../lines/line.ts'
import type { Log } from '../ports/ports.ts'
import type { Device, Registry } from '../registry.ts'
import { type Broker, type MqttMessage, openBroker, type TlsFiles } from './broker.ts'
import { type MqttSource, openMqttSource } from './mqtt-client.ts'
import { plainAddress } from './peer.ts'

export interface MqttHeard {
  readonly topic: string
  readonly payload: Buffer
  readonly retained: boolean
  /** Proven by the embedded broker; at a foreign broker the handler proves the device that the topic names. */
  readonly line: Line
}

/** The topics of one protocol. */
export interface MqttService {
  /** With wildcards, as they are subscribed to at a foreign broker. */
  readonly topics: readonly string[]
  mayPublish(device: string, topic: string): boolean
  maySubscribe(device: string, topic: string): boolean
  /** Whether filters with wildcards are asked about at all: for servers that speak for many devices. */
  readonly hasServers?: boolean
  /** The message is confirmed to the device when this resolves, and not at all when it rejects. */
  onMessage(message: MqttHeard): Promise<void>
}

/** What a protocol sees of the shared broker. */
export interface MqttTransport {
  readonly port: number | undefined
  serve(service: MqttService): Promise<void>
  /** QoS 1, never retained: a retained command would fire at every reconnect. */
  publish(topic: string, payload: string | Buffer): Promise<void>
  /** Whether the device's client is connected and subscribed; always true at a foreign broker, which does not say. */
  isListening(device: string): boolean
}

interface MqttOptions {
  /** A broker that others run; the embedded one when empty. */
  readonly url: string
  readonly clientId: string
  /** Without TLS; not at all when undefined. */
  readonly port: number | undefined
  readonly host: string
  /** The second listener, with TLS and certificates of devices. */
  readonly tls?: { readonly port: number; readonly files: TlsFiles } | undefined
  readonly registry: Registry
  readonly lines: Lines
  readonly log: Log
  readonly onTrouble: OnTrouble
  /** A command for this device would arrive now. */
  onReachable(device: string): void
}

/** Whether an MQTT filter names this topic. */
export function topicMatches(filter: string, topic: string): boolean {
  const [wanted, given] = [filter.split('/'), topic.split('/')]
  for (const [i, part] of wanted.entries()) {
    if (part === '#') return true
    if (given[i] === undefined || (part !== '+' && part !== given[i])) return false
  }
  return wanted.length === given.length
}

/** One broker for all protocols: a device reaches the topics of its own protocol, and there only its own. */
export async function openMqtt(options: MqttOptions) {
  const { registry, lines, log } = options
  const services = new Map<string, MqttService>()
  const perClient = new Map<string, Line>()

  const serviceOf = (device: Device | undefined): MqttService | undefined => (device ? services.get(device.protocol) : undefined)
  const lineFor = (protocol: string, client: string | undefined): Line => {
    const known = client === undefined ? undefined : perClient.get(client)
    if (known) return known
    const line = lines.line({ protocol, remote: client === undefined ? 'broker' : `mqtt:${client}`, device: client })
    if (client !== undefined) perClient.set(client, line)
    return line
  }

  const onMessage = async ({ topic, payload, retained, device }: MqttMessage): Promise<void> => {
    const registered = device === undefined ? undefined : registry.get(device)
    for (const [protocol, service] of services) {
      if (registered && registered.protocol !== protocol) continue
      if (!service.topics.some((filter) => topicMatches(filter, topic))) continue
      const line = lineFor(protocol, device)
      line.saw('in', payload, undefined)
      await service.onMessage({ topic, payload, retained, line })
      if (device === undefined) await line.end(false)
    }
  }

  const broker: Broker | undefined = options.url
    ? undefined
    : await openBroker({
        port: options.port,
        host: options.host,
        tls: options.tls,
        byFingerprint: (fingerprint) => {
          const device = registry.byFingerprint(fingerprint)
          return serviceOf(device) ? device?.code : undefined
        },
        admits: (device, secret, remote) =>
          registry.admits(device, secret, { protocol: 'mqtt', remote: plainAddress(remote) }) &&
          serviceOf(registry.get(device)) !== undefined,
        mayPublish: (device, topic) => serviceOf(registry.get(device))?.mayPublish(device, topic) ?? false,
        maySubscribe(device, topic) {
          const service = serviceOf(registry.get(device))
          const isAsked = service?.hasServers === true || !/[+#]/.test(topic)
          return isAsked && (service?.maySubscribe(device, topic) ?? false)
        },
        onMessage,
        onCame(device) {
          const protocol = registry.get(device)?.protocol
          if (protocol) lineFor(protocol, device)
        },
        onListening: options.onReachable,
        async onGone(device) {
          const line = perClient.get(device)
          perClient.delete(device)
          await line?.end(true)
        },
        onRefused(identity, remote, why) {
          lines.line({ protocol: 'mqtt', remote }).stranger(identity, why)
        },
        onTrouble: (trouble) => options.onTrouble('mqtts', trouble),
      })
  const source: MqttSource | undefined = options.url
    ? openMqttSource(options.url, {
        clientId: options.clientId,
        topics: () => [...services.values()].flatMap((one) => [...one.topics]),
        log,
        ca: options.tls?.files.ca,
        onMessage,
        onTrouble: (trouble) => options.onTrouble('broker-mqtts', trouble),
      })
    : undefined

  return {
    forProtocol: (name: string): MqttTransport => ({
      get port() {
        return broker?.port
      },
      async serve(service) {
        services.set(name, service)
        await source?.subscribe([...service.topics])
      },
      async publish(topic, payload) {
        await (broker ?? source)?.publish(topic, payload)
        const device = topic.split('/').find((part) => perClient.has(part))
        if (device !== undefined) perClient.get(device)?.saw('out', Buffer.from(payload))
      },
      isListening: (device) => broker?.isListening(device) ?? true,
    }),
    /** After the protocols serve their topics: a device that comes earlier would be refused, and some never try again. */
    async listen(): Promise<void> {
      // What waited at a foreign broker comes with the connection, and has to find somebody who hears it.
      source?.connect()
      await broker?.listen()
    },
    get port() {
      return broker?.port
    },
    get tlsPort() {
      return broker?.tlsPort
    },
    get isReachable() {
      return source?.connected ?? true
    },
    /** The device is switched off or has another secret: it has to prove itself again. */
    drop: (device: string): void => broker?.drop(device),
    async close() {
      await Promise.all([broker?.close(), source?.close()])
    },
  }
}

export type Mqtt = Awaited<ReturnType<typeof openMqtt>>
