import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Context, Middleware } from 'koa'
import { refuse } from '../errors.ts'
import { createPacks } from './packs.ts'
import { pageNonce } from './security-headers.ts'
import { indexFolder, type StaticFile, type StaticIndex } from './static-index.ts'

export interface StaticMount {
  /** `/admin/` */
  readonly prefix: string
  readonly root: string
  /** The page that answers every address of a single-page app; none for plain folders. */
  readonly fallback?: string
}

/** Stands in built pages where the number used once belongs. */
export const nonceMark = '__CSP_NONCE__'

/** Names that change with their content: everything that Vite puts among its assets, or a word with a digit before the ending. */
const hashed = /^assets\/|[.-](?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{8,}\.(?:js|mjs|css|woff2?|png|jpe?g|svg|webp|gif|json|wasm)$/
const rescanMs = 1000
const packs = createPacks()

/** Serves the built ends. Paths are looked up in a list of what is there, never handed to the file system. */
export function staticFiles(mounts: readonly StaticMount[]): Middleware {
  const served = mounts.map((mount) => ({ mount, files: watchIndex(mount.root) }))
  return (ctx, next) => {
    const { path } = ctx
    const hit = served.find(({ mount }) => path.startsWith(mount.prefix) || `${path}/` === mount.prefix)
    return hit ? answer(ctx, hit) : next()
  }

  async function answer(ctx: Context, { mount, files }: (typeof served)[number]): Promise<void> {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') throw refuse('method-not-allowed')
    if (ctx.path.length < mount.prefix.length) {
      ctx.status = 308
      return ctx.redirect(mount.prefix + ctx.search)
    }
    const name = decode(ctx.path.slice(mount.prefix.length))
    const file = name === '' ? undefined : await files(name)
    if (file) return send(ctx, name, file)
    // An address inside the app is answered by its page; a missing picture or script is not.
    const page = mount.fallback !== undefined && extname(name) === '' ? await files(mount.fallback) : undefined
    if (!page) throw refuse('not-found')
    return send(ctx, mount.fallback as string, page)
  }
}

function watchIndex(root: string): (name: string) => Promise<StaticFile | undefined> {
  let index: Promise<StaticIndex> | undefined
  let scanned = 0
  return async (name) => {
    const known = (await index)?.get(name)
    if (known) return known
    // Built anew since the last look? Misses may ask once a second.
    const now = performance.now()
    if (index === undefined || now - scanned > rescanMs) {
      scanned = now
      index = indexFolder(root)
    }
    return (await index).get(name)
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (cause) {
    throw refuse('request.malformed', { cause })
  }
}

/** A worker answers to the policy of its own file: this one asks our own house and nobody else. */
const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
const isWorker = (name: string): boolean => /(?:^|\/)(?:[^/]*worker[^/]*\.mjs|sw\.js)$/.test(name)

async function send(ctx: Context, name: string, file: StaticFile): Promise<void> {
  ctx.type = extname(name)
  if (extname(name) === '.html') return sendPage(ctx, file)
  if (isWorker(name)) ctx.set('content-security-policy', workerPolicy)
  ctx.set('cache-control', hashed.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache')
  ctx.set('etag', `W/"${file.size.toString(36)}-${file.modified.toString(36)}"`)
  ctx.vary('accept-encoding')
  ctx.status = 200
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  const encoding = packable(name, file) && (['br', 'gzip'] as const).find((packing) => ctx.acceptsEncodings(packing) === packing)
  const packed = encoding ? await packs.get(file, encoding) : undefined
  if (encoding) {
    ctx.set('content-encoding', encoding)
    ctx.compress = false
  }
  ctx.length = packed?.length ?? file.size
  // A HEAD needs the length only.
  if (ctx.method === 'GET') ctx.body = packed ?? createReadStream(file.path)
}

/** Small files would not leave in fewer packets, and pictures are packed already. */
const packable = (name: string, file: StaticFile): boolean =>
  file.encodings.size > 0 || (file.size > 1400 && /\.(?:js|mjs|css|json|svg|wasm|txt|webmanifest)$/.test(name))

/** Pages are never kept by browsers: they name the hashed files of the newest build and carry a number used once. */
async function sendPage(ctx: Context, file: StaticFile): Promise<void> {
  const page = await readFile(file.path, 'utf8')
  ctx.set('cache-control', 'no-store')
  ctx.body = page.includes(nonceMark) ? page.replaceAll(nonceMark, pageNonce(ctx)) : page
}
