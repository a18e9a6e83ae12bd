import type { AnyEndpoint } from '@liren/contract'
import type { ApiError } from './api-error.ts'
import type { Dice } from './keys.ts'

export interface RetryRule {
  /** Tries in all, the first one included. */
  readonly tries: number
  readonly baseMs: number
  readonly capMs: number
}

export const defaultRetry: RetryRule = { tries: 3, baseMs: 400, capMs: 8_000 }

/** Reads may always be asked again. A write may only when repeating it changes nothing more. */
export const mayRepeat = (spec: AnyEndpoint, key: string | undefined): boolean =>
  spec.method === 'GET' || key !== undefined || spec.idempotent === 'natural'

/** Full jitter between half and all of the step, or what the server asked for when that is more. */
export function waitBefore(attempt: number, error: ApiError, rule: RetryRule, dice: Dice): number {
  const step = Math.min(rule.capMs, rule.baseMs * 2 ** attempt)
  const jittered = step / 2 + dice(Math.ceil(step / 2) + 1)
  return Math.max(jittered, (error.retryAfter ?? 0) * 1000)
}

/** Asking again inside one call makes sense for short troubles only; a long wait belongs to the person. */
export const worthWaiting = (error: ApiError, rule: RetryRule): boolean => error.passing && (error.retryAfter ?? 0) * 1000 <= rule.capMs
