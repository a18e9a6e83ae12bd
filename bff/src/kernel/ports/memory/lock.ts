import type { Lock } from '../ports.ts'

/** Exclusion inside this process. Nothing can take such a lock away, so its signal aborts only on close. */
export function memoryLock(): Lock {
  const held = new Set<string>()
  const closing = new AbortController()
  return {
    async tryWith(name, _ttlMs, work) {
      if (held.has(name) || closing.signal.aborted) return undefined
      held.add(name)
      try {
        return await work(closing.signal)
      } finally {
        held.delete(name)
      }
    },
    async close() {
      closing.abort(new Error('the process is stopping'))
    },
  }
}
