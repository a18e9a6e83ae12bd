import { hash } from 'node:crypto'
import type { Middleware } from 'koa'

/** A short name for exactly this content. Weak, because compression may change the bytes but not the meaning. */
export const etagOf = (content: string | Buffer): string => `W/"${hash('sha256', content, 'base64url').slice(0, 24)}"`

/** Answers 304 without content when the caller already has what it would get. */
export function conditionalGet(): Middleware {
  return async (ctx, next) => {
    await next()
    if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || ctx.status !== 200) return
    if (String(ctx.res.getHeader('cache-control') ?? '').includes('no-store')) return
    const { body } = ctx
    if (!ctx.response.get('etag')) {
      if (typeof body === 'string' || Buffer.isBuffer(body)) ctx.set('etag', etagOf(body))
      else if (isPlain(body)) ctx.set('etag', etagOf(JSON.stringify(body)))
    }
    if (ctx.response.get('etag') && ctx.fresh) ctx.status = 304
  }
}

const isPlain = (body: unknown): boolean => typeof body === 'object' && body !== null && !('pipe' in body)
