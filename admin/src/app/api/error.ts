import { ApiError } from '@liren/client/kernel/api-error'
import { words } from './words.ts'

export { ApiError } from '@liren/client/kernel/api-error'

/** Anything thrown on the way, in the one error shape; a fault of ours is said as such. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  console.error(error)
  const [zh, en] = words.ours
  return new ApiError({ code: 'ours', status: 0, zh, en })
}

/** What is on screen may stay and the person may try again. */
export const noAnswer = (error: ApiError): boolean => error.status === 0
