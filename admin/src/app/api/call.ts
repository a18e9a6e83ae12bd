import type { AnyEndpoint, EndpointSpec, Infer, InferInput } from '@liren/contract'
import { ApiError, readFailure, unreachable } from './error.ts'
import { gate } from './gate.ts'

/** What an endpoint answers; undefined for an answer without content. */
export type AnswerOf<E extends AnyEndpoint> = E extends EndpointSpec<infer _P, infer _Q, infer _B, infer R> ? Infer<R> : never

export interface CallInput<E extends AnyEndpoint> {
  readonly params?: InferInput<E['params']>
  readonly query?: InferInput<E['query']>
  readonly body?: InferInput<E['body']>
  /** Sent as Idempotency-Key, so that a repeated attempt is the same submission. */
  readonly key?: string
  readonly signal?: AbortSignal
}

export const newKey = (): string => crypto.randomUUID()

/** The address of an endpoint with its parameters filled in. */
export function addressOf(endpoint: AnyEndpoint, params: Record<string, unknown> = {}, query: Record<string, unknown> = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

async function once<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>, key: string | undefined): Promise<AnswerOf<E>> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-liren-csrf': '1' }
  if (key !== undefined) headers['idempotency-key'] = key
  const init: RequestInit = { method: endpoint.method, headers, credentials: 'same-origin' }
  if (input.signal) init.signal = input.signal
  if (input.body instanceof FormData) init.body = input.body
  else if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  const address = addressOf(endpoint, input.params as Record<string, unknown>, input.query as Record<string, unknown>)
  let answer: Response
  try {
    answer = await fetch(address, init)
  } catch (cause) {
    if (input.signal?.aborted) throw cause
    throw unreachable()
  }
  const body: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined)
  if (!answer.ok) throw readFailure(answer.status, body)
  return body as AnswerOf<E>
}

/**
 * Ask the server. When it wants a fresh sign-in or a second factor, the person is asked in place
 * and the very same request is sent again: forms stay as they are.
 */
export async function call<E extends AnyEndpoint>(endpoint: E, input: CallInput<E> = {}): Promise<AnswerOf<E>> {
  const key = input.key ?? (endpoint.idempotent === 'key' ? newKey() : undefined)
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(endpoint, input, key)
    } catch (error) {
      if (!(error instanceof ApiError) || attempt >= 2 || !(await gate.pass(error, endpoint))) throw error
    }
  }
}
