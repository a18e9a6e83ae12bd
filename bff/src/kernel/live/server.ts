import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { liveProtocol } from '@liren/contract/capabilities/live'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Principal } from '../http/route.ts'
import type { Metrics } from '../metrics.ts'
import type { Clock } from '../ports/time.ts'
import { fromOwnPage, ownOriginsOf } from '../web/origin.ts'
import { callerOf } from '../web/proxy.ts'
import { socketListener } from './connection.ts'
import { every } from './every.ts'
import type { Hub } from './hub.ts'
import type { LiveIdentity } from './identity.ts'
import { readUpgrade, refuseUpgrade } from './upgrade.ts'

export interface LiveServerOptions {
  readonly hub: Hub
  readonly identity: LiveIdentity
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: Metrics
  readonly cookie: string
  readonly publicUrl?: string | undefined
  /** Proxies of ours in front; see `trustProxies`. */
  readonly hops: number
  readonly limits?: Partial<typeof defaults>
}

const defaults = {
  connections: 5000,
  perPerson: 12,
  /** Not yet signed in, by address. */
  waitingPerAddress: 20,
  waitMs: 5000,
  heartbeatMs: 15_000,
}

/** Answers upgrades to the live channel on this server. Returns how to end all of them. */
export function attachLive(server: Server, options: LiveServerOptions): { stop(): void } {
  const { hub, identity, clock, log, metrics } = options
  const limits = { ...defaults, ...options.limits }
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 4096,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(liveProtocol) ? liveProtocol : false),
  })
  const stopping = new AbortController()
  const answering = new WeakSet<WebSocket>()
  const persons = counter()
  const waiting = counter()

  async function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const upgrade = readUpgrade(request)
    // Somebody else may answer upgrades at another path of this server.
    if (!upgrade) return server.listenerCount('upgrade') > 1 ? undefined : refuseUpgrade(socket, 'not-found')
    if (stopping.signal.aborted || sockets.clients.size >= limits.connections) return refuseUpgrade(socket, 'unavailable')
    const { ip, https } = callerOf(request, options.hops)
    // A page of somebody else opens sockets with our cookie just as easily as it sends forms.
    const hasCookie = (request.headers.cookie ?? '').includes(`${options.cookie}=`)
    if (upgrade.token) request.headers.authorization = `Bearer ${upgrade.token}`
    else if (hasCookie && !fromOwnPage(request, ownOriginsOf(request, https, options.publicUrl)))
      return refuseUpgrade(socket, 'request.origin')
    const mayAsk = upgrade.token !== undefined || hasCookie || request.headers.authorization !== undefined
    const principal = mayAsk ? await identity.authenticate(request) : undefined
    if (mayAsk && !principal) return refuseUpgrade(socket, 'identity.expired')
    if (principal && persons.of(principal.id) >= limits.perPerson) return refuseUpgrade(socket, 'rate.limited')
    if (!principal && waiting.of(ip) >= limits.waitingPerAddress) return refuseUpgrade(socket, 'rate.limited')
    sockets.handleUpgrade(request, socket, head, (open) => {
      keepAlive(open)
      if (principal) void listen(open, principal, upgrade.after)
      else awaitToken(open, request, ip, upgrade.after)
    })
  }

  /** A client that can set neither header nor sub-protocol says its token first thing. */
  function awaitToken(open: WebSocket, request: IncomingMessage, ip: string, after: number): void {
    const done = waiting.add(ip)
    const timer = setTimeout(() => open.close(4401, 'no token'), limits.waitMs)
    const end = () => {
      clearTimeout(timer)
      done()
    }
    open.once('close', end)
    open.once('message', (data) => {
      end()
      open.off('close', end)
      const token = tokenIn(String(data))
      if (token === undefined) return open.close(4401, 'no token')
      request.headers.authorization = `Bearer ${token}`
      identity.authenticate(request).then(
        (principal) => {
          if (!principal) open.close(4401, 'signed-out')
          else if (persons.of(principal.id) >= limits.perPerson) open.close(4429, 'too many')
          else void listen(open, principal, after)
        },
        (error: unknown) => {
          log.warn({ err: error }, 'a live channel could not be authenticated')
          open.close(1013, 'try again')
        },
      )
    })
  }

  async function listen(open: WebSocket, principal: Principal, after: number): Promise<void> {
    // Without a session there is nothing to look at again, so it could never be cut off.
    if (principal.sessionId === null || principal.deniedEndpoints.has('live.events')) return open.close(4403, 'denied')
    const done = persons.add(principal.id)
    metrics.liveConnections.inc()
    let leave: (() => void) | undefined
    open.once('close', () => {
      metrics.liveConnections.dec()
      done()
      leave?.()
    })
    try {
      leave = await hub.join(
        socketListener(open, principal, (reason) => metrics.liveDropped.inc({ reason })),
        after,
      )
      if (open.readyState !== open.OPEN) leave()
    } catch (error) {
      log.warn({ err: error }, 'a live channel could not be opened')
      open.close(1013, 'try again')
    }
  }

  function keepAlive(open: WebSocket): void {
    answering.add(open)
    open.on('pong', () => answering.add(open))
    // Nothing is expected from clients; whoever talks all the same is still there.
    open.on('message', () => answering.add(open))
    open.on('error', () => open.terminate())
  }

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    onUpgrade(request, socket, head).catch((error: unknown) => {
      log.warn({ err: error }, 'an upgrade failed')
      refuseUpgrade(socket, 'unavailable')
    })
  }
  server.on('upgrade', upgrade)

  void every(limits.heartbeatMs, clock, stopping.signal, log, () => {
    for (const open of sockets.clients) {
      if (!answering.has(open)) open.terminate()
      else {
        answering.delete(open)
        open.ping()
      }
    }
    hub.beat()
  })

  return {
    stop() {
      stopping.abort()
      server.off('upgrade', upgrade)
      for (const open of sockets.clients) {
        open.close(1012, 'restart')
        setTimeout(() => open.terminate(), 1000).unref()
      }
      sockets.close()
    },
  }
}

function tokenIn(text: string): string | undefined {
  try {
    const { token } = JSON.parse(text) as { token?: unknown }
    return typeof token === 'string' && /^[\w.~+/-]{16,512}=*$/.test(token) ? token : undefined
  } catch {
    return undefined
  }
}

/** How many there are of each. */
function counter() {
  const counts = new Map<string, number>()
  return {
    of: (key: string) => counts.get(key) ?? 0,
    add(key: string): () => void {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      let done = false
      return () => {
        if (done) return
        done = true
        const rest = (counts.get(key) ?? 1) - 1
        if (rest > 0) counts.set(key, rest)
        else counts.delete(key)
      }
    },
  }
}
