import type { Cache, CacheEntry, Lock } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'

/** A clock that tests move; sleeping moves it too. */
export function movableClock(start = Date.UTC(2026, 0, 15, 4)): Clock & { forward(ms: number): void } {
  let now = start
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms
    },
    forward(ms) {
      now += ms
    },
  }
}

/** Twins of the shared cache and lock that keep time by the given clock. */
export function memoryCache(clock: Clock): Cache {
  const entries = new Map<string, { entry: CacheEntry; until: number }>()
  return {
    get: async (key) => {
      const found = entries.get(key)
      return found && found.until > clock.now() ? found.entry : undefined
    },
    last: async (key) => entries.get(key)?.entry,
    mark: async () => '',
    set: async (key, entry, ttl) => {
      entries.set(key, { entry, until: clock.now() + ttl * 1000 })
    },
    invalidate: async () => entries.clear(),
    close: async () => {},
  }
}

export function memoryLock(): Lock {
  const held = new Set<string>()
  return {
    async tryWith(name, _ttl, work) {
      if (held.has(name)) return undefined
      held.add(name)
      try {
        return await work(new AbortController().signal)
      } finally {
        held.delete(name)
      }
    },
    close: async () => {},
  }
}

/** Keeps every log line, so that a test can look for what must not be in them. */
export function listeningLog() {
  const lines: string[] = []
  return { lines, warn: (...parts: unknown[]) => void lines.push(JSON.stringify(parts)) }
}
