import { createHash } from 'node:crypto'
import type { Json } from './schemas.ts'

/** Callers may rely on everything of one generation: within it fields are added, never taken away. */
const generation = 'v1'
const component = '#/components/schemas/'

/**
 * `v1-3f9ac2d1`: the generation, and a fingerprint of what the document says of one interface. What shared shapes happen to be
 * called does not count; what they hold does, so an interface has the same version exactly as long as its document says the same.
 */
export function revisionOf(operation: Json, schemas: Json): string {
  const inside: string[] = []
  const whole = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(whole)
    if (typeof value !== 'object' || value === null) return value
    const { $ref, ...rest } = value as Json
    const others = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, whole(part)]))
    if (typeof $ref !== 'string') return others
    const name = $ref.slice(component.length)
    // a shape that holds itself is told apart by how far up it stands
    const above = inside.lastIndexOf(name)
    if (above >= 0) return { ...others, above: inside.length - above }
    inside.push(name)
    const meant = whole(schemas[name])
    inside.pop()
    return { ...others, meant }
  }
  const told = JSON.stringify(whole(operation))
  return `${generation}-${createHash('sha256').update(told).digest('hex').slice(0, 8)}`
}
