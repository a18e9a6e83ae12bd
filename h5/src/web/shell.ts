/** What the browser gives a service worker, as far as the shell needs it: tests put others in their place. */
export interface ShellParts {
  /** Names this build; pages carry the same word. */
  readonly build: string
  /** Every file of the build by its address, the page excepted. */
  readonly files: readonly string[]
  /** Address of the page that answers every address of the app. */
  readonly page: string
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>
  readonly fetch: (request: Request) => Promise<Response>
  readonly wait: (ms: number) => Promise<void>
}

export interface Shell {
  /** Fetches the whole build; throws, and is tried again another day, when a piece is missing. */
  keep(): Promise<void>
  /** Forgets the builds of before: no window shows them any more. */
  tidy(): Promise<void>
  /** The answer to a request of the app, or null for everything that is none of the shell's business. */
  answer(request: Request): Promise<Response> | null
}

const family = 'liren-shell-'
/** A network that has not brought the page by then is as good as none. */
const patienceMs = 4_000

/** The app itself, kept for the time without network: its page and its files, and never an answer about a person. */
export function createShell({ build, files, page, caches, fetch, wait }: ShellParts): Shell {
  const name = family + build
  const known = new Set(files)

  async function kept(address: string): Promise<Response | undefined> {
    return (await caches.open(name)).match(address, { ignoreVary: true })
  }

  /** Whoever has a network gets the newest page; without one, the page that belongs to the files kept here. */
  async function openPage(request: Request): Promise<Response> {
    const fresh = fetch(request)
    const late = wait(patienceMs).then(() => undefined)
    const first = await Promise.race([fresh.catch(() => undefined), late])
    if (first && first.status < 500) return first
    return (await kept(page)) ?? fresh
  }

  return {
    async keep() {
      const cache = await caches.open(name)
      const answer = await fetch(new Request(page, { cache: 'reload' }))
      // put into service in this very minute: the page belongs to another build than this list
      if (!answer.ok || !(await answer.clone().text()).includes(build)) throw new Error(`the page is not of build ${build}`)
      await cache.addAll([...files])
      await cache.put(page, answer)
    },

    async tidy() {
      const others = (await caches.keys()).filter((other) => other.startsWith(family) && other !== name)
      await Promise.all(others.map((other) => caches.delete(other)))
    },

    answer(request) {
      if (request.method !== 'GET') return null
      const { pathname } = new URL(request.url)
      if (request.mode === 'navigate') return pathname.startsWith(page) && !pathname.includes('.') ? openPage(request) : null
      return known.has(pathname) ? kept(pathname).then((found) => found ?? fetch(request)) : null
    },
  }
}
