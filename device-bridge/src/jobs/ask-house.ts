import { type EdgeRequest, type RequestAnswer, requestAnswerSchema } from '@liren/contract/edge/asks'
import type { Asker } from '../platform/ask.ts'

const patienceMs = 15_000
const tries = 2

/** Asks the house to look something up or to reckon it. Asked again after a lost answer it is the same question, and counts once. */
export function createRequester(ask: Asker, nonce: () => string) {
  return async (request: EdgeRequest, signal: AbortSignal): Promise<RequestAnswer> => {
    const id = nonce()
    for (let left = tries; ; left--)
      try {
        return await ask('request', { id, request }, requestAnswerSchema, patienceMs, signal)
      } catch (error) {
        if (left <= 1 || signal.aborted) throw error
      }
  }
}
