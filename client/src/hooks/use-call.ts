import type { AnyEndpoint } from '@liren/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from '../kernel/api-error.ts'
import { type Cancel, Cancelled, createCancel } from '../kernel/cancel.ts'
import { type Answer, addressOf, type Input, type LooseInput } from '../kernel/request.ts'
import { useClient, useObservable } from './context.ts'
import { useLive } from './use-live.ts'

export interface CallState<T> {
  readonly data: T | undefined
  /** When the server said so. */
  readonly at: number | undefined
  readonly loading: boolean
  readonly error: ApiError | undefined
  /** True when what is shown is an earlier answer and the newer one failed. */
  readonly old: boolean
  readonly reload: () => Promise<void>
}

export interface CallRules {
  /** Also kept on the device, for the time without network. */
  readonly keep?: boolean
  /** Asked again when one of these happens: `repair.` or `repair.moved`. */
  readonly on?: readonly string[]
}

interface Shown<T> {
  readonly name: string
  readonly data?: T
  readonly at?: number
  readonly error?: ApiError
  readonly loading: boolean
}

/** Under which name an answer is kept: whoever fetches ahead keeps it where a screen will look for it. */
export const answerName = (userId: string, spec: AnyEndpoint, input: LooseInput): string => `${userId} ${spec.id} ${addressOf(spec, input)}`

/** Ask for something and show it: what was known at once, the answer when it comes, and both when it fails. */
export function useCall<E extends AnyEndpoint>(spec: E, input: Input<E> | null, rules: CallRules = {}): CallState<Answer<E>> {
  const { api, recent, cache, session, platform, online } = useClient()
  const state = useObservable(session)
  const userId = state.status === 'signed-in' || state.status === 'expired' ? state.who.userId : 'guest'
  const name = input === null ? '' : answerName(userId, spec, input)
  const [shown, setShown] = useState<Shown<Answer<E>>>({ name: '', loading: input !== null })
  const running = useRef<Cancel | null>(null)
  const latest = useRef({ spec, input, rules, name })
  latest.current = { spec, input, rules, name }

  const reload = useCallback(async () => {
    const now = latest.current
    if (now.input === null) return
    running.current?.cancel()
    const mine = createCancel()
    running.current = mine
    const known = recent.get<Answer<E>>(now.name) ?? (now.rules.keep ? await cache.get<Answer<E>>(now.name) : null)
    if (mine.signal.aborted) return
    setShown((was) =>
      was.name === now.name
        ? { ...was, loading: true, ...(was.data === undefined && known ? { data: known.value, at: known.at } : {}) }
        : { name: now.name, loading: true, ...(known ? { data: known.value, at: known.at } : {}) },
    )
    try {
      const data = (await api.send(now.spec, now.input, { signal: mine.signal })) as Answer<E>
      if (mine.signal.aborted) return
      const at = platform.clock.now()
      recent.set(now.name, data)
      if (now.rules.keep) await cache.set(now.name, data)
      setShown({ name: now.name, data, at, loading: false })
    } catch (error) {
      if (mine.signal.aborted || error instanceof Cancelled) return
      if (!(error instanceof ApiError)) throw error
      setShown((was) => ({ ...was, error, loading: false }))
    }
  }, [api, recent, cache, platform])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the name is the whole of the input
  useEffect(() => {
    void reload()
    return () => running.current?.cancel()
  }, [name, reload])
  useLive(rules.on ?? none, reload)
  // what failed or came from the device while there was no network is asked again when there is one
  const failed = useRef(false)
  failed.current = shown.error !== undefined
  useEffect(() => online.subscribe(() => void (online.get() && failed.current && reload())), [online, reload])

  const current = shown.name === name
  const first = current ? undefined : recent.get<Answer<E>>(name)
  const data = current ? shown.data : first?.value
  return {
    data,
    at: current ? shown.at : first?.at,
    loading: current ? shown.loading : input !== null,
    error: current ? shown.error : undefined,
    old: current && shown.error !== undefined && data !== undefined,
    reload,
  }
}

const none: readonly string[] = []
