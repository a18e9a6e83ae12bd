import { type Fault, type KernelErrorCode, kernelErrors, type Text } from '@liren/contract'

interface ErrorOptions {
  readonly faults?: readonly Fault[]
  readonly retryAfter?: number
  readonly details?: Record<string, unknown>
  readonly cause?: unknown
}

/** A refusal or failure that the caller may know about. Everything else becomes `internal`. */
export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly text: Text
  readonly faults: readonly Fault[]
  readonly retryAfter: number | undefined
  readonly details: Record<string, unknown> | undefined

  constructor(code: string, kind: { status: number; text: Text }, options: ErrorOptions = {}) {
    super(`${code}: ${kind.text.en}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = kind.status
    this.text = kind.text
    this.faults = options.faults ?? []
    this.retryAfter = options.retryAfter
    this.details = options.details
  }
}

export const refuse = (code: KernelErrorCode, options?: ErrorOptions): AppError => new AppError(code, kernelErrors[code], options)

/** A code that an endpoint declares in `errors`. */
export const refuseWith = <E extends Readonly<Record<string, { status: number; text: Text }>>>(
  errors: E,
  code: keyof E & string,
  options?: ErrorOptions,
): AppError => new AppError(code, errors[code] as { status: number; text: Text }, options)
