import { type FieldMeta, fieldMeta, type Level } from './level.ts'
import type { z } from './zod.ts'

type Schema = z.core.$ZodType

/** One value that is not made of others, with the level that counts for it: its own or that of what surrounds it. */
export interface Leaf {
  /** `items[].contact.phone` */
  readonly path: string
  readonly schema: Schema
  readonly level: Level | undefined
  readonly meta: FieldMeta | undefined
}

/** The schemas directly inside another, each with its step of the path. */
export function childrenOf(schema: Schema): { step: string; schema: Schema }[] {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).map(([name, child]) => ({ step: `.${name}`, schema: child }))
    case 'array':
      return [{ step: '[]', schema: def.element }]
    case 'tuple':
      return [...def.items, ...(def.rest ? [def.rest] : [])].map((child, index) => ({ step: `[${index}]`, schema: child }))
    case 'record':
    case 'map':
      return [{ step: '{}', schema: def.valueType }]
    case 'union':
      return def.options.map((child) => ({ step: '', schema: child }))
    case 'intersection':
      return [def.left, def.right].map((child) => ({ step: '', schema: child }))
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return [{ step: '', schema: def.innerType }]
    case 'pipe':
      return [{ step: '', schema: def.out._zod.def.type === 'transform' ? def.in : def.out }]
    case 'lazy':
      return [{ step: '', schema: def.getter() }]
    default:
      return []
  }
}

/** All leaves of a schema. A schema inside itself is entered once. */
export function leavesOf(schema: Schema): Leaf[] {
  const found: Leaf[] = []
  const visit = (current: Schema, path: string, outer: FieldMeta | undefined, inside: ReadonlySet<Schema>): void => {
    if (inside.has(current)) return
    const meta = fieldMeta.get(current as Parameters<typeof fieldMeta.get>[0]) ?? outer
    const children = childrenOf(current)
    if (children.length === 0) found.push({ path: path.replace(/^\./, ''), schema: current, level: meta?.level, meta })
    const within = new Set(inside).add(current)
    for (const child of children) visit(child.schema, path + child.step, meta, within)
  }
  visit(schema, '', undefined, new Set())
  return found
}
