import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Middleware } from 'koa'

const forwarded = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip', 'forwarded'] as const

/**
 * The caller's address behind so many proxies of ours. Each of them adds one entry at the right; what stands
 * further left was written by the caller and is not believed.
 */
export function callerOf(req: IncomingMessage, hops: number): { ip: string; https: boolean; plain: boolean } {
  const peer = plain(req.socket.remoteAddress ?? '')
  if (hops === 0) return { ip: peer, https: 'encrypted' in req.socket, plain: false }
  const chain = [...list(req.headers['x-forwarded-for']).map(plain), peer]
  const caller = chain.at(-1 - hops) ?? chain[0] ?? peer
  const scheme = list(req.headers['x-forwarded-proto']).at(-1)
  const https = scheme === undefined ? 'encrypted' in req.socket : scheme === 'https'
  return { ip: isIP(caller) === 0 ? peer : caller, https, plain: scheme === 'http' }
}

/** Writes the caller's address where Koa looks for it, and drops the forwarding headers: nothing further in may believe them. */
export function trustProxies(hops: number): Middleware {
  return (ctx, next) => {
    const { ip, https, plain: isPlain } = callerOf(ctx.req, hops)
    ctx.request.ip = ip
    ctx.state.https = https
    // what our own processes ask each other directly says nothing of how it came
    ctx.state.isPlain = isPlain
    // Deleting what is not there would cost as much as deleting what is.
    for (const name of forwarded) if (ctx.req.headers[name] !== undefined) delete ctx.req.headers[name]
    return next()
  }
}

const list = (header: string | string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** An IPv4 address behind an IPv6 socket is written `::ffff:10.0.0.1`. */
const plain = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address)
