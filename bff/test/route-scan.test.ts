import { readFileSync } from 'node:fs'
import type { AnyEndpoint } from '@liren/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtinRoles } from '../src/capabilities/role/builtin.ts'
import { startTestApp, type TestApp } from './app.ts'
import { mountedRoutes } from './documented.ts'
import { describeStore } from './stores.ts'
import { makePerson, makeVillage } from './village.ts'

/** What the page of open interfaces names under one heading. */
function namedUnder(heading: string): string[] {
  const page = readFileSync(new URL('../../docs/security/open-interfaces.md', import.meta.url), 'utf8')
  const part = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? ''
  return [...part.matchAll(/^\| `([a-z.-]+)` \|/gm)].map(([, id]) => id as string)
}

interface Asked {
  readonly endpoint: AnyEndpoint
  readonly stranger: number
  /** Somebody whose role has nothing to do with it; nobody is asked where signing in is enough. */
  readonly unrelated: number | undefined
}

/** Whatever let somebody in who was not meant, unless the page names it. */
function open(asked: readonly Asked[], everybody: readonly string[], members: readonly string[]): string[] {
  return asked.flatMap(({ endpoint: { id }, stranger, unrelated }) => [
    ...(everybody.includes(id) || stranger === 401 ? [] : [`${id} answers ${stranger} to a stranger`]),
    ...(everybody.includes(id) || members.includes(id) || unrelated === 403 ? [] : [`${id} answers ${unrelated} to an unrelated role`]),
  ])
}

describeStore('sqlite', 'a scan of all routes', (openStore) => {
  const everybody = namedUnder('Open to everybody')
  const members = namedUnder('Open to whoever has signed in')
  const asked: Asked[] = []
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp(openStore, { settings: { LIREN_RATE_FACTOR: '1000' } })
    const village = await makeVillage(app)
    const people: { token: string; holds: ReadonlySet<string> }[] = []
    for (const code of ['auditor', 'cashier']) {
      const role = builtinRoles.find((one) => one.code === code)
      const id = await makePerson(app.kernel, `无关${code}`, { roles: [[code, village.city]] })
      people.push({ token: await app.tokenOf(id, 'admin'), holds: new Set(role?.permissions.map((permission) => permission.code)) })
    }
    const nobody = app.kernel.ids.next()
    for (const { endpoint } of app.house.registry.values()) {
      const path = endpoint.path.replace(/:\w+/g, nobody)
      const body = endpoint.method === 'GET' || endpoint.method === 'DELETE' ? {} : { body: {} }
      const ask = async (token?: string) => (await app.call(endpoint.method, path, { ...body, ...(token ? { token } : {}) })).status
      // what is open may hold its answer back, or send something
      const isOpen = everybody.includes(endpoint.id)
      const stranger = isOpen ? 200 : await ask()
      const unrelated = people.find(({ holds }) => !holds.has(endpoint.permission))
      const named = endpoint.permission !== 'public' && endpoint.permission !== 'signed-in'
      asked.push({ endpoint, stranger, unrelated: named ? await ask(unrelated?.token) : undefined })
    }
  }, 300_000)
  afterAll(() => app?.close())

  it('[CSPSTC-4.9-2] every interface refuses strangers with 401 and an unrelated role with 403, unless the page of open interfaces names it', () => {
    expect(asked.length).toBe(mountedRoutes(app.house.app).length)
    expect(asked.filter(({ unrelated }) => unrelated !== undefined).length).toBeGreaterThan(300)
    expect(open(asked, everybody, members)).toEqual([])
  })

  it('the page names exactly what is open: nothing that is gone, and nothing that asks for a permission', () => {
    const asking = (permission: string) =>
      asked
        .filter(({ endpoint }) => endpoint.permission === permission)
        .map(({ endpoint }) => endpoint.id)
        .sort()
    expect(everybody).toEqual(asking('public'))
    expect(members).toEqual(asking('signed-in'))
  })

  it('would notice an interface that somebody opened without a line on the page', () => {
    const [first] = asked.filter(({ endpoint }) => endpoint.id === 'user.list') as [Asked]
    expect(open([{ ...first, stranger: 200, unrelated: 200 }], everybody, members)).toEqual([
      'user.list answers 200 to a stranger',
      'user.list answers 200 to an unrelated role',
    ])
    const [forgotten, ...others] = everybody
    expect(open(asked, others, members)).toEqual([
      `${forgotten} answers 200 to a stranger`,
      `${forgotten} answers undefined to an unrelated role`,
    ])
  })
})
