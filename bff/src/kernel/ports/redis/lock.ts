import { setTimeout as wait } from 'node:timers/promises'
import type { Lock } from '../ports.ts'
import type { Ids } from '../time.ts'
import type { RedisGuard } from './guard.ts'

const renewScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`
const releaseScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/** Exclusion across processes. While Redis is away each process excludes only itself: a lock is advice, the database decides. */
export function redisLock(guard: RedisGuard, ids: Ids, alone: Lock, prefix = 'liren:'): Lock {
  const held = new Set<AbortController>()
  let closed = false

  async function keep(key: string, token: string, ttlMs: number, lost: AbortController, done: AbortSignal): Promise<void> {
    let heldUntil = performance.now() + ttlMs
    while (!done.aborted) {
      await wait(ttlMs / 3, undefined, { signal: done, ref: false }).catch(() => {})
      if (done.aborted) return
      const asked = performance.now()
      const renewed = await guard.attempt((redis) => redis.eval(renewScript, 1, key, token, ttlMs))
      if (renewed?.value === 1) heldUntil = asked + ttlMs
      const gone = renewed !== undefined && renewed.value !== 1
      // An unanswered renewal is only a worry until the time we are sure of is nearly over.
      if (gone || performance.now() > heldUntil - ttlMs / 3) return lost.abort(new Error('the lock was lost'))
    }
  }

  return {
    async tryWith(name, ttlMs, work) {
      if (closed) return undefined
      const key = `${prefix}l:${name}`
      const token = ids.next()
      const taken = await guard.attempt((redis) => redis.set(key, token, 'PX', ttlMs, 'NX'))
      if (!taken) return alone.tryWith(name, ttlMs, work)
      if (taken.value !== 'OK') return undefined
      const lost = new AbortController()
      const done = new AbortController()
      held.add(lost)
      const keeping = keep(key, token, ttlMs, lost, done.signal)
      try {
        return await work(lost.signal)
      } finally {
        done.abort()
        held.delete(lost)
        await keeping
        await guard.attempt((redis) => redis.eval(releaseScript, 1, key, token))
      }
    },
    async close() {
      closed = true
      for (const lost of held) lost.abort(new Error('the process is stopping'))
      await alone.close()
    },
  }
}
