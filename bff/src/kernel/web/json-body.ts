import type { Middleware } from 'koa'
import { readJson } from './body.ts'

/** Puts the parsed body at `ctx.state.body` and the bytes as they came at `ctx.state.rawBody`. */
export function jsonBody(maxBytes: number): Middleware {
  return async (ctx, next) => {
    const read = await readJson(ctx.req, maxBytes)
    ctx.state.body = read?.value
    ctx.state.rawBody = read?.raw
    await next()
  }
}
