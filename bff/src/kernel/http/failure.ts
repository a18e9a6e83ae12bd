import type { ErrorBody } from '@liren/contract'
import type { Context, Middleware } from 'koa'
import { AppError, refuse } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { StoreError } from '../store/store-error.ts'

/** The last resort: whatever goes wrong below becomes the one error shape, and nothing else gets out. */
export function answerFailures(kernel: Kernel): Middleware {
  return async (koa, next) => {
    try {
      await next()
      if (koa.status === 404 && koa.body === undefined) throw refuse('not-found')
      if (koa.status === 405) throw refuse('method-not-allowed')
    } catch (error) {
      const known = toAppError(error)
      if (known.status >= 500) kernel.log.error({ err: error, requestId: koa.state.requestId, path: koa.path }, known.code)
      write(koa, known)
    }
  }
}

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof StoreError) {
    if (error.code === 'unique') return refuse('conflict', { cause: error })
    if (error.code === 'full') return refuse('storage.full', { cause: error, retryAfter: 30 })
    if (error.unavailable) return refuse('unavailable', { cause: error, retryAfter: 3 })
  }
  return refuse('internal', { cause: error })
}

function write(koa: Context, error: AppError): void {
  const body: ErrorBody = {
    error: {
      code: error.code,
      zh: error.text.zh,
      en: error.text.en,
      occurrence: koa.state.requestId as string,
      faults: [...error.faults],
      ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  }
  koa.status = error.status
  if (error.retryAfter !== undefined) koa.set('retry-after', String(Math.ceil(error.retryAfter)))
  koa.set('cache-control', 'no-store')
  koa.type = 'application/json; charset=utf-8'
  koa.body = JSON.stringify(body)
}
