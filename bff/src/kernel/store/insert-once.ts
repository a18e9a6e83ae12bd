import type { SqlValue, Store, Tx } from './store.ts'
import { isUniqueViolation } from './store-error.ts'

/**
 * Inserts a row unless its key exists; tells whether it did. Unlike MySQL's INSERT IGNORE it swallows nothing
 * else: a value that is too long is still an error.
 */
export async function insertOnce(store: Store, table: string, row: Readonly<Record<string, SqlValue>>, tx?: Tx): Promise<boolean> {
  const columns = Object.keys(row)
  const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  const values = Object.values(row)
  if (store.dialect !== 'mysql') return (await store.run(`${insert} ON CONFLICT DO NOTHING`, values, tx)) === 1
  try {
    return (await store.run(insert, values, tx)) === 1
  } catch (error) {
    // Here a refused statement leaves its transaction usable.
    if (isUniqueViolation(error)) return false
    throw error
  }
}
