import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Device } from '../../registry.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { createCentral } from './central.ts'
import { createHappened } from './happened.ts'
import type { PileAddress } from './index.ts'
import { openLedger } from './ledger.ts'
import { commands, createOrders } from './orders.ts'
import { createSession, type Session } from './session.ts'

type Pile = Device<PileAddress>

const subprotocol = 'ocpp1.6'
const maxMessage = 256 * 1024

/** Takes the calls of piles. The newest connection of a pile is the one that counts. */
export async function openPiles(deps: ProtocolDeps<PileAddress>): Promise<OpenProtocol<PileAddress>> {
  const ledger = await openLedger(deps.folder)
  const happened = createHappened()
  const central = createCentral({ clock: deps.clock, ledger, happened })
  const orders = createOrders({ clock: deps.clock, happened, ledger })
  const sessions = new Map<string, Session>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessage,
    clientTracking: true,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  })

  const pileOf = (identity: string): Pile | undefined =>
    deps.devices.all().find((device) => (device.address.identity ?? device.code) === identity)

  function refuse(socket: Duplex, status: string, head = ''): void {
    socket.end(`HTTP/1.1 ${status}\r\n${head}content-length: 0\r\nconnection: close\r\n\r\n`)
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
    if (pile.address.security === 'basic' && !deps.devices.admits(pile.code, passwordOf(request, identity) ?? '')) {
      stranger('wrong password')
      refuse(socket, '401 Unauthorized', 'www-authenticate: Basic realm="ocpp"\r\n')
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

  function serve(socket: WebSocket, pile: Pile, remote: string): void {
    const line = deps.line({ remote })
    if (!line.prove(pile.code)) {
      socket.close(1008, 'switched off')
      return
    }
    const session = createSession({
      socket,
      line,
      clock: deps.clock,
      handle: (action, payload) => central(deps.devices.get(pile.code) ?? pile, line, action, payload),
    })
    const before = sessions.get(pile.code)
    sessions.set(pile.code, session)
    before?.close(1000, 'a newer connection of this pile')
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (sessions.get(pile.code) === session) sessions.delete(pile.code)
      void session.settled().then(() => line.end(true))
    })
  }

  await deps.http.upgrade('/ocpp/:identity', answer)

  return {
    ports: { http: deps.http.port ?? 0 },
    devicesChanged() {
      for (const [code, session] of sessions) if (!deps.devices.get(code)?.isEnabled) session.close(1008, 'switched off')
    },
    commands,
    reaches: (code) => sessions.has(code),
    send: (order) => orders.send(sessions.get(order.device.code), order),
    async close() {
      for (const session of sessions.values()) session.close(1001, 'the bridge closes')
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
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
