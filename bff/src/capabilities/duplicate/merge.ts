import type { BodyOf, Fault } from '@liren/contract'
import { type Archive, type FieldValue, fieldOf, groupNameOf, type Values } from '@liren/contract/archive/index'
import { type duplicateEndpoints, duplicateErrors, undoDays } from '@liren/contract/capabilities/duplicate'
import { faultsOf } from '../../engines/archive/checks.ts'
import { subjectOf } from '../../engines/archive/files.ts'
import { changesBetween, recordAll } from '../../engines/archive/history.ts'
import { writePieces } from '../../engines/archive/pieces.ts'
import { placesOf } from '../../engines/archive/place.ts'
import { originsOf } from '../../engines/archive/present.ts'
import { columnsFor, completeness, type FileRow, valuesOf } from '../../engines/archive/row.ts'
import { setColumns } from '../../engines/archive/write.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { carryConsents, consentForFields, consentsOf } from '../consent/read.ts'
import { swapFaces } from '../face/read.ts'
import { shareFiles } from '../file/read.ts'
import { holdsOn } from '../retention/read.ts'
import { refuseUnlessReadable } from './fields.ts'
import { follow } from './follow.ts'
import { filesWith, type MergeRow, type PairRow } from './row.ts'
import { type Before, keptOf, sealBefore } from './snapshot.ts'

/** Values that mean something only together: whoever takes one takes all. */
const together: readonly (readonly string[])[] = [
  ['idKind', 'idNumber'],
  ['plate', 'plateKind'],
  ['face', 'faceConsentOn', 'faceConsent'],
]

type Wish = BodyOf<(typeof duplicateEndpoints)['merge']>

/** Both files of a pair, writable by the caller and as they were seen; the first is the survivor. */
async function sidesOf(kernel: Kernel, ctx: RequestContext, definition: Archive, pair: PairRow, wish: Wish) {
  const ids = [pair.first_id, pair.second_id]
  if (!ids.includes(wish.survivorId)) throw refuseWith(duplicateErrors, 'duplicate.unfit')
  const readable = await filesWith(kernel, ctx.principal, definition, 'read', ids, ctx.tx)
  if (readable.length < 2) throw refuse('not-found')
  const rows = await filesWith(kernel, ctx.principal, definition, 'write', ids, ctx.tx)
  const [first, second] = ids.map((id) => rows.find((row) => row.id === id))
  if (!first || !second) throw refuse('permission.denied')
  if (first.version !== wish.versions.first || second.version !== wish.versions.second)
    throw refuse('stale', { details: { first: first.version, second: second.version } })
  if (first.state !== 'active' || second.state !== 'active') throw refuseWith(duplicateErrors, 'duplicate.not-active')
  const [hold] = (await holdsOn(kernel, definition.name, ids, ctx.tx)).values()
  if (hold) throw refuseWith(duplicateErrors, 'duplicate.held', { details: { id: hold.subject_id, reason: hold.reason } })
  return wish.survivorId === first.id ? ([first, second] as const) : ([second, first] as const)
}

/** Names that are really taken over: typed ones, whose value differs, and what belongs to them. */
function takenOf(definition: Archive, take: readonly string[]): string[] {
  const unknown = take.filter((name) => !definition.fields[name] || definition.fields[name].derived)
  if (unknown.length > 0)
    throw refuse('request.invalid', {
      faults: unknown.map((name): Fault => ({ path: 'body.take', zh: `没有此项：${name}`, en: `No such field: ${name}` })),
    })
  const beside = together.filter((names) => names.some((name) => take.includes(name))).flat()
  return [...new Set([...take, ...beside])].filter((name) => name in definition.fields)
}

