import type { FieldValue } from '@liren/contract/archive/index'
import type { ReviewState } from '@liren/contract/capabilities/review'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable } from '../../kernel/store/scope.ts'

export const scopeColumns = { placePath: 'place_path', owner: 'proposed_by', also: ['file_id'] }
scopedTable('reviews', scopeColumns)

export interface ReviewRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly archive: string
  readonly file_id: string | null
  readonly state: ReviewState
  readonly is_open: number
  readonly source: string
  readonly fields: string
  readonly changes_sealed: string
  readonly accepted: string | null
  readonly link: string | null
  readonly note: string | null
  readonly reason: string | null
  readonly evidence: string | null
  readonly has_face: number
  readonly proposed_by: string
  readonly proposed_at: number
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly version: number
}

/** Before and after of each field, in plain; sealed as one text. */
export type Changes = Readonly<Record<string, { readonly before: FieldValue; readonly after: FieldValue }>>

export interface NewLinkOf {
  readonly kind: string
  readonly archive: string
  readonly otherId: string
  readonly role: string | null
}

export const evidenceSubject = 'review.evidence'
const at = (row: string) => ({ table: 'reviews', column: 'changes_sealed', row })

export const sealChanges = ({ sealer }: Pick<Kernel, 'sealer'>, id: string, changes: Changes): string =>
  sealer.seal(JSON.stringify(changes), at(id))

export const changesOf = ({ sealer }: Pick<Kernel, 'sealer'>, row: Pick<ReviewRow, 'id' | 'changes_sealed'>): Changes =>
  JSON.parse(sealer.open(row.changes_sealed, at(row.id))) as Changes

export const listed = (json: string | null): string[] => (json === null ? [] : (JSON.parse(json) as string[]))
