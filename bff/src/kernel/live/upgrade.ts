import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type KernelErrorCode, kernelErrors } from '@liren/contract'
import { livePath } from '@liren/contract/capabilities/live'

export interface Upgrade {
  /** Heard up to here already; 0 for from now on. */
  readonly after: number
  readonly token: string | undefined
}

const bearer = 'bearer.'

/** What an upgrade asks for; undefined when it is not for the live channel. Tokens in addresses are not looked for: addresses end up in logs. */
export function readUpgrade(request: IncomingMessage): Upgrade | undefined {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname !== livePath) return undefined
  const after = Number(url.searchParams.get('after') ?? 0)
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim())
  return {
    after: Number.isSafeInteger(after) && after > 0 ? after : 0,
    token: offered.find((protocol) => protocol.startsWith(bearer))?.slice(bearer.length),
  }
}

/** Says no before there is a WebSocket, in the one error shape. */
export function refuseUpgrade(socket: Duplex, code: KernelErrorCode): void {
  if (socket.destroyed) return
  const { status, text } = kernelErrors[code]
  const body = JSON.stringify({ error: { code, ...text, occurrence: '', faults: [] } })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
