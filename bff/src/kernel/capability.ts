import type { CapabilityContract, Text } from '@liren/contract'
import type { GuardedTable, SealedColumn } from './crypto/sealer.ts'
import type { Principal, Route, Scope } from './http/route.ts'
import type { BuiltinRole } from './identity/role-content.ts'
import type { Kernel } from './kernel.ts'
import type { PersonalData } from './personal.ts'
import type { SearchDocument, SearchReach } from './search/search-index.ts'
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
  /** It also runs at once where it never ran: what it makes would be missing until its time comes. */
  readonly firstAtOnce?: true
  run(payload: Record<string, unknown>, at: { now: number; scheduledFor: number }): Promise<void>
}

/** How one kind of record gets into the search index, and how those that were found are shown to somebody. */
export interface Searchable {
  readonly subject: string
  readonly text: { zh: string; en: string }
  readonly permission: string
  /** Events after which the record of the event's subject is read again. */
  readonly on: readonly string[]
  /** Documents of these records; one that is missing here leaves the index. */
  documents(ids: readonly string[]): Promise<SearchDocument[]>
  /** Ids after this one, in order: how the whole index is written anew. */
  idsAfter(id: string, limit: number): Promise<string[]>
  /** Where its records are looked for, when they reach people otherwise than by the places of a permission. */
  reachOf?(principal: Principal): Promise<SearchReach>
  /** Those of the records that the scope reaches, masked like any list. */
  present(ids: readonly string[], principal: Principal, scope: Scope, looked: string): Promise<FoundRecord[]>
}

export interface FoundRecord {
  readonly id: string
  readonly title: string
  readonly hint: string
  /** The piece of a longer text in which it was found. */
  readonly excerpt?: string | undefined
}

/** Rows of a table that are about a file of an archive: where two files turn out to be one, they follow the one that stays. */
export interface FileReference {
  readonly text: Text
  readonly table: string
  readonly column: string
  /** Archives whose files stand there; without it those that `archiveColumn` says. */
  readonly archives?: readonly string[]
  readonly archiveColumn?: string
  /** Narrows to rows that still count; of the others each stays with its own file. */
  readonly where?: string
  /** A unique column that holds the id of the file while the row counts, and null afterwards. */
  readonly liveKey?: string
  /** How a row ends when the survivor has its like already: this column, empty or `from` until then. */
  readonly twin?: { readonly column: string; readonly from: string | null; readonly to: 'today' | 'now' | (string & {}) }
  /** Its rows have a version, so that whoever looks at one sees that it moved. */
  readonly isVersioned?: boolean
}

/** A class of data that is not kept for ever: which rows, from when their days count, and whose hold keeps them. */
export interface RetainedClass {
  /** `message`, `vehicle-passage`. */
  readonly class: string
  readonly text: Text
  /** Archived rows leave the database for a sealed file; others are gone. */
  readonly action: 'delete' | 'archive'
  /** Shorter is refused, and why. */
  readonly leastDays: number
  readonly basis: Text
  readonly usualDays: number
  readonly table: string
  /** Column of the instant from which the days count. Ids of the table sort by time. */
  readonly at: string
  readonly where?: string
  /** Cleared by a job of its own, which asks how long. */
  readonly hasOwnJob?: boolean
  /** Holds on these keep a row: a fixed subject, or the column that says it, and the column of the id. */
  readonly about: readonly { readonly subject?: string; readonly subjectColumn?: string; readonly column: string }[]
}

/** The bff half of a capability: a plain value, so that tests can look at what is mounted. */
export interface Capability {
  readonly contract: CapabilityContract
  readonly routes: readonly Route[]
  readonly consumers?: readonly Consumer[]
  readonly jobs?: readonly Job[]
  readonly searchables?: readonly Searchable[]
  /** Roles that come with the platform. */
  readonly roles?: readonly BuiltinRole[]
  /** Its tables whose `place_path` follows when a place moves; what happened in the past keeps the old path. */
  readonly placedTables?: readonly string[]
  /** Its sealed columns, so that they are sealed again when keys change. */
  readonly sealed?: readonly SealedColumn[]
  /** Its tables whose rows carry a MAC, so that alterations are looked for. */
  readonly guarded?: readonly GuardedTable[]
  /** What it keeps about people, for their rights. */
  readonly personal?: readonly PersonalData[]
  /** Where its rows name files of archives. */
  readonly references?: readonly FileReference[]
  /** What of its data goes after its time. */
  readonly retained?: readonly RetainedClass[]
  /** Called once the house is open. */
  opened?(): void
}

export type CapabilityFactory = (kernel: Kernel) => Capability
