import type { Entry } from '../outbox/entry.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { useClient, useObservable } from './context.ts'

export interface OutboxView extends Pick<Outbox, 'add' | 'retry' | 'discard' | 'flush'> {
  readonly entries: readonly Entry[]
  readonly waiting: number
  readonly stopped: number
  readonly sendingId: string | null
}

/** The writes on their way, of one record when it is named. */
export function useOutbox(record?: string): OutboxView {
  const { outbox } = useClient()
  const { entries: all, sendingId } = useObservable(outbox)
  const entries = record === undefined ? all : all.filter((entry) => entry.record === record)
  const { add, retry, discard, flush } = outbox
  return {
    entries,
    waiting: entries.filter((entry) => entry.state === 'waiting').length,
    stopped: entries.filter((entry) => entry.state === 'stopped').length,
    sendingId,
    add,
    retry,
    discard,
    flush,
  }
}
