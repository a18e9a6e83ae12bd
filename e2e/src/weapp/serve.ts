import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { extname, join, normalize } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
}

/** A mini-program runs no text as code; any eval fails loudly here as well. */
const policy = "script-src 'self'; object-src 'none'; base-uri 'none'"

export interface ServedApp {
  readonly url: string
  close(): Promise<void>
}

export interface ServeOptions {
  /** The prepared folder. */
  readonly folder: string
  /** Files of the package itself, for pictures that its styles and templates name. */
  readonly assets: string
  /** Where requests under /api go: the real server. */
  readonly backend?: string
}

/** Serves a prepared mini-program on a free loopback port and passes its requests on to the server. */
export function serve({ folder, assets, backend }: ServeOptions): Promise<ServedApp> {
  const server = createServer((incoming, answer) => {
    const path = decodeURIComponent(new URL(incoming.url ?? '/', 'http://runner').pathname)
    if (backend && path.startsWith('/api/')) return forward(backend, incoming, answer)
    const name = path === '/' ? 'index.html' : normalize(path).replace(/^([/\\]|\.\.)+/, '')
    const file = [join(folder, name), join(assets, name)].find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
    if (!file) {
      answer.writeHead(404).end()
      return
    }
    answer.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy })
    createReadStream(file).pipe(answer)
  })
  if (backend) server.on('upgrade', (incoming, socket, head) => tunnel(backend, incoming, socket, head))
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections()
            server.close(() => closed())
          }),
      })
    }),
  )
}

/** A mini-program sends no Origin and no cookies; what a browser adds is taken off again. */
function headersOf(incoming: IncomingMessage, target: URL): Record<string, string | string[] | undefined> {
  const { origin: _origin, cookie: _cookie, referer: _referer, ...headers } = incoming.headers
  for (const name of Object.keys(headers)) if (name.startsWith('sec-') && !name.startsWith('sec-websocket-')) delete headers[name]
  return { ...headers, host: target.host }
}

function forward(backend: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const target = new URL(incoming.url ?? '/', backend)
  const outgoing = request(target, { method: incoming.method, headers: headersOf(incoming, target) }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers)
    got.pipe(answer)
  })
  outgoing.on('error', () => answer.headersSent || answer.writeHead(502).end())
  incoming.pipe(outgoing)
}

function tunnel(backend: string, incoming: IncomingMessage, socket: import('node:stream').Duplex, head: Buffer): void {
  const target = new URL(incoming.url ?? '/', backend)
  const far = connect(Number(target.port), target.hostname, () => {
    const lines = Object.entries({ ...headersOf(incoming, target) }).map(([name, value]) => `${name}: ${value}`)
    far.write(`GET ${target.pathname}${target.search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    far.write(head)
    far.pipe(socket).pipe(far)
  })
  far.on('error', () => socket.destroy())
  socket.on('error', () => far.destroy())
}
