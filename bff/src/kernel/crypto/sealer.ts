import type { Tx } from '../store/store.ts'

/** Where a sealed value lives. It is part of what is authenticated, so a value moved elsewhere does not open. */
export interface SealPlace {
  readonly table: string
  readonly column: string
  readonly row: string
}

/** Sealed fields: SM4 + HMAC-SM3, encrypt-then-MAC, under versioned keys. */
export interface Sealer {
  seal(plain: string, place: SealPlace): string
  /** Throws when the value was changed, moved, or sealed under a destroyed key. */
  open(sealed: string, place: SealPlace): string
  /** Equality search: HMAC-SM3 of the normalised value under a key of its own for this table and column. */
  blindIndex(value: string, at: Pick<SealPlace, 'table' | 'column'>): string
  /** A truncated index of the last four characters, for search by "last four". */
  suffixIndex(value: string, at: Pick<SealPlace, 'table' | 'column'>): string
  /** Keyring life: the version that new values are sealed under, rotation, re-sealing in steps. */
  readonly currentVersion: number
  rotate(tx?: Tx): Promise<number>
}
