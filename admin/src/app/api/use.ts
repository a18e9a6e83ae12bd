import { fillPath } from '@liren/client/kernel/request'
import type { AnyEndpoint, Page } from '@liren/contract'
import { groupOf } from '@liren/contract'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { type Answer, answerOf, ask, bury, keyOf, listen, refresh } from './cache.ts'
import { call, type Answer as Got, type Input, newKey } from './call.ts'
import { type ApiError, asApiError, noAnswer } from './error.ts'
import { upload } from './upload.ts'

export interface Asked<T> extends Answer<T> {
  /** Ask again; what is shown stays until the new answer is there. */
  reload(): void
}

/** The answer to a read, kept across pages. `null` as input asks nothing. */
export function useQuery<E extends AnyEndpoint>(endpoint: E, input: Partial<Input<E>> | null = {}): Asked<Got<E>> {
  const key = keyOf(endpoint, input)
  const subscribe = useCallback((listener: () => void) => listen(key, endpoint, listener), [key, endpoint])
  const answer = useSyncExternalStore(subscribe, () => answerOf(key)) as Answer<Got<E>>
  // The key says everything that the input says; the input itself is a new object at every drawing.
  const latest = useRef(input)
  latest.current = input
  const reload = useCallback(() => {
    const asked = latest.current
    if (asked === null) return
    ask(key, endpoint, asked.params, () =>
      call(endpoint, asked).catch((error: unknown) => {
        throw asApiError(error)
      }),
    )
  }, [key, endpoint])
  useEffect(reload, [reload])
  const idle = input === null
  return useMemo(
    () => ({ ...answer, asking: answer.asking || (answer.at === undefined && !answer.error && !idle), reload }),
    [answer, reload, idle],
  )
}

export interface Paged<T> extends Asked<readonly T[]> {
  readonly more: boolean
  /** Fetch the next page behind what is shown. */
  next(): void
  readonly count: number | undefined
}

type Item<E extends AnyEndpoint> = Got<E> extends { items: (infer T)[] } ? T : never

/** A list by cursor: the first page is kept like any read, later pages are added behind it. */
export function usePages<E extends AnyEndpoint>(endpoint: E, input: Partial<Input<E>> | null = {}): Paged<Item<E>> {
  const first = useQuery(endpoint, input)
  const page = first.data as Page<Item<E>> | undefined
  const [later, setLater] = useState<{ of: unknown; items: readonly Item<E>[]; next: string | undefined }>()
  const [adding, setAdding] = useState(false)
  const [failure, setFailure] = useState<ApiError>()
  const valid = later !== undefined && later.of === page ? later : undefined
  const cursor = valid === undefined ? page?.next : valid.next
  const current = useRef<unknown>(page)
  current.current = page
  const latest = useRef(input)
  latest.current = input

  const next = useCallback(() => {
    const asked = latest.current
    if (cursor === undefined || adding || asked === null) return
    setAdding(true)
    setFailure(undefined)
    call(endpoint, { ...asked, query: { ...(asked.query as object), cursor } as Input<E>['query'] }).then(
      (answer) => {
        setAdding(false)
        // The list was asked again meanwhile: this page belongs behind another first page.
        if (current.current !== page) return
        const got = answer as Page<Item<E>>
        setLater({ of: page, items: [...(valid?.items ?? []), ...got.items], next: got.next })
      },
      (error: unknown) => {
        setAdding(false)
        setFailure(asApiError(error))
      },
    )
  }, [cursor, adding, endpoint, page, valid])

  return useMemo(
    () => ({
      data: page === undefined ? undefined : [...page.items, ...(valid?.items ?? [])],
      error: failure ?? first.error,
      asking: first.asking || adding,
      at: first.at,
      reload: first.reload,
      more: cursor !== undefined,
      next,
      count: page?.count,
    }),
    [page, valid, failure, first.error, first.asking, first.at, first.reload, adding, cursor, next],
  )
}

