import type { Middleware } from 'koa'
import type { Ids } from '../ports/time.ts'

const wellFormed = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/

/** Gives every request a name for the logs; a caller's own is kept when it is fit to be written there. */
export function requestId(ids: Ids): Middleware {
  return async (ctx, next) => {
    const sent = ctx.get('x-request-id')
    ctx.state.requestId = wellFormed.test(sent) ? sent : ids.next()
    ctx.set('x-request-id', ctx.state.requestId)
    await next()
  }
}
