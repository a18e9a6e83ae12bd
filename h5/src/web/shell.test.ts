import { expect, test } from 'vitest'
import { createShell, type ShellParts } from './shell.ts'

const origin = 'http://house.test'
const files = ['/m/js/app.1a2b3c4d.js', '/m/css/app.1a2b3c4d.css']

/** Caches as a browser keeps them, as far as the shell asks. */
function cupboard(fetch: (request: Request) => Promise<Response>) {
  const shelves = new Map<string, Map<string, Response>>()
  const shelf = (name: string) => {
    const held = shelves.get(name) ?? new Map<string, Response>()
    shelves.set(name, held)
    return {
      match: async (address: string) => held.get(address)?.clone(),
      put: async (address: string, answer: Response) => void held.set(address, answer),
      addAll: async (addresses: string[]) => {
        const answers = await Promise.all(addresses.map((address) => fetch(new Request(origin + address))))
        if (answers.some((answer) => !answer.ok)) throw new TypeError('a file is missing')
        for (const [at, address] of addresses.entries()) held.set(address, answers[at] as Response)
      },
    }
  }
  const caches = {
    open: async (name: string) => shelf(name),
    keys: async () => [...shelves.keys()],
    delete: async (name: string) => shelves.delete(name),
  } as unknown as ShellParts['caches']
  return { caches, shelves }
}

function house(build: string) {
  const served = new Map([['/m/', `<html>${build}</html>`], ...files.map((file) => [file, `content of ${file}`] as const)])
  const net = { up: true, slow: false, status: 200 }
  const asked: string[] = []
  const fetch = async (request: Request) => {
    const { pathname } = new URL(request.url)
    asked.push(pathname)
    if (!net.up) throw new TypeError('Failed to fetch')
    if (net.slow) await new Promise(() => undefined)
    const text = served.get(pathname) ?? served.get('/m/')
    return new Response(text ?? '', { status: text === undefined ? 404 : net.status })
  }
  const { caches, shelves } = cupboard(fetch)
  const shellOf = (name: string) =>
    createShell({
      build: name,
      files,
      page: '/m/',
      caches,
      // outside of a browser an address must be whole
      fetch: (request) => fetch(request),
      wait: () => (net.slow ? Promise.resolve() : new Promise(() => undefined)),
    })
  return { net, asked, served, shelves, shellOf, caches }
}

const visit = (path: string) => Object.defineProperty(new Request(origin + path), 'mode', { value: 'navigate' })
const ask = (path: string, init?: RequestInit) => new Request(origin + path, init)

// Node knows no origin, a browser does
const real = globalThis.Request
globalThis.Request = class extends real {
  constructor(address: RequestInfo | URL, init?: RequestInit) {
    super(typeof address === 'string' && address.startsWith('/') ? origin + address : address, init)
  }
} as typeof Request

test.each([
  ['an answer about a person', ask('/api/repairs')],
  ['a picture of a person', ask('/api/files/01/content')],
  ['something that is sent', ask('/m/js/app.1a2b3c4d.js', { method: 'POST' })],
  ['a file of the app that was not built with it', ask('/m/js/other.5e6f7a8b.js')],
  ['another end', visit('/admin/')],
  ['a file opened as a page', visit('/m/js/app.1a2b3c4d.js')],
])('leaves %s to the network', (_, request) => {
  expect(house('one').shellOf('one').answer(request)).toBeNull()
})

test('keeps the page and the files of its build and nothing else', async () => {
  const { shellOf, shelves } = house('one')
  await shellOf('one').keep()
  expect([...shelves.keys()]).toEqual(['liren-shell-one'])
  expect([...(shelves.get('liren-shell-one')?.keys() ?? [])].sort()).toEqual(['/m/', ...files].sort())
})

test('without network opens any address of the app with the page of its build', async () => {
  const { shellOf, net } = house('one')
  const shell = shellOf('one')
  await shell.keep()
  net.up = false
  for (const address of ['/m/', '/m/pkg-case/new/index?from=home'])
    expect(await (await shell.answer(visit(address)))?.text()).toContain('one')
  expect(await (await shell.answer(ask(files[0] as string)))?.text()).toContain('app.1a2b3c4d.js')
})

test('opens what it kept when the house answers with trouble of its own, or not in good time', async () => {
  const { shellOf, net } = house('one')
  const shell = shellOf('one')
  await shell.keep()
  net.status = 503
  expect((await shell.answer(visit('/m/')))?.status).toBe(200)
  net.status = 200
  net.slow = true
  expect(await (await shell.answer(visit('/m/')))?.text()).toContain('one')
})

test('brings the newest page where there is a network, and what stays away stays an error', async () => {
  const { shellOf, net, served } = house('one')
  const shell = shellOf('one')
  net.up = false
  await expect(shell.answer(visit('/m/'))).rejects.toThrow('Failed to fetch')
  net.up = true
  await shell.keep()
  served.set('/m/', '<html>two</html>')
  expect(await (await shell.answer(visit('/m/')))?.text()).toContain('two')
})

test('is not put in place with a piece missing, nor with the page of another build', async () => {
  const missing = house('one')
  missing.net.status = 404
  await expect(missing.shellOf('one').keep()).rejects.toThrow('not of build one')
  const other = house('two')
  await expect(other.shellOf('one').keep()).rejects.toThrow('not of build one')
})

test('keeps the files of an older build until it takes over itself, and leaves caches of others alone', async () => {
  const { shellOf, served, shelves, caches } = house('one')
  const older = shellOf('one')
  await older.keep()
  served.set('/m/', '<html>two</html>')
  const newer = shellOf('two')
  await newer.keep()
  await caches.open('somebody-else')
  served.delete(files[0] as string)
  expect(await (await older.answer(ask(files[0] as string)))?.text()).toContain('content of')
  await newer.tidy()
  expect([...shelves.keys()].sort()).toEqual(['liren-shell-two', 'somebody-else'])
})
