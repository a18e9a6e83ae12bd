import { isIP } from 'node:net'
import type { Middleware } from 'koa'

const forwarded = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip', 'forwarded'] as const

/**
 * Finds the caller's address behind so many proxies of ours. Each of them adds one entry at the right; what stands
 * further left was written by the caller and is not believed. Without a proxy the headers are dropped altogether.
 */
export function trustProxies(hops: number): Middleware {
  return async (ctx, next) => {
    const peer = plain(ctx.req.socket.remoteAddress ?? '')
    const chain = [...list(ctx.get('x-forwarded-for')).map(plain), peer]
    const caller = chain.at(-1 - hops) ?? chain[0] ?? peer
    ctx.request.ip = isIP(caller) === 0 ? peer : caller
    ctx.state.https = hops > 0 && ctx.get('x-forwarded-proto') ? list(ctx.get('x-forwarded-proto')).at(-1) === 'https' : ctx.secure
    for (const name of forwarded) delete ctx.req.headers[name]
    await next()
  }
}

const list = (header: string): string[] =>
  header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** An IPv4 address behind an IPv6 socket is written `::ffff:10.0.0.1`. */
const plain = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address)
