import { LRUCache } from 'lru-cache'
import type { Cache, CacheEntry } from '../ports.ts'
import type { Clock } from '../time.ts'
import { Recent } from './recent.ts'

interface Kept extends CacheEntry {
  readonly mark: string
}

/** Answers kept in this process, the least used leaving first once `maxBytes` are held. */
export function memoryCache(clock: Clock, maxBytes = 64 * 1024 * 1024): Cache {
  const perf = { now: () => clock.now() }
  const entries = new LRUCache<string, Kept>({
    maxSize: maxBytes,
    sizeCalculation: (entry, key) => 2 * (entry.value.length + key.length) + 256,
    perf,
    ttlResolution: 0,
  })
  // Invalidating renews a tag's version, so it costs the same for one entry and for a million.
  const versions = new Recent<number>(100_000)
  let lastVersion = 0
  const renew = (tag: string): number => {
    versions.set(tag, ++lastVersion)
    return lastVersion
  }
  const markOf = (tags: readonly string[]): string => tags.map((tag) => versions.get(tag) ?? renew(tag)).join(',')

  return {
    async get(key) {
      const entry = entries.get(key)
      return entry && entry.mark === markOf(entry.tags) ? entry : undefined
    },
    last: async (key) => entries.get(key),
    mark: async (tags) => markOf(tags),
    async set(key, entry, ttlSeconds, mark) {
      entries.set(key, { ...entry, mark: mark ?? markOf(entry.tags) }, { ttl: ttlSeconds * 1000 })
    },
    async invalidate(tags) {
      for (const tag of tags) renew(tag)
    },
    async close() {
      entries.clear()
    },
  }
}
