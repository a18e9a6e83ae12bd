import type { Readable } from 'node:stream'
import type { SmsTemplateName } from '@liren/contract'

/** Where answers wait to be served again. Holds nothing that cannot be rebuilt. */
export interface Cache {
  get(key: string): Promise<CacheEntry | undefined>
  /** The last entry even when it was invalidated since. Only for the time of an outage. */
  last(key: string): Promise<CacheEntry | undefined>
  /** Taken before reading from the store: an entry set with it is void if one of the tags was invalidated meanwhile. */
  mark(tags: readonly string[]): Promise<string>
  set(key: string, entry: CacheEntry, ttlSeconds: number, mark?: string): Promise<void>
  /** Forget every entry that was tagged with one of these. */
  invalidate(tags: readonly string[]): Promise<void>
  close(): Promise<void>
}
export interface CacheEntry {
  readonly value: string
  /** Milliseconds since the epoch. */
  readonly storedAt: number
  readonly tags: readonly string[]
}

/** One holder at a time across all processes. A lost lock aborts its signal; it is advice, never truth. */
export interface Lock {
  /** Undefined when somebody else holds it. */
  tryWith<T>(name: string, ttlMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>
  close(): Promise<void>
}

/** Tells the other processes that something happened. Messages may be lost: whoever listens also looks. */
export interface Bus {
  publish(channel: string, message: string): Promise<void>
  subscribe(channel: string, listener: (message: string) => void): () => void
  close(): Promise<void>
}

/** Bytes under a key that we chose; names given by people are metadata elsewhere. */
export interface Files {
  put(key: string, content: Buffer | Readable, type: string): Promise<{ size: number }>
  open(key: string): Promise<{ stream: Readable; size: number } | undefined>
  remove(key: string): Promise<void>
  /** Free bytes, where the store knows. */
  free(): Promise<number | undefined>
}

/** Counts what a caller takes. Redis away means counting in process, never letting all through. */
export interface RateLimiter {
  take(
    bucket: string,
    points: number,
    perSeconds: number,
    cost?: number,
  ): Promise<{ allowed: boolean; remaining: number; retryAfter: number }>
  close(): Promise<void>
}

export interface WechatApi {
  /** Turns a one-time login code of `wx.login` into the person's id at this mini-program. */
  codeToSession(code: string): Promise<{ openId: string; unionId?: string | undefined }>
  /** Turns the one-time code of the phone number button into the number. */
  phoneNumber(code: string): Promise<{ phone: string }>
  /** A subscribe message; refused (no quota, unknown person) is an answer, not an exception. */
  subscribeMessage(message: {
    openId: string
    template: string
    page: string
    data: Record<string, string>
  }): Promise<{ sent: boolean; reason?: string }>
}

/** Signing in where the government lets its people sign in: they leave for its page and come back with a ticket. */
export interface GovernmentApi {
  /** Null where none is configured. */
  signInUrl(redirect: string): string | null
  /** Asks whose ticket it is; a ticket opens once. */
  person(ticket: string): Promise<GovernmentPerson>
  /** What an office has on file under this number; null where it has nothing. */
  publicData(ask: PublicDataAsk): Promise<Readonly<Record<string, string>> | null>
}

/** One question to the public data of the government: which item, about whom, and under which authorisation. */
export interface PublicDataAsk {
  readonly item: string
  readonly key: string
  readonly authorisation: string
  readonly purpose: string
}

export interface GovernmentPerson {
  /** Its id of the person, the same at every sign-in. */
  readonly subject: string
  readonly name: string
  readonly phone: string | null
  readonly grade: 'unverified' | 'basic' | 'verified'
}

export interface CityFireReport {
  /** The same for every sending of the same fire. */
  readonly serial: string
  readonly number: string
  readonly kind: string
  readonly title: string
  readonly level: number
  readonly place: string
  readonly device: string
  readonly raisedAt: string
}

/** The fire monitoring platform of the city. */
export interface CityFireApi {
  /** Its receipt; without one it throws, and the report is sent again. */
  report(report: CityFireReport): Promise<{ receipt: string }>
}

export interface SmsApi {
  send(message: { phone: string; template: SmsTemplateName; params: Record<string, string> }): Promise<{ id: string }>
}