/** Taking away `/things/:id` ends the thing; taking away `/things/:id/seal` changes it. */
const lastIsName = /\/:[A-Za-z]+$/

export interface Action<E extends AnyEndpoint> {
  /** Resolves to the answer, or to undefined when it was refused; the refusal is in `error`. */
  run(input?: Partial<Input<E>>): Promise<Got<E> | undefined>
  /** The same for endpoints that answer with nothing: whether it was done. */
  done(input?: Partial<Input<E>>): Promise<boolean>
  readonly running: boolean
  readonly error: ApiError | undefined
  clear(): void
}

/** A file and what the endpoint asks about it. */
export type Upload<E extends AnyEndpoint> = Partial<Input<E>> & { readonly file: File }

interface Write<I, A> {
  run(input: I): Promise<A | undefined>
  done(input: I): Promise<boolean>
  readonly running: boolean
  readonly error: ApiError | undefined
  clear(): void
}

/**
 * A write. The submission key is made once and kept until it succeeded or its content was refused,
 * so that trying again after a lost answer does not do it twice. Groups to refresh default to the endpoint's own.
 */
function useWrite<E extends AnyEndpoint, I extends Partial<Input<E>>>(
  endpoint: E,
  send: (endpoint: E, input: I, key: string) => Promise<Got<E>>,
  groups: readonly string[],
): Write<I, Got<E>> {
  const [running, setRunning] = useState(false)
  const [error, setError] = useState<ApiError>()
  const key = useRef<string | undefined>(undefined)
  const also = groups.join(' ')
  const attempt = useCallback(
    async (input: I): Promise<{ answer: Got<E> } | undefined> => {
      key.current ??= newKey()
      setRunning(true)
      setError(undefined)
      try {
        const answer = await send(endpoint, input, key.current)
        key.current = undefined
        if (endpoint.method === 'DELETE' && lastIsName.test(endpoint.path)) bury(fillPath(endpoint.path, input.params))
        refresh(groupOf(endpoint), endpoint.id.slice(0, endpoint.id.indexOf('.')), ...also.split(' '))
        return { answer }
      } catch (caught) {
        const failure = asApiError(caught)
        // Only an unanswered attempt is repeated under the same key; a refused one will carry other content.
        if (!noAnswer(failure) && failure.status < 500) key.current = undefined
        // What stands open is not what the server has any more: it is read anew, so that the next try knows it.
        if (failure.code === 'stale') refresh(groupOf(endpoint), ...also.split(' '))
        setError(failure)
        return undefined
      } finally {
        setRunning(false)
      }
    },
    [endpoint, send, also],
  )
  const run = useCallback(async (input: I) => (await attempt(input))?.answer, [attempt])
  const done = useCallback(async (input: I) => (await attempt(input)) !== undefined, [attempt])
  const clear = useCallback(() => setError(undefined), [])
  return useMemo(() => ({ run, done, running, error, clear }), [run, done, running, error, clear])
}

const sendCall = <E extends AnyEndpoint>(endpoint: E, input: Partial<Input<E>> = {}, key: string) =>
  call(endpoint, endpoint.idempotent === 'key' ? { ...input, key } : input)

export const useAction = <E extends AnyEndpoint>(endpoint: E, ...groups: readonly string[]): Action<E> =>
  useWrite<E, Partial<Input<E>>>(endpoint, sendCall, groups) as Action<E>

const sendFile = <E extends AnyEndpoint>(endpoint: E, { file, ...input }: Upload<E>, key: string) =>
  upload(endpoint, file, { ...input, key })

/** The same for a file. */
export const useUpload = <E extends AnyEndpoint>(endpoint: E, ...groups: readonly string[]): Write<Upload<E>, Got<E>> =>
  useWrite<E, Upload<E>>(endpoint, sendFile, groups)

/** A list that comes whole, in the shape of one that comes by pages. */
export const pagedOf = <T>(asked: Asked<unknown>, items: readonly T[] | undefined): Paged<T> => ({
  ...asked,
  data: items,
  more: false,
  next: () => undefined,
  count: items?.length,
})
