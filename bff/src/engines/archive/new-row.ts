import type { Archive, CustomValues, Values } from '@liren/contract/archive/index'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import type { FilesPort } from './files.ts'
import type { KnownPlace } from './place.ts'
import type { GroupOrigin } from './present.ts'
import { columnsFor, completeness } from './row.ts'

/** Who writes, on whose behalf, and where the data come from. */
export interface Writing {
  /** What a new file will be called, where something about it was written before it. */
  readonly id?: string | undefined
  readonly actorId: string | null
  readonly source: string
  readonly sourceNote?: string | null | undefined
  readonly reason?: string | undefined
  readonly files?: FilesPort | undefined
  /** What was said of added fields; absent: nobody spoke of them, and none is asked for. */
  readonly custom?: CustomValues | undefined
}

export const origin = (writing: Writing, now: number): GroupOrigin => ({
  source: writing.source,
  at: now,
  by: writing.actorId,
  verifiedAt: null,
  verifiedBy: null,
})

/** Every field of a file, those that are worked out among them; null where nothing is known. */
export function wholeValues(definition: Archive, given: Values, place: KnownPlace): Values {
  const empty = Object.fromEntries(Object.keys(definition.fields).map((name) => [name, null]))
  return { ...empty, ...definition.derive({ ...empty, ...given }, place) }
}

/** The first row of a file in its table. */
export function newRow(kernel: Kernel, definition: Archive, id: string, place: KnownPlace, values: Values, writing: Writing) {
  const now = kernel.clock.now()
  const known = definition.groups.filter((group) => group.fields.some((name) => values[name] !== null))
  return {
    id,
    place_id: place.id,
    place_path: place.path,
    state: 'active',
    source: writing.source,
    source_note: writing.sourceNote ?? null,
    entered_at: now,
    entered_by: writing.actorId,
    verified_at: null,
    verified_by: null,
    updated_at: now,
    updated_by: writing.actorId,
    retired_at: null,
    retire_reason: null,
    provenance: JSON.stringify(Object.fromEntries(known.map((group) => [group.name, origin(writing, now)]))),
    complete: completeness(definition, values),
    version: 1,
    ...columnsFor(kernel, definition, id, values),
  } satisfies Record<string, SqlValue>
}
