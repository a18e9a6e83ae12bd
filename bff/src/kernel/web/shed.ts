import type { RateClass } from '@liren/contract'
import { refuse } from '../errors.ts'
import type { Metrics } from '../metrics.ts'

/** How long the event loop may lag, in milliseconds, before a class of request is turned away. What people wait for most goes last. */
const patience: Readonly<Record<RateClass, number>> = {
  export: 300,
  search: 600,
  upload: 800,
  content: 800,
  read: 1000,
  code: 1500,
  write: 1500,
  'sign-in': 2000,
  device: Number.POSITIVE_INFINITY,
}

/** Throws 503 for a request that the process has no time for. Payments, alarms, passes and devices are never turned away. */
export function createShedder(lag: () => number, metrics: Metrics) {
  return (endpoint: { rate: RateClass; vital?: boolean }): void => {
    if (endpoint.vital || lag() <= patience[endpoint.rate]) return
    metrics.shed.inc({ class: endpoint.rate })
    throw refuse('unavailable', { retryAfter: 3 })
  }
}

const sampleMs = 100
/** About two seconds: one slow statement is no reason to turn anybody away. */
const weight = 1 / 20

let shared: { lag(): number } | undefined

/** The lag of this process's own loop; watched from the first time it is asked for. */
export function processLag(): number {
  shared ??= watchLoop()
  return shared.lag()
}

/** Measures how late the event loop comes to its timers, averaged over the last two seconds. */
export function watchLoop(): { lag(): number; stop(): void } {
  let average = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const late = Math.max(0, now - last - sampleMs)
    // A long stall misses samples; it counts for all of them.
    const missed = Math.max(1, Math.round((now - last) / sampleMs))
    average += (late - average) * (1 - (1 - weight) ** missed)
    last = now
  }, sampleMs)
  timer.unref()
  return { lag: () => average, stop: () => clearInterval(timer) }
}
