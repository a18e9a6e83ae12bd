import type { CapabilityContract } from '@liren/contract'
import type { GuardedTable, SealedColumn } from './crypto/sealer.ts'
import type { Principal, Route, Scope } from './http/route.ts'
import type { BuiltinRole } from './identity/role-content.ts'
import type { Kernel } from './kernel.ts'
import type { Tx } from './store/store.ts'

export interface StoredEvent {
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly subjectId: string
  readonly payload: Record<string, unknown>
  readonly at: number
}

/** Work on an event, at most once per event in effect: the inbox row is written in the same transaction. */
export interface Consumer {
  readonly name: string
  readonly on: readonly string[]
  handle(event: StoredEvent, tx: Tx): Promise<void>
}

/** Work at a time. `daily`/`every` repeat by themselves; without them the job runs when scheduled. */
export interface Job {
  readonly kind: string
  readonly text: { zh: string; en: string }
  readonly every?: number
  /** `03:20`, local time of the community. */
  readonly daily?: string
  run(payload: Record<string, unknown>, at: { now: number; scheduledFor: number }): Promise<void>
}

/** How one kind of record is found from the one box. The scope is that of the finder's own permission. */
export interface Finder {
  readonly subject: string
  readonly text: { zh: string; en: string }
  readonly permission: string
  find(q: string, principal: Principal, scope: Scope): Promise<{ subject: string; id: string; title: string; hint: string }[]>
}

/** The bff half of a capability: a plain value, so that tests can look at what is mounted. */
export interface Capability {
  readonly contract: CapabilityContract
  readonly routes: readonly Route[]
  readonly consumers?: readonly Consumer[]
  readonly jobs?: readonly Job[]
  readonly finders?: readonly Finder[]
  /** Roles that come with the platform. */
  readonly roles?: readonly BuiltinRole[]
  /** Its tables whose `place_path` follows when a place moves; what happened in the past keeps the old path. */
  readonly placedTables?: readonly string[]
  /** Its sealed columns, so that they are sealed again when keys change. */
  readonly sealed?: readonly SealedColumn[]
  /** Its tables whose rows carry a MAC, so that alterations are looked for. */
  readonly guarded?: readonly GuardedTable[]
}

export type CapabilityFactory = (kernel: Kernel) => Capability
