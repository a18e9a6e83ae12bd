import type { SqlValue, Store, Tx } from '../store/store.ts'

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
