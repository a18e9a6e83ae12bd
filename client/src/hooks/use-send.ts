import type { AnyEndpoint, Fault } from '@liren/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from '../kernel/api-error.ts'
import { Cancelled, createCancel } from '../kernel/cancel.ts'
import { createKey } from '../kernel/keys.ts'
import type { Answer, Input } from '../kernel/request.ts'
import { useClient } from './context.ts'

/** After this long a person is told that the page may be left. */
const slowMs = 8_000

export interface Sending<E extends AnyEndpoint> {
  /** The answer, or null when it was refused; the refusal is in `error`. */
  readonly send: (input: Input<E>, key?: string) => Promise<Answer<E> | null>
  readonly sending: boolean
  readonly slow: boolean
  readonly error: ApiError | undefined
  readonly faults: readonly Fault[]
  readonly reset: () => void
}

/**
 * A write of one form. Its Idempotency-Key is made with the form and used on every try until one succeeds,
 * so that pressing twice, or again after a lost answer, is one wish.
 */
export function useSend<E extends AnyEndpoint>(spec: E): Sending<E> {
  const { api, platform } = useClient()
  const key = useRef<string | null>(null)
  const busy = useRef(false)
  const here = useRef(true)
  const [state, setState] = useState<{ sending: boolean; slow: boolean; error?: ApiError }>({ sending: false, slow: false })

  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  const send = useCallback(
    async (input: Input<E>, given?: string) => {
      if (busy.current) return null
      busy.current = true
      key.current ??= createKey(platform.clock.now(), platform.dice)
      setState({ sending: true, slow: false })
      const over = createCancel()
      platform.clock.sleep(slowMs, over.signal).then(
        () => here.current && setState({ sending: true, slow: true }),
        () => undefined,
      )
      try {
        const used = given ?? key.current
        const answer = (await api.send(spec, input, spec.method === 'GET' ? {} : { key: used })) as Answer<E>
        key.current = null
        if (here.current) setState({ sending: false, slow: false })
        return answer
      } catch (error) {
        if (error instanceof Cancelled) return null
        if (!(error instanceof ApiError)) throw error
        if (here.current) setState({ sending: false, slow: false, error })
        return null
      } finally {
        over.cancel()
        busy.current = false
      }
    },
    [api, platform, spec],
  )
  const reset = useCallback(() => setState({ sending: false, slow: false }), [])
  return { send, reset, sending: state.sending, slow: state.slow, error: state.error, faults: state.error?.faults ?? noFaults }
}

const noFaults: readonly Fault[] = []
