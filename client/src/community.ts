import { createObservable, type Observable } from './kernel/observable.ts'
import { readJson, type Storage } from './kernel/storage.ts'

/** The estate whose notices and services are shown: that of one's home, or the one a guest chose. */
export interface CommunityChoice {
  readonly id: string
  readonly name: string
  readonly community: string
}

export interface Community extends Observable<CommunityChoice | null> {
  start(): Promise<void>
  choose(choice: CommunityChoice): void
}

export function createCommunity(storage: Storage): Community {
  const state = createObservable<CommunityChoice | null>(null)
  return {
    get: state.get,
    subscribe: state.subscribe,
    async start() {
      state.set(await readJson<CommunityChoice>(storage, 'community'))
    },
    choose(choice) {
      state.set(choice)
      storage.set('community', JSON.stringify(choice)).catch(() => undefined)
    },
  }
}