/** What was taken back may not come in again by way of another file. */
async function refuseWithdrawn(
  kernel: Kernel,
  definition: Archive,
  ids: readonly string[],
  taken: readonly string[],
  given: Values,
  tx: Tx,
) {
  const purposes = definition.name === 'person' ? taken.filter((name) => (given[name] ?? null) !== null && consentForFields[name]) : []
  if (purposes.length === 0) return
  const held = await consentsOf(kernel, { personIds: ids }, tx)
  const refused = purposes.filter((name) => held.get(consentForFields[name] ?? '')?.state === 'withdrawn')
  if (refused.length > 0) throw refuseWith(duplicateErrors, 'duplicate.consent', { details: { fields: refused } })
}

/** Makes one file of two: chosen values, everything that names either, both histories. One transaction, all or nothing. */
export async function merge(kernel: Kernel, ctx: RequestContext, definition: Archive, pair: PairRow, wish: Wish): Promise<MergeRow> {
  const { tx, principal, now } = ctx
  const [survivor, merged] = await sidesOf(kernel, ctx, definition, pair, wish)
  const [own, given] = [valuesOf(kernel, definition, survivor), valuesOf(kernel, definition, merged)]
  refuseUnlessReadable(principal, definition, [survivor, merged], own, given)
  const taken = takenOf(definition, wish.take)
  await refuseWithdrawn(kernel, definition, [survivor.id, merged.id], taken, given, tx)
  const place = (await placesOf(kernel, [survivor.place_id], tx)).get(survivor.place_id)
  if (!place) throw new Error(`the place of file ${survivor.id} is gone`)
  const picked = Object.fromEntries(taken.map((name) => [name, given[name] ?? null]))
  const after = definition.derive({ ...own, ...picked }, place)
  const changes = changesBetween(definition, own, after)
  const touched = changes.map(({ field }) => field)
  const faults = await faultsOf(kernel, definition, after, touched, tx)
  if (faults.length > 0) throw refuse('request.invalid', { faults })

  const ended = await endFile(kernel, ctx, definition, merged, survivor.id, after, given)
  const kept = await setColumns(
    kernel,
    definition,
    survivor,
    {
      ...columnsFor(kernel, definition, survivor.id, Object.fromEntries(touched.map((name) => [name, after[name] as FieldValue]))),
      ...{ updated_at: now, updated_by: principal.id, complete: completeness(definition, after) },
      provenance: JSON.stringify(originsAfter(definition, survivor, merged, touched)),
    },
    tx,
  )
  if (touched.some((name) => fieldOf(definition, name).find.includes('pieces')))
    await writePieces(kernel, definition, survivor.id, after, false, tx)

  const isFaceSwapped = definition.name === 'person' && touched.includes('face')
  if (isFaceSwapped) await swapFaces(kernel, survivor.id, merged.id, tx)
  const files: Record<string, string[]> = {}
  for (const name of touched.filter((field) => field !== 'face' && fieldOf(definition, field).kind === 'files'))
    files[name] = await shareFiles(kernel, subjectOf(definition, name), merged.id, survivor.id, tx)
  const followed = await follow(kernel, { archive: definition.name, survivorId: survivor.id, mergedId: merged.id }, tx)
  const consents =
    definition.name === 'person' ? await carryConsents(kernel, { from: merged.id, to: survivor.id, by: principal.id }, tx) : []
  for (const { purpose, before, action } of consents)
    if (action === 'withdrawn' && before === 'given')
      await ctx.emit({ name: 'consent.withdrawn', subject: 'consent', subjectId: survivor.id, payload: { purpose, personId: survivor.id } })

  await tell(kernel, ctx, definition, [kept, ended], [changes, []], 'merged', wish.reason)
  const before: Before = {
    survivor: keptOf(kernel, definition, survivor),
    merged: keptOf(kernel, definition, merged),
    files,
    isFaceSwapped,
    consents,
  }
  const id = kernel.ids.next()
  const row: MergeRow = {
    ...{ id, pair_id: pair.id, archive: definition.name, survivor_id: survivor.id, merged_id: merged.id },
    ...{ survivor_version: kept.version, merged_version: ended.version, change_id: id },
    ...{ before_sealed: sealBefore(kernel, id, before), followed: JSON.stringify(followed) },
    ...{ merged_by: principal.id, merged_at: now, undo_until_at: now + undoDays * 86_400_000, undone_by: null, undone_at: null },
  }
  await insertOnce(kernel.store, 'duplicate_merges', { ...row }, tx)
  ctx.audit({
    ...{ subject: definition.name, subjectId: survivor.id, placePath: survivor.place_path, reason: wish.reason ?? '' },
    before: { [survivor.id]: survivor.version, [merged.id]: merged.version },
    after: {
      survivor: survivor.id,
      merged: merged.id,
      taken: touched,
      followed: followed.reduce((sum, { moved }) => sum + moved.length, 0),
    },
  })
  return row
}

