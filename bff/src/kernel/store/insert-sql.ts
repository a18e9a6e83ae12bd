const made = new Map<string, string>()
const remembered = 1000

/** The statement that inserts a row: the same text, and the same string, for rows with the same columns in the same order. */
export function insertSql(table: string, row: object): string {
  const columns = Object.keys(row)
  const key = `${table} ${columns.join(', ')}`
  const known = made.get(key)
  if (known !== undefined) return known
  if (made.size >= remembered) made.clear()
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
  made.set(key, sql)
  return sql
}
