import { Cancelled, createCancel } from './cancel.ts'
import type { Clock } from './clock.ts'
import { NetworkError, type Transport } from './transport.ts'

interface FetchAnswer {
  readonly status: number
  readonly headers: { forEach(each: (value: string, name: string) => void): void }
  text(): Promise<string>
}
type FetchLike = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal?: never; credentials?: never },
) => Promise<FetchAnswer>
interface AborterLike {
  readonly signal: unknown
  abort(): void
}

/** Speak through `fetch`. The shell passes its own, since this package knows no browser. */
export function fetchTransport(fetchIt: unknown, newAborter: () => AborterLike, clock: Clock): Transport {
  const ask = fetchIt as FetchLike
  return async ({ method, url, headers, body, timeoutMs, signal }) => {
    if (signal?.aborted) throw new Cancelled()
    const aborter = newAborter()
    let reason: 'cancelled' | 'timeout' | undefined
    const stop = () => {
      reason ??= 'cancelled'
      aborter.abort()
    }
    signal?.addEventListener('abort', stop)
    const done = createCancel()
    clock.sleep(timeoutMs, done.signal).then(
      () => {
        reason ??= 'timeout'
        aborter.abort()
      },
      () => undefined,
    )
    try {
      const answer = await ask(url, {
        method,
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
        signal: aborter.signal as never,
        credentials: 'same-origin' as never,
      })
      const found: Record<string, string> = {}
      answer.headers.forEach((value, name) => {
        found[name.toLowerCase()] = value
      })
      return { status: answer.status, headers: found, text: await answer.text() }
    } catch (error) {
      if (reason === 'cancelled') throw new Cancelled()
      throw new NetworkError(error instanceof Error ? error.message : 'no answer', reason === 'timeout')
    } finally {
      signal?.removeEventListener('abort', stop)
      done.cancel()
    }
  }
}
