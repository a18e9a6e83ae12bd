import { isIP } from 'node:net'
import type { Context, Middleware, Next } from 'koa'
import type { Metrics } from '../metrics.ts'
import type { Health } from './health.ts'

const paths = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * `/healthz`: the process runs. `/readyz`: requests may be sent here. `/metrics`: figures, for neighbours only.
 * None of them says more than a stranger may know.
 */
export function probes(health: Health, metrics: Metrics): Middleware {
  return (ctx, next) => (paths.has(ctx.path) ? answer(ctx, next) : next())

  async function answer(ctx: Context, next: Next): Promise<void> {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    if (ctx.path === '/healthz') {
      ctx.set('cache-control', 'no-store')
      ctx.body = { state: 'good' }
    } else if (ctx.path === '/readyz') {
      const { ready, state, checks } = await health.read()
      ctx.status = ready ? 200 : 503
      if (!ready) ctx.set('retry-after', '5')
      ctx.set('cache-control', 'no-store')
      ctx.body = { ready, state, checks: checks.map(({ name, state: of }) => ({ name, state: of })) }
    } else if (ctx.path === '/metrics' && isNeighbour(ctx.ip)) {
      // The queue's gauges are measured by its check.
      await health.read()
      ctx.set('cache-control', 'no-store')
      ctx.type = metrics.registry.contentType
      ctx.body = await metrics.registry.metrics()
    } else return next()
  }
}

/** This machine and private networks, which is where collectors live. */
export function isNeighbour(ip: string): boolean {
  if (isIP(ip) === 6) return ip === '::1' || /^f[cd]/i.test(ip)
  return isIP(ip) === 4 && /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(ip)
}
