import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa, { type Middleware } from 'koa'
import { AppError } from '../errors.ts'

/** Help for the tests of the web layer: a real server and a client that sends exactly what it is told. */
export interface Served {
  readonly server: Server
  readonly port: number
  call(path: string, options?: CallOptions): Promise<Answer>
  close(): Promise<void>
}
export interface CallOptions {
  readonly method?: string
  readonly headers?: Record<string, string | string[]>
  readonly body?: string | Buffer
}
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly raw: Buffer
  readonly text: string
  json(): Record<string, unknown>
}

/** Refusals become `{code, faults}` so that tests can look at them. */
const tellRefusals: Middleware = async (ctx, next) => {
  try {
    await next()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    ctx.status = error.status
    ctx.body = { code: error.code, faults: error.faults.map((fault) => fault.path) }
  }
}

export async function serve(...middlewares: Middleware[]): Promise<Served> {
  const app = new Koa()
  app.silent = true
  app.use(tellRefusals)
  for (const middleware of middlewares) app.use(middleware)
  const server = createServer(app.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    server,
    port,
    call: (path, options) => call(port, path, options),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function call(port: number, path: string, { method = 'GET', headers = {}, body }: CallOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('end', () => {
        const raw = Buffer.concat(chunks)
        const text = raw.toString('utf8')
        resolve({ status: res.statusCode ?? 0, headers: res.headers, raw, text, json: () => JSON.parse(text) })
      })
      res.on('error', reject)
    })
    req.on('error', reject)
    req.end(body)
  })
}
