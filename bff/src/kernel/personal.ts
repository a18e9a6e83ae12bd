import type { Text } from '@liren/contract'
import type { Kernel } from './kernel.ts'
import type { Tx } from './store/store.ts'

/** Somebody about whom things are kept: an account, and the files of the archive that are about the same person. */
export interface Subject {
  readonly userId: string
  readonly personIds: readonly string[]
}

/** One thing that is kept, as lines that its owner can read. */
export type PersonalRecord = readonly (readonly [label: Text, value: string])[]

/** What became of one kind of data when an account was closed. */
export interface Erasure {
  readonly erased: number
  /** What stays, why, and which rule says so. */
  readonly kept?: { readonly count: number; readonly why: Text; readonly basis: string }
}

/** What a capability keeps about people: it tells its owner, and lets go of it when they leave. */
export interface PersonalData {
  readonly name: string
  readonly text: Text
  records(subject: Subject): Promise<PersonalRecord[]>
  /** Uploads among them, by id. */
  files?(subject: Subject): Promise<string[]>
  /** Without it nothing of this kind is bound to an account. */
  erase?(subject: Subject, tx: Tx): Promise<Erasure>
}

/** Everything that is kept about people, of every capability that keeps some. */
export const personalDataOf = ({ surface }: Pick<Kernel, 'surface'>): PersonalData[] =>
  surface.capabilities.flatMap((capability) => capability.personal ?? [])
