import { text } from '@liren/contract'
import { type Archive, fieldOf } from '@liren/contract/archive/index'
import { type Duplicate, type DuplicateDetail, duplicateActions } from '@liren/contract/capabilities/duplicate'
import { archiveCalled } from '../../engines/archive/known.ts'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { masked, mayReadField, titleOf } from '../../engines/archive/present.ts'
import { type FileRow, textOf, valuesOf } from '../../engines/archive/row.ts'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { differs, mayCompare } from './fields.ts'
import { countReferences, type Followed, followedText } from './follow.ts'
import { filesWith, type MergeRow, type PairRow, signsOf } from './row.ts'

const iso = (at: number) => new Date(Number(at)).toISOString()
const isoOrNull = (at: number | null) => (at === null ? null : iso(at))
const placeText = text('所在空间', 'Place')

/** Pairs of one page. Those with a file that the viewer may not read are left out. */
export async function presentPairs(kernel: Kernel, viewer: Principal, rows: readonly PairRow[], tx?: Tx): Promise<Duplicate[]> {
  const files = new Map<string, FileRow>()
  for (const archive of new Set(rows.map((row) => row.archive))) {
    const definition = archiveCalled(kernel, archive)
    const ids = rows.filter((row) => row.archive === archive).flatMap((row) => [row.first_id, row.second_id])
    if (definition) for (const file of await filesWith(kernel, viewer, definition, 'read', [...new Set(ids)], tx)) files.set(file.id, file)
  }
  const places = await placesOf(
    kernel,
    [...files.values()].map(({ place_id }) => place_id),
    tx,
  )
  const deciders = rows.flatMap(({ decided_by }) => decided_by ?? [])
  const names = deciders.length === 0 ? new Map<string, string>() : await namesOf(kernel, deciders, tx)
  return rows.flatMap((row) => {
    const definition = archiveCalled(kernel, row.archive)
    const [first, second] = [files.get(row.first_id), files.get(row.second_id)]
    if (!definition || !first || !second) return []
    const side = (file: FileRow) => {
      const place = shortName(places.get(file.place_id))
      return {
        ...{ id: file.id, place: place || null, state: file.state, source: file.source, version: file.version },
        title: titleOf(viewer, definition, valuesOf(kernel, definition, file, definition.title)) || place,
        ...{ enteredAt: iso(file.entered_at), verifiedAt: isoOrNull(file.verified_at), complete: file.complete / 100 },
      }
    }
    return [
      {
        ...{ id: row.id, archive: row.archive, state: row.state, score: row.score },
        signs: signsOf(row).map(({ field, how }) => ({
          field,
          how,
          text: field === 'place' ? placeText : fieldOf(definition, field).label,
        })),
        ...{ first: side(first), second: side(second), foundAt: iso(row.found_at), decidedAt: isoOrNull(row.decided_at) },
        decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? null),
        ...{ reason: row.reason, version: row.version },
      },
    ]
  })
}

/** One pair with everything that is known on either side, masked as everywhere else. */
export async function presentPair(kernel: Kernel, viewer: Principal, row: PairRow, tx?: Tx): Promise<DuplicateDetail> {
  const definition = archiveCalled(kernel, row.archive)
  const [shown] = await presentPairs(kernel, viewer, [row], tx)
  if (!definition || !shown) throw refuse('not-found')
  const files = await filesWith(kernel, viewer, definition, 'read', [row.first_id, row.second_id], tx)
  const [first, second] = [row.first_id, row.second_id].map((id) => files.find((file) => file.id === id) as FileRow) as [FileRow, FileRow]
  const merges = await kernel.store.rows<MergeRow>('SELECT * FROM duplicate_merges WHERE pair_id = ? ORDER BY id DESC', [row.id], tx)
  return {
    ...shown,
    rows: rowsOf(kernel, viewer, definition, first, second),
    references: (await countReferences(kernel, row.archive, first.id, second.id, tx)).map((count) => ({
      what: count.text.zh,
      first: count.first,
      second: count.second,
    })),
    merges: await presentMerges(kernel, merges, tx),
    can: actionsOn(viewer, definition, row, [first, second], merges[0], kernel.clock.now()),
  }
}

function rowsOf(kernel: Kernel, viewer: Principal, definition: Archive, first: FileRow, second: FileRow): DuplicateDetail['rows'] {
  const [a, b] = [valuesOf(kernel, definition, first), valuesOf(kernel, definition, second)]
  return Object.keys(definition.fields).flatMap((name) => {
    const [one, other] = [a[name] ?? null, b[name] ?? null]
    if (one === null && other === null) return []
    const isOpen = mayReadField(viewer, definition, name)
    const told = (value: typeof one) =>
      value === null ? null : isOpen ? textOf(value) : (textOf(masked(definition, name, value)) ?? '***')
    const isSame = !differs(a, b, name)
    const isDenied = !isSame && !mayCompare(viewer, definition, [first, second], name)
    return [{ field: name, first: told(one), second: told(other), isSame, isMasked: !isOpen, isDenied }]
  })
}

async function presentMerges(kernel: Kernel, rows: readonly MergeRow[], tx?: Tx): Promise<DuplicateDetail['merges']> {
  const people = rows.flatMap(({ merged_by, undone_by }) => [merged_by, ...(undone_by === null ? [] : [undone_by])])
  const names = people.length === 0 ? new Map<string, string>() : await namesOf(kernel, people, tx)
  return rows.map((row) => {
    const counts = new Map<string, number>()
    for (const each of JSON.parse(row.followed) as Followed[]) {
      const what = followedText(kernel, row.archive, each).zh
      counts.set(what, (counts.get(what) ?? 0) + each.moved.length + each.ended.length)
    }
    return {
      ...{ survivorId: row.survivor_id, mergedId: row.merged_id, mergedAt: iso(row.merged_at), undoUntil: iso(row.undo_until_at) },
      mergedBy: names.get(row.merged_by) ?? null,
      undoneAt: isoOrNull(row.undone_at),
      undoneBy: row.undone_by === null ? null : (names.get(row.undone_by) ?? null),
      followed: [...counts].map(([what, count]) => ({ what, count })),
    }
  })
}

/** What the viewer may do to this very pair; the surfaces check the same. */
function actionsOn(
  viewer: Principal,
  definition: Archive,
  pair: PairRow,
  files: readonly FileRow[],
  merge: MergeRow | undefined,
  now: number,
): (typeof duplicateActions)[number][] {
  const covers = (permission: string) => {
    if (!viewer.permissions.has(permission)) return false
    const { places } = scopeWith(viewer, permission, 'place')
    return files.every(({ place_path }) => places.some((path) => place_path.startsWith(path)))
  }
  if (!covers('duplicate.merge')) return []
  const mayWrite = covers(`${definition.name}.write`)
  const isFresh = merge !== undefined && merge.undone_at === null && Number(merge.undo_until_at) >= now
  const open: Readonly<Record<(typeof duplicateActions)[number], boolean>> = {
    merge: pair.state === 'open' && mayWrite,
    dismiss: pair.state === 'open',
    reconsider: pair.state === 'dismissed',
    undo: pair.state === 'merged' && mayWrite && isFresh,
  }
  return duplicateActions.filter((action) => open[action])
}
