import type { Relation } from '@liren/contract/capabilities/household'
import type { Kernel } from '../../kernel/kernel.ts'

export interface MemberRow {
  readonly id: string
  readonly house_id: string
  readonly place_path: string
  readonly user_id: string | null
  readonly name_sealed: string
  readonly phone_sealed: string | null
  readonly phone_index: string | null
  readonly relation: Relation
  readonly state: 'invited' | 'active' | 'ended'
  readonly valid_from_at: number
  readonly valid_until_at: number | null
  readonly invited_by: string | null
  readonly version: number
}

export interface ClaimRow {
  readonly id: string
  readonly house_id: string
  readonly place_path: string
  readonly user_id: string
  readonly name_sealed: string
  readonly phone_sealed: string | null
  readonly relation: Relation
  readonly state: 'waiting' | 'approved' | 'rejected' | 'withdrawn' | 'expired'
  readonly proofs: string | null
  readonly proof_until_at: number | null
  readonly note_sealed: string | null
  readonly reason: string | null
  readonly valid_from_at: number
  readonly valid_until_at: number | null
  readonly due_at: number
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly created_at: number
  readonly version: number
}

export interface ContactRow {
  readonly id: string
  readonly house_id: string
  readonly place_path: string
  readonly name_sealed: string
  readonly phone_sealed: string
  readonly relation: Relation
  readonly created_at: number
}

type Table = 'household_members' | 'household_claims' | 'household_contacts'

/** Sealed columns of one row of these tables. */
export const sealed = (kernel: Kernel, table: Table, row: string) => ({
  seal: (column: string, value: string): string => kernel.sealer.seal(value, { table, column, row }),
  sealOrNull: (column: string, value: string | null | undefined): string | null =>
    value ? kernel.sealer.seal(value, { table, column, row }) : null,
  open: (column: string, value: string): string => kernel.sealer.open(value, { table, column, row }),
  openOrNull: (column: string, value: string | null): string | null =>
    value === null ? null : kernel.sealer.open(value, { table, column, row }),
})

const phoneAt = (table: Table) => ({ table, column: 'phone_sealed' })

/** Each table has a key of its own: the same number looks different in every one of them. */
export const phoneIndexIn = (kernel: Kernel, table: Table, phone: string): string => kernel.sealer.blindIndex(phone, phoneAt(table))
export const phoneIndexesIn = (kernel: Kernel, table: Table, phone: string): string[] => kernel.sealer.blindIndexes(phone, phoneAt(table))
export const phoneSuffixIn = (kernel: Kernel, table: Table, phone: string): string => kernel.sealer.suffixIndex(phone, phoneAt(table))
export const phoneSuffixesIn = (kernel: Kernel, table: Table, last4: string): string[] => kernel.sealer.suffixIndexes(last4, phoneAt(table))

/** A person belongs to a house once at a time. */
export const liveKey = (houseId: string, userId: string): string => `${houseId}:${userId}`
