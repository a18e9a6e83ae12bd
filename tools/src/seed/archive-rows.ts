import { liveKey } from '@liren/bff/engines/archive/links'
import { piecesOf } from '@liren/bff/engines/archive/pieces'
import { columnsFor, completeness } from '@liren/bff/engines/archive/row'
import type { Archive, FieldValue, FilePlace, SourceCode } from '@liren/contract/archive/index'
import type { Row } from './batch.ts'
import { day, type SeedContext } from './set.ts'

export interface SeedPlace extends FilePlace {
  readonly gridId: string | null
}

interface Kept {
  readonly at: number
  readonly source?: SourceCode
  /** Days since somebody looked; absent: nobody has. */
  readonly verified?: number
}

/** Collects files, their history, pieces and links, and writes each table in one go. */
export function createFiles({ kernel, ids, now, insert }: SeedContext) {
  const files = new Map<Archive, Row[]>()
  const [grams, changes, links, tags]: [Row[], Row[], Row[], Row[]] = [[], [], [], []]
  return {
    /** A file as the house would have written it; returns its id. */
    file(
      definition: Archive,
      place: SeedPlace,
      given: Readonly<Record<string, FieldValue>>,
      { at, source = 'collected', verified }: Kept,
    ): string {
      const empty = Object.fromEntries(Object.keys(definition.fields).map((name) => [name, null]))
      const values = { ...empty, ...definition.derive({ ...empty, ...given }, place) }
      const id = ids.at(at)
      const verifiedAt = verified === undefined ? null : now - verified * day
      const origin = { source, at, by: null, verifiedAt, verifiedBy: null }
      const groups = definition.groups.filter((group) => group.fields.some((name) => values[name] !== null))
      const rows = files.get(definition) ?? []
      rows.push({
        id,
        place_id: place.id,
        place_path: place.path,
        state: 'active',
        source,
        source_note: null,
        entered_at: at,
        entered_by: null,
        verified_at: verifiedAt,
        verified_by: null,
        updated_at: verifiedAt ?? at,
        updated_by: null,
        retired_at: null,
        retire_reason: null,
        provenance: JSON.stringify(Object.fromEntries(groups.map(({ name }) => [name, origin]))),
        complete: completeness(definition, values),
        ...columnsFor(kernel, definition, id, values),
        version: 1,
      })
      files.set(definition, rows)
      for (const gram of piecesOf(kernel, definition, values)) grams.push({ archive: definition.name, gram, file_id: id })
      changes.push({
        ...{ id: ids.at(at), archive: definition.name, file_id: id, changed_at: at, changed_by: null, action: 'created' },
        ...{ source, reason: null, file_version: 1, changes: '[]' },
      })
      return id
    },
    link(
      kind: string,
      from: readonly [archive: Archive, id: string],
      to: readonly [archive: Archive, id: string],
      at: number,
      role: string | null = null,
      source: SourceCode = 'collected',
    ): void {
      const row = { kind, from_id: from[1], to_id: to[1] }
      links.push({
        id: ids.at(at),
        ...row,
        ...{ role, from_archive: from[0].name, to_archive: to[0].name },
        ...{ started_on: new Date(at).toISOString().slice(0, 10), ended_on: null, source, note: null },
        ...{ entered_at: at, entered_by: null, ended_by: null, live_key: liveKey(row), version: 1 },
      })
    },
    tag(definition: Archive, id: string, tag: string, at: number): void {
      tags.push({
        ...{ id: ids.at(at), archive: definition.name, file_id: id, tag, source: 'collected', tagged_at: at, tagged_by: null },
        ...{ removed_at: null, removed_by: null, live_key: `${id}:${tag}` },
      })
    },
    async flush(progress: (share: number) => void): Promise<void> {
      const tables: (readonly [string, readonly Row[]])[] = [
        ...[...files].map(([definition, rows]) => [definition.table, rows] as const),
        ...([
          ['archive_grams', grams],
          ['archive_changes', changes],
          ['archive_links', links],
          ['archive_tags', tags],
        ] as const),
      ]
      for (const [i, [table, rows]] of tables.entries()) {
        await insert(table, rows)
        progress(0.6 + (0.4 * (i + 1)) / tables.length)
      }
    },
  }
}

export type Files = ReturnType<typeof createFiles>
