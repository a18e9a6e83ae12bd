import type { Archive } from '@liren/contract/archive/index'
import { duplicateErrors } from '@liren/contract/capabilities/duplicate'
import { subjectOf } from '../../engines/archive/files.ts'
import { changesBetween } from '../../engines/archive/history.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { returnConsents } from '../consent/read.ts'
import { swapFaces } from '../face/read.ts'
import { unshareFiles } from '../file/read.ts'
import { holdsOn } from '../retention/read.ts'
import { type Followed, followBack } from './follow.ts'
import { tell } from './merge.ts'
import { filesWith, type MergeRow } from './row.ts'
import { openBefore, restore } from './snapshot.ts'

/** Takes a merge back while it can be: both files exactly as they were. What has changed since is said, and nothing done. */
export async function undo(kernel: Kernel, ctx: RequestContext, definition: Archive, merge: MergeRow, reason: string): Promise<void> {
  const { tx, principal, now } = ctx
  if (merge.undo_until_at < now || merge.before_sealed === null) throw refuseWith(duplicateErrors, 'duplicate.too-late')
  const rows = await filesWith(kernel, principal, definition, 'write', [merge.survivor_id, merge.merged_id], tx)
  const [survivor, merged] = [merge.survivor_id, merge.merged_id].map((id) => rows.find((row) => row.id === id))
  if (!survivor || !merged) throw refuse('permission.denied')
  const since = await changedSince(kernel, definition, merge, tx)
  if (since.length > 0) throw refuseWith(duplicateErrors, 'duplicate.changed', { details: { changes: since } })
  if (survivor.version !== merge.survivor_version || merged.version !== merge.merged_version)
    throw refuseWith(duplicateErrors, 'duplicate.changed', { details: { versions: [survivor.version, merged.version] } })
  const [hold] = (await holdsOn(kernel, definition.name, [survivor.id, merged.id], tx)).values()
  if (hold) throw refuseWith(duplicateErrors, 'duplicate.held', { details: { id: hold.subject_id, reason: hold.reason } })

  const before = openBefore(kernel, merge.id, merge.before_sealed)
  const current = valuesOf(kernel, definition, survivor)
  // the survivor first: it lets go of what only one file may have
  const first = await restore(kernel, definition, survivor, before.survivor, tx)
  const second = await restore(kernel, definition, merged, before.merged, tx)
  const sides = { archive: definition.name, survivorId: survivor.id, mergedId: merged.id }
  if (before.isFaceSwapped) await swapFaces(kernel, survivor.id, merged.id, tx)
  for (const [name, ids] of Object.entries(before.files)) await unshareFiles(kernel, subjectOf(definition, name), survivor.id, ids, tx)
  if (!(await followBack(kernel, sides, JSON.parse(merge.followed) as Followed[], tx)))
    throw refuseWith(duplicateErrors, 'duplicate.changed', { details: { changes: [] } })
  await returnConsents(kernel, { to: survivor.id, by: principal.id, carried: before.consents.map((line) => ({ ...line })) }, tx)
  await tell(
    kernel,
    ctx,
    definition,
    [first, second],
    [changesBetween(definition, current, before.survivor.values), []],
    'unmerged',
    reason,
  )
  const changed = await kernel.store.run(
    'UPDATE duplicate_merges SET undone_by = ?, undone_at = ?, before_sealed = NULL WHERE id = ? AND undone_at IS NULL',
    [principal.id, now, merge.id],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  ctx.audit({
    ...{ subject: definition.name, subjectId: survivor.id, placePath: survivor.place_path, reason },
    after: { restored: [survivor.id, merged.id] },
  })
}

/** Lines of either history that came after the merge: who did what since. */
async function changedSince(kernel: Kernel, { name }: Archive, merge: MergeRow, tx: Tx) {
  const rows = await kernel.store.rows<{ file_id: string; action: string; changed_at: number; changed_by: string | null; changes: string }>(
    `SELECT file_id, action, changed_at, changed_by, changes FROM archive_changes
     WHERE archive = ? AND file_id IN (?, ?) AND id > ? ORDER BY id LIMIT 20`,
    [name, merge.survivor_id, merge.merged_id, merge.change_id],
    tx,
  )
  const names = await namesOf(
    kernel,
    rows.flatMap(({ changed_by }) => changed_by ?? []),
    tx,
  )
  return rows.map((row) => ({
    fileId: row.file_id,
    action: row.action,
    at: new Date(Number(row.changed_at)).toISOString(),
    by: row.changed_by === null ? null : (names.get(row.changed_by) ?? null),
    fields: (JSON.parse(row.changes) as { field: string }[]).map(({ field }) => field),
  }))
}
