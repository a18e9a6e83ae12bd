import type { Level } from '@liren/contract'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type FileLink, fileLinks } from './links.ts'
import type { FileRow } from './row.ts'

export { type FileLink, fileLinks } from './links.ts'
/** Where the bytes of a file lie: the house itself removes them with everything. */
export { mainKey, thumbKey } from './row.ts'

export interface Attachment {
  readonly ids: readonly string[]
  /** Who must have uploaded them: nobody attaches what is not theirs. */
  readonly ownerId: string
  readonly subject: string
  readonly subjectId: string
  readonly placePath: string | null
  /** How sensitive they are as part of this record; downloads from L3 on are audited. */
  readonly level?: Level
}

/** Makes uploaded files part of a record, in the record's own transaction. False when one of them is not there, or is somebody else's. */
export async function attachFiles(kernel: Kernel, attachment: Attachment, tx: Tx): Promise<boolean> {
  const { store, clock } = kernel
  const ids = [...new Set(attachment.ids)]
  if (ids.length === 0) return true
  const marks = ids.map(() => '?').join(', ')
  const now = clock.now()
  const kept = await store.run(
    `UPDATE files SET expires_at = NULL, level = ? WHERE id IN (${marks}) AND owner_id = ? AND state = 'kept' AND (expires_at IS NULL OR expires_at > ?)`,
    [attachment.level ?? 'L2', ...ids, attachment.ownerId, now],
    tx,
  )
  if (kept !== ids.length) return false
  const { subject, subjectId, placePath } = attachment
  for (const id of ids)
    await insertOnce(store, 'attachments', { file_id: id, subject, subject_id: subjectId, place_path: placePath, created_at: now }, tx)
  await tellTexts(kernel, ids, tx)
  return true
}

/** Texts are found by what they say from now on. */
async function tellTexts(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<void> {
  const some = among('id', ids)
  const texts = await kernel.store.rows<{ id: string }>(`SELECT id FROM files WHERE ${some.sql} AND kind = 'text'`, some.params, tx)
  const events = texts.map(({ id }) => ({ name: 'file.attached', subject: 'document', subjectId: id, payload: {} }))
  await appendEvents(kernel, events, tx)
}

/** Takes files out of a record that is deleted. Those in no other record go after a day. */
export async function detachFiles(kernel: Kernel, subject: string, subjectId: string, tx: Tx): Promise<void> {
  const { store, clock } = kernel
  const rows = await store.rows<{ file_id: string }>(
    'SELECT file_id FROM attachments WHERE subject = ? AND subject_id = ?',
    [subject, subjectId],
    tx,
  )
  if (rows.length === 0) return
  await store.run('DELETE FROM attachments WHERE subject = ? AND subject_id = ?', [subject, subjectId], tx)
  const marks = rows.map(() => '?').join(', ')
  await store.run(
    `UPDATE files SET expires_at = ? WHERE id IN (${marks}) AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.file_id = files.id)`,
    [clock.now() + unattachedMs, ...rows.map((row) => row.file_id)],
    tx,
  )
}

/** What is attached to one record becomes part of another as well; tells which files are new there. */
export async function shareFiles(kernel: Kernel, subject: string, fromId: string, toId: string, tx: Tx): Promise<string[]> {
  const { store, clock } = kernel
  const of = (id: string) =>
    store.rows<{ file_id: string; place_path: string | null }>(
      'SELECT file_id, place_path FROM attachments WHERE subject = ? AND subject_id = ?',
      [subject, id],
      tx,
    )
  const [given, had] = [await of(fromId), await of(toId)]
  const fresh = given.filter(({ file_id }) => !had.some((row) => row.file_id === file_id))
  for (const { file_id, place_path } of fresh)
    await insertOnce(store, 'attachments', { file_id, subject, subject_id: toId, place_path, created_at: clock.now() }, tx)
  return fresh.map(({ file_id }) => file_id)
}

/** Takes these files out of a record again; they stay part of the others. */
export async function unshareFiles(kernel: Kernel, subject: string, subjectId: string, ids: readonly string[], tx: Tx): Promise<void> {
  if (ids.length === 0) return
  const marks = ids.map(() => '?').join(', ')
  await kernel.store.run(
    `DELETE FROM attachments WHERE subject = ? AND subject_id = ? AND file_id IN (${marks})`,
    [subject, subjectId, ...ids],
    tx,
  )
}

/** How long an upload waits to become part of a record. */
export const unattachedMs = 24 * 3_600_000

/** Whether this person may see this record; asked of the capability that owns it. */
export type RecordAccess = (principal: Principal, subjectId: string) => Promise<boolean>

const accesses = new WeakMap<Kernel, Map<string, RecordAccess>>()

/** A capability whose records carry files says here who may see a record; without it only the owner of a file may ask for it by its id. */
export function allowFileReads(kernel: Kernel, subject: string, access: RecordAccess): void {
  const bySubject = accesses.get(kernel) ?? new Map<string, RecordAccess>()
  accesses.set(kernel, bySubject.set(subject, access))
}

/** Whether one of the records that the file belongs to is open to this person. */
export async function mayRead(kernel: Kernel, principal: Principal, fileId: string): Promise<boolean> {
  const rows = await kernel.store.rows<{ subject: string; subject_id: string }>(
    'SELECT subject, subject_id FROM attachments WHERE file_id = ?',
    [fileId],
  )
  for (const row of rows) if (await accesses.get(kernel)?.get(row.subject)?.(principal, row.subject_id)) return true
  return false
}

/** For engines, which know no capability: how files become part of a record, and who may then see them. */
export const recordFiles = { attach: attachFiles, allow: allowFileReads } as const

export interface ShownFile extends FileLink {
  readonly id: string
  readonly kind: FileRow['kind']
  readonly type: string
}

/** Files of a record that the caller has been found to see, in the order of their ids as given. */
export async function filesById(
  kernel: Kernel,
  viewer: Pick<Principal, 'id'>,
  ids: readonly string[],
  now: number,
  tx?: Tx,
): Promise<ShownFile[]> {
  if (ids.length === 0) return []
  const some = among('id', ids)
  const sql = `SELECT id, kind, type FROM files WHERE ${some.sql} AND state = 'kept'`
  const rows = await kernel.store.rows<Pick<FileRow, 'id' | 'kind' | 'type'>>(sql, some.params, tx)
  const link = fileLinks(kernel, viewer, now)
  return ids.flatMap((id) => rows.filter((row) => row.id === id).map((row) => ({ ...row, ...link(id) })))
}
