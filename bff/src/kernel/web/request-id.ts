import type { Middleware } from 'koa'
import type { Ids } from '../ports/time.ts'

const wellFormed = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/

/** Gives every request a name for the logs; a caller's own is kept when it is fit to be written there. */
export function requestId(ids: Ids): Middleware {
  return (ctx, next) => {
    const sent = ctx.req.headers['x-request-id']
    ctx.state.requestId = typeof sent === 'string' && wellFormed.test(sent) ? sent : ids.next()
    ctx.res.setHeader('x-request-id', ctx.state.requestId)
    return next()
  }
}
