import type { Fault, Method, Text } from '@liren/contract'

/** A file that must be on the server before the write that names it. */
export interface Attachment {
  /** Where this device keeps the bytes; see Files in platform.ts. */
  readonly file: string
  /** Body field that lists the ids of the uploaded files. */
  readonly field: string
  /** Where such bytes are brought to, when not among all files: faces have a door of their own. */
  readonly to?: string
  /** Set once it is on the server. */
  readonly uploadedId?: string
}

/** Why a write stopped: the refusal of the server, as it came. */
export interface StoppedBy {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly occurrence: string
  readonly faults: readonly Fault[]
}

export interface NewEntry {
  readonly userId: string
  /** Writes of one record leave in the order they were made; different records do not wait for each other. */
  readonly record: string
  readonly endpointId: string
  readonly method: Method
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  readonly attachments?: readonly Attachment[]
  /** What the person did, for the list of things on their way. */
  readonly label: Text
  /** Taken from the answer to the write before it on the same record, e.g. the version it led to. */
  readonly carry?: { readonly field: string; readonly from: string }
  /** The draft's key when the write comes from a form. */
  readonly key?: string
}

/**
 * `waiting` — not on the server yet; `stopped` — refused, a person must decide;
 * `done` — on the server, kept for a while to be shown and to be carried from.
 */
export type EntryState = 'waiting' | 'stopped' | 'done'

export interface Entry extends Omit<NewEntry, 'key' | 'attachments'> {
  /** Sorts by the order of making. */
  readonly id: string
  /** Idempotency-Key, the same for every try for ever. */
  readonly key: string
  readonly attachments: readonly Attachment[]
  readonly createdAt: number
  readonly state: EntryState
  /** Set before the first try: from then on it may have arrived. */
  readonly triedAt?: number
  readonly doneAt?: number
  readonly answer?: unknown
  readonly stoppedBy?: StoppedBy
}
