import { readFileSync } from 'node:fs'
import type { AnyEndpoint } from '@liren/contract'
import type { CatalogueField } from '@liren/contract/capabilities/catalogue'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Principal } from '../src/kernel/http/route.ts'
import { createHttpApp, type Listening, listen } from '../src/kernel/http/server.ts'
import { nobody } from '../src/kernel/identity/principal.ts'
import { documentOf } from '../src/kernel/openapi/of-surface.ts'
import { schemaColumns } from '../src/kernel/store/schema-columns.ts'
import { startTestApp, type TestApp } from './app.ts'
import { describeStores } from './stores.ts'

/** The committed file: what partners were given. */
const published = JSON.parse(readFileSync(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8')) as object

describeStores('what no contract declares', (open) => {
  let app: TestApp
  let server: Listening
  let endpoints: AnyEndpoint[]
  beforeAll(async () => {
    app = await startTestApp(open, { settings: { LIREN_RATE_FACTOR: '100' } })
    endpoints = [...app.house.registry.values()].map((route) => route.endpoint)
    // somebody whom nothing but the schema stops
    const codes = [...new Set(endpoints.map(({ permission }) => permission))]
    const anybody: Principal = {
      ...{ ...nobody, kind: 'user', id: app.kernel.ids.next(), name: '全权', end: 'admin', steppedUpAt: Number.MAX_SAFE_INTEGER },
      ...{ grants: codes.map((permission) => ({ permission, range: 'place', placePath: '/' })), permissions: new Set(codes) },
    }
    const authenticate = () => ({ principal: anybody, expired: false })
    server = await listen(createHttpApp(app.kernel, app.house.registry, { authenticate }), '127.0.0.1', 0)
  })
  afterAll(async () => {
    await server.close(500)
    await app.close()
  })

  const word = 'nobodyDeclaredThis'
  const ask = async (endpoint: AnyEndpoint, query: object, body: object | undefined) => {
    const path = endpoint.path.replace(/:\w+/g, '01jq0000000000000000000000')
    const pairs = new URLSearchParams(query as Record<string, string>).toString()
    const headers = { 'content-type': 'application/json', 'idempotency-key': `undeclared-${app.kernel.ids.next()}` }
    const init = body === undefined || endpoint.upload ? {} : { headers, body: JSON.stringify(body) }
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}${pairs && `?${pairs}`}`, { method: endpoint.method, ...init })
    const text = await answer.text()
    const error =
      answer.status < 400
        ? undefined
        : (JSON.parse(text) as { error: { code: string; faults: { path: string; zh: string; en: string }[] } }).error
    return { status: answer.status, code: error?.code, faults: error?.faults ?? [] }
  }

  it('[CSPSTC-4.2-2] every interface is the one that was published, every field is in the data dictionary, and what is declared nowhere is refused', async () => {
    expect(endpoints.length).toBeGreaterThan(500)
    expect(await documentOf(app.kernel.surface).tree()).toEqual(published)

    const columns = await schemaColumns(app.kernel.store)
    const listed: string[] = []
    for (let cursor = ''; ; ) {
      const answer = await fetch(`http://127.0.0.1:${server.port}/api/catalogue/fields?limit=100${cursor && `&cursor=${cursor}`}`)
      const page = (await answer.json()) as { items: CatalogueField[]; next?: string }
      listed.push(...page.items.map(({ table, column }) => `${table}.${column}`))
      if (page.next === undefined) break
      cursor = page.next
    }
    expect(listed).toEqual(columns.map(({ table, column }) => `${table}.${column}`))

    const missed: string[] = []
    for (const endpoint of endpoints) {
      const sends = endpoint.method !== 'GET' && !endpoint.upload
      const wanted = [`query.${word}`, ...(sends ? [`body.${word}`] : [])]
      const { status, code, faults } = await ask(endpoint, { [word]: '1' }, sends ? { [word]: 1 } : undefined)
      const named = faults.filter(({ path }) => wanted.includes(path))
      const isTold = named.length === wanted.length && named.every(({ zh, en }) => zh === '没有这一项' && en === 'There is no such field')
      if (status !== 400 || code !== 'request.invalid' || !isTold)
        missed.push(`${endpoint.id}: ${status} ${code} ${faults.map(({ path }) => path)}`)
    }
    expect(missed).toEqual([])
  })

  it('nobody is refused for what was declared: the same walk without the strange word names it nowhere', async () => {
    const reads = endpoints.filter(({ method, raw }) => method === 'GET' && !raw)
    for (const endpoint of reads) {
      const { faults } = await ask(endpoint, {}, undefined)
      expect(
        faults.filter(({ zh }) => zh === '没有这一项'),
        endpoint.id,
      ).toEqual([])
    }
  })

  it('tells all faults of a request at once: what is strange, how deep it may be, beside what is missing', async () => {
    const send = endpoints.find(({ id }) => id === 'workbook.export') as AnyEndpoint
    const { faults } = await ask(send, {}, { archive: 'person', columns: ['name'], filters: { q: 'x', colour: 'red' }, extra: { a: 1 } })
    expect(faults.map(({ path }) => path).sort()).toEqual(['body.extra', 'body.filters.colour', 'body.reason'])
  })
})
