import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { houseHealth } from './kernel/health/health.ts'
import { probes } from './kernel/health/probes.ts'
import type { Mount } from './kernel/http/server.ts'
import type { Kernel } from './kernel/kernel.ts'
import { documentOf } from './kernel/openapi/of-surface.ts'
import { openApi } from './kernel/openapi/serve.ts'
import { type StaticMount, staticFiles } from './kernel/web/static-files.ts'

/** Where the built ends lie, beside this package in the repository and in a release alike. */
const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const ends: readonly StaticMount[] = [
  { prefix: '/admin/', root: root('admin/dist'), fallback: 'index.html' },
  { prefix: '/m/', root: root('h5/dist'), fallback: 'index.html' },
]

/** What answers besides the endpoints: probes, and where people are served the documents of the interfaces and the built ends. */
export const mountsOf = (kernel: Kernel, isDraining: () => boolean, serves = true): Mount[] => [
  ...probesOf(kernel, isDraining),
  ...(serves ? pagesOf(kernel) : []),
]

const probesOf = (kernel: Kernel, isDraining: () => boolean): Mount[] => [
  // whoever balances the load is told first, while requests in hand are finished
  (app) =>
    app.use((koa, next) => {
      if (koa.path !== '/readyz' || !isDraining()) return next()
      koa.status = 503
      koa.body = { ready: false, state: 'draining' }
      return undefined
    }),
  (app) => app.use(probes(houseHealth(kernel), kernel.metrics)),
]

const pagesOf = (kernel: Kernel): Mount[] => [
  (app) => app.use(openApi(documentOf(kernel.surface))),
  (app) => app.use(staticFiles(ends.filter((end) => existsSync(end.root)))),
  (app) =>
    app.use((koa, next) => {
      if (koa.path !== '/') return next()
      koa.status = 302
      return koa.redirect('/m/')
    }),
]
