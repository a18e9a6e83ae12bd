import type { Text } from './text.ts'
import type { z } from './zod.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `public` and `signed-in` are words that somebody wrote on purpose; everything else is a named permission. */
export type Access = 'public' | 'signed-in' | (string & {})

/**
 * Which rows a caller may touch:
 * `none` — the route has no rows of its own; `self` — the caller's own account;
 * `related` — rows the caller has a relation to (own, household), decided by the capability's policy;
 * `place` — rows under the places that the caller's grant covers.
 */
export type ScopeKind = 'none' | 'self' | 'related' | 'place'

/** Buckets of traffic control; the numbers are settings, the names are here. */
export type RateClass = 'read' | 'write' | 'search' | 'sign-in' | 'code' | 'upload' | 'export' | 'content' | 'device'

export interface CacheRule {
  /** Served without asking for this long. */
  readonly fresh: number
  /** After that served at once while it is renewed behind, and while the store is away. Seconds. */
  readonly stale: number
  readonly vary: 'public' | 'place' | 'subject'
  /** Groups of other capabilities whose writes change this answer too; its own group is always among them. */
  readonly groups?: readonly string[]
}

type Schema = z.core.$ZodType
export type Infer<S> = S extends Schema ? z.core.output<S> : undefined
export type InferInput<S> = S extends Schema ? z.core.input<S> : undefined

export interface EndpointSpec<
  P extends Schema | undefined = Schema | undefined,
  Q extends Schema | undefined = Schema | undefined,
  B extends Schema | undefined = Schema | undefined,
  R extends Schema | undefined = Schema | undefined,
> {
  /** `capability.verb`, stable for ever: logs, audit, grants and statistics speak of it. */
  readonly id: string
  readonly method: Method
  /** `/api/repairs/:id` */
  readonly path: string
  readonly summary: Text
  readonly permission: Access
  readonly scope: ScopeKind
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response?: R
  /** 200 unless said; 204 for an answer without content. */
  readonly status?: 200 | 201 | 202 | 204
  /** `key`: the caller must send an Idempotency-Key; `natural`: repeating it changes nothing more. */
  readonly idempotent?: 'key' | 'natural'
  readonly rate: RateClass
  /** What the audit trail calls it. Reads are audited when they show L3 or L4 in plain. */
  readonly audit?: string
  readonly cache?: CacheRule
  /** Never turned away under load: payments, alarms, passes. */
  readonly vital?: boolean
  /** Asks for a second factor used within the last minutes. */
  readonly stepUp?: boolean
  /** Error codes of the capability that this route may answer with, beyond those of the kernel. */
  readonly errors?: Readonly<Record<string, { status: number; text: Text }>>
  /** The body is multipart and read by the handler as a stream. */
  readonly upload?: boolean
  /** The answer is not JSON (a file, a page); the handler sets its type. */
  readonly raw?: boolean
  /** Usable although the caller must first change the password or complete the second factor. */
  readonly beforeReady?: boolean
  /** The registered owner of the interface and the group it is granted by. Group defaults to the capability. */
  readonly group?: string
}

export type AnyEndpoint = EndpointSpec

export type ParamsOf<E> = E extends EndpointSpec<infer P, infer _Q, infer _B, infer _R> ? Infer<P> : never
export type QueryOf<E> = E extends EndpointSpec<infer _P, infer Q, infer _B, infer _R> ? Infer<Q> : never
export type BodyOf<E> = E extends EndpointSpec<infer _P, infer _Q, infer B, infer _R> ? Infer<B> : never
export type ResponseOf<E> = E extends EndpointSpec<infer _P, infer _Q, infer _B, infer R> ? Infer<R> : never

type ErrorTable = Readonly<Record<string, { status: number; text: Text }>>

/** Declare a surface. Nothing else can be mounted, called, documented, granted or measured. */
export function endpoint<
  const P extends Schema | undefined = undefined,
  const Q extends Schema | undefined = undefined,
  const B extends Schema | undefined = undefined,
  const R extends Schema | undefined = undefined,
  const X extends ErrorTable = Record<never, never>,
>(spec: EndpointSpec<P, Q, B, R> & { readonly errors?: X }): EndpointSpec<P, Q, B, R> & { readonly errors: X } {
  return { ...spec, errors: spec.errors ?? ({} as X) }
}

export const groupOf = (spec: Pick<AnyEndpoint, 'id' | 'group'>): string => spec.group ?? spec.id.slice(0, spec.id.indexOf('.'))
