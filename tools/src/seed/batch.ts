import type { SqlValue, Store, Tx } from '@liren/bff/kernel/store/store'

export type Row = Readonly<Record<string, SqlValue>>

/** Below the limits of all databases: SQLite takes 32,766 parameters, the others more. */
const mostParams = 8_000

/** Writes many rows of one table with few statements. All rows have the columns of the first. */
export async function insertRows(store: Store, table: string, rows: readonly Row[], tx: Tx): Promise<void> {
  const first = rows[0]
  if (!first) return
  const columns = Object.keys(first)
  const perStatement = Math.max(1, Math.floor(mostParams / columns.length))
  const group = `(${columns.map(() => '?').join(', ')})`
  for (let from = 0; from < rows.length; from += perStatement) {
    const part = rows.slice(from, from + perStatement)
    await store.run(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => group).join(', ')}`,
      part.flatMap((row) => columns.map((column) => row[column] ?? null)),
      tx,
    )
  }
}
