import type { SqlValue, Store, Tx } from './store.ts'

/** Inserts a row unless one with its key is there. Returns whether it was this call that made it. */
export async function insertIgnore(store: Store, table: string, row: Readonly<Record<string, SqlValue>>, tx?: Tx): Promise<boolean> {
  const columns = Object.keys(row)
  const values = `(${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  const sql = store.dialect === 'mysql' ? `INSERT IGNORE INTO ${table} ${values}` : `INSERT INTO ${table} ${values} ON CONFLICT DO NOTHING`
  return (await store.run(sql, Object.values(row), tx)) === 1
}
