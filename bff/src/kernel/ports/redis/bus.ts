import type { Redis } from 'ioredis'
import type { Bus } from '../ports.ts'
import type { Ids } from '../time.ts'
import type { RedisGuard } from './guard.ts'

/**
 * Tells the other processes through Redis and this one directly, so that Redis being away
 * never separates a process from itself.
 */
export function redisBus(guard: RedisGuard, subscriber: Redis, ids: Ids, local: Bus, prefix = 'liren:'): Bus {
  const origin = ids.next()
  // Redis tells a channel to all of its databases: houses that have one each must not hear each other.
  const channelPrefix = `${prefix}b:${subscriber.options.db ?? 0}:`
  const listeners = new Map<string, number>()

  subscriber.on('message', (channel: string, message: string) => {
    const from = message.slice(0, origin.length)
    if (from !== origin) void local.publish(channel.slice(channelPrefix.length), message.slice(origin.length))
  })
  // Subscriptions made while the connection was away are asked for again.
  const subscribeAll = () => {
    for (const channel of listeners.keys()) subscriber.subscribe(channelPrefix + channel).catch(() => {})
  }
  subscriber.on('ready', subscribeAll)

  return {
    async publish(channel, message) {
      await local.publish(channel, message)
      await guard.attempt((redis) => redis.publish(channelPrefix + channel, origin + message))
    },
    subscribe(channel, listener) {
      const count = listeners.get(channel) ?? 0
      listeners.set(channel, count + 1)
      if (count === 0 && subscriber.status === 'ready') subscriber.subscribe(channelPrefix + channel).catch(() => {})
      const leave = local.subscribe(channel, listener)
      let left = false
      return () => {
        if (left) return
        left = true
        leave()
        const rest = (listeners.get(channel) ?? 1) - 1
        if (rest > 0) listeners.set(channel, rest)
        else {
          listeners.delete(channel)
          if (subscriber.status === 'ready') subscriber.unsubscribe(channelPrefix + channel).catch(() => {})
        }
      }
    },
    async close() {
      listeners.clear()
      await local.close()
    },
  }
}
