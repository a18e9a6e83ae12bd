import { endpoint, L2, text, z } from '@liren/contract'
import type { Socket, SocketListener } from './live.ts'
import type { Platform } from './platform.ts'

/** Polling twin of the socket. */
export const liveEvents = endpoint({
  id: 'live.events',
  method: 'GET',
  path: '/api/live/events',
  summary: text('实时消息', 'Live events'),
  permission: 'signed-in',
  scope: 'self',
  query: z.object({ after: z.number() }),
  response: L2(
    z.object({
      items: z.array(z.object({ seq: z.number(), name: z.string(), subject: z.string(), subjectId: z.string(), at: z.string() })),
    }),
  ),
  rate: 'read',
})

/** The token travels as a sub-protocol: a browser can set no header on a socket, and an address ends up in logs. */
export function openLive(platform: Platform, base: string, token: string | null, after: number, listener: SocketListener): Socket {
  const url = `${base.replace(/^http/, 'ws')}/api/live?after=${after}`
  return platform.openSocket(url, token === null ? ['liren'] : ['liren', `bearer.${token}`], listener)
}
