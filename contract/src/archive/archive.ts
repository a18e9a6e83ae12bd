import type { Fault } from '../kernel/error.ts'
import type { Level } from '../kernel/level.ts'
import type { Text } from '../kernel/text.ts'
import { type Field, isSealed, type Values } from './field.ts'

export interface Group {
  readonly name: string
  readonly text: Text
  readonly fields: readonly string[]
}

/** What is known of the place a file belongs to. */
export interface FilePlace {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly fullName: string
  readonly path: string
  readonly floor: number | null
}

export interface Archive {
  readonly name: string
  readonly text: Text
  readonly table: string
  /** `/api/people` */
  readonly path: string
  /** Kinds of place a file may belong to. */
  readonly places: readonly string[]
  /** At most one file for each place: a house is one house. */
  readonly onePerPlace: boolean
  readonly groups: readonly Group[]
  readonly fields: Readonly<Record<string, Field>>
  /** What a file is called: these fields, put together. */
  readonly title: readonly string[]
  readonly hint: readonly string[]
  /** Fields that together are had by one file only. */
  readonly unique: readonly (readonly string[])[]
  /** The dictionary of its tags, which the people of the place keep. */
  readonly tags: string
  /** A second dictionary, of tags that are sealed and known to whoever may read the field beside it. */
  readonly guardedTags: { readonly dictionary: string; readonly by: string } | undefined
  /** Days after which a file should be verified again. */
  readonly freshDays: number
  /** Fields that count for completeness although nobody must fill them in. */
  readonly wanted: readonly string[]
  /** What one field cannot know: an identity number that does not fit its kind of paper. Paths are `body.values.<field>`. */
  readonly check: (values: Values) => Fault[]
  /** Works out what nobody should type: sex and age from the number, the code of an address. */
  readonly derive: (values: Values, place: FilePlace) => Values
}

type GroupSpec = readonly [zh: string, en: string, fields: Readonly<Record<string, Field>>]

interface ArchiveSpec {
  readonly name: string
  readonly text: Text
  readonly table: string
  readonly path: string
  readonly places: readonly string[]
  readonly onePerPlace?: boolean
  readonly groups: Readonly<Record<string, GroupSpec>>
  readonly title: readonly string[]
  readonly hint?: readonly string[]
  readonly unique?: readonly (readonly string[])[]
  readonly tags?: string
  readonly guardedTags?: Archive['guardedTags']
  readonly freshDays?: number
  readonly wanted?: readonly string[]
  readonly check?: Archive['check']
  readonly derive?: Archive['derive']
}

/** Declares an archive: one thing, one file. Table, surfaces, validation, history, list and screens follow from it. */
export function archive(spec: ArchiveSpec): Archive {
  const fields: Record<string, Field> = {}
  const groups: Group[] = []
  for (const [name, [zh, en, own]] of Object.entries(spec.groups)) {
    groups.push({ name, text: { zh, en }, fields: Object.keys(own) })
    Object.assign(fields, own)
  }
  return {
    ...spec,
    onePerPlace: spec.onePerPlace ?? false,
    groups,
    fields,
    hint: spec.hint ?? [],
    unique: spec.unique ?? [],
    tags: spec.tags ?? `${spec.name}-tag`,
    guardedTags: spec.guardedTags,
    freshDays: spec.freshDays ?? 365,
    wanted: spec.wanted ?? [],
    check: spec.check ?? (() => []),
    derive: spec.derive ?? ((values) => values),
  }
}

/** A fault of one field, as the sender knows it. */
export const faultOf = (field: string, zh: string, en: string): Fault => ({ path: `body.values.${field}`, zh, en })

export const fieldOf = (definition: Archive, name: string): Field => {
  const field = definition.fields[name]
  if (!field) throw new Error(`${definition.name} has no field ${name}`)
  return field
}

/** Which group a field stands in; provenance is kept for each. */
export const groupNameOf = (definition: Archive, field: string): string =>
  definition.groups.find((group) => group.fields.includes(field))?.name ?? ''

export const listFields = (definition: Archive): string[] =>
  Object.entries(definition.fields).flatMap(([name, field]) =>
    field.list !== undefined || definition.title.includes(name) || definition.hint.includes(name) ? [name] : [],
  )

/** The most sensitive level among the fields that name a file. */
export const titleLevel = (definition: Archive): Level =>
  definition.title.some((name) => isSealed(fieldOf(definition, name))) ? 'L3' : 'L2'

/** A list of sensitive words would itself give away who is in it: only those who may read the field look for it. */
export const tellsByFilter = (field: Field): boolean => isSealed(field) && ['flag', 'choice', 'whole', 'number', 'day'].includes(field.kind)
