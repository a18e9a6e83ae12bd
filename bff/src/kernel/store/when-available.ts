import type { Logger } from 'pino'
import type { Clock } from '../ports/time.ts'
import { StoreError } from './store-error.ts'

const pauseMs = 1000

interface Around {
  readonly clock: Clock
  readonly log: Logger
}

/** Takes a step again until the database is there for it: a house that is open waits, it does not close. Nothing else is forgiven. */
export async function whenAvailable(step: () => Promise<void>, { clock, log }: Around, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof StoreError && error.unavailable)) throw error
      log.warn({ err: error }, 'the database is waited for')
      await clock.sleep(pauseMs, signal).catch(() => {})
    }
  }
}
