import type { Clock } from '../src/kernel/ports/time.ts'

export interface ManualClock extends Clock {
  /** Moves time on and wakes whoever slept until then, in order. */
  advance(ms: number): Promise<void>
  /** Leaps over months at once: whoever slept meanwhile wakes once, at the end. */
  leap(ms: number): Promise<void>
}

interface Sleeper {
  readonly until: number
  wake(): void
}

/** A clock that stands still until a test moves it. */
export function manualClock(start = Date.UTC(2026, 0, 5, 8)): ManualClock {
  let now = start
  let sleepers: Sleeper[] = []
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const onAbort = () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          reject(signal?.reason)
        }
        const wake = () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        }
        const sleeper: Sleeper = { until: now + ms, wake }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', onAbort)
      }),
    async advance(ms) {
      const end = now + ms
      for (;;) {
        const next = sleepers.filter((sleeper) => sleeper.until <= end).sort((a, b) => a.until - b.until)[0]
        if (!next) break
        now = next.until
        sleepers = sleepers.filter((other) => other !== next)
        next.wake()
        await new Promise(setImmediate)
      }
      now = end
      await new Promise(setImmediate)
    },
    async leap(ms) {
      now += ms
      const due = sleepers.filter((sleeper) => sleeper.until <= now)
      sleepers = sleepers.filter((sleeper) => sleeper.until > now)
      for (const sleeper of due) sleeper.wake()
      await new Promise(setImmediate)
    },
  }
}
