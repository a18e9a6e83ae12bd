import type { Signal, Trait, Values } from './trait.ts'

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

const present = (values: Values, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => isScalar(values[name])).map((name) => [name, values[name]]))

/** One word of the vocabulary with those of its fields that are there; nothing when one of the needed ones is missing. */
export const tells =
  (type: Signal['type'], fields: readonly string[], needed: readonly string[] = []): Trait =>
  (values) => {
    const found = present(values, fields)
    const isWhole = Object.keys(found).length > 0 && needed.every((name) => name in found)
    return isWhole ? ({ type, values: found } as unknown as Signal) : undefined
  }

/** A yes or no of its own, told as something that began or is over; `more` fields of the values go with it. */
export const stands =
  (name: string, type: Signal['type'], fixed: object = {}, more: readonly string[] = []): Trait =>
  (values) => {
    const isActive = values[name]
    if (typeof isActive !== 'boolean') return undefined
    return { type, values: { isActive, ...fixed, ...present(values, more) } } as unknown as Signal
  }

/** A yes or no that is another word each. */
export const turns =
  (name: string, yes: Signal, no: Signal): Trait =>
  (values) =>
    values[name] === true ? yes : values[name] === false ? no : undefined

/** A fault that stays until it is taken back. */
export const faulty = (name = 'fault', code = 'device'): Trait =>
  turns(name, { type: 'device.fault', values: { code } }, { type: 'device.recovered', values: { code } })

/** Numbers that no family has a word for, under their own names. */
export const own =
  (...names: readonly string[]): Trait =>
  (values) => {
    const properties = present(values, names)
    return Object.keys(properties).length > 0 ? ({ type: 'properties.reported', values: { properties } } as unknown as Signal) : undefined
  }
