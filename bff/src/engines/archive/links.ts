import { type Archive, linkKindOf } from '@liren/contract/archive/index'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedTable, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { refuseFile } from './checks.ts'
import { findFile, findFiles } from './find.ts'
import { record } from './history.ts'
import { archiveCalled } from './known.ts'
import type { FileRow } from './row.ts'

/** A link is reached through one of its two files, which the asker has been shown to reach. */
scopedTable('archive_links', { placePath: 'from_id', also: ['to_id'] })

export interface LinkRow {
  readonly id: string
  readonly kind: string
  readonly role: string | null
  readonly from_archive: string
  readonly from_id: string
  readonly to_archive: string
  readonly to_id: string
  readonly started_on: string | null
  readonly ended_on: string | null
  readonly source: string
  readonly note: string | null
  readonly entered_at: number
  readonly entered_by: string | null
  readonly version: number
}

export const presentLink = (row: LinkRow) => ({
  id: row.id,
  kind: row.kind,
  role: row.role,
  from: { archive: row.from_archive, id: row.from_id },
  to: { archive: row.to_archive, id: row.to_id },
  startedOn: row.started_on,
  endedOn: row.ended_on,
  source: row.source as 'manual',
  enteredAt: new Date(row.entered_at).toISOString(),
  note: row.note,
  version: row.version,
})

export interface NewLink {
  readonly kind: string
  readonly archive: string
  readonly otherId: string
  readonly role?: string | null | undefined
  readonly startedOn?: string | undefined
  readonly source: string
  readonly note?: string | null | undefined
}

/** Which of the two is the first of this kind of link; undefined when they do not fit together at all. */
function directionOf(kind: string, own: string, other: string): 'forth' | 'back' | undefined {
  const known = linkKindOf(kind)
  if (known?.from.includes(own) && known.to.includes(other)) return 'forth'
  return known?.from.includes(other) && known.to.includes(own) ? 'back' : undefined
}

/** Links two files, both within reach. The same link twice at a time is refused. */
export async function addLink(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  viewer: Principal,
  id: string,
  link: NewLink,
  tx: Tx,
): Promise<LinkRow> {
  const own = await findFile(kernel, definition, scope, id, tx)
  const direction = directionOf(link.kind, definition.name, link.archive)
  const known = linkKindOf(link.kind)
  const isRoleFit = !link.role || !known || known.roles.length === 0 || known.roles.some(({ code }) => code === link.role)
  const otherDefinition = archiveCalled(kernel, link.archive)
  if (!direction || !otherDefinition || !isRoleFit || link.otherId === id) throw refuseFile(definition, 'link-unfit')
  const [other] = await findFiles(kernel, otherDefinition, scopeWith(viewer, `${link.archive}.read`, 'place'), [link.otherId], [], tx)
  if (!other) throw refuseFile(definition, 'link-other')
  if (own.state !== 'active' || other.state !== 'active') throw refuseFile(definition, 'retired')
  const [from, to] = direction === 'forth' ? [own, other] : [other, own]
  const row: LinkRow = {
    id: kernel.ids.next(),
    kind: link.kind,
    role: link.role ?? null,
    from_archive: direction === 'forth' ? definition.name : link.archive,
    from_id: from.id,
    to_archive: direction === 'forth' ? link.archive : definition.name,
    to_id: to.id,
    started_on: link.startedOn ?? dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE),
    ended_on: null,
    source: link.source,
    note: link.note ?? null,
    entered_at: kernel.clock.now(),
    entered_by: viewer.id,
    version: 1,
  }
  if (!(await insertOnce(kernel.store, 'archive_links', { ...row, live_key: liveKey(row) }, tx))) throw refuseFile(definition, 'link-known')
  await recordOnBoth(kernel, row, own, definition, viewer, 'linked', undefined, tx)
  return row
}

export const liveKey = (row: Pick<LinkRow, 'kind' | 'from_id' | 'to_id'>): string => `${row.kind}:${row.from_id}:${row.to_id}`

/** Ends a link on a day; it stays in the past of both files. */
export async function endLink(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  viewer: Principal,
  at: {
    readonly id: string
    readonly linkId: string
    readonly version: number
    readonly endedOn: string
    readonly reason?: string | undefined
  },
  tx: Tx,
): Promise<LinkRow> {
  const own = await findFile(kernel, definition, scope, at.id, tx)
  const [row] = await unscoped<LinkRow>(
    kernel.store,
    'the link of a file that was found within reach',
    { sql: 'SELECT * FROM archive_links WHERE id = ? AND (from_id = ? OR to_id = ?)', params: [at.linkId, at.id, at.id] },
    tx,
  )
  if (!row) throw refuse('not-found')
  if (row.started_on !== null && at.endedOn < row.started_on) throw refuseFile(definition, 'link-dates')
  const changed = await kernel.store.run(
    'UPDATE archive_links SET ended_on = ?, ended_by = ?, live_key = NULL, version = version + 1 WHERE id = ? AND version = ? AND ended_on IS NULL',
    [at.endedOn, viewer.id, row.id, at.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  const ended = { ...row, ended_on: at.endedOn, version: row.version + 1 }
  await recordOnBoth(kernel, ended, own, definition, viewer, 'unlinked', at.reason, tx)
  return ended
}

/** Both files tell of it in their history, each by the id of the other. */
async function recordOnBoth(
  kernel: Kernel,
  row: LinkRow,
  own: FileRow,
  definition: Archive,
  viewer: Principal,
  action: 'linked' | 'unlinked',
  reason: string | undefined,
  tx: Tx,
) {
  const other = row.from_id === own.id ? { archive: row.to_archive, id: row.to_id } : { archive: row.from_archive, id: row.from_id }
  const say = (of: { archive: string; id: string }) => ({
    field: row.kind,
    before: action === 'linked' ? null : `${of.archive}:${of.id}`,
    after: action === 'linked' ? `${of.archive}:${of.id}` : null,
  })
  const step = { by: viewer.id, action, version: own.version, source: row.source, reason }
  await record(kernel, definition, { ...step, fileId: own.id, changes: [say(other)] }, tx)
  const otherDefinition = archiveCalled(kernel, other.archive)
  if (otherDefinition)
    await record(
      kernel,
      otherDefinition,
      { ...step, fileId: other.id, version: 0, changes: [say({ archive: definition.name, id: own.id })] },
      tx,
    )
}
