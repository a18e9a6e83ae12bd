import { type Archive, type FieldValue, groupNameOf, isSealed, type Values } from '@liren/contract/archive/index'
import { customChange } from '../../kernel/custom/change.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { isUniqueViolation } from '../../kernel/store/store-error.ts'
import { faultsOf, refuseFile, refuseTwin } from './checks.ts'
import { findFile } from './find.ts'
import { type Change, changesBetween, record } from './history.ts'
import { newRow, origin, type Writing, wholeValues } from './new-row.ts'
import { writePieces } from './pieces.ts'
import { type KnownPlace, placesOf, shortName } from './place.ts'
import { originsOf } from './present.ts'
import { columnsFor, completeness, type FileRow, valuesOf } from './row.ts'
import { columnsOf } from './table.ts'

export interface Written {
  readonly row: FileRow
  readonly changes: readonly Change[]
}

async function placeFor(kernel: Kernel, definition: Archive, scope: Scope, placeId: string, tx: Tx): Promise<KnownPlace> {
  const place = (await placesOf(kernel, [placeId], tx)).get(placeId)
  // a place of somebody else is as unknown as one that does not exist
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path)))
    throw refuse('request.invalid', {
      faults: [{ path: 'body.placeId', zh: '没有这个空间，或不在您的管理范围', en: 'No such place within your reach' }],
    })
  if (!definition.places.includes(place.kind)) throw refuseFile(definition, 'place-unfit', { kinds: definition.places })
  return place
}

/** Only files that come new: those of before were uploaded by somebody else, perhaps. */
async function attach(
  kernel: Kernel,
  definition: Archive,
  id: string,
  place: { path: string },
  before: Values,
  after: Values,
  writing: Writing,
  tx: Tx,
) {
  for (const [name, field] of Object.entries(definition.fields)) {
    const kept = (before[name] ?? []) as readonly string[]
    const ids = field.kind === 'files' ? ((after[name] ?? []) as readonly string[]).filter((fileId) => !kept.includes(fileId)) : []
    if (ids.length === 0 || !writing.files) continue
    const subject = `${definition.name}.${name}`
    const isKept = await writing.files.attach(
      kernel,
      { ids, ownerId: writing.actorId ?? '', subject, subjectId: id, placePath: place.path, level: field.level },
      tx,
    )
    if (!isKept) throw refuseFile(definition, 'file-unknown')
  }
}

/** A new file. All faults of it come at once; a second file of the same thing is refused and the first one named. */
export async function createFile(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  placeId: string,
  given: Values,
  writing: Writing,
  tx: Tx,
): Promise<Written> {
  const place = await placeFor(kernel, definition, scope, placeId, tx)
  const values = wholeValues(definition, given, place)
  const added = await customChange(kernel, definition, { id: undefined, path: place.path, values }, writing.custom, tx)
  const faults = [...(await faultsOf(kernel, definition, values, Object.keys(values), tx)), ...added.faults]
  if (faults.length > 0) throw refuse('request.invalid', { faults })
  await refuseTwin(kernel, definition, scope, values, place, undefined, tx)
  const id = writing.id ?? kernel.ids.next()
  const row = newRow(kernel, definition, id, place, values, writing)
  if (!(await insertOnce(kernel.store, definition.table, row, tx))) throw refuseFile(definition, 'exists')
  await attach(kernel, definition, id, place, {}, values, writing, tx)
  await writePieces(kernel, definition, id, values, true, tx)
  await added.save(id, tx)
  const changes = [...changesBetween(definition, {}, values), ...added.changes]
  await record(
    kernel,
    definition,
    { fileId: id, by: writing.actorId, action: 'created', version: 1, changes, source: writing.source, reason: writing.reason },
    tx,
  )
  return { row: row as unknown as FileRow, changes }
}

/** Changes some values, and where the thing is. Whoever saw an older version is told so. */
export async function updateFile(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  id: string,
  change: { readonly version: number; readonly placeId?: string | undefined; readonly values: Values },
  writing: Writing,
  tx: Tx,
): Promise<Written> {
  const row = await loadFor(kernel, definition, scope, id, change.version, tx)
  if (row.state !== 'active') throw refuseFile(definition, row.state)
  const isMoving = change.placeId !== undefined && change.placeId !== row.place_id
  const [before, place] = [
    valuesOf(kernel, definition, row),
    isMoving ? await placeFor(kernel, definition, scope, change.placeId as string, tx) : await placeOfRow(kernel, row, tx),
  ]
  const after = definition.derive({ ...before, ...change.values }, place)
  const changes = changesBetween(definition, before, after)
  const touched = changes.map(({ field }) => field)
  const added = await customChange(kernel, definition, { id, path: place.path, values: after }, writing.custom, tx)
  const faults = [...(await faultsOf(kernel, definition, after, touched, tx)), ...added.faults]
  if (faults.length > 0) throw refuse('request.invalid', { faults })
  changes.push(...added.changes)
  if (isMoving || definition.unique.flat().some((name) => touched.includes(name)))
    await refuseTwin(kernel, definition, scope, after, place, id, tx)
  if (isMoving)
    changes.push({
      field: 'place',
      before: shortName((await placesOf(kernel, [row.place_id], tx)).get(row.place_id)),
      after: shortName(place),
    })
  if (changes.length === 0) return { row, changes }
  const now = kernel.clock.now()
  const origins = { ...originsOf(row) }
  for (const group of new Set(touched.map((name) => groupNameOf(definition, name)))) origins[group] = origin(writing, now)
  const columns: Record<string, SqlValue> = {
    ...columnsFor(kernel, definition, id, Object.fromEntries(touched.map((name) => [name, after[name] as FieldValue]))),
    ...(isMoving ? { place_id: place.id, place_path: place.path } : {}),
    updated_at: now,
    updated_by: writing.actorId,
    provenance: JSON.stringify(origins),
    complete: completeness(definition, after),
  }
  const next = await setColumns(kernel, definition, row, columns, tx)
  await added.save(id, tx)
  await attach(kernel, definition, id, place, before, after, writing, tx)
  if (touched.some((name) => definition.fields[name]?.find.includes('pieces') && isSealed(definition.fields[name])))
    await writePieces(kernel, definition, id, after, false, tx)
  await record(
    kernel,
    definition,
    {
      fileId: id,
      by: writing.actorId,
      action: isMoving && touched.length + added.changes.length === 0 ? 'moved' : 'updated',
      version: next.version,
      changes,
      source: writing.source,
      reason: writing.reason,
    },
    tx,
  )
  return { row: next, changes }
}

