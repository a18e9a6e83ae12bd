import { livePath, liveProtocol } from '@liren/contract/capabilities/live'
import type { Socket, SocketListener } from './live.ts'
import type { Platform } from './platform.ts'

/** The token travels as a sub-protocol: a browser can set no header on a socket, and an address ends up in logs. */
export function openLive(platform: Platform, base: string, token: string | null, after: number, listener: SocketListener): Socket {
  const url = `${base.replace(/^http/, 'ws')}${livePath}?after=${after}`
  return platform.openSocket(url, token === null ? [liveProtocol] : [liveProtocol, `bearer.${token}`], listener)
}
