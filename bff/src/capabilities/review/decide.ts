import { type Archive, groupNameOf, type Values } from '@liren/contract/archive/index'
import { reviewErrors } from '@liren/contract/capabilities/review'
import { findFile } from '../../engines/archive/find.ts'
import { addLink } from '../../engines/archive/links.ts'
import { createFile, updateFile, verifyFile, type Written } from '../../engines/archive/write.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { dropFaces } from '../face/read.ts'
import { recordFiles } from '../file/read.ts'
import { personFiles } from '../person/read.ts'
import { definitionOf, outdatedOf } from './present.ts'
import { type Changes, changesOf, type NewLinkOf, type ReviewRow } from './row.ts'

/** Nobody decides on what they proposed; and of two who decide at once the second is told. */
export function refuseUnlessOpen(ctx: Pick<RequestContext, 'principal'>, row: ReviewRow, version: number): void {
  if (row.proposed_by === ctx.principal.id) throw refuseWith(reviewErrors, 'review.own')
  if (row.is_open !== 1) throw refuseWith(reviewErrors, 'review.decided')
  if (row.version !== version) throw refuse('stale', { details: { version: row.version } })
}

/** The one conditional update: of the version that was seen and still open, or not at all. */
export async function move(kernel: Kernel, row: ReviewRow, columns: Readonly<Record<string, SqlValue>>, tx: Tx): Promise<ReviewRow> {
  const names = Object.keys(columns)
  const changed = await kernel.store.run(
    `UPDATE reviews SET ${names.map((name) => `${name} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND is_open = 1`,
    [...names.map((name) => columns[name] ?? null), row.id, row.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...columns, version: row.version + 1 } as ReviewRow
}

/** Lets go of what a proposal brought and nobody will keep. */
export async function letGo(kernel: Kernel, row: ReviewRow, by: string, reason: string, tx: Tx): Promise<void> {
  const face = changesOf(kernel, row).face?.after
  if (Array.isArray(face)) for (const id of face as string[]) await dropFaces(kernel, { id, by, reason }, tx)
}

/** Writes what was accepted into the archive: from whom it came, and who looked at it. */
export async function accept(
  kernel: Kernel,
  ctx: RequestContext,
  row: ReviewRow,
  fields: readonly string[] | undefined,
): Promise<ReviewRow> {
  const { tx, scope, principal } = ctx
  const definition = definitionOf(kernel, row)
  const changes = changesOf(kernel, row)
  const names = Object.keys(changes)
  const wanted = withConsent(fields === undefined ? names : names.filter((name) => fields.includes(name)), changes)
  if (wanted.length === 0) throw refuseWith(reviewErrors, 'review.nothing')
  const file = row.file_id === null ? undefined : await findFile(kernel, definition, scope, row.file_id, tx)
  const outdated = outdatedOf(kernel, definition, pick(changes, wanted), file)
  if (outdated.length > 0) throw refuseWith(reviewErrors, 'review.outdated', { details: { fields: outdated } })
  const values: Values = Object.fromEntries(wanted.map((name) => [name, changes[name]?.after ?? null]))
  // what comes from the field was written by who collected it; whoever accepts it has verified it
  const writing = {
    id: row.id,
    ...{ actorId: row.proposed_by, source: row.source, sourceNote: row.note?.slice(0, 120) ?? null },
    ...{ reason: `复核通过：${principal.name}`, files: definition.name === 'person' ? personFiles : recordFiles },
  }
  const written = file
    ? await updateFile(kernel, definition, scope, file.id, { version: file.version, values }, writing, tx)
    : await createFile(kernel, definition, scope, row.place_id, values, writing, tx)
  const verified = await verifyWhatWasSeen(kernel, ctx, definition, written, wanted)
  if (!file && row.link !== null) await linkNew(kernel, ctx, definition, written.row.id, JSON.parse(row.link) as NewLinkOf, row.source)
  if (!wanted.includes('face')) await letGo(kernel, row, principal.id, '复核未通过', tx)
  ctx.audit({
    subject: row.archive,
    subjectId: written.row.id,
    placePath: row.place_path,
    before: Object.fromEntries(written.changes.map(({ field, before }) => [field, before])),
    after: Object.fromEntries(written.changes.map(({ field, after }) => [field, after])),
  })
  await ctx.emit({
    name: `${row.archive}.${file ? 'updated' : 'created'}`,
    subject: row.archive,
    subjectId: written.row.id,
    payload: { fields: wanted, placePath: row.place_path, version: verified.row.version },
    live: { placePath: row.place_path, permission: `${row.archive}.read` },
  })
  return move(
    kernel,
    row,
    {
      ...{ state: wanted.length === names.length ? 'accepted' : 'partial', is_open: 0, accepted: JSON.stringify(wanted) },
      ...{ file_id: written.row.id, decided_by: principal.id, decided_at: ctx.now },
    },
    tx,
  )
}

/** A face and the day of its consent are one thing. */
const withConsent = (wanted: readonly string[], changes: Changes): string[] => {
  const both = ['face', 'faceConsentOn'].filter((name) => name in changes)
  return wanted.some((name) => both.includes(name)) ? [...new Set([...wanted, ...both])] : [...wanted]
}

const pick = (changes: Changes, names: readonly string[]): Changes =>
  Object.fromEntries(Object.entries(changes).filter(([name]) => names.includes(name)))

function verifyWhatWasSeen(
  kernel: Kernel,
  { scope, principal, tx }: RequestContext,
  definition: Archive,
  { row }: Written,
  fields: readonly string[],
): Promise<Written> {
  const groups = [...new Set(fields.map((name) => groupNameOf(definition, name)))]
  return verifyFile(kernel, definition, scope, row.id, { version: row.version, groups, actorId: principal.id }, tx)
}

async function linkNew(
  kernel: Kernel,
  ctx: RequestContext,
  definition: Archive,
  id: string,
  link: NewLinkOf,
  source: string,
): Promise<void> {
  await addLink(kernel, definition, ctx.scope, ctx.principal, id, { ...link, source }, ctx.tx)
}
