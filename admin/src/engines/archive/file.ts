import type { FieldValue } from '@liren/contract/archive/index'

/** A file as the surfaces show it, whatever it is about. */
export interface ShownFile {
  readonly id: string
  readonly title: string
  readonly place: { readonly id: string; readonly name: string; readonly fullName: string } | null
  readonly state: 'active' | 'retired' | 'merged'
  readonly values: Readonly<Record<string, FieldValue>>
  /** Values of added fields, by code. */
  readonly custom: Readonly<Record<string, FieldValue>>
  readonly masked: readonly string[]
  readonly source: string
  readonly sourceNote: string | null
  readonly enteredAt: string
  readonly enteredBy: string | null
  readonly verifiedAt: string | null
  readonly updatedAt: string
  readonly provenance: Readonly<Record<string, { readonly source: string; readonly at: string; readonly verifiedAt: string | null }>>
  readonly retireReason: string | null
  readonly complete: number
  readonly isFresh: boolean
  readonly warnings: readonly { readonly field: string; readonly zh: string; readonly en: string }[]
  readonly version: number
  readonly can: readonly ('update' | 'retire' | 'restore' | 'verify' | 'reveal' | 'link')[]
}
