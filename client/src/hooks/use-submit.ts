import type { Fault } from '@liren/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Client } from '../client.ts'
import { ApiError } from '../kernel/api-error.ts'
import { createCancel } from '../kernel/cancel.ts'
import type { Entry, NewEntry } from '../outbox/entry.ts'
import { useClient } from './context.ts'

/** So long a page waits for the answer; after that the write goes on behind it. */
const patienceMs = 8_000

export type Submitted =
  | { readonly state: 'done'; readonly answer: unknown; readonly entry: Entry }
  /** Kept on this device, and sent when the network is back. */
  | { readonly state: 'waiting'; readonly entry: Entry }
  | { readonly state: 'refused'; readonly error: ApiError }

export interface Submitting {
  readonly submit: (entry: Omit<NewEntry, 'userId'>) => Promise<Submitted>
  readonly sending: boolean
  readonly error: ApiError | undefined
  readonly faults: readonly Fault[]
  readonly reset: () => void
}

/**
 * Submit through the outbox: kept first, then sent, so that a kill or a tunnel in between loses nothing. A refusal
 * comes back to the form and leaves the outbox, since the person is still here to answer it.
 */
export function useSubmit(): Submitting {
  const { outbox, platform, session } = useClient()
  const [state, setState] = useState<{ sending: boolean; error?: ApiError }>({ sending: false })
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  const submit = useCallback(
    async (entry: Omit<NewEntry, 'userId'>): Promise<Submitted> => {
      const who = session.get()
      if (who.status !== 'signed-in' && !(await session.ask())) return { state: 'refused', error: signInFirst() }
      const now = session.get()
      if (now.status !== 'signed-in') return { state: 'refused', error: signInFirst() }
      setState({ sending: true })
      const added = await outbox.add({ ...entry, userId: now.who.userId })
      const settled = await watchEntry({ outbox, platform }, added)
      if (settled?.state === 'stopped' && settled.stoppedBy) {
        const error = new ApiError({ ...settled.stoppedBy, status: 422 })
        await outbox.discard(settled.id)
        if (here.current) setState({ sending: false, error })
        return { state: 'refused', error }
      }
      if (here.current) setState({ sending: false })
      if (settled?.state === 'done') return { state: 'done', answer: settled.answer, entry: settled }
      return { state: 'waiting', entry: added }
    },
    [outbox, session, platform],
  )

  const reset = useCallback(() => setState({ sending: false }), [])
  return { submit, reset, sending: state.sending, error: state.error, faults: state.error?.faults ?? none }
}

/** The entry once it is done or stopped; undefined when there is no network, or patience ends. */
function watchEntry({ outbox, platform }: Pick<Client, 'outbox' | 'platform'>, added: Entry): Promise<Entry | undefined> {
  return new Promise((resolve) => {
    const over = createCancel()
    const end = (entry: Entry | undefined) => {
      stop()
      over.cancel()
      resolve(entry)
    }
    const look = () => {
      const entry = outbox.get().entries.find(({ id }) => id === added.id)
      if (entry === undefined || entry.state !== 'waiting') end(entry)
      else if (!platform.online.get() && outbox.get().sendingId === null) end(undefined)
    }
    const stop = outbox.subscribe(look)
    platform.clock.sleep(patienceMs, over.signal).then(
      () => end(undefined),
      () => undefined,
    )
    look()
  })
}

const none: readonly Fault[] = []
const signInFirst = () =>
  new ApiError({
    code: 'identity.missing',
    status: 401,
    zh: '登录后即可提交，填写的内容已保留',
    en: 'Sign in to send it; what you typed is kept',
  })
