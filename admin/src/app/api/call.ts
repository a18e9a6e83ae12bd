import { type CallOptions, createApi } from '@liren/client/kernel/api'
import { createClock } from '@liren/client/kernel/clock'
import { fetchTransport } from '@liren/client/kernel/fetch-transport'
import { createKey } from '@liren/client/kernel/keys'
import { createObservable } from '@liren/client/kernel/observable'
import type { Answer, Input, LooseInput } from '@liren/client/kernel/request'
import type { Transport } from '@liren/client/kernel/transport'
import type { AnyEndpoint } from '@liren/contract'
import { ApiError } from './error.ts'
import { gate } from './gate.ts'

export type { Answer, Input } from '@liren/client/kernel/request'

export type CallInput<E extends AnyEndpoint> = Input<E> & CallOptions

export const clock = createClock(() => Date.now(), window)

const dice = (below: number): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % below

/** An Idempotency-Key: made when a form opens, the same one for every attempt at the same submission. */
export const newKey = (): string => createKey(Date.now(), dice)

/** False after a request that nothing answered, until one is answered again. */
export const reached = createObservable(true)

const send: Transport = (request) =>
  fetchTransport(
    (url: string, init: RequestInit) => fetch(url, init),
    () => new AbortController(),
    clock,
  )({ ...request, headers: { ...request.headers, 'x-liren-csrf': '1' } })

const api = createApi({
  base: '',
  transport: send,
  // The cookie says who we are; a sign-in that ended is asked for by the gate, with the page kept as it is.
  credentials: { token: () => null, refused: async () => false },
  clock,
  dice,
  onReach: reached.set,
})

/**
 * Ask the server. When it wants a fresh sign-in or a second factor, the person is asked in place
 * and the very same request is sent again: forms stay as they are.
 */
export async function call<E extends AnyEndpoint>(endpoint: E, input: LooseInput & CallOptions = {}): Promise<Answer<E>> {
  const key = input.key ?? (endpoint.idempotent === 'key' ? newKey() : undefined)
  const options = key === undefined ? input : { ...input, key }
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (await api.send(endpoint, input, options)) as Answer<E>
    } catch (error) {
      if (!(error instanceof ApiError) || attempt >= 2 || !(await gate.pass(error, endpoint))) throw error
    }
  }
}
