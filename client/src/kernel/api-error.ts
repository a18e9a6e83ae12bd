import { errorSchema, type Fault, type Language } from '@liren/contract'

interface Details {
  readonly code: string
  readonly status: number
  readonly zh: string
  readonly en: string
  readonly occurrence?: string
  readonly faults?: readonly Fault[]
  readonly retryAfter?: number | undefined
  readonly details?: Record<string, unknown> | undefined
}

/** The one error shape, as every surface answers it; failures of the way there use the same shape with status 0. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly zh: string
  readonly en: string
  readonly occurrence: string
  readonly faults: readonly Fault[]
  readonly retryAfter: number | undefined
  readonly details: Record<string, unknown> | undefined

  constructor(from: Details) {
    super(`${from.code}: ${from.en}`)
    this.name = 'ApiError'
    this.code = from.code
    this.status = from.status
    this.zh = from.zh
    this.en = from.en
    this.occurrence = from.occurrence ?? ''
    this.faults = from.faults ?? []
    this.retryAfter = from.retryAfter
    this.details = from.details
  }

  say(language: Language): string {
    return this[language]
  }

  /** Nobody can tell whether it arrived, or the other side asked to come back: trying again is right. */
  get passing(): boolean {
    // "urged a moment ago", "locked for now" also answer 429, and are for the person to read
    const busy = this.status === 429 && (this.code === 'rate.limited' || this.code === 'unreadable')
    return this.status === 0 || this.status >= 500 || this.status === 408 || busy || this.code === 'request.in-flight'
  }

  /** There was no network at all. */
  get offline(): boolean {
    return this.code === 'network'
  }

  /** The sign-in ended; the same request can be sent again after the next one. */
  get signedOut(): boolean {
    // a wrong code or password answers 401 too, and asks for no other sign-in than the one at hand
    return this.code === 'identity.missing' || this.code === 'identity.expired'
  }

  toJSON(): Details {
    const { code, status, zh, en, occurrence, faults, retryAfter, details } = this
    return { code, status, zh, en, occurrence, faults, retryAfter, details }
  }
}

export const noNetwork = () =>
  new ApiError({
    code: 'network',
    status: 0,
    zh: '没连上服务器，内容已保留，请检查网络后重试',
    en: 'The server could not be reached; nothing was lost',
  })

export const tookTooLong = () =>
  new ApiError({
    code: 'timeout',
    status: 0,
    zh: '服务器迟迟没有回应，内容已保留，请重试',
    en: 'The server took too long; nothing was lost',
  })

/** Read a refusal; an answer in another shape (a proxy's page) is told apart from ours. */
export function readError(status: number, text: string, headers: Readonly<Record<string, string>>): ApiError {
  try {
    const { error } = errorSchema.parse(JSON.parse(text))
    return new ApiError({ ...error, status })
  } catch {
    const retryAfter = Number(headers['retry-after'])
    return new ApiError({
      code: 'unreadable',
      status,
      zh: status >= 500 ? '服务暂不可用，请稍后再试' : '服务器的回答无法识别，请稍后再试',
      en: status >= 500 ? 'The service is not available for the moment' : 'The answer could not be read',
      occurrence: headers['x-request-id'] ?? '',
      retryAfter: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
    })
  }
}
