import type { Clock } from './kernel/clock.ts'
import type { Kept } from './read-cache.ts'

/** The last answers of this run, so that going back shows a page at once. The least recently used go first. */
export interface Recent {
  get<T>(name: string): Kept<T> | undefined
  set<T>(name: string, value: T): void
  clear(): void
}

export function createRecent(clock: Clock, limit = 60): Recent {
  const entries = new Map<string, Kept<unknown>>()
  return {
    get<T>(name: string) {
      const found = entries.get(name)
      if (found === undefined) return undefined
      entries.delete(name)
      entries.set(name, found)
      return found as Kept<T>
    },
    set(name, value) {
      entries.delete(name)
      entries.set(name, { value, at: clock.now() })
      if (entries.size > limit) for (const oldest of entries.keys()) return void entries.delete(oldest)
    },
    clear: () => entries.clear(),
  }
}
