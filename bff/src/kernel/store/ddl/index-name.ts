import { createHash } from 'node:crypto'

/**
 * The name of an index follows from what it covers, so that a unique violation has the same name on every
 * store. Servers allow 63 characters; a longer name ends in a piece of its hash.
 */
export function indexName(kind: 'ix' | 'ux', table: string, columns: readonly string[]): string {
  const full = `${kind}_${table}_${columns.join('_')}`
  if (full.length <= 60) return full
  return `${full.slice(0, 51)}_${createHash('sha256').update(full).digest('hex').slice(0, 8)}`
}
