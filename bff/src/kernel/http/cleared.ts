import { type FieldMeta, fieldMeta, type Level, type z } from '@liren/contract'
import { leavesOf } from '@liren/contract/kernel/leaves'

type Schema = z.core.$ZodType
type Cut = (value: unknown, stripped: Set<string>) => unknown

const gone = Symbol('gone')

/**
 * Builds the function that takes out of an answer what its receiver is not cleared for. The level of a value is its
 * own or that of what surrounds it, as the contract declares it; a choice between shapes has the highest of them.
 */
export function compileClearance(schema: Schema, clearance: Level): (value: unknown) => { value: unknown; stripped: string[] } {
  const cut = compile(schema, clearance, undefined, '')
  return (value) => {
    const stripped = new Set<string>()
    const left = cut(value, stripped)
    return { value: left === gone ? null : left, stripped: [...stripped] }
  }
}

function compile(schema: Schema, clearance: Level, outer: FieldMeta | undefined, path: string): Cut {
  const meta = fieldMeta.get(schema as Parameters<typeof fieldMeta.get>[0]) ?? outer
  const def = (schema as z.core.$ZodTypes)._zod.def
  switch (def.type) {
    case 'object': {
      const fields = new Map(Object.entries(def.shape).map(([key, inner]) => [key, compile(inner, clearance, meta, `${path}.${key}`)]))
      return (value, stripped) => (isObject(value) ? pick(value, (key) => fields.get(key), stripped) : value)
    }
    case 'record': {
      const inner = compile(def.valueType, clearance, meta, `${path}.*`)
      return (value, stripped) => (isObject(value) ? pick(value, () => inner, stripped) : value)
    }
    case 'array': {
      const inner = compile(def.element, clearance, meta, path)
      return (value, stripped) =>
        Array.isArray(value) ? value.map((item) => inner(item, stripped)).filter((item) => item !== gone) : value
    }
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return compile(def.innerType, clearance, meta, path)
    default:
      return isAbove(schema, clearance, outer) ? above(path.replace(/^\./, '')) : (value) => value
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function pick(value: Record<string, unknown>, of: (key: string) => Cut | undefined, stripped: Set<string>): Record<string, unknown> {
  const left: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const cut = of(key)
    const kept = cut === undefined ? item : cut(item, stripped)
    if (kept !== gone) left[key] = kept
  }
  return left
}

const isAbove = (schema: Schema, clearance: Level, outer: FieldMeta | undefined): boolean =>
  leavesOf(schema).some(({ level }) => (level ?? outer?.level ?? 'L4') > clearance)

/** Nothing was there: nothing was taken. */
const above =
  (path: string): Cut =>
  (value, stripped) => {
    if (value === undefined || value === null) return value
    stripped.add(path)
    return gone
  }
