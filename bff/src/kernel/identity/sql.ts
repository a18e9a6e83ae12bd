import type { SqlValue, Store, Tx } from '../store/store.ts'

/** Inserts a row unless its key exists; says whether it did. */
export async function insertIgnore(store: Store, table: string, row: Readonly<Record<string, SqlValue>>, tx?: Tx): Promise<boolean> {
  const columns = `(${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
    .map(() => '?')
    .join(', ')})`
  const sql =
    store.dialect === 'mysql' ? `INSERT IGNORE INTO ${table} ${columns}` : `INSERT INTO ${table} ${columns} ON CONFLICT DO NOTHING`
  return (await store.run(sql, Object.values(row), tx)) === 1
}

/** Inserts a row; a key that exists is an error. */
export const insert = (store: Store, table: string, row: Readonly<Record<string, SqlValue>>, tx: Tx): Promise<number> =>
  store.run(
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
      .map(() => '?')
      .join(', ')})`,
    Object.values(row),
    tx,
  )

export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')
