import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { isOfTls, type Trouble, troubleOf } from '../channels/guard.ts'
import type { Line } from '../lines/line.ts'
import type { Log } from '../ports/ports.ts'
import type { TlsFiles } from './broker.ts'
import { peerOf } from './peer.ts'

export interface HttpAsk {
  readonly method: string
  readonly path: string
  /** What stands for `:name` in the pattern. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  readonly remote: string
  readonly isSecure: boolean
  /** SHA-256 of the certificate that it showed over TLS, when our authority signed it. */
  readonly fingerprint: string | undefined
  /** Nobody has proved anything on it yet: the handler does. */
  readonly line: Line
}

export interface HttpReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer | object
}

type Handler = (ask: HttpAsk) => Promise<HttpReply>
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer, params: Readonly<Record<string, string>>) => void

/** What a protocol sees of the shared HTTP listener; it opens with the first path that somebody serves. */
export interface HttpTransport {
  readonly port: number | undefined
  /** The same over TLS, where the bridge has a certificate. */
  readonly securePort: number | undefined
  /** `path` may hold `:name` for one segment. Serving the same path twice is an error. */
  on(method: string, path: string, handler: Handler, options?: { maxBytes?: number }): Promise<void>
  /** WebSockets and the like. */
  upgrade(path: string, handler: Upgrade): Promise<void>
}

interface Route {
  readonly method: string
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly path: string
  readonly maxBytes: number
  readonly handler: Handler
  readonly line: (remote: string) => Line
}

interface HttpOptions {
  /** Without TLS; not at all when undefined. */
  readonly port: number | undefined
  readonly host: string
  /** A second listener with TLS; a certificate of the device is asked for and not needed: each device says what it needs. */
  readonly tls?: { readonly port: number; readonly files: TlsFiles } | undefined
  readonly log: Log
  /** The listener with TLS was spoken to without it, or by bytes that were changed on the way. */
  onTrouble(trouble: Trouble): void
  readonly perAddress?: number
  readonly requestMs?: number
}

const compile = (path: string): { pattern: RegExp; names: string[] } => {
  const names: string[] = []
  const source = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    names.push(name)
    return '([^/]+)'
  })
  return { pattern: new RegExp(`^${source}/?$`), names }
}

