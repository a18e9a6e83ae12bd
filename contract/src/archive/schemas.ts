import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field as graded, L1, L2 } from '../kernel/level.ts'
import { z } from '../kernel/zod.ts'
import { type Archive, fieldOf, listFields, titleLevel } from './archive.ts'
import { type CustomValues, customCode, longestCustomText } from './custom.ts'
import type { Field, Values } from './field.ts'
import { sourceCodes } from './source.ts'
import { inputSchema, outputSchema } from './value-schema.ts'

type Schema = z.core.$ZodType
type ValuesSchema<T> = z.ZodMiniType<T, T>

const metaOf = (definition: Archive, name: string, field: Field) => ({
  level: field.level,
  key: `${definition.name}.${name}`,
  label: field.label,
  ...(field.mask ? { mask: field.mask } : {}),
})

const shapeOf = (definition: Archive, names: readonly string[], make: (field: Field, name: string) => Schema): Record<string, Schema> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      graded(make(fieldOf(definition, name), name) as never, metaOf(definition, name, fieldOf(definition, name)) as never) as Schema,
    ]),
  )

const typed = (definition: Archive): string[] => Object.keys(definition.fields).filter((name) => !fieldOf(definition, name).derived)

/** Values of a new file: what must be there is asked for. */
export const createValues = (definition: Archive): ValuesSchema<Values> =>
  z.strictObject(
    shapeOf(definition, typed(definition), (field) =>
      field.required ? inputSchema(field) : z.optional(z.nullable(inputSchema(field) as never)),
    ) as never,
  ) as unknown as ValuesSchema<Values>

/** Values of a change: only what changes; null empties a field. */
export const updateValues = (definition: Archive): ValuesSchema<Values> =>
  z.strictObject(
    shapeOf(definition, typed(definition), (field) =>
      z.optional(field.required ? (inputSchema(field) as never) : z.nullable(inputSchema(field) as never)),
    ) as never,
  ) as unknown as ValuesSchema<Values>

const shownValues = (definition: Archive, names: readonly string[]): ValuesSchema<Values> =>
  L2(z.object(shapeOf(definition, names, (field) => z.optional(outputSchema(field) as never)) as never)) as unknown as ValuesSchema<Values>

const ruled = <S extends Schema>(definition: Archive, schema: S): S =>
  graded(schema as never, {
    level: 'L2',
    key: `${definition.name}.custom`,
    label: { zh: '自定义字段', en: 'Added fields' },
    mask: 'all',
  }) as S

/** Made anew for each archive: what a schema is called hangs on the schema itself. */
const customValue = () => z.nullable(z.union([z.string().check(z.maxLength(longestCustomText * 2)), z.number(), z.boolean()]))

/** What is written into fields that were added; which there are and what each takes is known where the file is. */
export const customInput = (definition: Archive): ValuesSchema<CustomValues> =>
  z.record(customCode(), ruled(definition, customValue() as Schema) as never) as unknown as ValuesSchema<CustomValues>

/** Values of added fields by code. Sealed ones are in plain for whose role reads `<archive>.custom`, masked for all others. */
const customShown = (definition: Archive): ValuesSchema<CustomValues> =>
  z.record(
    z.string(),
    ruled(definition, z.nullable(z.union([z.string(), z.number(), z.boolean()])) as Schema) as never,
  ) as unknown as ValuesSchema<CustomValues>

export const titleSchema = (definition: Archive) =>
  titleLevel(definition) === 'L3' ? graded(z.string(), { level: 'L3', mask: 'name' }) : L2(z.string())

const placeSchema = () => L2(z.object({ id: idSchema(), name: z.string(), fullName: z.string(), path: z.string() }))
export const fileActions = ['update', 'retire', 'restore', 'verify', 'reveal', 'link'] as const

const base = (definition: Archive) => ({
  id: idSchema(),
  title: titleSchema(definition),
  place: z.nullable(placeSchema()),
  state: z.enum(['active', 'retired', 'merged']),
  /** Names of values that are there, but shown masked or not at all. */
  masked: z.array(z.string()),
  source: z.enum(sourceCodes),
  enteredAt: instantSchema(),
  verifiedAt: z.nullable(instantSchema()),
  updatedAt: instantSchema(),
  version: versionSchema(),
})

export const rowSchema = (definition: Archive) =>
  L2(z.object({ ...base(definition), values: shownValues(definition, listFields(definition)), custom: customShown(definition) }))

const who = () => graded(z.nullable(z.string()), { level: 'L2' })

export const recordSchema = (definition: Archive) =>
  L2(
    z.object({
      ...base(definition),
      values: shownValues(definition, Object.keys(definition.fields)),
      custom: customShown(definition),
      sourceNote: z.nullable(z.string()),
      enteredBy: who(),
      verifiedBy: who(),
      updatedBy: who(),
      /** Where each group of fields comes from, since it was last written. */
      provenance: z.record(
        z.string(),
        z.object({
          source: z.enum(sourceCodes),
          at: instantSchema(),
          by: who(),
          verifiedAt: z.nullable(instantSchema()),
          verifiedBy: who(),
        }),
      ),
      retiredAt: z.nullable(instantSchema()),
      retireReason: z.nullable(z.string()),
      /** In [0, 1]: how much of what should be known is known. */
      complete: z.number(),
      isFresh: z.boolean(),
      /** What was kept and looks wrong all the same: a coordinate beyond the community. */
      warnings: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string() })),
      can: z.array(z.enum(fileActions)),
    }),
  )

export const revealSchema = (definition: Archive) =>
  L2(
    z.object({
      values: shownValues(
        definition,
        Object.keys(definition.fields).filter((name) => fieldOf(definition, name).mask !== undefined),
      ),
      custom: customShown(definition),
    }),
  )

export const changeActions = [
  'created',
  'updated',
  'retired',
  'restored',
  'verified',
  'linked',
  'unlinked',
  'moved',
  'merged',
  'unmerged',
  'tagged',
  'untagged',
] as const

export const changeSchema = () =>
  L2(
    z.object({
      id: idSchema(),
      at: instantSchema(),
      by: who(),
      action: z.enum(changeActions),
      source: z.nullable(z.string()),
      reason: z.nullable(z.string()),
      version: versionSchema(),
      /** Before and after, as text; sealed values only masked. */
      changes: z.array(z.object({ field: z.string(), before: z.nullable(z.string()), after: z.nullable(z.string()) })),
    }),
  )

export const linkNodeSchema = () =>
  L2(
    z.object({
      archive: z.string(),
      id: idSchema(),
      title: graded(z.string(), { level: 'L3', mask: 'name' }),
      hint: z.string(),
      depth: z.number(),
      isRetired: z.boolean(),
    }),
  )

export const linkSchema = () =>
  L2(
    z.object({
      id: idSchema(),
      kind: z.string(),
      role: z.nullable(z.string()),
      from: z.object({ archive: z.string(), id: idSchema() }),
      to: z.object({ archive: z.string(), id: idSchema() }),
      startedOn: z.nullable(z.string()),
      endedOn: z.nullable(z.string()),
      source: z.enum(sourceCodes),
      enteredAt: instantSchema(),
      note: z.nullable(z.string()),
      version: versionSchema(),
    }),
  )

export const graphSchema = () =>
  L1(
    z.object({
      nodes: z.array(linkNodeSchema()),
      links: z.array(linkSchema()),
      /** Neighbours that exist and are none of the asker's business. */
      hidden: z.number(),
      /** There is more than was asked for or may be shown at once. */
      isCut: z.boolean(),
    }),
  )
