import { createHash } from 'node:crypto'
import type { Json } from './schemas.ts'

/** Callers may rely on everything of one generation: within it fields are added, never taken away. */
const generation = 'v1'
const component = '#/components/schemas/'
const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8)

/**
 * `v1-3f9ac2d1`: the generation, and a fingerprint of what the document says of one interface. What shared shapes happen to be
 * called does not count; what they hold does, so an interface has the same version exactly as long as its document says the same.
 */
export function revisionsOf(schemas: Json): (operation: Json) => string {
  const known = new Map<string, string>()
  const open: string[] = []
  /** Shapes that hold each other look different from inside: what led back to an open one is not kept. */
  let ledBack = 0

  const shape = (name: string): string => {
    const settled = known.get(name)
    if (settled !== undefined) return settled
    const at = open.lastIndexOf(name)
    if (at >= 0) {
      ledBack++
      return `${open.length - at} above`
    }
    const before = ledBack
    open.push(name)
    const made = digest(whole(schemas[name]))
    open.pop()
    if (ledBack === before) known.set(name, made)
    return made
  }
  const whole = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(whole)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) =>
        name === '$ref' && typeof part === 'string' ? [name, shape(part.slice(component.length))] : [name, whole(part)],
      ),
    )
  }
  return (operation) => `${generation}-${digest(whole(operation))}`
}
