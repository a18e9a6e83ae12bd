import type { Middleware } from 'koa'
import { pageNonce } from '../web/security-headers.ts'
import type { OpenApiDocument } from './document.ts'
import { openApiPage } from './page.ts'

/** Answers `/api/openapi.json` for programs and `/api/docs?q=` for people. Both are open: they hold names, never data. */
export function openApi(document: OpenApiDocument): Middleware {
  const json = JSON.stringify(document)
  return (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    if (ctx.path === '/api/openapi.json') {
      ctx.set('cache-control', 'public, max-age=60')
      ctx.type = 'application/json; charset=utf-8'
      ctx.body = json
      return undefined
    }
    if (ctx.path !== '/api/docs') return next()
    const q = typeof ctx.query.q === 'string' ? ctx.query.q.slice(0, 100).trim() : ''
    ctx.type = 'text/html; charset=utf-8'
    ctx.body = openApiPage(document, { q, nonce: pageNonce(ctx) })
    return undefined
  }
}
