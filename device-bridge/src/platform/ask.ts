import { z } from '@liren/contract'
import { askPaths } from '@liren/contract/device-asks'
import type { Signer } from '../crypto.ts'
import type { Clock, Fetch } from '../ports/ports.ts'

interface AskOptions {
  readonly bridge: string
  readonly houseUrl: string
  readonly signer: Signer
  readonly clock: Clock
  readonly fetch: Fetch
  /** A word that is never used twice. */
  nonce(): string
}

/** Asks the platform for what belongs to this bridge; the question is signed as its batches are. */
export function createAsker(options: AskOptions) {
  /** How far the platform's clock is from ours, once it has said so: questions with a foreign time are not answered. */
  let skewMs = 0
  return async <T>(
    what: keyof typeof askPaths,
    fields: object,
    schema: z.ZodMiniType<T>,
    timeoutMs: number,
    signal: AbortSignal,
    /** Throws when this is no answer to that question. */
    check?: (question: { bridge: string; nonce: string }, answer: T) => Promise<void>,
  ): Promise<T> => {
    const question = { bridge: options.bridge, nonce: options.nonce() }
    const payload = JSON.stringify({ ask: what, at: options.clock.now() + skewMs, ...question, ...fields })
    const answer = await options.fetch(`${options.houseUrl}${askPaths[what]}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ payload, signature: options.signer.sign(payload) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    const body = await answer.json()
    if (answer.status !== 200) {
      const error = (body as { error?: { code?: string; details?: { now?: unknown } } }).error
      if (error?.code === 'bridge.ask-old' && typeof error.details?.now === 'number') skewMs = error.details.now - options.clock.now()
      throw new Error(`the platform answered ${answer.status} ${error?.code ?? ''}`)
    }
    const parsed = z.safeParse(schema, body)
    if (parsed.success) {
      await check?.(question, parsed.data)
      return parsed.data
    }
    throw new Error(`the platform's answer is not understood: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`)
  }
}

export type Asker = ReturnType<typeof createAsker>
