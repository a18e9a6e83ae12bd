import { z } from '@liren/contract'
import { type Archive, type FieldValue, groupNameOf, inputSchema, type Values } from '@liren/contract/archive/index'
import { type UpstreamChange, upstreamGroups } from '@liren/contract/capabilities/upstream'
import { archiveCalled } from '../../engines/archive/known.ts'
import { originsOf } from '../../engines/archive/present.ts'
import { type FileRow, valuesOf } from '../../engines/archive/row.ts'
import { createFile, updateFile, type Written } from '../../engines/archive/write.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { findMatch, type Match, placeCalled } from './match.ts'
import { ChangeRefused, placesFor, type Sender } from './row.ts'
import { keepStanding } from './standing.ts'

export interface Applied {
  readonly outcome: 'created' | 'updated' | 'same'
  readonly fileId: string
}

type Place = NonNullable<Awaited<ReturnType<typeof placeCalled>>>

/** One change of one file: matched, held against the mandate, written like any other, with its source and time. */
export async function applyChange(kernel: Kernel, sender: Sender, change: UpstreamChange, tx: Tx): Promise<Applied> {
  const definition = archiveCalled(kernel, change.archive)
  if (!definition) throw new ChangeRefused('malformed')
  const within = placesFor(sender, change.archive)
  const covers = (path: string) => within.some((one) => path.startsWith(one))
  const place = await placeCalled(kernel, change.place, tx)
  // a place that does not exist and one that was not granted answer alike
  if (!place || !covers(place.path)) throw new ChangeRefused('out-of-grant')
  if (!definition.places.includes(place.kind)) throw new ChangeRefused('place')
  const given = valuesIn(definition, change)
  const match = await findMatch(kernel, definition, sender, change, given, place, tx)
  if (match.file && !covers(match.file.place_path)) throw new ChangeRefused('elsewhere')
  if (match.file && match.file.state !== 'active') throw new ChangeRefused('unused')
  const scope: Scope = { kind: 'place', userId: sender.actorId ?? '', houseIds: [], places: within, range: 'place' }
  const { written, isNew } = match.file
    ? { written: await update(kernel, definition, sender, change, scope, match.file, given, place, tx), isNew: false }
    : { written: await create(kernel, definition, sender, scope, given, place, tx), isNew: true }
  const stands = change.archive === 'person' && (await keepStanding(kernel, definition, sender, change, written.row, place, scope, tx))
  await keepOrigin(kernel, sender, change, written.row.id, match, tx)
  const isChanged = written.changes.length > 0
  if (isChanged) await tell(kernel, sender, definition, isNew ? 'created' : 'updated', written, tx)
  return { outcome: isNew ? 'created' : isChanged || stands ? 'updated' : 'same', fileId: written.row.id }
}

/** Values as the forms of the archive take them; of fields that nobody outside writes none is looked at. */
function valuesIn(definition: Archive, change: UpstreamChange): Record<string, FieldValue> {
  const open: readonly string[] = upstreamGroups[change.archive]
  const wrong: string[] = []
  const checked: Record<string, FieldValue> = {}
  for (const [name, value] of Object.entries(change.values)) {
    const field = definition.fields[name]
    if (!field || field.derived || field.kind === 'files' || !open.includes(groupNameOf(definition, name))) wrong.push(name)
    else if (value === null) checked[name] = null
    else {
      const read = z.safeParse(inputSchema(field), value)
      if (read.success) checked[name] = read.data as FieldValue
      else wrong.push(name)
    }
  }
  if (wrong.length > 0) throw new ChangeRefused('fields', wrong)
  return checked
}

const writingOf = (sender: Sender) => ({
  actorId: sender.actorId,
  source: sender.source,
  sourceNote: sender.system?.name ?? null,
  ...(sender.system ? { reason: sender.system.name } : {}),
})

function create(kernel: Kernel, definition: Archive, sender: Sender, scope: Scope, given: Values, place: Place, tx: Tx) {
  const idKind = (given.idNumber ?? null) === null ? 'none' : 'resident'
  const usual: Values = definition.name === 'person' ? { idKind, population: 'resident' } : {}
  return createFile(kernel, definition, scope, place.id, { ...usual, ...given }, writingOf(sender), tx)
}

