import { randomBytes } from 'node:crypto'
import type { Context, Middleware } from 'koa'

/** Origins beyond our own that pages may use, e.g. a map's tiles. */
export interface PageSources {
  readonly connect?: readonly string[]
  readonly img?: readonly string[]
  readonly script?: readonly string[]
}

/** The number used once that lets this very page's own style and script elements in. */
export function pageNonce(ctx: Context): string {
  ctx.state.nonce ??= randomBytes(16).toString('base64')
  return ctx.state.nonce
}

const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

function pagePolicy(nonce: string | undefined, { connect = [], img = [], script = [] }: PageSources): string {
  const own = nonce === undefined ? '' : ` 'nonce-${nonce}'`
  const more = (sources: readonly string[]) => sources.map((source) => ` ${source}`).join('')
  return [
    "default-src 'self'",
    `script-src 'self'${own}${more(script)}`,
    `style-src 'self'${own}`,
    `img-src 'self' data: blob:${more(img)}`,
    "font-src 'self' data:",
    "media-src 'self' blob:",
    `connect-src 'self'${more(connect)}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}

const always = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()'],
] as const

/** What browsers are told about every answer. A route may set a header of its own; it is then left alone. */
export function securityHeaders(sources: PageSources = {}): Middleware {
  return async (ctx, next) => {
    for (const [name, value] of always) ctx.res.setHeader(name, value)
    // A promise to come by https only means something, and only lasts, when made over https.
    if (ctx.state.https ?? ctx.secure) ctx.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
    await next()
    const { res } = ctx
    if (!res.hasHeader('content-security-policy')) {
      const isPage = String(res.getHeader('content-type') ?? '').startsWith('text/html')
      res.setHeader('content-security-policy', isPage ? pagePolicy(ctx.state.nonce, sources) : nothing)
    }
    if (!res.hasHeader('cache-control') && ctx.path.startsWith('/api/')) res.setHeader('cache-control', 'no-store')
  }
}
