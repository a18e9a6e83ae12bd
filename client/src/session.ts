import type { End } from '@liren/contract'
import type { Credentials } from './kernel/api.ts'
import { createObservable, type Observable } from './kernel/observable.ts'
import { readJson, type Storage } from './kernel/storage.ts'

/** Who is signed in, as far as the device has to know between two starts. */
export interface SignedIn {
  readonly token: string
  readonly userId: string
  readonly name: string
  readonly end: End
}

export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'guest' }
  | { readonly status: 'signed-in'; readonly who: SignedIn }
  /** The token was refused; what the person was doing waits for the next sign-in. */
  | { readonly status: 'expired'; readonly who: SignedIn }

export interface Session extends Credentials, Observable<SessionState> {
  /** Read what the last run left. */
  start(): Promise<void>
  signIn(who: SignedIn): Promise<void>
  signOut(): Promise<void>
  /** Asked when a call needs a sign-in: resolves true after one, false when the person declines. */
  ask(): Promise<boolean>
  /** The sign-in sheet was closed without signing in. */
  decline(): void
  /** True while something waits for the sheet. */
  readonly asking: Observable<boolean>
}

const place = 'session'

/** The sign-in state of this device: one person at a time, remembered, renewed in place when it ends. */
export function createSession(storage: Storage): Session {
  const state = createObservable<SessionState>({ status: 'starting' })
  const asking = createObservable(false)
  let waiting: ((signedIn: boolean) => void)[] = []

  const settle = (signedIn: boolean) => {
    const all = waiting
    waiting = []
    asking.set(false)
    for (const resolve of all) resolve(signedIn)
  }
  const current = (): SignedIn | null => {
    const now = state.get()
    return now.status === 'signed-in' ? now.who : null
  }
  const ask = () =>
    new Promise<boolean>((resolve) => {
      waiting.push(resolve)
      asking.set(true)
    })

  return {
    get: state.get,
    subscribe: state.subscribe,
    asking,
    ask,
    async start() {
      const who = await readJson<SignedIn>(storage, place)
      state.set(who === null ? { status: 'guest' } : { status: 'signed-in', who })
    },
    async signIn(who) {
      await storage.set(place, JSON.stringify(who))
      state.set({ status: 'signed-in', who })
      settle(true)
    },
    async signOut() {
      await storage.remove(place)
      state.set({ status: 'guest' })
      settle(false)
    },
    decline() {
      const now = state.get()
      if (now.status === 'expired') {
        state.set({ status: 'guest' })
        void storage.remove(place)
      }
      settle(false)
    },
    token: () => current()?.token ?? null,
    async refused(token) {
      const who = current()
      // another call has signed in again meanwhile
      if (who !== null && who.token !== token) return true
      if (who !== null) state.set({ status: 'expired', who })
      return ask()
    },
  }
}
