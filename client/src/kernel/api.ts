import type { AnyEndpoint } from '@liren/contract'
import { ApiError, noNetwork, readError, tookTooLong } from './api-error.ts'
import type { CancelSignal } from './cancel.ts'
import type { Clock } from './clock.ts'
import type { Dice } from './keys.ts'
import { type Answer, addressOf, declaredOf, type Input, type LooseInput } from './request.ts'
import { defaultRetry, mayRepeat, type RetryRule, waitBefore, worthWaiting } from './retry.ts'
import { NetworkError, type Transport, type TransportResponse } from './transport.ts'

/** What the client needs of the sign-in state; see session.ts. */
export interface Credentials {
  token(): string | null
  /** The token was refused. Resolves true when somebody signed in again and the call may be repeated. */
  refused(token: string | null): Promise<boolean>
}

export interface ApiOptions {
  /** Origin in front of `/api/…`; empty means the origin of the page. */
  readonly base: string
  readonly transport: Transport
  readonly credentials: Credentials
  readonly clock: Clock
  readonly dice: Dice
  readonly retry?: RetryRule
  readonly timeoutMs?: number
  /** Told after every exchange, so that the app can show whether it is online. */
  readonly onReach?: (reached: boolean) => void
}

export interface CallOptions {
  /** Idempotency-Key, made when the form opened; the same one for every repetition. */
  readonly key?: string
  readonly signal?: CancelSignal
  /** Off for the outbox, which has its own pace. */
  readonly retry?: boolean
}

export interface Api {
  readonly base: string
  /** Ask for one entry of the contract. */
  call<E extends AnyEndpoint>(spec: E, ...args: CallArgs<E>): Promise<Answer<E>>
  /** The same for callers that keep their input as data (the outbox). */
  send(spec: AnyEndpoint, input: LooseInput, options?: CallOptions): Promise<unknown>
}

type CallArgs<E extends AnyEndpoint> =
  Record<string, never> extends Input<E> ? [input?: Input<E> & CallOptions] : [input: Input<E> & CallOptions]

/** A typed client over any transport. */
export function createApi(options: ApiOptions): Api {
  const { base, transport, credentials, clock, dice } = options
  const rule = options.retry ?? defaultRetry
  const timeoutMs = options.timeoutMs ?? 15_000

  async function exchange(spec: AnyEndpoint, input: LooseInput, call: CallOptions, token: string | null): Promise<TransportResponse> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (token !== null) headers.authorization = `Bearer ${token}`
    if (input.body !== undefined) headers['content-type'] = 'application/json'
    if (call.key !== undefined) headers['idempotency-key'] = call.key
    try {
      const answer = await transport({
        method: spec.method,
        url: base + addressOf(spec, input),
        headers,
        body: input.body === undefined ? undefined : JSON.stringify(input.body),
        timeoutMs,
        signal: call.signal,
      })
      options.onReach?.(true)
      return answer
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      options.onReach?.(false)
      throw error.timedOut ? tookTooLong() : noNetwork()
    }
  }

  async function once(spec: AnyEndpoint, input: LooseInput, call: CallOptions, mayRenew: boolean): Promise<unknown> {
    const token = credentials.token()
    const answer = await exchange(spec, input, call, token)
    if (answer.status >= 200 && answer.status < 300) return read(answer)
    const error = readError(answer.status, answer.text, answer.headers)
    if (error.signedOut && mayRenew && (await credentials.refused(token))) return once(spec, input, call, false)
    throw error
  }

  async function send(spec: AnyEndpoint, input: LooseInput, call: CallOptions = {}): Promise<unknown> {
    if (spec.idempotent === 'key' && call.key === undefined) throw new TypeError(`${spec.id} needs an Idempotency-Key`)
    const sent = declaredOf(spec, input)
    const repeat = call.retry !== false && mayRepeat(spec, call.key)
    for (let attempt = 0; ; attempt++) {
      try {
        return await once(spec, sent, call, true)
      } catch (error) {
        if (!(error instanceof ApiError) || !repeat || attempt + 1 >= rule.tries || !worthWaiting(error, rule)) throw error
        await clock.sleep(waitBefore(attempt, error, rule, dice), call.signal)
      }
    }
  }

  return {
    base,
    send,
    call: (<E extends AnyEndpoint>(spec: E, input?: Input<E> & CallOptions) => send(spec, input ?? {}, input ?? {})) as Api['call'],
  }
}

function read(answer: TransportResponse): unknown {
  if (answer.status === 204 || answer.text === '') return undefined
  try {
    return JSON.parse(answer.text) as unknown
  } catch {
    throw readError(answer.status, answer.text, answer.headers)
  }
}
