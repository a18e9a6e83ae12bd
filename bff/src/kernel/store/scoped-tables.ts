/** Thrown where rows of a place or person would be read for nobody in particular. It is a mistake in our code. */
export class UnscopedRead extends Error {
  constructor(table: string, advice: string) {
    super(`${table} is a scoped table: ${advice}`)
    this.name = 'UnscopedRead'
  }
}

const tables = new Map<string, { mention: RegExp; narrowing: RegExp }>()
const verdicts = new Map<string, string>()
const remembered = 2000

const named = (names: readonly string[]) => new RegExp(`(?<!\\w)(?:${names.join('|')})(?!\\w)`, 'i')

export function registerScopedTable(table: string, columns: readonly string[]): void {
  tables.set(table, { mention: named([table]), narrowing: named([...columns, '1 = 0']) })
  verdicts.clear()
}

/** Text in quotes is data: it may name a table without reading it. MySQL's models escape with backslashes. */
const withoutStrings = (sql: string, backslashes: boolean) =>
  sql.replace(backslashes ? /'(?:[^'\\]|\\[\s\S]|'')*'/g : /'(?:[^']|'')*'/g, "''")

/** Refuses a statement that names a scoped table and did not come through `scopedRows` or `unscoped`. */
export function refuseUnscoped(sql: string, backslashes = false): void {
  let table = verdicts.get(sql)
  if (table === undefined) {
    table = scopedTableIn(sql, backslashes) ?? ''
    // Statements are few and written by us; those that inline values must not fill the memory.
    if (verdicts.size >= remembered) verdicts.clear()
    verdicts.set(sql, table)
  }
  if (table !== '')
    throw new UnscopedRead(table, 'read it through scopedRows with the scope of the request, or through unscoped with a reason')
}

function scopedTableIn(sql: string, backslashes: boolean): string | undefined {
  const text = withoutStrings(sql, backslashes)
  for (const [table, { mention }] of tables) if (mention.test(text)) return table
  return undefined
}

const narrowed = new Set<string>()

/** Refuses a statement that was given a scope but does not look at any column that could narrow by it. */
export function refuseUnusedScope(table: string, sql: string): void {
  const known = tables.get(table)
  if (!known) throw new Error(`${table} was not declared with scopedTable`)
  if (narrowed.has(sql)) return
  const conditions = /\bwhere\b([\s\S]*)$/i.exec(withoutStrings(sql, false))?.[1] ?? ''
  // Sorting or grouping by the column does not narrow.
  const narrowing = conditions.replace(/\b(?:order|group)\s+by\b[^()]*?(?=\blimit\b|\bhaving\b|\)|$)/gi, '')
  if (!known.narrowing.test(narrowing)) throw new UnscopedRead(table, 'this statement has a scope but does not narrow by it')
  if (narrowed.size >= remembered) narrowed.clear()
  narrowed.add(sql)
}
