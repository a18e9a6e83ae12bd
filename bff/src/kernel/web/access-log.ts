import type { Context, Middleware } from 'koa'
import type { Logger } from 'pino'
import { type Metrics, statusClass } from '../metrics.ts'

/** Probes ask every few seconds; their good answers say nothing. */
const quiet = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * One line and one measurement for every request, also for those whose caller went away.
 * Reads `ctx.state`: `requestId`, `endpoint`, `principal`.
 */
export function accessLog(log: Logger, metrics: Metrics): Middleware {
  return (ctx, next) => {
    const started = performance.now()
    ctx.res.once('close', () => record(ctx, performance.now() - started, log, metrics))
    return next()
  }
}

function record(ctx: Context, ms: number, log: Logger, metrics: Metrics): void {
  const { requestId, endpoint, principal } = ctx.state
  const finished = ctx.res.writableFinished
  const status = ctx.res.statusCode
  metrics.request.observe({ endpoint: endpoint?.id ?? 'none', status: finished ? statusClass(status) : 'aborted' }, ms / 1000)
  const level = status >= 500 ? 'error' : finished && quiet.has(ctx.path) ? 'debug' : 'info'
  if (!log.isLevelEnabled(level)) return
  log[level](
    {
      requestId,
      endpoint: endpoint?.id,
      method: ctx.method,
      path: ctx.path,
      status,
      ms: Math.round(ms * 10) / 10,
      bytes: Number(ctx.res.getHeader('content-length') ?? 0) || undefined,
      ip: ctx.ip,
      principal: principal?.id || undefined,
      aborted: finished ? undefined : true,
    },
    'request',
  )
}
