import { type ErrorBody, errorSchema, type Fault, type Language, z } from '@liren/contract'
import type { Entry } from '../language/words.ts'
import { words } from './words.ts'

type Stated = ErrorBody['error']

/** A refusal or failure as the server stated it, or what we say when there was no server. */
export class ApiError extends Error {
  readonly status: number
  readonly stated: Stated

  constructor(status: number, stated: Stated) {
    super(`${stated.code}: ${stated.en}`)
    this.name = 'ApiError'
    this.status = status
    this.stated = stated
  }

  get code(): string {
    return this.stated.code
  }

  get faults(): readonly Fault[] {
    return this.stated.faults
  }

  /** Nothing answered: what is on screen stays, and the person may try again. */
  get offline(): boolean {
    return this.status === 0
  }

  say(language: Language): string {
    return this.stated[language]
  }
}

const bare = (code: string, [zh, en]: Entry): Stated => ({ code, zh, en, occurrence: '', faults: [] })

export const unreachable = (): ApiError => new ApiError(0, bare('unreachable', words.unreachable))

/** Read a failed answer; a proxy in between may have answered something that is not ours. */
export function readFailure(status: number, body: unknown): ApiError {
  const parsed = z.safeParse(errorSchema, body)
  return new ApiError(status, parsed.success ? parsed.data.error : bare(`http.${status}`, words.garbled))
}