async function update(
  kernel: Kernel,
  definition: Archive,
  sender: Sender,
  change: UpstreamChange,
  scope: Scope,
  file: FileRow,
  given: Values,
  place: Place,
  tx: Tx,
): Promise<Written> {
  const before = valuesOf(kernel, definition, file)
  // who somebody is on paper is not changed from outside: it is another person then
  for (const name of definition.unique.flat()) {
    const [was, is] = [before[name] ?? null, given[name] ?? null]
    if (was !== null && name in given && is !== was) throw new ChangeRefused('conflict', [name])
  }
  const values: Record<string, FieldValue> = {}
  const latest = sender.system ? await latestWord(kernel, definition, file.id, tx) : 0
  const at = Date.parse(change.changedAt)
  for (const [name, value] of Object.entries(given))
    if ((before[name] ?? null) === null || (at >= latest && at >= seenAt(definition, file, name))) values[name] = value
  if (values.idNumber != null && before.idKind === 'none' && values.idKind === undefined) values.idKind = 'resident'
  const moves = place.id !== file.place_id && at >= latest
  const what = { version: file.version, values, ...(moves ? { placeId: place.id } : {}) }
  return updateFile(kernel, definition, scope, file.id, what, writingOf(sender), tx)
}

/** When somebody of the house looked at this field or wrote it: what was said outside before that only fills gaps. */
function seenAt(definition: Archive, file: FileRow, name: string): number {
  const origin = originsOf(file)[groupNameOf(definition, name)]
  return Math.max(origin?.verifiedAt ?? 0, origin?.by ? origin.at : 0)
}

/** The newest that any outside system has said of this file. */
async function latestWord(kernel: Kernel, definition: Archive, fileId: string, tx: Tx): Promise<number> {
  const [row] = await kernel.store.rows<{ at: number | null }>(
    'SELECT MAX(changed_at) AS at FROM upstream_origins WHERE file_id = ? AND archive = ?',
    [fileId, definition.name],
    tx,
  )
  return Number(row?.at ?? 0)
}

/** Which system spoke of this file, what of, and when: beside each other when several do. */
async function keepOrigin(kernel: Kernel, { system }: Sender, change: UpstreamChange, fileId: string, { origin }: Match, tx: Tx) {
  if (!system) return
  const now = kernel.clock.now()
  const said = {
    ...(origin ? (JSON.parse(origin.said) as object) : {}),
    ...Object.fromEntries(Object.keys(change.values).map((name) => [name, now])),
  }
  const row = {
    ...{ id: origin?.id ?? kernel.ids.next(), system_id: system.id, archive: change.archive, ref: change.ref, file_id: fileId },
    ...{ said: JSON.stringify(said), changed_at: Math.max(Date.parse(change.changedAt), Number(origin?.changed_at ?? 0)) },
    ...{ first_at: origin?.first_at ?? now, last_at: now, version: 1 },
  }
  await upsertRows(kernel.store, 'upstream_origins', ['system_id', 'archive', 'ref'], [row], tx)
}

async function tell(kernel: Kernel, sender: Sender, { name }: Archive, action: string, { row, changes }: Written, tx: Tx) {
  const side = (which: 'before' | 'after') => Object.fromEntries(changes.map((change) => [change.field, change[which]]))
  await kernel.audit.write(
    {
      ...{ actorKind: sender.actorId === null ? 'app' : 'user', actorId: sender.actorId ?? sender.system?.partner_id ?? null },
      ...{ action: `upstream.${action}`, subject: name, subjectId: row.id, placePath: row.place_path, result: 'done' },
      ...{ ip: null, requestId: null, before: side('before'), after: { ...side('after'), source: sender.source } },
      ...(sender.system ? { reason: sender.system.name } : {}),
    },
    tx,
  )
  const event = {
    ...{ name: `${name}.${action}`, subject: name, subjectId: row.id },
    payload: { fields: changes.map(({ field }) => field), placePath: row.place_path },
    live: { placePath: row.place_path, permission: `${name}.read` },
  }
  await appendEvents(kernel, [event], tx)
}

/** A refusal of the archive in the words of a run. */
export function refusalOf(error: unknown): ChangeRefused | undefined {
  if (error instanceof ChangeRefused) return error
  if (!(error instanceof AppError)) return undefined
  const fields = error.faults.map(({ path }) => path.replace(/^body\.(values\.)?/, ''))
  if (error.code === 'request.invalid') return new ChangeRefused(fields.includes('placeId') ? 'out-of-grant' : 'fields', fields)
  if (error.code === 'stale') return new ChangeRefused('busy')
  if (error.code.endsWith('.exists')) return new ChangeRefused('elsewhere')
  if (error.code.endsWith('.place-unfit')) return new ChangeRefused('place')
  return undefined
}

export const isRace = (error: unknown): boolean => error instanceof AppError && (error.code === 'stale' || error.code.endsWith('.exists'))
