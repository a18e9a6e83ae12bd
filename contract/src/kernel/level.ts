import type { Text } from './text.ts'
import { z } from './zod.ts'

/**
 * Data classes: L1 anybody, L2 signed-in people of the place, L3 personal, L4 the most sensitive (identity
 * numbers, health, faces). Every leaf of every answer carries one, its own or that of the object around it.
 */
export type Level = 'L1' | 'L2' | 'L3' | 'L4'

export type Mask = 'name' | 'phone' | 'idNumber' | 'plate' | 'address' | 'all'

export interface FieldMeta {
  readonly level: Level
  /** `capability.field`, so that a role can be given or refused this field by name. */
  readonly key?: string
  readonly label?: Text
  /** How the value is shown to those who may know that it exists but not read it. */
  readonly mask?: Mask
}

export const fieldMeta = z.registry<FieldMeta>()

type AnySchema = Parameters<typeof fieldMeta.add>[0]

const everywhere = new WeakSet<object>()

/** One schema for all places that say the same; where a place says more of it, `field` makes it one of its own. */
export function shared<S extends object>(schema: S): S {
  everywhere.add(schema)
  return schema
}

/** Attach a level (and optionally key, label, mask) to a schema. */
export function field<S extends AnySchema>(schema: S, meta: FieldMeta): S {
  const own = everywhere.has(schema) ? z.clone(schema) : schema
  fieldMeta.add(own, meta)
  return own
}

/** Shorthands: `L3(z.string())`. Wrap an object to give all of its fields a level at once. */
export const L1 = <S extends AnySchema>(schema: S): S => field(schema, { level: 'L1' })
export const L2 = <S extends AnySchema>(schema: S): S => field(schema, { level: 'L2' })
export const L3 = <S extends AnySchema>(schema: S): S => field(schema, { level: 'L3' })
export const L4 = <S extends AnySchema>(schema: S): S => field(schema, { level: 'L4' })
