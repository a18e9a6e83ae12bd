import type { Logger } from 'pino'
import type { Kernel } from '../kernel.ts'
import type { Clock } from '../ports/time.ts'
import { ballastIn } from './ballast.ts'
import type { Check, CheckResult, HealthReport, HealthState } from './check.ts'
import { coreCheck, diskCheck, keyringCheck, queueCheck, redisCheck, storeCheck } from './checks.ts'

export type { Check, CheckResult, HealthReport, HealthState } from './check.ts'

export interface Health {
  /** The state of everything, at most a second old. Always answers within a few seconds, whatever hangs. */
  read(): Promise<HealthReport>
}

const freshMs = 1000
/** A check that has not answered by then is bad: what hangs for us hangs for everybody. */
const patienceMs = 2500
const order: readonly HealthState[] = ['good', 'degraded', 'bad']

/** Runs checks side by side, each with a limit, and remembers since when each has been as it is. */
export function createHealth(checks: readonly Check[], clock: Clock, log: Logger): Health {
  const since = new Map<string, { state: HealthState; at: number }>()
  let last: HealthReport | undefined
  let running: Promise<HealthReport> | undefined

  async function runOne(check: Check): Promise<CheckResult> {
    const { name, part, text, vital } = check
    const { state, detail } = await within(check.run()).catch((error: unknown) => ({
      state: 'bad' as const,
      detail: String((error as Error)?.message ?? error),
    }))
    const before = since.get(name)
    if (before?.state !== state) {
      if (before || state !== 'good') log[state === 'bad' ? 'error' : 'warn']({ check: name, state, detail }, 'health changed')
      since.set(name, { state, at: clock.now() })
    }
    return { name, part, text, vital, state, detail, since: since.get(name)?.at ?? clock.now() }
  }

  async function run(): Promise<HealthReport> {
    const results = await Promise.all(checks.map(runOne))
    const worst = Math.max(
      0,
      ...results.map((result) => order.indexOf(result.state === 'bad' && !result.vital ? 'degraded' : result.state)),
    )
    last = {
      ready: results.every((result) => !result.vital || result.state !== 'bad'),
      state: order[worst] ?? 'good',
      at: clock.now(),
      checks: results,
    }
    return last
  }

  return {
    read() {
      if (last && clock.now() - last.at < freshMs && clock.now() >= last.at) return Promise.resolve(last)
      running ??= run().finally(() => {
        running = undefined
      })
      return running
    },
  }
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patienceMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The checks of this house, and what its capabilities add to them. */
export function houseHealth(kernel: Kernel, more: readonly Check[] = []): Health {
  const folder = kernel.config.LIREN_DATA
  const checks = [
    storeCheck(kernel),
    coreCheck(kernel),
    diskCheck(folder, ballastIn(folder)),
    keyringCheck(kernel),
    queueCheck(kernel),
    ...(kernel.pingRedis ? [redisCheck(kernel.pingRedis)] : []),
    ...more,
  ]
  return createHealth(checks, kernel.clock, kernel.log)
}
