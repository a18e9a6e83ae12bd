import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Mount } from './kernel/http/server.ts'
import type { Kernel } from './kernel/kernel.ts'
import { openApi } from './kernel/openapi/serve.ts'
import { type StaticMount, staticFiles } from './kernel/web/static-files.ts'
import { version } from './version.ts'

/** Where the built ends lie, beside this package in the repository and in a release alike. */
const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const ends: readonly StaticMount[] = [
  { prefix: '/admin/', root: root('admin/dist'), fallback: 'index.html' },
  { prefix: '/m/', root: root('h5/dist'), fallback: 'index.html' },
]

/** What answers besides the endpoints: documents of the interfaces and the built ends. */
export const mountsOf = (kernel: Kernel): Mount[] => [
  (app) =>
    app.use(
      openApi(
        kernel.surface.capabilities.map((capability) => capability.contract),
        version,
      ),
    ),
  (app) => app.use(staticFiles(ends.filter((end) => existsSync(end.root)))),
  (app) =>
    app.use(async (koa, next) => {
      if (koa.path !== '/') return next()
      koa.status = 302
      koa.redirect('/m/')
    }),
]
