import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { type ManualClock, manualClock } from '../../../test/manual-clock.ts'
import type { Grant, Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import { createMetrics } from '../metrics.ts'
import { memoryBus } from '../ports/memory/bus.ts'
import { silent, testIds, until } from '../ports/testing.ts'
import type { Store } from '../store/store.ts'
import { appendLive, liveChannel } from './append.ts'
import { createHub, type Hub } from './hub.ts'
import type { LiveIdentity } from './identity.ts'
import { attachLive, type LiveServerOptions } from './server.ts'

/** Help for the tests of the live channel only. */
export const grant = (permission: string, placePath: string, range: Grant['range'] = 'place'): Grant => ({ permission, placePath, range })

export const person = (id: string, grants: Grant[] = [], more: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  id,
  sessionId: `session-${id}`,
  name: id,
  end: 'staff',
  grants,
  permissions: new Set(grants.map(({ permission }) => permission)),
  exclusive: null,
  roleIds: new Set(),
  fieldRules: new Map(),
  deniedEndpoints: new Set(),
  houseIds: [],
  steppedUpAt: null,
  pending: null,
  ...more,
})

/** Tokens are `test-token-of-<id>`; whoever is in the list is signed in. */
export function fakeIdentity(people: Map<string, Principal>): LiveIdentity {
  return {
    async authenticate(request: IncomingMessage) {
      const bearer = /^Bearer test-token-of-(\w+)$/.exec(request.headers.authorization ?? '')?.[1]
      const cookie = /liren_session=test-token-of-(\w+)/.exec(request.headers.cookie ?? '')?.[1]
      return people.get(bearer ?? cookie ?? '')
    },
    async refresh(sessionIds) {
      const found = [...people.values()].filter(({ sessionId }) => sessionId !== null && sessionIds.includes(sessionId))
      return new Map(found.map((principal) => [principal.sessionId as string, principal]))
    },
  }
}

export interface LiveHarness {
  readonly clock: ManualClock
  readonly people: Map<string, Principal>
  readonly hub: Hub
  readonly port: number
  readonly server: Server
  readonly metrics: ReturnType<typeof createMetrics>
  /** Writes an event and tells the hub, as the relay does. Returns its number. */
  happen(name: string, live: Parameters<typeof appendLive>[2]): Promise<number>
  open(options?: OpenOptions): Client
  stop(): Promise<void>
}
export interface OpenOptions {
  readonly as?: string
  readonly after?: number
  readonly headers?: Record<string, string>
  readonly protocols?: string[]
}
export interface Client {
  readonly socket: WebSocket
  /** Events in the order they came, without those of the channel itself. */
  readonly heard: { seq: number; name: string }[]
  readonly control: { seq: number; name: string }[]
  readonly closed: { code: number } | undefined
  ready(): Promise<Client>
}

export async function liveHarness(store: Store, limits: LiveServerOptions['limits'] = {}): Promise<LiveHarness> {
  const clock = manualClock()
  const people = new Map<string, Principal>()
  const bus = memoryBus(silent)
  const metrics = createMetrics()
  const identity = fakeIdentity(people)
  const hub = createHub({ store, bus, clock, log: silent, identity })
  hub.start()
  const server = createServer()
  const attached = attachLive(server, { hub, identity, clock, log: silent, metrics, cookie: 'liren_session', hops: 0, limits })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const kernel = { store } as Kernel
  const clients: WebSocket[] = []
  return {
    clock,
    people,
    hub,
    port,
    server,
    metrics,
    async happen(name, live) {
      const event = { id: testIds.next(), name, subject: name.split('.')[0] ?? '', subjectId: testIds.next(), payload: {}, at: clock.now() }
      await store.tx((tx) => appendLive(kernel, event, live, tx))
      await bus.publish(liveChannel, event.id)
      const [row] = await store.rows<{ seq: number }>('SELECT seq FROM live_events WHERE event_id = ?', [event.id])
      return Number(row?.seq)
    },
    open(options = {}) {
      const client = openClient(port, options)
      clients.push(client.socket)
      return client
    },
    async stop() {
      for (const socket of clients) socket.terminate()
      await hub.stop()
      attached.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function openClient(port: number, { as, after, headers, protocols }: OpenOptions): Client {
  const offered = protocols ?? (as === undefined ? [] : ['liren', `bearer.test-token-of-${as}`])
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live${after === undefined ? '' : `?after=${after}`}`, offered, { headers })
  const heard: Client['heard'] = []
  const control: Client['control'] = []
  let closed: { code: number } | undefined
  socket.on('message', (data) => {
    const event = JSON.parse(String(data)) as { seq: number; name: string; subject: string }
    if (event.subject === 'live') control.push(event)
    else heard.push(event)
  })
  socket.on('error', () => {})
  socket.on('unexpected-response', (_, response) => {
    closed = { code: response.statusCode ?? 0 }
    response.resume()
  })
  socket.on('close', (code) => {
    closed ??= { code }
  })
  const client: Client = {
    socket,
    heard,
    control,
    get closed() {
      return closed
    },
    async ready() {
      await until(() => control.length > 0 || closed !== undefined)
      return client
    },
  }
  return client
}
