import type { Redis } from 'ioredis'
import type { Cache, CacheEntry } from '../ports.ts'
import type { Ids } from '../time.ts'
import type { RedisGuard } from './guard.ts'

/** Longer than any entry lives: a tag that ran out makes its entries void, never valid again. */
const tagSeconds = 7 * 24 * 3600
/** Beyond this many lost invalidations it is cheaper to void everything. */
const maxPending = 1000
const everything = '*'

interface Kept extends CacheEntry {
  readonly mark: string
}

/** Answers kept in Redis. Each tag is a key with a random version; renewing it voids all entries that carry the old one. */
export function redisCache(guard: RedisGuard, ids: Ids, prefix = 'liren:'): Cache {
  const entryKey = (key: string) => `${prefix}c:${key}`
  const tagKey = (tag: string) => `${prefix}t:${tag}`
  // Invalidations that Redis did not hear. Until it has, nothing cached is trusted.
  const pending = new Set<string>()
  let generation = 0

  const renew = (redis: Redis, tags: readonly string[]) =>
    Promise.all(tags.map((tag) => redis.set(tagKey(tag), ids.next(), 'EX', tagSeconds)))

  async function settled(): Promise<boolean> {
    if (pending.size === 0) return true
    const tags = [...pending]
    const told = await guard.attempt((redis) => renew(redis, tags))
    if (told) for (const tag of tags) pending.delete(tag)
    return told !== undefined
  }

  async function versionOf(redis: Redis, tag: string): Promise<string> {
    const known = await redis.get(tagKey(tag))
    if (known !== null) return known
    const fresh = ids.next()
    const first = await redis.set(tagKey(tag), fresh, 'EX', tagSeconds, 'NX')
    return first === 'OK' ? fresh : ((await redis.get(tagKey(tag))) ?? '')
  }

  const markOf = async (redis: Redis, tags: readonly string[]): Promise<string> =>
    (await Promise.all([everything, ...tags].map((tag) => versionOf(redis, tag)))).join(',')

  async function read(redis: Redis, key: string): Promise<Kept | undefined> {
    const text = await redis.get(entryKey(key))
    return text === null ? undefined : decode(text)
  }

  return {
    async get(key) {
      if (!(await settled())) return undefined
      const found = await guard.attempt(async (redis) => {
        const entry = await read(redis, key)
        return entry && entry.mark === (await markOf(redis, entry.tags)) ? entry : undefined
      })
      return found?.value
    },
    async last(key) {
      return (await guard.attempt((redis) => read(redis, key)))?.value
    },
    async mark(tags) {
      const mark = (await settled()) ? await guard.attempt((redis) => markOf(redis, tags)) : undefined
      // Without Redis only this process's own invalidations are known; the mark still tells before from after.
      return mark?.value ?? `alone:${generation}`
    },
    async set(key, entry, ttlSeconds, mark) {
      if (mark?.startsWith('alone:') || !(await settled())) return
      await guard.attempt(async (redis) => {
        const kept = { ...entry, mark: mark ?? (await markOf(redis, entry.tags)) }
        await redis.set(entryKey(key), encode(kept), 'PX', Math.max(1, Math.round(ttlSeconds * 1000)))
      })
    },
    async invalidate(tags) {
      generation++
      for (const tag of tags) pending.add(tag)
      if (pending.size > maxPending) {
        pending.clear()
        pending.add(everything)
      }
      await settled()
    },
    async close() {
      await settled()
    },
  }
}

/** A head of JSON and the value as it is: escaping a long answer again would cost more than fetching it. */
const encode = (entry: Kept): string => `${JSON.stringify([entry.storedAt, entry.tags, entry.mark])}\n${entry.value}`

function decode(text: string): Kept {
  const end = text.indexOf('\n')
  const [storedAt, tags, mark] = JSON.parse(text.slice(0, end)) as [number, string[], string]
  return { storedAt, tags, mark, value: text.slice(end + 1) }
}
