import { readFileSync } from 'node:fs'
import { type AnyEndpoint, endpoint, text } from '@liren/contract'
import type { Api } from '@liren/contract/capabilities/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildRegistry } from '../src/kernel/http/registry.ts'
import { createHttpApp } from '../src/kernel/http/server.ts'
import type { OpenApiDocument } from '../src/kernel/openapi/document.ts'
import { openApiPage } from '../src/kernel/openapi/page.ts'
import { startTestApp, type TestApp } from './app.ts'
import { mountedRoutes, undocumented } from './documented.ts'
import { describeStores } from './stores.ts'
import { makePerson, makeVillage } from './village.ts'

/** The committed file, whose diff is reviewed: what is not in it was never agreed on. */
const document = JSON.parse(readFileSync(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8')) as OpenApiDocument

describeStores('the documents of all interfaces', (open) => {
  let app: TestApp
  let listed: Api[]

  beforeAll(async () => {
    app = await startTestApp(open)
    const village = await makeVillage(app)
    const admin = await app.tokenOf(
      await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', village.city]] }),
      'admin',
    )
    listed = (await app.call<{ items: Api[] }>('GET', '/api/apis', { token: admin })).body.items
  })
  afterAll(() => app.close())

  /** A server on which somebody put a route of their own. */
  const withRoute = (surface: AnyEndpoint) => {
    const stray = { endpoint: surface, handler: async () => ({}) } as never
    return createHttpApp(app.kernel, new Map([...app.house.registry, [surface.id, stray]]), {
      authenticate: async () => undefined,
    } as never)
  }
  const secret = endpoint({
    id: 'repair.secret',
    method: 'GET',
    path: '/api/repairs/secret',
    summary: text('暗门', 'A hidden door'),
    permission: 'repair.read',
    scope: 'none',
    status: 204,
    rate: 'read',
  })

  it('[DB3205-7.3.1-11] every interface that is mounted is listed with its document, its version and its owner', () => {
    const mounted = mountedRoutes(app.house.app)
    expect(mounted.length).toBeGreaterThan(300)
    expect(undocumented(mounted, document, listed)).toEqual([])
    expect(listed.length).toBe(mounted.length)
    const page = openApiPage(document, { q: '', nonce: 'nonce' })
    expect(listed.filter((one) => !page.includes(`id="${one.document.split('#')[1]}"`))).toEqual([])
    expect(listed.filter((one) => !page.includes(one.revision) || !/^v\d+-[0-9a-f]{8}$/.test(one.revision))).toEqual([])

    // negative control: this very check names what somebody mounts without a document, and the house does not even open with it
    expect(undocumented(mountedRoutes(withRoute(secret)), document, listed)).toEqual([
      'GET /api/repairs/secret is mounted, but no document tells of it',
    ])
    const repair = app.house.capabilities.find(({ contract }) => contract.name === 'repair')
    if (!repair) throw new Error('there is no repair')
    const open = { ...repair, routes: [...repair.routes, { endpoint: secret, handler: async () => ({}) } as never] }
    expect(() => buildRegistry([open])).toThrow('repair.secret is mounted but not in the contract of repair')
  })

  it('notices a list that leaves one out, an interface without owner and a version that is not the document’s', () => {
    const grab = listed.find(({ id }) => id === 'repair.grab') as Api
    const others = listed.filter(({ id }) => id !== 'repair.grab')
    const route = 'POST /api/repairs/:id/actions/grab'
    expect(undocumented([route], document, others)).toEqual([`${route} is documented, but the list of interfaces leaves it out`])
    expect(undocumented([route], document, [{ ...grab, owner: ' ' }])).toEqual([`${route}: nobody answers for it`])
    expect(undocumented([route], document, [{ ...grab, revision: 'v1-00000000' }])).toEqual([
      `${route}: the list and the document name different versions`,
    ])
  })
})
