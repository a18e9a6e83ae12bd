import type { Trait } from './trait.ts'

type Scalar = string | number | boolean | null

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

/** Tells everything under the names of its own model, for what no family of the vocabulary has a word. */
export const reported: Trait = (values) => {
  const properties = Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Scalar] => isScalar(entry[1])))
  return Object.keys(properties).length === 0 ? undefined : { type: 'properties.reported', values: { properties } }
}
