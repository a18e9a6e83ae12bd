import { unscoped } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { type EntryMacs, type EntryRow, entryColumns, forTheTrail } from './entry.ts'

export interface ArchivedRange {
  readonly firstSeq: number
  readonly lastSeq: number
  readonly file: string
  readonly digest: string
}

export const archivedAction = 'audit.archived'

/** Numbers whose entries were moved out on purpose: only an entry of this house can say so. */
export async function archivedRanges(store: Store, macs: EntryMacs): Promise<ArchivedRange[]> {
  const rows = await unscoped<EntryRow>(store, forTheTrail, {
    sql: `SELECT ${entryColumns.join(', ')} FROM audit_entries WHERE action = ? ORDER BY id`,
    params: [archivedAction],
  })
  return rows
    .filter((row) => macs.intact(row) && row.after_json !== null)
    .map((row) => JSON.parse(row.after_json as string) as ArchivedRange)
}

export const coveredBy = (ranges: readonly ArchivedRange[], seq: number): boolean =>
  ranges.some((range) => range.firstSeq <= seq && seq <= range.lastSeq)
