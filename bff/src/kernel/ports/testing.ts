import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { connectRedis, redisReady } from './redis/connect.ts'
import { type RedisGuard, redisGuard } from './redis/guard.ts'
import { createIds, systemClock, systemRandom } from './system.ts'

/** Help for the tests of the ports only. */
export const redisUrl = process.env.LIREN_TEST_REDIS_URL
export const testIds = createIds(systemClock, systemRandom)
export const silent = pino({ level: 'silent' })

/** A real Redis behind a switch, so that a test can take it away and bring it back. */
export function redisHarness() {
  let server: Server
  let port = 0
  let reachable = true
  const sockets = new Set<Socket>()
  const opened: Redis[] = []
  let direct: Redis

  const start = async () => {
    const target = new URL(redisUrl as string)
    server = createServer((near) => {
      if (!reachable) return near.destroy()
      const far = dial(Number(target.port || 6379), target.hostname)
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => {
          sockets.delete(socket)
          near.destroy()
          far.destroy()
        })
      }
      near.pipe(far).pipe(near)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as { port: number }).port
    direct = await open()
  }

  async function open(database = 0): Promise<Redis> {
    const redis = await connectRedis(`redis://127.0.0.1:${port}/${database}`, silent)
    opened.push(redis)
    await redisReady(redis, 5000)
    return redis
  }

  return {
    start,
    open,
    redis: () => direct,
    guard: (): RedisGuard => redisGuard(direct, systemClock, silent),
    /** A space of names of its own for one test. */
    prefix: () => `test:${testIds.next()}:`,
    /** Runs the work while Redis cannot be reached, then waits until it can again. */
    async away(work: () => Promise<void>) {
      reachable = false
      for (const socket of sockets) socket.destroy()
      await Promise.all(opened.map((redis) => until(() => redis.status !== 'ready')))
      try {
        await work()
      } finally {
        reachable = true
        await Promise.all(opened.map((redis) => redisReady(redis, 10_000)))
      }
    },
    async stop() {
      for (const redis of opened) redis.disconnect()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Waits for something that will come true; the test's own limit ends the wait. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5))
}
