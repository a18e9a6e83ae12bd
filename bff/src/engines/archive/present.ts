import { type Archive, type FieldValue, fieldOf, isSealed, type Values } from '@liren/contract/archive/index'
import { mask } from '../../kernel/crypto/mask.ts'
import { customOf } from '../../kernel/custom/show.ts'
import { freshDaysOf } from '../../kernel/fresh-days.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { FieldRule, Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type KnownPlace, placesOf, shortName } from './place.ts'
import { type FileRow, textOf, valuesOf } from './row.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

const ruleOf = (viewer: Principal, definition: Archive, name: string): FieldRule | undefined =>
  viewer.fieldRules.get(`${definition.name}.${name}`)

/** Whether the roles of the viewer open this field; from L3 on they must say so. */
export const mayReadField = (viewer: Principal, definition: Archive, name: string): boolean => {
  const rule = ruleOf(viewer, definition, name)
  return rule === undefined ? !isSealed(fieldOf(definition, name)) : rule === 'read' || rule === 'write'
}

/** Whether the roles of the viewer say that not even a mask of this field is shown. */
export const isHidden = (viewer: Principal, definition: Archive, name: string): boolean => ruleOf(viewer, definition, name) === 'hidden'

/** The same for every viewer who may know that the value is there, but not read it. */
export const masked = (definition: Archive, name: string, value: FieldValue): FieldValue =>
  typeof value === 'string' ? mask(fieldOf(definition, name).mask ?? 'all', value) : null

/** Values as this viewer may see them, and which of them are there but not shown. Explicit rules are applied by the presenter after us. */
export function shown(viewer: Principal, definition: Archive, values: Values): { values: Record<string, FieldValue>; masked: string[] } {
  const out: Record<string, FieldValue> = {}
  const hidden: string[] = []
  for (const [name, value] of Object.entries(values)) {
    const isOpen = value === null || mayReadField(viewer, definition, name)
    if (!isOpen) hidden.push(name)
    const isForPresenter = ruleOf(viewer, definition, name) !== undefined && typeof value === 'string'
    out[name] = isOpen || isForPresenter ? value : masked(definition, name, value)
  }
  return { values: out, masked: hidden }
}

/** What a file is called, for this viewer. */
export function titleOf(viewer: Principal, definition: Archive, values: Values, names: readonly string[] = definition.title): string {
  const parts = names.flatMap((name) => {
    const value = values[name] ?? null
    if (value === null || typeof value === 'object') return []
    if (!mayReadField(viewer, definition, name)) return [textOf(masked(definition, name, value)) ?? '***']
    const option = fieldOf(definition, name).options.find(({ code }) => code === value)
    return [option ? option.text.zh : String(value)]
  })
  return parts.join(' ')
}

/** For the history, which outlives every role: sealed values are masked for everybody. */
export const toldOf = (definition: Archive, name: string, value: FieldValue): string | null =>
  value === null ? null : isSealed(fieldOf(definition, name)) ? (textOf(masked(definition, name, value)) ?? '***') : textOf(value)

function base(
  kernel: Kernel,
  viewer: Principal,
  definition: Archive,
  row: FileRow,
  place: KnownPlace | undefined,
  added: Awaited<ReturnType<typeof customOf>>,
  names?: readonly string[],
) {
  const plain = valuesOf(kernel, definition, row, names)
  const { values, masked: hidden } = shown(viewer, definition, plain)
  const { custom, masked: closed } = added(row, plain)
  return {
    id: row.id,
    title: titleOf(viewer, definition, plain) || shortName(place),
    place: place ? { id: place.id, name: shortName(place), fullName: place.fullName, path: place.path } : null,
    state: row.state,
    values,
    custom,
    masked: [...hidden, ...closed],
    source: row.source as 'manual',
    enteredAt: iso(row.entered_at),
    verifiedAt: isoOrNull(row.verified_at),
    updatedAt: iso(row.updated_at),
    version: row.version,
  }
}

export async function presentRows(
  kernel: Kernel,
  viewer: Principal,
  definition: Archive,
  rows: readonly FileRow[],
  names: readonly string[],
) {
  const places = await placesOf(
    kernel,
    rows.map((row) => row.place_id),
  )
  const added = await customOf(kernel, viewer, definition, rows, true)
  return rows.map((row) => base(kernel, viewer, definition, row, places.get(row.place_id), added, names))
}

export interface GroupOrigin {
  readonly source: string
  readonly at: number
  readonly by: string | null
  readonly verifiedAt: number | null
  readonly verifiedBy: string | null
}
export const originsOf = (row: Pick<FileRow, 'provenance'>): Record<string, GroupOrigin> =>
  JSON.parse(row.provenance) as Record<string, GroupOrigin>

/** What the viewer may do to this very file; the same list draws the buttons and is checked by the surfaces themselves. */
export function actionsOn(viewer: Principal, definition: Archive, row: Pick<FileRow, 'state' | 'place_path'>) {
  const covers = (permission: string) =>
    viewer.permissions.has(permission) && scopeWith(viewer, permission, 'place').places.some((path) => row.place_path.startsWith(path))
  const can: ('update' | 'retire' | 'restore' | 'verify' | 'reveal' | 'link')[] = []
  if (covers(`${definition.name}.write`))
    can.push(
      ...(row.state === 'active'
        ? (['update', 'verify', 'link', 'retire'] as const)
        : row.state === 'retired'
          ? (['restore'] as const)
          : []),
    )
  if (covers(`${definition.name}.reveal`)) can.push('reveal')
  return can
}

const dayMs = 86_400_000

export async function presentRecord(kernel: Kernel, viewer: Principal, definition: Archive, row: FileRow, tx?: Tx) {
  const origins = originsOf(row)
  const people = [
    row.entered_by,
    row.verified_by,
    row.updated_by,
    ...Object.values(origins).flatMap((origin) => [origin.by, origin.verifiedBy]),
  ]
  const ids = [...new Set(people.filter((id): id is string => id !== null))]
  const places = await placesOf(kernel, [row.place_id], tx)
  const names = ids.length === 0 ? new Map<string, string>() : await namesOf(kernel, ids, tx)
  const added = await customOf(kernel, viewer, definition, [row], false, tx)
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    ...base(kernel, viewer, definition, row, places.get(row.place_id), added),
    sourceNote: row.source_note,
    enteredBy: nameOf(row.entered_by),
    verifiedBy: nameOf(row.verified_by),
    updatedBy: nameOf(row.updated_by),
    provenance: Object.fromEntries(
      Object.entries(origins).map(([group, origin]) => [
        group,
        {
          source: origin.source as 'manual',
          at: iso(origin.at),
          by: nameOf(origin.by),
          verifiedAt: isoOrNull(origin.verifiedAt),
          verifiedBy: nameOf(origin.verifiedBy),
        },
      ]),
    ),
    retiredAt: isoOrNull(row.retired_at),
    retireReason: row.retire_reason,
    complete: row.complete / 100,
    isFresh: (row.verified_at ?? row.entered_at) > kernel.clock.now() - freshDaysOf(kernel, definition) * dayMs,
    can: actionsOn(viewer, definition, row),
  }
}
