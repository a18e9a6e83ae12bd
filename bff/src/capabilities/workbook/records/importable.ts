import type { Fault, Text } from '@liren/contract'
import type { Field, FieldValue, Values } from '@liren/contract/archive/index'
import type { KnownPlace } from '../../../engines/archive/place.ts'
import type { Principal, Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'

/** A row that is looked at: its values, as far as they could be read, and where it belongs. */
export interface Candidate {
  readonly values: Values
  readonly place: KnownPlace
}

export interface NewRecord extends Candidate {
  readonly id: string
  /** File and row, for the provenance. */
  readonly note: string
  /** What the history tells beside its values. */
  readonly more?: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[]
}

export interface ExportQuery {
  readonly columns: readonly string[]
  readonly filters: Readonly<Record<string, string | undefined>>
  readonly afterId: string | null
  readonly limit: number
}

export interface ExportPage {
  readonly rows: readonly { readonly id: string; readonly place: string; readonly values: Readonly<Record<string, FieldValue>> }[]
}

/** Whatever comes out of a workbook and goes into one. Archives offer themselves; others may by the same words. */
export interface Importable {
  readonly name: string
  readonly text: Text
  /** Columns of a workbook, in order. */
  readonly fields: Readonly<Record<string, Field>>
  readonly placeKinds: readonly string[]
  readonly readPermission: string
  readonly writePermission: string
  /** What only one row may have, as text, and the column that shows it: rows with the same key are the same thing. */
  keysOf(values: Values, placeId: string | undefined): { readonly column: string; readonly key: string }[]
  /** All that is wrong with each of these rows. Paths are `body.values.<field>`; `body.placeId` is the place. */
  faultsOf(rows: readonly Candidate[], scope: Scope, tx?: Tx): Promise<Fault[][]>
  /** Columns that this person may not fill in. */
  forbiddenTo(viewer: Principal): readonly string[]
  create(rows: readonly NewRecord[], actorId: string, tx: Tx): Promise<void>
  /** Removes those that nobody has touched since they were created; says why of the others. */
  remove(ids: readonly string[], actorId: string, tx: Tx): Promise<Map<string, Text>>
  /** Which of the columns this viewer sees masked, and which not at all. */
  shownTo(viewer: Principal, columns: readonly string[]): { readonly masked: string[]; readonly hidden: string[] }
  page(viewer: Principal, scope: Scope, query: ExportQuery): Promise<ExportPage>
  /** Refuses filters that this viewer may not use. */
  checkFilters(viewer: Principal, filters: ExportQuery['filters'], tx: Tx): Promise<void>
}

const offered = new WeakMap<Kernel, Map<string, Importable>>()

/** Other kinds of records join by this, each once, when its capability is opened; archives are there by themselves. */
export function offerWorkbook(kernel: Kernel, importable: Importable): void {
  const known = offered.get(kernel) ?? new Map<string, Importable>()
  offered.set(kernel, known.set(importable.name, importable))
}

export const offeredWorkbook = (kernel: Kernel, name: string): Importable | undefined => offered.get(kernel)?.get(name)
