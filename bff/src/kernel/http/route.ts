import type { AnyEndpoint, BodyOf, End, EndpointSpec, ExclusiveRole, ParamsOf, QueryOf, Range, z } from '@liren/contract'
import type { Context } from 'koa'
import type { Logger } from 'pino'
import type { Tx } from '../store/store.ts'

/** What one role, held at one place, lets its holder do. */
export interface Grant {
  readonly permission: string
  readonly range: Range
  /** Path of the place it is held at; everything under it is covered. */
  readonly placePath: string
}

export type FieldRule = 'hidden' | 'masked' | 'read' | 'write'

/** Who is asking. Anonymous callers are a principal too, with nothing granted. */
export interface Principal {
  readonly kind: 'anonymous' | 'user' | 'app' | 'device'
  readonly id: string
  readonly sessionId: string | null
  readonly name: string
  readonly end: End
  readonly grants: readonly Grant[]
  readonly permissions: ReadonlySet<string>
  readonly exclusive: ExclusiveRole | null
  /** Roles held at this end today, wherever they are held. */
  readonly roleIds: ReadonlySet<string>
  /** `capability.field` → what the roles allow; absent means the default of the field's level. */
  readonly fieldRules: ReadonlyMap<string, FieldRule>
  /** Endpoint ids switched off for all of the caller's roles. */
  readonly deniedEndpoints: ReadonlySet<string>
  /** Houses whose household the caller belongs to today. */
  readonly houseIds: readonly string[]
  /** When a second factor was last used, for step-up. */
  readonly steppedUpAt: number | null
  /** What must be done first; until then only endpoints marked `beforeReady` answer. */
  readonly pending: 'password' | 'second-factor' | null
}

/**
 * The rows a request may touch. Reads of scoped tables take it and cannot be written without it.
 * `places` holds path prefixes; an empty list covers nothing.
 */
export interface Scope {
  readonly kind: 'none' | 'self' | 'related' | 'place'
  readonly userId: string
  readonly houseIds: readonly string[]
  readonly places: readonly string[]
  readonly range: Range
}

/** What a handler gets. Everything in it has been checked against the contract before. */
export interface RequestContext<E extends AnyEndpoint = AnyEndpoint> {
  readonly endpoint: E
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: BodyOf<E>
  readonly principal: Principal
  readonly scope: Scope
  /** Open for every route that writes; reads run outside a transaction. */
  readonly tx: Tx
  readonly requestId: string
  readonly ip: string
  readonly now: number
  readonly log: Logger
  /** Add to this request's audit entry: what was touched and how it changed. */
  audit(detail: {
    subject?: string
    subjectId?: string
    placePath?: string
    reason?: string
    before?: Record<string, unknown>
    after?: Record<string, unknown>
  }): void
  /** Write an event to the outbox, in this transaction. */
  emit(event: DomainEvent): Promise<void>
  /** Run a job later, durably, in this transaction. One pending job per key. */
  schedule(job: ScheduledJob): Promise<void>
  /** The bare HTTP exchange, for uploads, downloads and pages only. */
  readonly koa: Context
}

export interface DomainEvent {
  /** `repair.created` */
  readonly name: string
  readonly subject: string
  readonly subjectId: string
  readonly payload: Record<string, unknown>
  /** Whom the live channel tells. People by id, whoever holds a permission at the place, and, with `homePermission`, the homes within it. */
  readonly live?: { userIds?: readonly string[]; placePath?: string; permission?: string; homePermission?: string } | undefined
}

export interface ScheduledJob {
  readonly kind: string
  readonly at: number
  readonly key: string
  readonly payload: Record<string, unknown>
}

type Answer<E extends AnyEndpoint> =
  E extends EndpointSpec<infer _P, infer _Q, infer _B, infer R> ? (R extends z.core.$ZodType ? z.core.input<R> : void) : never

/** What is known before the transaction opens. */
export type PrepareContext<E extends AnyEndpoint = AnyEndpoint> = Omit<RequestContext<E>, 'tx' | 'emit' | 'schedule'>

export interface Route<E extends AnyEndpoint = AnyEndpoint> {
  readonly endpoint: E
  readonly handle: (ctx: RequestContext<E>, prepared: unknown) => Promise<unknown>
  /** Runs once, before the transaction: slow hashes, calls to others, counters that a refusal must not take back. */
  readonly prepare?: (ctx: PrepareContext<E>) => Promise<unknown>
}

/** Bind a handler to an entry of the contract. With three arguments the second prepares, and its result is given to the third. */
export function route<E extends AnyEndpoint>(endpoint: E, handle: (ctx: RequestContext<E>) => Promise<Answer<E>>): Route
export function route<E extends AnyEndpoint, P>(
  endpoint: E,
  prepare: (ctx: PrepareContext<E>) => Promise<P>,
  handle: (ctx: RequestContext<E>, prepared: P) => Promise<Answer<E>>,
): Route
export function route(endpoint: AnyEndpoint, first: unknown, second?: unknown): Route {
  if (!second) return { endpoint, handle: first as Route['handle'] }
  return { endpoint, prepare: first as NonNullable<Route['prepare']>, handle: second as Route['handle'] }
}
