import type { Logger } from 'pino'
import type { Clock } from '../ports/time.ts'
import { type Keyring, refreshEvery } from './keyring.ts'

/** Keeps this process's keyring no older than a third of the time a new key waits before it is used. */
export function watchKeyring(keyring: Keyring, clock: Clock, log: Pick<Logger, 'error'>): () => void {
  const stopping = new AbortController()
  void (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(refreshEvery, stopping.signal).catch(() => {})
      if (stopping.signal.aborted) return
      await keyring.refresh().catch((error: unknown) => log.error({ err: error }, 'the keyring could not be read again'))
    }
  })()
  return () => stopping.abort()
}
