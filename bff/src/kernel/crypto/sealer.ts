import type { Tx } from '../store/store.ts'

/** Where a sealed value lives. It is part of what is authenticated, so a value moved elsewhere does not open. */
export interface SealPlace {
  readonly table: string
  readonly column: string
  readonly row: string
}

export type SealColumn = Pick<SealPlace, 'table' | 'column'>

/** Sealed fields: SM4 + HMAC-SM3, encrypt-then-MAC, under versioned keys. */
export interface Sealer {
  seal(plain: string, place: SealPlace): string
  /** Throws when the value was changed, moved, or sealed under a destroyed key. */
  open(sealed: string, place: SealPlace): string
  /** Equality search: HMAC-SM3 of the normalised value under a key of its own for this table and column. */
  blindIndex(value: string, at: SealColumn): string
  /** What a stored index may be while keys are being changed; search with `IN`. */
  blindIndexes(value: string, at: SealColumn): string[]
  /** A truncated index of the last four characters, for search by "last four". */
  suffixIndex(value: string, at: SealColumn): string
  suffixIndexes(value: string, at: SealColumn): string[]
  /** Integrity of a row that decides about access: stored beside it, checked by a job and whenever wanted. */
  rowMac(table: string, row: string, fields: RowFields): string
  rowIntact(table: string, row: string, fields: RowFields, mac: string): boolean
  /** MAC of something that is given out and comes back: links that expire, cursors, passes. One key per label. */
  tokenMac(label: string, data: string): string
  tokenIntact(label: string, data: string, mac: string): boolean
  /** Keyring life: the version that new values are sealed under, rotation, re-sealing in steps. */
  readonly currentVersion: number
  rotate(tx?: Tx): Promise<number>
}

export type RowFields = Readonly<Record<string, string | number | boolean | null>>

/** A column that holds sealed values, and what is derived from it. Listing it here is what gets it re-sealed. */
export interface SealedColumn extends SealColumn {
  /** The column whose value was given as `row` when sealing; `id` unless said. */
  readonly rowColumn?: string
  readonly blindColumn?: string
  /** What was done to the value before it was indexed; nothing unless said. */
  readonly normalise?: (plain: string) => string
  readonly suffixColumn?: string
}

/** A table whose rows carry a MAC over some of their columns. */
export interface GuardedTable {
  readonly table: string
  readonly columns: readonly string[]
  /** `id` unless said. */
  readonly rowColumn?: string
  /** `row_mac` unless said. */
  readonly macColumn?: string
  /** The version of the row, where a sealed column is among `columns`: sealing again then counts as a change. */
  readonly versionColumn?: string
}