/** The file that ends keeps its values and its history; only what a single file may have goes to the survivor. */
async function endFile(
  kernel: Kernel,
  { tx, now, principal }: RequestContext,
  definition: Archive,
  row: FileRow,
  survivorId: string,
  after: Values,
  given: Values,
): Promise<FileRow> {
  const gone = definition.unique.flatMap(([name]) =>
    name !== undefined && given[name] !== null && given[name] === after[name] ? [name] : [],
  )
  const emptied = Object.fromEntries(gone.map((name) => [name, null]))
  const ended = await setColumns(
    kernel,
    definition,
    row,
    {
      ...columnsFor(kernel, definition, row.id, emptied),
      ...{ state: 'merged', retired_at: now, retire_reason: `并入 ${survivorId}`, updated_at: now, updated_by: principal.id },
    },
    tx,
  )
  if (gone.some((name) => fieldOf(definition, name).find.includes('pieces')))
    await writePieces(kernel, definition, row.id, { ...given, ...emptied }, false, tx)
  return ended
}

/** A group whose values came over says where they came from. */
function originsAfter(definition: Archive, survivor: FileRow, merged: FileRow, touched: readonly string[]) {
  const [origins, others] = [{ ...originsOf(survivor) }, originsOf(merged)]
  for (const group of new Set(touched.map((name) => groupNameOf(definition, name)))) {
    const other = others[group]
    if (other) origins[group] = other
  }
  return origins
}

/** Both histories tell of it, search and the live channel hear of it. */
export async function tell(
  kernel: Kernel,
  ctx: RequestContext,
  definition: Archive,
  [survivor, merged]: readonly [FileRow, FileRow],
  changes: readonly [Parameters<typeof recordAll>[2][number]['changes'], Parameters<typeof recordAll>[2][number]['changes']],
  action: 'merged' | 'unmerged',
  reason: string | undefined,
): Promise<void> {
  const { name } = definition
  const states = action === 'merged' ? (['active', 'merged'] as const) : (['merged', 'active'] as const)
  const step = { by: ctx.principal.id, action, reason: reason ?? null }
  const beside = (id: string) => ({ field: 'merge', before: action === 'merged' ? null : id, after: action === 'merged' ? id : null })
  await recordAll(
    kernel,
    definition,
    [
      { ...step, fileId: survivor.id, version: survivor.version, changes: [beside(merged.id), ...changes[0]] },
      {
        ...{ ...step, fileId: merged.id, version: merged.version },
        changes: [beside(survivor.id), { field: 'state', before: states[0], after: states[1] }, ...changes[1]],
      },
    ],
    ctx.tx,
  )
  const live = (row: FileRow) => ({ placePath: row.place_path, permission: `${name}.read` })
  await ctx.emit({ name: `${name}.updated`, subject: name, subjectId: survivor.id, payload: {}, live: live(survivor) })
  const last = action === 'merged' ? `${name}.retired` : `${name}.restored`
  await ctx.emit({ name: last, subject: name, subjectId: merged.id, payload: {}, live: live(merged) })
}
