import { readJson, type Storage } from '../kernel/storage.ts'
import type { Entry } from './entry.ts'

/** The durable side of the outbox: one key per entry, so that every change is one write that happens or does not. */
export interface Shelf {
  load(): Promise<Entry[]>
  put(entry: Entry): Promise<void>
  remove(entry: Entry): Promise<void>
}

const prefix = 'outbox/'

export function createShelf(storage: Storage): Shelf {
  return {
    async load() {
      const places = await storage.keys(prefix)
      const found = await Promise.all(places.map((place) => readJson<Entry>(storage, place)))
      return found.filter((entry) => entry !== null).sort((a, b) => (a.id < b.id ? -1 : 1))
    },
    put: (entry) => storage.set(prefix + entry.id, JSON.stringify(entry)),
    remove: (entry) => storage.remove(prefix + entry.id),
  }
}
