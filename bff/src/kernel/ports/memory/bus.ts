import type { Logger } from 'pino'
import type { Bus } from '../ports.ts'

type Listener = (message: string) => void

/** Delivers inside this process, after the publisher has gone on, and never lets one listener hurt another. */
export function memoryBus(log: Logger): Bus {
  const channels = new Map<string, Set<Listener>>()
  let closed = false
  return {
    async publish(channel, message) {
      setImmediate(() => {
        if (closed) return
        for (const listener of channels.get(channel) ?? []) {
          try {
            listener(message)
          } catch (error) {
            log.error({ err: error, channel }, 'a bus listener failed')
          }
        }
      })
    },
    subscribe(channel, listener) {
      // A wrapper of its own lets the same function subscribe twice and leave once.
      const own: Listener = (message) => listener(message)
      const listeners = channels.get(channel) ?? new Set<Listener>()
      channels.set(channel, listeners.add(own))
      return () => {
        listeners.delete(own)
        if (listeners.size === 0) channels.delete(channel)
      }
    },
    async close() {
      closed = true
      channels.clear()
    },
  }
}
