import type { EntryGrade, EntryRecorder, PaperAction, PaperState } from '@liren/contract/capabilities/entry'
import { scopedTable } from '../../kernel/store/scope.ts'

export const placed = { placePath: 'place_path' } as const
scopedTable('entry_recorders', placed)
scopedTable('entry_papers', placed)
scopedTable('entry_paper_lines', placed)

/** What the signed agreement hangs on, as an upload. */
export const agreementSubject = 'entry.agreement'

export interface RecorderRow {
  readonly id: string
  readonly place_path: string
  readonly user_id: string
  readonly grade: EntryGrade
  readonly agreement_file_id: string | null
  readonly signed_on: string | null
  readonly until_on: string | null
  readonly registered_by: string | null
  readonly registered_at: number
  readonly ended_at: number | null
  readonly end_reason: string | null
  readonly live_key: string | null
  readonly version: number
}

/** Whether this registration lets anybody enter data on that day. */
export function standingOf(row: RecorderRow, today: string): EntryRecorder['state'] {
  if (row.live_key === null) return 'ended'
  if (row.agreement_file_id === null || row.signed_on === null || row.until_on === null) return 'unsigned'
  return row.signed_on <= today && row.until_on >= today ? 'able' : 'over'
}

export interface PaperRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly title: string
  readonly people: number
  readonly shelf: string
  readonly received_on: string
  readonly keep_until_on: string
  readonly state: PaperState
  readonly due_on: string | null
  readonly late_on: string | null
  readonly told_on: string | null
  readonly version: number
}

export interface PaperLineRow {
  readonly id: string
  readonly paper_id: string
  readonly place_path: string
  readonly action: PaperAction
  readonly who: string
  readonly on_day: string
  readonly reason: string | null
  readonly witness: string | null
  readonly due_on: string | null
  readonly recorded_by: string
  readonly recorded_at: number
}