/** Somebody has looked and it is still true: of some groups of fields, or of the whole file. */
export async function verifyFile(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  id: string,
  { version, groups, actorId }: { readonly version: number; readonly groups?: readonly string[] | undefined; readonly actorId: string },
  tx: Tx,
): Promise<Written> {
  const row = await loadFor(kernel, definition, scope, id, version, tx)
  if (row.state !== 'active') throw refuseFile(definition, row.state)
  const now = kernel.clock.now()
  const origins = { ...originsOf(row) }
  const names = groups ?? Object.keys(origins)
  for (const name of names)
    origins[name] = { ...(origins[name] ?? origin({ actorId, source: row.source }, now)), verifiedAt: now, verifiedBy: actorId }
  const isWhole = Object.values(origins).every(({ verifiedAt }) => verifiedAt !== null)
  const next = await setColumns(
    kernel,
    definition,
    row,
    { provenance: JSON.stringify(origins), ...(isWhole ? { verified_at: now, verified_by: actorId } : {}) },
    tx,
  )
  const changes = names.map((name) => ({ field: name, before: null, after: 'verified' }))
  await record(kernel, definition, { fileId: id, by: actorId, action: 'verified', version: next.version, changes }, tx)
  return { row: next, changes }
}

/** Takes a file out of use, or back into it. Nothing is erased by either. */
export async function setState(
  kernel: Kernel,
  definition: Archive,
  scope: Scope,
  id: string,
  to: { readonly state: 'active' | 'retired'; readonly version: number; readonly reason: string; readonly actorId: string },
  tx: Tx,
): Promise<Written> {
  const row = await loadFor(kernel, definition, scope, id, to.version, tx)
  if (row.state === 'merged') throw refuseFile(definition, 'merged')
  if (row.state === to.state) return { row, changes: [] }
  const isRetiring = to.state === 'retired'
  const next = await setColumns(
    kernel,
    definition,
    row,
    {
      state: to.state,
      retired_at: isRetiring ? kernel.clock.now() : null,
      retire_reason: isRetiring ? to.reason : null,
      updated_at: kernel.clock.now(),
      updated_by: to.actorId,
    },
    tx,
  )
  const changes = [{ field: 'state', before: row.state, after: to.state }]
  await record(
    kernel,
    definition,
    { fileId: id, by: to.actorId, action: isRetiring ? 'retired' : 'restored', version: next.version, changes, reason: to.reason },
    tx,
  )
  return { row: next, changes }
}

async function loadFor(kernel: Kernel, definition: Archive, scope: Scope, id: string, version: number, tx: Tx): Promise<FileRow> {
  const row = await findFile(kernel, definition, scope, id, tx)
  if (row.version !== version) throw refuse('stale', { details: { version: row.version } })
  return row
}

async function placeOfRow(kernel: Kernel, row: FileRow, tx: Tx): Promise<KnownPlace> {
  const place = (await placesOf(kernel, [row.place_id], tx)).get(row.place_id)
  if (!place) throw new Error(`the place of file ${row.id} is gone`)
  return place
}

/** The one conditional update: of the version that was seen, or not at all. For capabilities that care for whole files. */
export async function setColumns(
  kernel: Kernel,
  definition: Archive,
  row: FileRow,
  columns: Readonly<Record<string, SqlValue>>,
  tx: Tx,
): Promise<FileRow> {
  const names = Object.keys(columns)
  for (const name of names) if (!(name in columnsOf(definition))) throw new Error(`${definition.table} has no column ${name}`)
  const changed = await kernel.store
    .run(
      `UPDATE ${definition.table} SET ${names.map((name) => `${name} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
      [...names.map((name) => columns[name] ?? null), row.id, row.version],
      tx,
    )
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? refuseFile(definition, 'exists') : error
    })
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...columns, version: row.version + 1 } as FileRow
}
