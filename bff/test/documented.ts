import type Koa from 'koa'
import type { OpenApiDocument } from '../src/kernel/openapi/document.ts'

interface Listed {
  readonly method: string
  readonly path: string
  readonly document: string
  readonly revision: string
  readonly owner: string
}

/** `GET /api/repairs/:id`, for everything that the router would really answer, whoever put it there. */
export function mountedRoutes(app: Koa): string[] {
  const stack = app.middleware.flatMap((part) =>
    ((part as { routers?: { stack: { path: string; methods: string[] }[] }[] }).routers ?? []).flatMap((router) => router.stack),
  )
  return stack.flatMap(({ path, methods }) => methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`))
}

/** What is mounted without being in the document and in the list of interfaces, whole: a sentence for each. */
export function undocumented(mounted: readonly string[], document: OpenApiDocument, listed: readonly Listed[]): string[] {
  const lines = new Map(listed.map((one) => [`${one.method} ${one.path}`, one]))
  return mounted.flatMap((route) => {
    const [method = '', path = ''] = route.split(' ')
    const told = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    if (!told) return [`${route} is mounted, but no document tells of it`]
    const line = lines.get(route)
    if (!line) return [`${route} is documented, but the list of interfaces leaves it out`]
    const faults = []
    if (!told.summary || !told.description) faults.push('its document has no name in both languages')
    if (!told['x-permission'] || !told.responses) faults.push('its document does not say who may ask and what is answered')
    if (line.document !== `/api/docs#${told.operationId}`) faults.push('the list does not lead to its document')
    if (!line.revision || line.revision !== told['x-version']) faults.push('the list and the document name different versions')
    if (!line.owner.trim()) faults.push('nobody answers for it')
    return faults.map((fault) => `${route}: ${fault}`)
  })
}
