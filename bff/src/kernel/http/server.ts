import { createServer, type Server } from 'node:http'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { refuse } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { countStatements } from '../store/sql-count.ts'
import { accessLog } from '../web/access-log.ts'
import { compressAnswers } from '../web/compress.ts'
import { conditionalGet } from '../web/conditional.ts'
import { jsonBody } from '../web/json-body.ts'
import { originCheck } from '../web/origin-check.ts'
import { trustProxies } from '../web/proxy.ts'
import { refusePlain } from '../web/refuse-plain.ts'
import { requestId } from '../web/request-id.ts'
import { securityHeaders } from '../web/security-headers.ts'
import { limitServer } from '../web/server-limits.ts'
import { answerFailures } from './failure.ts'
import { type Authenticator, createPipeline } from './pipeline.ts'
import { inMountOrder, type Registry } from './registry.ts'

const maxJsonBytes = 256 * 1024
export const sessionCookie = 'liren_session'

/** Pages and probes that are not endpoints: health, metrics, documents, built ends. */
export type Mount = (app: Koa) => void

/** For tests: how often a request asked the database, in a header. */
const tellStatements: Middleware = async (koa, next) => {
  const { count } = await countStatements(next)
  koa.set('x-liren-statements', String(count))
}

/** The HTTP half of the house. The router is made from the registry and from nothing else. */
export function createHttpApp(kernel: Kernel, registry: Registry, authenticator: Authenticator, mounts: readonly Mount[] = []): Koa {
  const app = new Koa()
  const publicUrl = kernel.config.LIREN_PUBLIC_URL
  app.silent = true
  if (kernel.config.mode === 'test') app.use(tellStatements)
  app.use(requestId(kernel.ids))
  app.use(trustProxies(kernel.config.LIREN_TRUST_PROXY ? 1 : 0))
  app.use(accessLog(kernel.log, kernel.metrics))
  app.use(securityHeaders())
  app.use(answerFailures(kernel))
  app.use(refusePlain(kernel.audit, publicUrl))
  app.use(conditionalGet())
  app.use(compressAnswers())
  for (const mount of mounts) mount(app)
  app.use(originCheck(sessionCookie, publicUrl || undefined))

  const routers = new Map<string, Router>()
  const pipeline = createPipeline(kernel, authenticator)
  const readBody = jsonBody(maxJsonBytes)
  for (const route of inMountOrder(registry)) {
    const handle = pipeline(route)
    const { endpoint } = route
    const router = routers.get(branchOf(endpoint.path)) ?? new Router()
    routers.set(branchOf(endpoint.path), router)
    const verb = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    if (endpoint.method === 'GET' || endpoint.upload) router[verb](endpoint.path, (koa) => handle(koa))
    else router[verb](endpoint.path, readBody, (koa) => handle(koa))
  }
  const branches = new Map([...routers].map(([branch, router]) => [branch, mounted(router)]))
  const dispatch: Middleware = (koa, next) => branches.get(branchOf(koa.path))?.(koa, next) ?? next()
  // what is really mounted can be looked at from outside
  app.use(Object.assign(dispatch, { routers: [...routers.values()] }))
  return app
}

/** `/api/repairs/:id` → `/api/repairs`. A router tries its patterns one by one, so every branch has a router of its own. */
function branchOf(path: string): string {
  const end = path.indexOf('/', path.indexOf('/', 1) + 1)
  const branch = end < 0 ? path : path.slice(0, end)
  if (branch.includes(':')) throw new Error(`${path} begins with a parameter; the first two parts of a path are words`)
  return branch
}

function mounted(router: Router): Middleware {
  const routes = router.routes() as unknown as Middleware
  const others = router.allowedMethods({
    throw: true,
    methodNotAllowed: () => refuse('method-not-allowed'),
    notImplemented: () => refuse('method-not-allowed'),
  }) as unknown as Middleware
  return (koa, next) => routes(koa, () => others(koa, next) as Promise<unknown>)
}

export interface Listening {
  readonly server: Server
  readonly port: number
  /** Stops accepting, lets requests in hand finish, then ends; after the grace period it stops waiting. */
  close(graceMs?: number): Promise<void>
}

/** Listens, or fails with the reason as one sentence. */
export async function listen(app: Koa, host: string, port: number, onServer: (server: Server) => void = () => {}): Promise<Listening> {
  const server = createServer(app.callback())
  limitServer(server)
  onServer(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return {
    server,
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async (graceMs = 10_000) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const timer = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(timer)
    },
  }
}
