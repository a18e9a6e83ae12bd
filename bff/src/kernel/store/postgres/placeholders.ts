const cache = new Map<string, string>()

/** One token at a time: strings, quoted names, comments and dollar quotes are passed over as they are. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|\?/g

/** `a = ? AND b = ?` → `a = $1 AND b = $2`. */
export function numberPlaceholders(sql: string): string {
  const known = cache.get(sql)
  if (known !== undefined) return known
  let count = 0
  const numbered = sql.replace(token, (piece) => (piece === '?' ? `$${++count}` : piece))
  if (cache.size >= 1000) cache.clear()
  cache.set(sql, numbered)
  return numbered
}
