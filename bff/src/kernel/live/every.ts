import type { Logger } from 'pino'
import type { Clock } from '../ports/time.ts'

/** Repeats work with a pause in between until the signal aborts; a failure is told and the next round comes all the same. */
export async function every(ms: number, clock: Clock, signal: AbortSignal, log: Logger, work: () => Promise<void> | void): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(ms, signal).catch(() => {})
    if (signal.aborted) return
    try {
      await work()
    } catch (error) {
      log.warn({ err: error }, 'a round of the live channel failed')
    }
  }
}
