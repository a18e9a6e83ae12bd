import { type Clock, createObservable, type Newer, type Observable } from '@liren/client'

const askAgainMs = 3_600_000

/** What a worker answers to one word, or null when it says nothing. */
const ask = (worker: ServiceWorker, word: 'build' | 'take-over', clock: Clock): Promise<unknown> => {
  const { port1, port2 } = new MessageChannel()
  const answer = new Promise<unknown>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data)
  })
  worker.postMessage(word, [port2])
  return Promise.race([answer, clock.sleep(2_000).then(() => null)])
}

/**
 * Lets the browser keep the app for the time without network, and tells of a newer one. Nothing is exchanged under
 * the hands of a person: windows keep the build they began with.
 */
export function watchForNewer({ clock, visible }: { clock: Clock; visible: Observable<boolean> }): Newer | null {
  const build = document.querySelector<HTMLMetaElement>('meta[name="liren-build"]')?.content ?? ''
  const workers = navigator.serviceWorker
  // a build for development has no name and no worker
  if (workers === undefined || !/^[0-9a-f]{16}$/.test(build)) return null
  const available = createObservable(false)
  let registration: ServiceWorkerRegistration | undefined
  let askedAt = 0

  async function look(): Promise<void> {
    const waiting = registration?.waiting
    if (!waiting) return
    if ((await ask(waiting, 'build', clock)) !== build) available.set(true)
    // this page came fresh from the network already: its worker may follow as soon as no other window needs the old one
    else await ask(waiting, 'take-over', clock)
  }

  async function begin(): Promise<void> {
    askedAt = clock.now()
    const made = await workers.register('/m/sw.js', { scope: '/m/', updateViaCache: 'none' })
    registration = made
    made.addEventListener('updatefound', () => {
      const coming = made.installing
      coming?.addEventListener('statechange', () => void (coming.state === 'installed' && look()))
    })
    await look()
  }

  async function askAgain(): Promise<void> {
    if (!visible.get() || registration === undefined || clock.now() - askedAt < askAgainMs) return
    askedAt = clock.now()
    await registration.update()
  }

  // without the worker the app is as it would be in an older browser
  const quietly = (work: Promise<void>) => void work.catch(() => undefined)
  const whenIdle = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 500))
  const afterLoad = () => whenIdle(() => quietly(begin()))
  if (document.readyState === 'complete') afterLoad()
  else window.addEventListener('load', afterLoad, { once: true })
  visible.subscribe(() => quietly(askAgain()))

  return {
    available,
    async take() {
      const waiting = registration?.waiting
      const changed = new Promise<void>((resolve) => workers.addEventListener('controllerchange', () => resolve(), { once: true }))
      if (waiting && (await ask(waiting, 'take-over', clock)) === true) await Promise.race([changed, clock.sleep(3_000)])
      location.reload()
    },
  }
}
