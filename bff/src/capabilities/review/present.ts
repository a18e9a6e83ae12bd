import type { Archive, FieldValue, Values } from '@liren/contract/archive/index'
import type { Review, ReviewDetail } from '@liren/contract/capabilities/review'
import { findFiles } from '../../engines/archive/find.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { mayReadField, shown, titleOf } from '../../engines/archive/present.ts'
import { type FileRow, textOf, valuesOf } from '../../engines/archive/row.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { fileLinks } from '../file/read.ts'
import { type Changes, changesOf, listed, type ReviewRow } from './row.ts'

const iso = (at: number): string => new Date(at).toISOString()
export const isOwnerOf = (viewer: Pick<Principal, 'id'>, row: Pick<ReviewRow, 'proposed_by'>): boolean => row.proposed_by === viewer.id

export const definitionOf = (kernel: Kernel, row: Pick<ReviewRow, 'archive'>): Archive => {
  const definition = archiveCalled(kernel, row.archive)
  if (!definition) throw new Error(`a review of ${row.archive}, which is no archive`)
  return definition
}

/** A page of proposals: one statement per archive for the files they are about, however many there are. */
export async function presentReviews(
  kernel: Kernel,
  viewer: Principal,
  scope: Scope,
  rows: readonly ReviewRow[],
  tx?: Tx,
): Promise<Review[]> {
  const files = new Map<string, FileRow>()
  for (const name of new Set(rows.map(({ archive }) => archive))) {
    const definition = definitionOf(kernel, { archive: name })
    const ids = rows.flatMap((row) => (row.archive === name && row.file_id ? [row.file_id] : []))
    const within = scope.places.length > 0 ? scope : { ...scope, places: rows.map(({ place_path }) => place_path) }
    for (const row of await findFiles(kernel, definition, within, [...new Set(ids)], [...definition.title], tx)) files.set(row.id, row)
  }
  const places = await placesOf(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  const names = await namesOf(
    kernel,
    rows.map(({ proposed_by }) => proposed_by),
    tx,
  )
  return rows.map((row) => {
    const definition = definitionOf(kernel, row)
    const file = row.file_id === null ? undefined : files.get(row.file_id)
    const values: Values = file
      ? valuesOf(kernel, definition, file, [...definition.title])
      : Object.fromEntries(
          definition.title.map((name) => [name, row.file_id === null ? (changesOf(kernel, row)[name]?.after ?? null) : null]),
        )
    const place = places.get(row.place_id)
    return {
      id: row.id,
      archive: row.archive,
      fileId: row.file_id,
      title: (isOwnerOf(viewer, row) ? plainTitle(definition, values) : titleOf(viewer, definition, values)) || shortName(place),
      place: place ? { id: place.id, name: shortName(place) } : null,
      state: row.state,
      source: row.source as 'manual',
      fields: listed(row.fields),
      evidence: listed(row.evidence).length,
      proposedBy: { id: row.proposed_by, name: names.get(row.proposed_by) ?? '' },
      proposedAt: iso(row.proposed_at),
      decidedAt: row.decided_at === null ? null : iso(row.decided_at),
      reason: row.reason,
      isOwn: isOwnerOf(viewer, row),
      version: row.version,
    }
  })
}

const plainTitle = (definition: Archive, values: Values): string =>
  definition.title
    .map((name) => (values[name] === null ? '' : String(values[name])))
    .join(' ')
    .trim()

/** Fields whose value on file is no longer the one that the proposal began from. */
export function outdatedOf(kernel: Kernel, definition: Archive, changes: Changes, file: FileRow | undefined): string[] {
  if (!file) return []
  const now = valuesOf(kernel, definition, file, Object.keys(changes))
  return Object.entries(changes).flatMap(([name, { before }]) => (textOf(now[name] ?? null) === textOf(before) ? [] : [name]))
}

export async function presentDetail(kernel: Kernel, viewer: Principal, scope: Scope, row: ReviewRow, tx?: Tx): Promise<ReviewDetail> {
  const definition = definitionOf(kernel, row)
  const [base] = await presentReviews(kernel, viewer, scope, [row], tx)
  const [file] = row.file_id === null ? [] : await findFiles(kernel, definition, scope, [row.file_id], undefined, tx)
  const changes = changesOf(kernel, row)
  const isOpen = row.is_open === 1
  const outdated = isOpen ? outdatedOf(kernel, definition, changes, file) : []
  const current = file && outdated.length > 0 ? valuesOf(kernel, definition, file, outdated) : {}
  const accepted = row.accepted === null ? undefined : listed(row.accepted)
  const tell = (name: string, value: FieldValue) => textOf(shown(viewer, definition, { [name]: value }).values[name] ?? null)
  const link = fileLinks(kernel, viewer, kernel.clock.now())
  const names = row.decided_by === null ? new Map<string, string>() : await namesOf(kernel, [row.decided_by], tx)
  return {
    ...(base as Review),
    note: row.note,
    changes: Object.entries(changes).map(([name, { before, after }]) => {
      const isMasked = !mayReadField(viewer, definition, name) && (before !== null || after !== null)
      return {
        field: name,
        before: told(tell(name, before), before),
        after: told(tell(name, after), after),
        current: outdated.includes(name) ? told(tell(name, current[name] ?? null), current[name] ?? null) : null,
        isOutdated: outdated.includes(name),
        isMasked,
        decision: isOpen || row.state === 'withdrawn' ? null : accepted?.includes(name) ? 'accepted' : 'rejected',
      }
    }),
    photos: listed(row.evidence).map((id) => ({ id, ...link(id) })),
    hasFace: row.has_face === 1,
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: names.get(row.decided_by) ?? '' },
    isOutdated: outdated.length > 0,
    can: isOpen ? actionsOn(viewer, row) : [],
  }
}

/** What is there but not to be read shows as stars, so that "none" and "hidden" are told apart. */
const told = (text: string | null, value: FieldValue): string | null => (value !== null && text === null ? '***' : text)

function actionsOn(viewer: Principal, row: ReviewRow): ReviewDetail['can'] {
  const isOwn = isOwnerOf(viewer, row)
  if (isOwn) return row.state === 'asked' ? ['supply', 'withdraw'] : ['withdraw']
  const reach = viewer.permissions.has('review.decide') ? scopeWith(viewer, 'review.decide', 'place').places : []
  return reach.some((path) => row.place_path.startsWith(path)) ? ['accept', 'reject', 'ask', 'reveal'] : []
}
