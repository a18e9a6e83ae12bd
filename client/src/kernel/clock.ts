import { Cancelled, type CancelSignal } from './cancel.ts'

/** Time is given, never taken: tests move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms`; rejects with Cancelled when the signal fires. */
  sleep(ms: number, signal?: CancelSignal): Promise<void>
}

interface Timers {
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(handle: never): void
}

/** The clock of the machine, over the timers that the shell has. */
export function createClock(now: () => number, timers: Timers): Clock {
  return {
    now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(new Cancelled())
        const stop = () => {
          timers.clearTimeout(handle as never)
          reject(new Cancelled())
        }
        const handle = timers.setTimeout(() => {
          signal?.removeEventListener('abort', stop)
          resolve()
        }, ms)
        signal?.addEventListener('abort', stop)
      }),
  }
}
