import { createShell } from './shell'

/** As much of a service worker's world as is used here: the page's types and the worker's cannot be loaded together. */
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void
}
interface Asked extends WorkerEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Told extends WorkerEvent {
  readonly data: unknown
  readonly ports: readonly MessagePort[]
}
interface WorkerWorld {
  readonly caches: CacheStorage
  readonly clients: { claim(): Promise<void>; matchAll(which: object): Promise<readonly unknown[]> }
  readonly location: Location
  fetch(request: Request): Promise<Response>
  skipWaiting(): Promise<void>
  setTimeout(run: () => void, ms: number): unknown
  addEventListener(name: 'install' | 'activate', run: (event: WorkerEvent) => void): void
  addEventListener(name: 'fetch', run: (event: Asked) => void): void
  addEventListener(name: 'message', run: (event: Told) => void): void
}

/** Written into this file by the build. */
declare const SHELL_BUILD: string
declare const SHELL_FILES: readonly string[]

const world = globalThis as unknown as WorkerWorld
const shell = createShell({
  build: SHELL_BUILD,
  files: SHELL_FILES,
  page: '/m/',
  caches: world.caches,
  fetch: (request) => world.fetch(request),
  wait: (ms) => new Promise((resolve) => world.setTimeout(resolve, ms)),
})

world.addEventListener('install', (event) => event.waitUntil(shell.keep()))
world.addEventListener('activate', (event) => event.waitUntil(shell.tidy().then(() => world.clients.claim())))

world.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).origin !== world.location.origin) return
  const answer = shell.answer(event.request)
  if (answer) event.respondWith(answer)
})

/** A worker that waits is asked which build it brings, and whether it may take over: only with one window open, for others would lose their files. */
async function reply(question: unknown): Promise<unknown> {
  if (question === 'build') return SHELL_BUILD
  if (question !== 'take-over') return null
  const windows = await world.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (windows.length > 1) return false
  await world.skipWaiting()
  return true
}

world.addEventListener('message', (event) => event.waitUntil(reply(event.data).then((answer) => event.ports[0]?.postMessage(answer))))
