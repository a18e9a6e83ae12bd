import type { z } from '@liren/contract'
import { childrenOf } from '@liren/contract/kernel/leaves'

type Schema = z.core.$ZodType

const typeOf = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def.type

/** Properties of an answer that its contract does not declare, as paths. */
export function undeclared(schema: Schema, value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) {
    const element = wrapped(schema, 'array')
    return element ? value.flatMap((item) => undeclared(childrenOf(element)[0]?.schema as Schema, item, `${path}[]`)) : []
  }
  const shapes = objectsIn(schema)
  if (shapes.length === 0) return []
  return Object.entries(value).flatMap(([name, child]) => {
    const fitting = shapes.flatMap((shape) => childrenOf(shape).filter(({ step }) => step === `.${name}`))
    if (fitting.length === 0) return [`${path}.${name}`]
    return fitting.map(({ schema: inner }) => undeclared(inner, child, `${path}.${name}`)).reduce((a, b) => (a.length <= b.length ? a : b))
  })
}

/** The object shapes that a schema may take, through optional, nullable, union and the like; none for a free record. */
function objectsIn(schema: Schema): Schema[] {
  const type = typeOf(schema)
  if (type === 'object') return [schema]
  if (type === 'record' || type === 'array' || type === 'unknown' || type === 'any') return []
  return childrenOf(schema).flatMap((child) => objectsIn(child.schema))
}

function wrapped(schema: Schema, wanted: string): Schema | undefined {
  if (typeOf(schema) === wanted) return schema
  if (typeOf(schema) === 'object' || typeOf(schema) === 'record') return undefined
  for (const child of childrenOf(schema)) {
    const found = wrapped(child.schema, wanted)
    if (found) return found
  }
  return undefined
}
