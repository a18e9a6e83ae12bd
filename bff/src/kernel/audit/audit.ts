import type { Tx } from '../store/store.ts'

/** `business` is what people do in the product; the other four are the operation log of GB/T 42455.1 10.2. */
export const auditKinds = ['business', 'host', 'application', 'database', 'system'] as const
export type AuditKind = (typeof auditKinds)[number]

/** Who, on what, when, from where, before and after, and how it ended. Five elements are always there. */
export interface AuditEntry {
  readonly actorId: string | null
  readonly actorKind: 'anonymous' | 'user' | 'app' | 'device' | 'system'
  /** `repair.accepted`, `user.password-reset`; the endpoint's `audit` word unless said. */
  readonly action: string
  readonly subject: string
  readonly subjectId: string | null
  readonly placePath: string | null
  readonly result: 'done' | 'refused' | 'failed'
  readonly ip: string | null
  readonly requestId: string | null
  readonly reason?: string | undefined
  /** Changed fields only; sealed fields by name, never by value. */
  readonly before?: Record<string, unknown> | undefined
  readonly after?: Record<string, unknown> | undefined
  /** `business` unless said. */
  readonly kind?: AuditKind | undefined
}

export interface AuditPolicy {
  /** This person's reads are written too, not only what changes something. */
  readonly reads: boolean
}

export interface Audit {
  /** Written in the transaction of the change. A refusal has no transaction and is written by itself. */
  write(entry: AuditEntry, tx?: Tx): Promise<void>
  /** How strictly a person is watched; remembered for some seconds. */
  policyFor(userId: string): Promise<AuditPolicy>
}
