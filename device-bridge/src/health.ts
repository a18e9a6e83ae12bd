import { createServer, type IncomingMessage } from 'node:http'
import { Gauge, Registry } from 'prom-client'

export interface Condition {
  readonly online: number
  readonly waiting: number
  readonly spoolBytes: number
  readonly sent: number
  readonly failures: number
  /** To which devices encrypt what only this bridge may read. */
  readonly publicKey: string
  /** Whether MQTT and HTTP are spoken without TLS. */
  readonly isPlaintext: boolean
  /** Since the start, on channels with protection: words in the clear, and bytes that were changed on the way. */
  readonly refusedPlaintext: number
  readonly refusedBroken: number
  /** Devices that are not heard, since their channel has no protection. */
  readonly barred: number
  /** Identities under which nobody is let in now. */
  readonly locked: number
  readonly unknown: number
  readonly refused: number
  readonly ports: Readonly<Record<string, number>>
  /** Why the bridge cannot do its work now; empty when it can. */
  readonly faults: readonly string[]
}

export interface HealthViews {
  look(): Condition
  /** The last frames of a device, or the devices that have some. */
  frames(device: string | undefined): unknown
  strangers(): unknown
  /** Identities under which nobody is let in now, and since when. */
  locks(): unknown
  /** What protects each channel, which are allowed, what was refused on them. */
  channels(): unknown
  /** A question to the house by hand. */
  ask(query: URLSearchParams): Promise<unknown>
}

/** The port is on loopback, but a page in the engineer's browser reaches that as well, under its own name or from its own origin. */
function isAtTheMachine({ method, headers }: IncomingMessage): boolean {
  const isNamedSo = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '')
  const site = headers['sec-fetch-site']
  return method === 'GET' && isNamedSo && headers.origin === undefined && (site === undefined || site === 'none' || site === 'same-origin')
}

/** Liveness, readiness, figures and the engineer's views, on loopback. */
export async function openHealth(port: number, views: HealthViews): Promise<{ port: number; close(): Promise<void> }> {
  const { look } = views
  const registry = new Registry()
  const gauge = (name: string, help: string, read: (condition: Condition) => number): void => {
    new Gauge({
      name: `liren_bridge_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read(look()))
      },
    })
  }
  gauge('devices_online', 'Devices heard within their limit.', (c) => c.online)
  gauge('spool_waiting', 'Events that the platform has not confirmed.', (c) => c.waiting)
  gauge('spool_bytes', 'Bytes of the spool on disk.', (c) => c.spoolBytes)
  gauge('events_sent', 'Events that the platform confirmed since the start.', (c) => c.sent)
  gauge('publish_failures', 'Batches in a row that the platform did not take.', (c) => c.failures)
  gauge('frames_unknown', 'Frames that nobody understood since the start.', (c) => c.unknown)
  gauge('devices_refused', 'Messages of devices that are not registered since the start.', (c) => c.refused)

  gauge('plaintext_refused', 'Words in the clear on channels with protection since the start.', (c) => c.refusedPlaintext)
  gauge('bytes_refused', 'Connections and records that were changed on the way since the start.', (c) => c.refusedBroken)
  gauge('devices_barred', 'Devices that are not heard since their channel has no protection.', (c) => c.barred)
  gauge('identities_locked', 'Identities under which nobody is let in now, after too many wrong secrets.', (c) => c.locked)

  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    const url = new URL(request.url ?? '/', 'http://bridge')
    const isForEngineers = ['/frames', '/strangers', '/locks', '/channels', '/ask'].includes(url.pathname)
    if (isForEngineers && !isAtTheMachine(request)) return answer(403, { error: 'only for whoever sits at this machine' })
    if (url.pathname === '/frames') return answer(200, views.frames(url.searchParams.get('device') ?? undefined))
    if (url.pathname === '/strangers') return answer(200, views.strangers())
    if (url.pathname === '/locks') return answer(200, views.locks())
    if (url.pathname === '/channels') return answer(200, views.channels())
    if (url.pathname === '/ask')
      return void views.ask(url.searchParams).then(
        (told) => answer(200, told),
        (error: Error) => answer(502, { error: error.message }),
      )
    if (request.url === '/healthz') return answer(200, { ok: true })
    if (request.url === '/readyz') return answer(look().faults.length === 0 ? 200 : 503, look())
    if (request.url !== '/metrics') return answer(404, {})
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => answer(500, {}),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
