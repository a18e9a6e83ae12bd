import { createServer, type Server } from 'node:net'
import { Aedes, type Client } from 'aedes'

export interface MqttMessage {
  readonly topic: string
  readonly payload: Buffer
  readonly retained: boolean
  /** Who published it, where the broker knows. */
  readonly device: string | undefined
}

export interface BrokerOptions {
  readonly port: number
  readonly host?: string
  admits(device: string, secret: string): boolean
  /** Whether this device may publish there. */
  mayPublish(device: string, topic: string): boolean
  /** The message is confirmed to the device when this resolves, and not at all when it rejects. */
  onMessage(message: MqttMessage): Promise<void>
  onGone(device: string): Promise<void>
}

export interface Broker {
  readonly port: number
  readonly clients: number
  close(): Promise<void>
}

/** The broker inside the bridge: every device has its own secret and reaches only its own topics. */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const aedes = await Aedes.createBroker({ id: 'liren-bridge' })
  const deviceOf = (client: Client | null): string => client?.id ?? ''

  aedes.authenticate = (client, username, password, done) => {
    // The client id is the device itself, so that nobody can take over the connection of another.
    const right = username === client.id && options.admits(client.id, password?.toString() ?? '')
    done(null, right)
  }
  aedes.authorizePublish = (client, packet, done) => {
    const device = deviceOf(client)
    if (!options.mayPublish(device, packet.topic)) return done(new Error('not your topic'))
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    options.onMessage({ topic: packet.topic, payload, retained: packet.retain, device }).then(
      () => done(null),
      (error: Error) => done(error),
    )
  }
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const own = /^v1\/[a-z0-9-]+\/[a-z0-9-]+\/([a-z0-9-]+)\/cmd$/.exec(subscription.topic)?.[1] === deviceOf(client)
    done(null, own ? subscription : null)
  }
  aedes.on('clientDisconnect', (client) => void options.onGone(client.id).catch(() => undefined))

  const server: Server = createServer(aedes.handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host ?? '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    get clients() {
      return aedes.connectedClients
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        aedes.close()
      }),
  }
}
