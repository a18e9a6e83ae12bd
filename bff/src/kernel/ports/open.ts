import { join } from 'node:path'
import type { Logger } from 'pino'
import { localFiles } from './files/local.ts'
import { readS3Url, s3Files } from './files/s3.ts'
import { memoryBus } from './memory/bus.ts'
import { memoryCache } from './memory/cache.ts'
import { memoryLock } from './memory/lock.ts'
import { memoryRateLimiter } from './memory/rate-limiter.ts'
import type { Bus, Cache, Files, Lock, RateLimiter } from './ports.ts'
import { redisBus } from './redis/bus.ts'
import { redisCache } from './redis/cache.ts'
import { connectRedis, redisReady } from './redis/connect.ts'
import { redisGuard } from './redis/guard.ts'
import { redisLock } from './redis/lock.ts'
import { redisRateLimiter } from './redis/rate-limiter.ts'
import type { Clock, Ids } from './time.ts'

export interface Ports {
  readonly cache: Cache
  readonly lock: Lock
  readonly bus: Bus
  readonly limiter: RateLimiter
  readonly files: Files
  /** Answers quickly or throws; undefined where there is no Redis to ask. */
  readonly pingRedis: (() => Promise<void>) | undefined
  close(): Promise<void>
}

export interface PortsOptions {
  /** `redis://…`; without it everything stays in this process. */
  readonly redisUrl?: string | undefined
  /** `s3://…`; without it files lie in the data folder. */
  readonly filesUrl?: string | undefined
  readonly dataFolder: string
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Logger
}

/** Chooses the adapters: in this process, or shared through Redis when it is configured. */
export async function openPorts(options: PortsOptions): Promise<Ports> {
  const { filesUrl, clock } = options
  const files =
    filesUrl === undefined ? await localFiles(join(options.dataFolder, 'files')) : s3Files({ ...readS3Url(filesUrl), clock, fetch })
  return options.redisUrl === undefined ? inProcess(options, files) : throughRedis(options, options.redisUrl, files)
}

function inProcess({ clock, log }: PortsOptions, files: Files): Ports {
  const cache = memoryCache(clock)
  const lock = memoryLock()
  const bus = memoryBus(log)
  const limiter = memoryRateLimiter(clock)
  const close = async () => {
    await Promise.all([cache.close(), lock.close(), bus.close(), limiter.close()])
  }
  return { cache, lock, bus, limiter, files, pingRedis: undefined, close }
}

async function throughRedis({ clock, ids, log }: PortsOptions, url: string, files: Files): Promise<Ports> {
  const redis = await connectRedis(url, log)
  const subscriber = await connectRedis(url, log)
  // A Redis that is late or away must not keep the house closed: the guards go on without it.
  await Promise.all([redisReady(redis, 2000), redisReady(subscriber, 2000)])
  const guard = redisGuard(redis, clock, log)
  const cache = redisCache(guard, ids)
  const lock = redisLock(guard, ids, memoryLock())
  const bus = redisBus(guard, subscriber, ids, memoryBus(log))
  const limiter = redisRateLimiter(guard, memoryRateLimiter(clock))
  const pingRedis = async () => {
    await redis.ping()
  }
  const close = async () => {
    await Promise.all([cache.close(), lock.close(), bus.close(), limiter.close()])
    redis.disconnect()
    subscriber.disconnect()
  }
  return { cache, lock, bus, limiter, files, pingRedis, close }
}
