import { rootCertificates } from 'node:tls'
import mqtt from 'mqtt'
import { isOfTls, type Trouble, troubleOf } from '../channels/guard.ts'
import type { Log } from '../ports/ports.ts'
import type { MqttMessage } from './broker.ts'

export interface MqttSource {
  readonly connected: boolean
  /** Begins; before that nothing is heard. */
  connect(): void
  subscribe(topics: string[]): Promise<void>
  publish(topic: string, payload: string | Buffer): Promise<void>
  close(): Promise<void>
}

/** Listens at a broker that others run. A message is confirmed to it when it lies on our disk. */
export function openMqttSource(
  url: string,
  options: {
    clientId: string
    topics(): readonly string[]
    log: Log
    /** Believed of the broker beside the usual authorities, PEM. */
    ca?: Buffer | undefined
    onMessage(message: MqttMessage): Promise<void>
    /** What came from the broker was changed on the way. */
    onTrouble(trouble: Trouble): void
  },
): MqttSource {
  const believed = options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca.toString()] }
  // A session that outlives us: what comes while we are down waits at the broker.
  const client = mqtt.connect(url, { clientId: options.clientId, clean: false, reconnectPeriod: 2000, manualConnect: true, ...believed })
  const subscribe = async (topics: string[]): Promise<void> => {
    if (client.connected && topics.length > 0) await client.subscribeAsync(topics, { qos: 1 })
  }
  client.on('connect', () => {
    client.stream.on('error', (error) => isOfTls(error) && options.onTrouble(troubleOf(error, url.replace(/\/\/[^@/]*@/, '//'))))
    void subscribe([...options.topics()]).catch(warn)
  })
  client.on('error', warn)
  client.handleMessage = (packet, done) => {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    options.onMessage({ topic: packet.topic, payload, retained: packet.retain, device: undefined }).then(
      () => done(),
      (error: Error) => done(error),
    )
  }
  function warn(error: Error): void {
    options.log.warn({ reason: error.message }, 'the device broker')
  }
  return {
    get connected() {
      return client.connected
    },
    connect: () => void client.connect(),
    subscribe,
    publish: async (topic, payload) => void (await client.publishAsync(topic, payload, { qos: 1 })),
    close: () => client.endAsync(),
  }
}
