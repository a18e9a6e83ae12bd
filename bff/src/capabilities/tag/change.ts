import type { Archive } from '@liren/contract/archive/index'
import { type Recorded, recordAll } from '../../engines/archive/history.ts'
import type { FileRow } from '../../engines/archive/row.ts'
import { guardedTag } from '../../engines/archive/tagged.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { codeOf, type TagRow, tagColumns } from './row.ts'
import type { TagWord } from './words.ts'

export interface TagChange {
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly source: string
  readonly reason?: string | undefined
  readonly actorId: string
}

/** Tags that these files carry now. */
export async function liveTags(kernel: Kernel, definition: Archive, ids: readonly string[], tx?: Tx): Promise<TagRow[]> {
  const where = combine('AND', [{ sql: 'archive = ? AND removed_at IS NULL', params: [definition.name] }, among('file_id', ids)])
  return kernel.store.rows<TagRow>(`SELECT ${tagColumns} FROM archive_tags WHERE ${where.sql} ORDER BY id`, where.params, tx)
}

/** Puts tags on files and takes others off, with a line in the history of each file. Says which rows are new or ended. */
export async function changeTags(
  kernel: Kernel,
  definition: Archive,
  words: ReadonlyMap<string, TagWord>,
  files: readonly FileRow[],
  change: TagChange,
  tx: Tx,
): Promise<TagRow[]> {
  const live = await liveTags(
    kernel,
    definition,
    files.map(({ id }) => id),
    tx,
  )
  const done: TagRow[] = []
  const steps: Recorded[] = []
  for (const file of files) {
    const own = live.filter((row) => row.file_id === file.id)
    const said = (tag: string) => (words.get(tag)?.isGuarded ? '***' : tag)
    const step = { fileId: file.id, by: change.actorId, version: file.version, reason: change.reason }
    for (const tag of new Set(change.add)) {
      if (own.some((row) => codeOf(kernel, row) === tag)) continue
      const row = await put(kernel, definition, file.id, tag, words.get(tag)?.isGuarded === true, change, tx)
      if (!row) continue
      done.push(row)
      steps.push({ ...step, action: 'tagged', source: change.source, changes: [{ field: 'tag', before: null, after: said(tag) }] })
    }
    for (const row of own) {
      const tag = codeOf(kernel, row)
      if (!change.remove.includes(tag)) continue
      const ended = await end(kernel, row, change, tx)
      if (!ended) continue
      done.push(ended)
      steps.push({ ...step, action: 'untagged', changes: [{ field: 'tag', before: said(tag), after: null }] })
    }
  }
  if (steps.length > 0) await recordAll(kernel, definition, steps, tx)
  return done
}

async function put(kernel: Kernel, { name }: Archive, fileId: string, tag: string, isGuarded: boolean, change: TagChange, tx: Tx) {
  const id = kernel.ids.next()
  const index = isGuarded ? kernel.sealer.blindIndex(tag, guardedTag) : null
  const row: TagRow = {
    ...{ id, archive: name, file_id: fileId, tag: isGuarded ? '' : tag },
    ...{ tag_sealed: isGuarded ? kernel.sealer.seal(tag, { ...guardedTag, row: id }) : null, source: change.source },
    ...{ tagged_at: kernel.clock.now(), tagged_by: change.actorId, removed_at: null, removed_by: null, remove_reason: null },
  }
  const isNew = await insertOnce(kernel.store, 'archive_tags', { ...row, tag_index: index, live_key: `${fileId}:${index ?? tag}` }, tx)
  return isNew ? row : undefined
}

async function end(kernel: Kernel, row: TagRow, change: TagChange, tx: Tx): Promise<TagRow | undefined> {
  const now = kernel.clock.now()
  const changed = await kernel.store.run(
    'UPDATE archive_tags SET removed_at = ?, removed_by = ?, remove_reason = ?, live_key = NULL WHERE id = ? AND removed_at IS NULL',
    [now, change.actorId, change.reason ?? null, row.id],
    tx,
  )
  return changed === 1 ? { ...row, removed_at: now, removed_by: change.actorId, remove_reason: change.reason ?? null } : undefined
}
