import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Line } from '../../lines/line.ts'
import type { ProtocolDeps } from '../../protocols/protocol.ts'
import type { Device } from '../../registry.ts'
import { peerOf } from '../../transport/peer.ts'
import type { AnyPileAddress } from './address.ts'
import type { ErrorCode } from './rpc.ts'
import { type Answer, createSession, type Session } from './session.ts'

interface DoorOptions<A extends AnyPileAddress> {
  readonly deps: ProtocolDeps<A>
  /** With `:identity` as its last part. */
  readonly path: string
  readonly subprotocol: string
  readonly formatError: ErrorCode
  handle(pile: Device<A>, line: Line, action: string, payload: Readonly<Record<string, unknown>>): Promise<Answer>
}

const maxMessage = 256 * 1024

/** Takes the calls of piles of one version. The newest connection of a pile is the one that counts. */
export async function openDoor<A extends AnyPileAddress>({ deps, path, subprotocol, formatError, handle }: DoorOptions<A>) {
  const sessions = new Map<string, Session>()
  const leaving = new Set<Promise<void>>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessage,
    clientTracking: true,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  })

  const pileOf = (identity: string): Device<A> | undefined =>
    deps.devices.all().find((device) => (device.address.identity ?? device.code) === identity)

  function refuse(socket: Duplex, status: string, head = ''): void {
    socket.end(`HTTP/1.1 ${status}\r\n${head}content-length: 0\r\nconnection: close\r\n\r\n`)
  }

  /** Why this connection is not the pile's; undefined when it is. */
  function doubt(pile: Device<A>, request: IncomingMessage, identity: string): string | undefined {
    const { security } = pile.address
    const { isSecure, fingerprint } = peerOf(request.socket)
    if (security === 'none') return undefined
    if (security !== 'basic' && !isSecure) return 'without TLS'
    if (security === 'certificate')
      return fingerprint !== undefined && deps.devices.byFingerprint(fingerprint)?.code === pile.code
        ? undefined
        : 'without its certificate'
    return deps.devices.admits(pile.code, passwordOf(request, identity) ?? '', request.socket.remoteAddress ?? 'unknown')
      ? undefined
      : 'wrong password'
  }

  function answer(request: IncomingMessage, socket: Duplex, head: Buffer, params: Readonly<Record<string, string>>): void {
    const identity = params.identity ?? ''
    const remote = request.socket.remoteAddress ?? 'unknown'
    const pile = pileOf(identity)
    const stranger = (reason: string): void => deps.line({ remote }).stranger(identity.slice(0, 48), reason)
    if (!pile) {
      stranger('no such pile')
      refuse(socket, '404 Not Found')
      return
    }
    const why = doubt(pile, request, identity)
    if (why !== undefined) {
      stranger(why)
      if (why === 'wrong password') refuse(socket, '401 Unauthorized', 'www-authenticate: Basic realm="ocpp"\r\n')
      else refuse(socket, '403 Forbidden')
      return
    }
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
    if (pile.address.needsSubprotocol && !offered.includes(subprotocol)) {
      stranger('another version of the protocol')
      refuse(socket, '400 Bad Request')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, pile, `${remote}:${request.socket.remotePort ?? 0}`))
  }

  function serve(socket: WebSocket, pile: Device<A>, remote: string): void {
    const line = deps.line({ remote })
    if (!line.prove(pile.code)) {
      socket.close(1008, 'switched off')
      return
    }
    const session = createSession({
      socket,
      line,
      clock: deps.clock,
      formatError,
      handle: (action, payload) => handle(deps.devices.get(pile.code) ?? pile, line, action, payload),
    })
    const before = sessions.get(pile.code)
    sessions.set(pile.code, session)
    before?.close(1000, 'a newer connection of this pile')
    socket.on('error', () => undefined)
    const gone = new Promise<void>((resolve) =>
      socket.on('close', () => {
        if (sessions.get(pile.code) === session) sessions.delete(pile.code)
        // What cannot be kept any more is found out after the next start: a pile is unknown until it is heard.
        session
          .settled()
          .then(() => line.end(true))
          .then(resolve, () => resolve())
      }),
    )
    leaving.add(gone)
    void gone.then(() => leaving.delete(gone))
  }

  await deps.http.upgrade(path, answer)

  return {
    get ports(): Record<string, number> {
      const { port, securePort } = deps.http
      return { http: port ?? 0, ...(securePort === undefined ? {} : { https: securePort }) }
    },
    devicesChanged() {
      for (const [code, session] of sessions) if (!deps.devices.get(code)?.isEnabled) session.close(1008, 'switched off')
    },
    session: (code: string): Session | undefined => sessions.get(code),
    reaches: (code: string): boolean => sessions.has(code),
    async close() {
      for (const session of sessions.values()) session.close(1001, 'the bridge closes')
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      // The words of parting are kept before the spool is closed.
      await Promise.all(leaving)
    },
  }
}

/** Of `Basic <identity>:<password>`; only for the identity of the address. */
function passwordOf(request: IncomingMessage, identity: string): string | undefined {
  const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const text = Buffer.from(value, 'base64').toString('utf8')
  return text.startsWith(`${identity}:`) ? text.slice(identity.length + 1) : undefined
}
