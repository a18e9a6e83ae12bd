import type { AnyEndpoint, Page } from '@liren/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from '../kernel/api-error.ts'
import { type Cancel, Cancelled, createCancel } from '../kernel/cancel.ts'
import type { Answer, Input } from '../kernel/request.ts'
import { useClient } from './context.ts'
import { type CallRules, useCall } from './use-call.ts'

type ItemOf<T> = T extends { items: (infer I)[] } ? I : never

export interface PageState<T> {
  readonly items: readonly T[]
  readonly loading: boolean
  /** The first page is not there yet and nothing is known. */
  readonly empty: boolean
  readonly more: boolean
  readonly loadingMore: boolean
  readonly error: ApiError | undefined
  readonly moreError: ApiError | undefined
  readonly at: number | undefined
  readonly old: boolean
  readonly loadMore: () => Promise<void>
  readonly reload: () => Promise<void>
}

/** A list by cursor. A fresh first page starts the list over; further pages are added at its end. */
export function usePage<E extends AnyEndpoint>(spec: E, input: Input<E> | null, rules: CallRules = {}): PageState<ItemOf<Answer<E>>> {
  type Item = ItemOf<Answer<E>>
  const { api } = useClient()
  const first = useCall(spec, input, rules)
  const head = first.data as Page<Item> | undefined
  const [tail, setTail] = useState<{ after: unknown; items: Item[]; next: string | undefined; error?: ApiError; loading: boolean }>(blank)
  const running = useRef<Cancel | null>(null)

  // a new first page makes everything behind the old one unknown
  const valid = tail.after === head
  useEffect(() => () => running.current?.cancel(), [])

  const items = head === undefined ? [] : valid ? [...head.items, ...tail.items] : head.items
  const next = valid ? tail.next : head?.next

  const loadMore = useCallback(async () => {
    if (next === undefined || input === null || running.current !== null) return
    const mine = createCancel()
    running.current = mine
    const soFar = valid ? tail.items : []
    setTail({ after: head, items: soFar, next, loading: true })
    try {
      const query = { ...(input as { query?: object }).query, cursor: next }
      const page = (await api.send(spec, { ...input, query }, { signal: mine.signal })) as Page<Item>
      setTail({ after: head, items: [...soFar, ...page.items], next: page.next, loading: false })
    } catch (error) {
      if (error instanceof Cancelled) return
      if (!(error instanceof ApiError)) throw error
      setTail({ after: head, items: soFar, next, error, loading: false })
    } finally {
      running.current = null
    }
  }, [api, spec, input, head, next, valid, tail.items])

  return {
    items,
    loading: first.loading,
    empty: head === undefined,
    more: next !== undefined,
    loadingMore: valid && tail.loading,
    error: first.error,
    moreError: valid ? tail.error : undefined,
    at: first.at,
    old: first.old,
    loadMore,
    reload: first.reload,
  }
}

const blank = { after: null, items: [], next: undefined, loading: false }
