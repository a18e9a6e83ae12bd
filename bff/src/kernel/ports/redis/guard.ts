import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Clock } from '../time.ts'

/** Runs Redis work so that a dead or slow Redis costs its callers next to nothing. */
export interface RedisGuard {
  /** Undefined when Redis did not answer: the caller goes on without it. */
  attempt<T>(work: (redis: Redis) => Promise<T>): Promise<{ value: T } | undefined>
  /** Whether Redis has been answering. */
  readonly healthy: boolean
}

const failuresToOpen = 3
const openForMs = 1000

/** A circuit: after three failures in a row nobody asks for a second, then one call tries again. */
export function redisGuard(redis: Redis, clock: Clock, log: Logger): RedisGuard {
  let failures = 0
  let closedUntil = 0
  let probing = false

  const failed = (error: unknown) => {
    failures++
    if (failures < failuresToOpen) return
    if (failures === failuresToOpen) log.warn({ err: error }, 'redis does not answer; going on without it')
    closedUntil = clock.now() + openForMs
  }
  const answered = () => {
    if (failures >= failuresToOpen) log.info('redis answers again')
    failures = 0
  }

  return {
    get healthy() {
      return redis.status === 'ready' && failures < failuresToOpen
    },
    async attempt(work) {
      if (redis.status !== 'ready') return undefined
      const open = failures >= failuresToOpen
      if (open && (probing || clock.now() < closedUntil)) return undefined
      if (open) probing = true
      try {
        const value = await work(redis)
        answered()
        return { value }
      } catch (error) {
        failed(error)
        return undefined
      } finally {
        if (open) probing = false
      }
    },
  }
}
