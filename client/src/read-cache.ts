import type { Clock } from './kernel/clock.ts'
import { readJson, type Storage } from './kernel/storage.ts'

export interface Kept<T> {
  readonly value: T
  /** When the server said so. */
  readonly at: number
}

export interface ReadCache {
  get<T>(name: string): Promise<Kept<T> | null>
  set<T>(name: string, value: T): Promise<void>
  /** Forget everything: somebody signed out. */
  clear(): Promise<void>
}

const prefix = 'kept/'

/** Answers kept for the time without network. Only what a screen asks to keep is written; the oldest go first. */
export function createReadCache(parts: { storage: Storage; clock: Clock; limit?: number }): ReadCache {
  const { storage, clock } = parts
  const limit = parts.limit ?? 120

  async function prune(): Promise<void> {
    const places = await storage.keys(prefix)
    if (places.length <= limit) return
    const ages = await Promise.all(places.map(async (place) => ({ place, at: (await readJson<Kept<unknown>>(storage, place))?.at ?? 0 })))
    ages.sort((a, b) => a.at - b.at)
    for (const { place } of ages.slice(0, places.length - Math.floor(limit * 0.8))) await storage.remove(place)
  }

  return {
    get: (name) => readJson(storage, prefix + name),
    async set(name, value) {
      await storage.set(prefix + name, JSON.stringify({ value, at: clock.now() }))
      await prune()
    },
    async clear() {
      for (const place of await storage.keys(prefix)) await storage.remove(place)
    },
  }
}
