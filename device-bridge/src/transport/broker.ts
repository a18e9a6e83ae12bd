import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { Aedes, type Client } from 'aedes'
import { isOfTls, type Trouble, troubleOf } from '../channels/guard.ts'
import { peerOf } from './peer.ts'

export interface MqttMessage {
  readonly topic: string
  readonly payload: Buffer
  readonly retained: boolean
  /** Who published it, where the broker knows. */
  readonly device: string | undefined
}

/** PEM: our own certificate with its key, and whose certificates of devices are believed. */
export interface TlsFiles {
  readonly cert: Buffer
  readonly key: Buffer
  readonly ca: Buffer
}

export interface BrokerOptions {
  /** Without TLS; not at all when undefined. */
  readonly port: number | undefined
  readonly host?: string
  readonly tls?: { readonly port: number; readonly files: TlsFiles } | undefined
  admits(device: string, secret: string, remote: string): boolean
  /** The device whose certificate has this SHA-256, when it may use this broker. */
  byFingerprint(fingerprint: string): string | undefined
  mayPublish(device: string, topic: string): boolean
  maySubscribe(device: string, topic: string): boolean
  /** The message is confirmed to the device when this resolves, and not at all when it rejects. */
  onMessage(message: MqttMessage): Promise<void>
  onCame(device: string): void
  /** It has subscribed to something: now it would hear a command. */
  onListening(device: string): void
  onGone(device: string): Promise<void>
  onRefused(identity: string, remote: string, why: string): void
  /** The line with TLS carried what is none, or what was changed on the way. */
  onTrouble(trouble: Trouble): void
}

export interface Broker {
  /** Lets devices in; before that nobody hears them. */
  listen(): Promise<void>
  /** Undefined before it listens, and when it is closed. */
  readonly port: number | undefined
  readonly tlsPort: number | undefined
  readonly clients: number
  /** Connected and subscribed: what is published to it is not lost. */
  isListening(device: string): boolean
  publish(topic: string, payload: string | Buffer): Promise<void>
  drop(device: string): void
  close(): Promise<void>
}

const mostPerAddress = 2000

/** The broker inside the bridge: every device has its own secret or certificate and reaches only its own topics. */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const aedes = await Aedes.createBroker({ id: 'liren-bridge', connectTimeout: 10_000 })
  const connected = new Map<string, Client>()
  const listening = new Set<Client>()
  const deviceOf = (client: Client | null): string => client?.id ?? ''

  aedes.authenticate = (client, username, password, done) => {
    const socket = client.conn as unknown as { remoteAddress?: string }
    const fingerprint = peerOf(client.conn as unknown as Socket).fingerprint
    // The client id is the device itself, so that nobody can take over the connection of another.
    const isNamed = username === undefined || username === null ? fingerprint !== undefined : username === client.id
    const remote = socket.remoteAddress ?? 'unknown'
    const isRight =
      fingerprint === undefined
        ? options.admits(client.id, password?.toString() ?? '', remote)
        : options.byFingerprint(fingerprint) === client.id
    if (!isNamed || !isRight) options.onRefused(String(username ?? client.id), remote, 'not admitted')
    done(null, isNamed && isRight)
  }
  aedes.authorizePublish = (client, packet, done) => {
    const device = deviceOf(client)
    // Our own commands come this way too, without a client.
    if (client === null) return done(null)
    if (!options.mayPublish(device, packet.topic)) {
      options.onRefused(device, 'mqtt', `may not publish to ${packet.topic.slice(0, 100)}`)
      return done(new Error('not your topic'))
    }
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    options.onMessage({ topic: packet.topic, payload, retained: packet.retain, device }).then(
      () => done(null),
      (error: Error) => done(error),
    )
  }
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const isGranted = options.maySubscribe(deviceOf(client), subscription.topic)
    if (!isGranted) options.onRefused(deviceOf(client), 'mqtt', `may not subscribe to ${subscription.topic.slice(0, 100)}`)
    done(null, isGranted ? subscription : null)
  }
  aedes.on('clientReady', (client) => {
    connected.set(client.id, client)
    options.onCame(client.id)
  })
  aedes.on('subscribe', (_, client) => {
    listening.add(client)
    options.onListening(client.id)
  })
  aedes.on('clientDisconnect', (client) => {
    listening.delete(client)
    // A newer connection of the same device has taken its place already.
    if (connected.get(client.id) !== client) return
    connected.delete(client.id)
    void options.onGone(client.id).catch(() => undefined)
  })

  const perAddress = new Map<string, number>()
  const guard = (socket: Socket): boolean => {
    const remote = socket.remoteAddress ?? 'unknown'
    const already = perAddress.get(remote) ?? 0
    if (already >= mostPerAddress) {
      socket.destroy()
      return false
    }
    perAddress.set(remote, already + 1)
    socket.once('close', () => perAddress.set(remote, (perAddress.get(remote) ?? 1) - 1))
    return true
  }
  const listen = (server: Server, port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, options.host ?? '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })

  const server = createServer((socket) => void (guard(socket) && aedes.handle(socket)))
  let port: number | undefined
  let tlsPort: number | undefined
  const secure = options.tls
    ? createTlsServer({ ...options.tls.files, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' }, (socket) => {
        const remote = socket.remoteAddress
        socket.once('error', (error) => isOfTls(error) && options.onTrouble(troubleOf(error, remote)))
        // None at all is left to the device's secret; one that our authority did not sign, or that is over, is worse than none.
        const shown = socket.getPeerCertificate()
        if (Object.keys(shown ?? {}).length > 0 && !socket.authorized) {
          options.onRefused('a certificate', socket.remoteAddress ?? 'unknown', String(socket.authorizationError).slice(0, 100))
          return void socket.destroy()
        }
        if (guard(socket)) aedes.handle(socket)
      })
    : undefined
  secure?.on('tlsClientError', (error, socket) => options.onTrouble(troubleOf(error, socket.remoteAddress)))

  return {
    async listen() {
      if (options.port !== undefined) port = await listen(server, options.port)
      if (secure && options.tls) tlsPort = await listen(secure, options.tls.port)
    },
    get port() {
      return port
    },
    get tlsPort() {
      return tlsPort
    },
    get clients() {
      return aedes.connectedClients
    },
    isListening: (device) => {
      const client = connected.get(device)
      return client !== undefined && listening.has(client)
    },
    publish: (topic, payload) =>
      new Promise((resolve, reject) => {
        const packet = { cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false } as const
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()))
      }),
    drop: (device) => connected.get(device)?.close(),
    close: async () => {
      const closing = [server, ...(secure ? [secure] : [])]
        .filter((one) => one.listening)
        .map((one) => new Promise<void>((resolve) => one.close(() => resolve())))
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await Promise.all(closing)
    },
  }
}
