import type { Clock, Log } from '../ports/ports.ts'

interface FollowOptions {
  readonly clock: Clock
  readonly log: Log
  readonly what: string
  /** One question. True when there may be more at once. */
  step(signal: AbortSignal): Promise<boolean>
  /** After an answer that brought nothing. */
  readonly pauseMs: number
}

/** The platform is not burdened by one question in five seconds, and what waits goes out soon after it is back. */
const longestPauseMs = 5000

/** Asks again and again, longer apart while the platform is away; says so once. */
export async function follow(options: FollowOptions, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    let pause = options.pauseMs
    try {
      if (await options.step(signal)) pause = 0
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      pause = Math.min(1000 * 2 ** (failures - 1), longestPauseMs)
      if (failures === 1) options.log.warn({ reason: (error as Error).message }, options.what)
    }
    if (pause > 0) await options.clock.sleep(pause, signal).catch(() => undefined)
  }
}
