import type { Middleware } from 'koa'
import { pageNonce } from '../web/security-headers.ts'
import type { KeptDocument } from './kept.ts'
import { openApiPage } from './page.ts'

/** Answers `/api/openapi.json` for programs and `/api/docs?q=` for people. Both are open: they hold names, never data. */
export function openApi(document: KeptDocument): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    if (ctx.path === '/api/openapi.json') {
      ctx.set('cache-control', 'public, max-age=60')
      ctx.set('etag', document.etag)
      ctx.vary('accept-encoding')
      ctx.type = 'application/json; charset=utf-8'
      if (ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') {
        ctx.body = await document.json()
        return undefined
      }
      ctx.set('content-encoding', 'gzip')
      ctx.body = document.packed
      return undefined
    }
    if (ctx.path !== '/api/docs') return next()
    const q = typeof ctx.query.q === 'string' ? ctx.query.q.slice(0, 100).trim() : ''
    ctx.type = 'text/html; charset=utf-8'
    ctx.body = openApiPage(await document.tree(), { q, nonce: pageNonce(ctx) })
    return undefined
  }
}
