import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

/** A connection whose commands fail within 200 ms instead of waiting for a server that is not there. */
export async function connectRedis(url: string, log: Logger): Promise<Redis> {
  // a house without Redis does not keep its driver in memory
  const { Redis: Driver } = await import('ioredis')
  const redis = new Driver(url, {
    commandTimeout: 200,
    connectTimeout: 2000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2000),
  })
  let lost = false
  redis.on('error', (error) => {
    if (!lost) log.warn({ err: error }, 'the connection to redis is lost')
    lost = true
  })
  redis.on('ready', () => {
    if (lost) log.info('connected to redis again')
    lost = false
  })
  return redis
}

/** Waits until the connection answers, at most so long; a Redis that comes later is used from then on. */
export function redisReady(redis: Redis, withinMs: number): Promise<boolean> {
  if (redis.status === 'ready') return Promise.resolve(true)
  return new Promise((resolve) => {
    const done = (ready: boolean) => {
      clearTimeout(timer)
      redis.off('ready', onReady)
      resolve(ready)
    }
    const onReady = () => done(true)
    const timer = setTimeout(() => done(false), withinMs)
    redis.once('ready', onReady)
  })
}
