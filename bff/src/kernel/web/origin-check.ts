import type { Middleware } from 'koa'
import { refuse } from '../errors.ts'
import { csrfHeader, fromOwnPage, ownOriginsOf } from './origin.ts'

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses writes that arrive with the session cookie but were not made by a page of ours. */
export function originCheck(cookie: string, publicUrl?: string): Middleware {
  return (ctx, next) => {
    const byCookie = !harmless.has(ctx.method) && !ctx.get('authorization') && ctx.cookies.get(cookie) !== undefined
    if (byCookie) {
      const own = ownOriginsOf(ctx.req, ctx.state.https ?? ctx.secure, publicUrl)
      if (!ctx.get(csrfHeader) || !fromOwnPage(ctx.req, own)) throw refuse('request.origin')
    }
    return next()
  }
}
