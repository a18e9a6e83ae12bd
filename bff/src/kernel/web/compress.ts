import { constants } from 'node:zlib'
import type { Middleware } from 'koa'
import compress from 'koa-compress'

/** Below this a smaller body would not leave in fewer packets. */
const threshold = 1400

/** Compresses text that is worth it; pictures, tiny answers and what is compressed already stay as they are. */
export function compressAnswers(): Middleware {
  const packing = compress({
    threshold,
    br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    gzip: { level: 5 },
    deflate: false,
  })
  return (ctx, next) => {
    if (ctx.req.headers['accept-encoding'] !== undefined) return packing(ctx, next)
    // Whoever asks for nothing gets it as it is; others in between are told that it can be had packed.
    ctx.res.setHeader('vary', 'Accept-Encoding')
    return next()
  }
}
