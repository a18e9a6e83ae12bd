import type { SqlValue, Store, Tx } from './store.ts'

type Row = Readonly<Record<string, SqlValue>>

const perStatement = 400

/**
 * Writes many rows whose key may be there already: what is there takes the new values. `adding` names columns whose
 * old value is added to. Keys must not repeat within one call.
 */
export async function upsertRows(
  store: Store,
  table: string,
  key: readonly string[],
  rows: readonly Row[],
  tx?: Tx,
  adding: readonly string[] = [],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const fresh = (column: string) => (store.dialect === 'mysql' ? `VALUES(${column})` : `excluded.${column}`)
  const sets = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = ${adding.includes(column) ? `${table}.${column} + ` : ''}${fresh(column)}`)
    .join(', ')
  const found = store.dialect === 'mysql' ? 'ON DUPLICATE KEY UPDATE' : `ON CONFLICT (${key.join(', ')}) DO UPDATE SET`
  const group = `(${columns.map(() => '?').join(', ')})`
  for (let from = 0; from < rows.length; from += perStatement) {
    const part = rows.slice(from, from + perStatement)
    await store.run(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => group).join(', ')} ${found} ${sets}`,
      part.flatMap((row) => columns.map((column) => row[column] ?? null)),
      tx,
    )
  }
}
