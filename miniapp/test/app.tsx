import {
  type Client,
  ClientProvider,
  createClient,
  createObservable,
  type Elsewhere,
  memoryStorage,
  NetworkError,
  type Newer,
  type Platform,
  type SignedIn,
  type TransportRequest,
} from '@liren/client'
import { fakeClock, fakeDice, settle } from '@liren/client/testing'
import { act, type ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { MeProvider } from '../src/parts/me'
import { went } from './taro'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
// jsdom lays nothing out and so scrolls nowhere
Element.prototype.scrollIntoView = () => undefined

export type Answer = { status: number; body?: unknown } | undefined
export type Routes = Record<string, (request: TransportRequest) => Answer | Promise<Answer>>

export interface Phone {
  readonly client: Client
  readonly asked: TransportRequest[]
  readonly stored: Map<string, string>
  readonly called: string[]
  readonly uploads: string[]
  /** Photos that this phone keeps no longer. */
  readonly removed: string[]
  setOnline(online: boolean): Promise<void>
  pass(ms: number): Promise<void>
  see(screen: ReactElement): Promise<Screen>
  requests(path: string): TransportRequest[]
}

export interface Screen {
  text(): string
  has(id: string): boolean
  tap(id: string): Promise<void>
  type(id: string, value: string): Promise<void>
  readonly root: HTMLElement
  close(): Promise<void>
}

/** A phone with our app on it: real client, real screens, everything outside of it made up. */
export async function phone(
  routes: Routes,
  options: { who?: SignedIn; stored?: Map<string, string>; elsewhere?: Elsewhere; newer?: Newer } = {},
): Promise<Phone> {
  const clock = fakeClock()
  const stored = options.stored ?? new Map<string, string>()
  if (options.who) stored.set('session', JSON.stringify(options.who))
  const online = createObservable(true)
  const asked: TransportRequest[] = []
  const called: string[] = []
  const uploads: string[] = []
  const removed: string[] = []
  let photos = 0
  const platform: Platform = {
    clock,
    dice: fakeDice(3),
    storage: memoryStorage(stored),
    transport: async (request) => {
      asked.push(request)
      if (!online.get()) throw new NetworkError('offline')
      const path = request.url.split('?')[0] ?? ''
      const answer = (await (routes[`${request.method} ${path}`] ?? routes[path])?.(request)) ?? {
        status: 404,
        body: { error: { code: 'not-found', zh: '没有', en: 'none', occurrence: 'o', faults: [] } },
      }
      return { status: answer.status, headers: {}, text: answer.body === undefined ? '' : JSON.stringify(answer.body) }
    },
    files: {
      list: async () => [],
      preview: async (file) => `blob:${file}`,
      remove: async (file) => void removed.push(file),
      upload: (file) => {
        uploads.push(file)
        return {
          done: online.get()
            ? Promise.resolve({ status: 201, text: JSON.stringify({ id: `id-of-${file}` }) })
            : Promise.reject(new Error('offline')),
          onProgress: () => undefined,
          cancel: () => undefined,
        }
      },
    },
    openSocket: () => ({ send: () => undefined, close: () => undefined }),
    online,
    visible: createObservable(true),
    dark: createObservable(false),
    language: 'zh',
    deviceName: 'H5',
    fontScale: 1,
    reducedMotion: true,
    choosePhotos: async () => {
      photos++
      return { ok: true, value: [{ file: `p${photos}`, preview: `blob:p${photos}`, size: 1000 }] }
    },
    previewPhotos: () => undefined,
    call: async (number) => {
      called.push(number)
      return { ok: true, value: undefined }
    },
    vibrate: () => undefined,
    copy: async () => ({ ok: true, value: undefined }),
    scan: null,
    locate: null,
    share: null,
    listen: null,
    speak: null,
    subscribe: null,
    wechatLogin: null,
    elsewhere: options.elsewhere ?? null,
    newer: options.newer ?? null,
  }
  const client = createClient({ platform, base: '' })
  await client.start()
  went.length = 0

  const calm = () => act(async () => settle())
  return {
    client,
    asked,
    stored,
    called,
    uploads,
    removed,
    requests: (path) => asked.filter(({ url }) => url.split('?')[0] === path),
    setOnline: (now) =>
      act(async () => {
        online.set(now)
        await settle()
      }),
    pass: (ms) => act(async () => clock.pass(ms)),
    async see(screen) {
      const root = document.createElement('div')
      document.body.append(root)
      const drawn = createRoot(root)
      await act(async () =>
        drawn.render(
          <ClientProvider client={client}>
            <MeProvider>{screen}</MeProvider>
          </ClientProvider>,
        ),
      )
      await calm()
      await act(async () => clock.pass(300))
      const find = (id: string): HTMLElement => {
        const element = root.querySelector<HTMLElement>(`[id="${id}"]`)
        if (element === null) throw new Error(`nothing is called ${id}; the screen says: ${root.textContent}`)
        return element
      }
      return {
        root,
        text: () => root.textContent ?? '',
        has: (id) => root.querySelector(`[id="${id}"]`) !== null,
        async tap(id) {
          const element = find(id)
          await act(async () => element.click())
          await calm()
        },
        async type(id, value) {
          const element = find(id) as HTMLInputElement
          await act(async () => {
            const proto = element.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
            Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(element, value)
            element.dispatchEvent(new Event('input', { bubbles: true }))
          })
          await calm()
        },
        close: () =>
          act(async () => {
            drawn.unmount()
            root.remove()
          }),
      }
    },
  }
}

export const lin: SignedIn = { token: 't1', userId: 'u1', name: '林晓', end: 'resident' }