const paramsOf = (route: { pattern: RegExp; names: readonly string[] }, path: string): Record<string, string> | undefined => {
  const found = route.pattern.exec(path)
  if (!found) return undefined
  try {
    return Object.fromEntries(route.names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')]))
  } catch {
    return undefined
  }
}

/** One HTTP listener for all devices that push over it. */
export function createHttp(options: HttpOptions) {
  const { perAddress = 64, requestMs = 15_000 } = options
  const routes: Route[] = []
  const upgrades: { pattern: RegExp; names: readonly string[]; path: string; handler: Upgrade }[] = []
  const busy = new Map<string, number>()
  let opening: Promise<void> | undefined
  const servers: Server[] = []
  let port: number | undefined
  let securePort: number | undefined

  const answer = (response: ServerResponse, reply: HttpReply): void => {
    const isData = reply.body !== undefined && typeof reply.body !== 'string' && !Buffer.isBuffer(reply.body)
    const body = isData ? JSON.stringify(reply.body) : ((reply.body as string | Buffer | undefined) ?? '')
    response.writeHead(reply.status, { ...(isData ? { 'content-type': 'application/json' } : {}), ...reply.headers }).end(body)
  }

  const serve = async (request: IncomingMessage, remote: string): Promise<HttpReply> => {
    const url = new URL(request.url ?? '/', 'http://bridge')
    const here = routes.filter((route) => route.pattern.test(url.pathname))
    const route = here.find(({ method }) => method === request.method)
    const params = route && paramsOf(route, url.pathname)
    if (!route || !params) return { status: here.length > 0 ? 405 : 404, body: { error: 'nothing is served here' } }
    const body = await bodyOf(request, route.maxBytes)
    if (body === undefined) return { status: 413, headers: { connection: 'close' }, body: { error: 'too large' } }
    const line = route.line(remote)
    try {
      return await route.handler({
        method: route.method,
        path: url.pathname,
        params,
        query: url.searchParams,
        headers: request.headers,
        body,
        remote,
        ...peerOf(request.socket),
        line,
      })
    } finally {
      await line.end(false)
    }
  }

  const limits = { requestTimeout: requestMs, headersTimeout: requestMs, keepAliveTimeout: 30_000 }
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const remote = request.socket.remoteAddress ?? 'unknown'
    const already = busy.get(remote) ?? 0
    if (already >= perAddress) {
      answer(response, { status: 429, headers: { 'retry-after': '1' }, body: { error: 'too many at once' } })
      return
    }
    busy.set(remote, already + 1)
    serve(request, remote)
      .then((reply) => answer(response, reply))
      .catch((error: Error) => {
        // Not kept: the device hears so, and may come again.
        options.log.warn({ remote, path: request.url?.slice(0, 80), reason: error.message }, 'a request of a device failed')
        if (!response.headersSent) answer(response, { status: 503, headers: { 'retry-after': '5' }, body: { error: 'not kept' } })
      })
      .finally(() => {
        const left = (busy.get(remote) ?? 1) - 1
        if (left > 0) busy.set(remote, left)
        else busy.delete(remote)
      })
  }

  const listenWith = async (made: Server, wanted: number): Promise<number> => {
    made.on('upgrade', (request, socket, head) => {
      const { pathname } = new URL(request.url ?? '/', 'http://bridge')
      socket.on('error', () => undefined)
      for (const one of upgrades) {
        const params = paramsOf(one, pathname)
        if (params) return one.handler(request, socket, head, params)
      }
      socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
    })
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject)
      made.listen(wanted, options.host, resolve)
    })
    const address = made.address()
    servers.push(made)
    return typeof address === 'object' && address !== null ? address.port : wanted
  }

  const listen = async (): Promise<void> => {
    if (options.port !== undefined) port = await listenWith(createServer(limits, onRequest), options.port)
    if (!options.tls) return
    const tls = { ...options.tls.files, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' as const }
    const secure = createSecureServer({ ...limits, ...tls }, onRequest)
    secure.on('tlsClientError', (error, socket) => options.onTrouble(troubleOf(error, socket.remoteAddress)))
    secure.on('secureConnection', (socket) => {
      const remote = socket.remoteAddress
      socket.once('error', (error) => isOfTls(error) && options.onTrouble(troubleOf(error, remote)))
    })
    securePort = await listenWith(secure, options.tls.port)
  }

  return {
    /** The listener as one protocol sees it: its requests run over lines of that protocol. */
    forProtocol: (line: (remote: string) => Line): HttpTransport => ({
      get port() {
        return port
      },
      get securePort() {
        return securePort
      },
      on(method, path, handler, { maxBytes = 2 * 1024 * 1024 } = {}) {
        if (routes.some((route) => route.method === method && route.path === path)) throw new Error(`${method} ${path} is served already`)
        routes.push({ method, path, ...compile(path), maxBytes, handler, line })
        opening ??= listen()
        return opening
      },
      upgrade(path, handler) {
        if (upgrades.some((one) => one.path === path)) throw new Error(`upgrades of ${path} are served already`)
        upgrades.push({ path, ...compile(path), handler })
        opening ??= listen()
        return opening
      },
    }),
    get port() {
      return port
    },
    get securePort() {
      return securePort
    },
    async close() {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve())
              server.closeAllConnections()
            }),
        ),
      )
    },
  }
}

/** Undefined when it is longer than allowed; nothing beyond that is held. */
function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return resolve(undefined)
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else resolve(undefined)
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => reject(new Error('the request broke off')))
  })
}
