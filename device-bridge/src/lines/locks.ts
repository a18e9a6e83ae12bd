import type { Clock } from '../ports/ports.ts'
import type { Registry } from '../registry.ts'

interface LockLimits {
  /** So many wrong secrets … */
  readonly failures: number
  /** … within this time lock the name … */
  readonly withinMs: number
  /** … for this long. */
  readonly lockedMs: number
}

interface LockNews {
  onLocked(code: string, failures: number): void
  onFree(code: string): void
}

/**
 * Whoever guesses at a secret locks the name that he guesses at: until the time is up, or the device has another secret, not even
 * the right one lets in. A line that is open stays open, so that guessing cuts nobody off.
 */
export function createLocks(clock: Clock, limits: LockLimits, news: LockNews) {
  const failed = new Map<string, number[]>()
  const locked = new Map<string, AbortController>()

  const free = (code: string): void => {
    failed.delete(code)
    const waiting = locked.get(code)
    if (!waiting) return
    locked.delete(code)
    waiting.abort()
    news.onFree(code)
  }

  return {
    isLocked: (code: string): boolean => locked.has(code),
    /** A wrong secret was shown for a name that is registered. */
    guessed(code: string): void {
      if (locked.has(code)) return
      const now = clock.elapsed()
      const times = [...(failed.get(code) ?? []).filter((at) => now - at < limits.withinMs), now]
      failed.set(code, times)
      if (times.length < limits.failures) return
      const over = new AbortController()
      locked.set(code, over)
      news.onLocked(code, times.length)
      clock.sleep(limits.lockedMs, over.signal).then(
        () => free(code),
        () => undefined,
      )
    },
    free,
    close(): void {
      for (const waiting of locked.values()) waiting.abort()
    },
  }
}

export type Locks = ReturnType<typeof createLocks>

/** The register as those see it who let devices in by a secret. */
export const guardedBy = (locks: Locks, registry: Registry): Registry => ({
  ...registry,
  admits(code, secret) {
    const isRight = registry.admits(code, secret)
    const device = registry.get(code)
    if (!isRight && device?.isEnabled && device.secretDigest !== undefined) locks.guessed(code)
    return isRight && !locks.isLocked(code)
  },
})
