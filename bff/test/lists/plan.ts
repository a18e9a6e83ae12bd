import type { Param } from '../../src/kernel/store/connector.ts'
import { internalsOf } from '../../src/kernel/store/internals.ts'
import type { Store } from '../../src/kernel/store/store.ts'

/** A table of a statement that the database would read from one end to the other. */
export interface Whole {
  readonly table: string
  readonly how: string
}

/** A condition that nothing meets is looked at once, whatever the plan says. */
const isNothing = /(?:WHERE|AND) \(?1 = 0(?! OR)/

/**
 * The tables that a statement reads whole. A page that walks an index in its own order and stops at its limit is
 * none; a table that is sorted first, or that an index is made for on the spot, is one.
 */
export async function readWhole(store: Store, sql: string, params: readonly Param[]): Promise<Whole[]> {
  const { connector } = internalsOf(store)
  if (isNothing.test(sql)) return []
  const tables = tablesOf(sql)
  const named = (alias: string, how: string): Whole[] => {
    const name = alias.toLowerCase()
    const isInner = name.startsWith('<') || (tables.has(name) && tables.get(name) === undefined)
    return isInner ? [] : [{ table: tables.get(name) ?? alias, how }]
  }
  const stops = /\bLIMIT\b/i.test(sql)
  if (store.dialect === 'sqlite') {
    const lines = (await connector.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params, undefined)).map(({ detail }) => detail)
    const sorts = lines.some((line) => /^USE TEMP B-TREE FOR (ORDER BY|GROUP BY|DISTINCT)/.test(line))
    return lines.flatMap((line) => {
      const [, verb, alias = '', rest = ''] = /^(SCAN|SEARCH) (?!CONSTANT ROW)(\w+)(.*)$/.exec(line) ?? []
      if (verb === 'SEARCH') return / AUTOMATIC /.test(rest) ? named(alias, line) : []
      return verb === 'SCAN' && !(stops && !sorts) ? named(alias, line) : []
    })
  }
  const lines = await connector.rows<{ table: string | null; type: string | null; key: string | null; Extra: string }>(
    `EXPLAIN ${sql}`,
    params,
    undefined,
  )
  const sorts = lines.some(({ Extra }) => /filesort|temporary/.test(Extra))
  return lines.flatMap(({ table, type, key, Extra }) => {
    const whole = type === 'ALL' || (type === 'index' && !(stops && !sorts))
    return whole && table ? named(table, `${type} ${key ?? ''} ${Extra}`.trim()) : []
  })
}

/** The tables by the name that the statement gives them; none for rows that an inner statement has read already. */
function tablesOf(sql: string): Map<string, string | undefined> {
  const inner = [...sql.matchAll(/\)\s+(?:AS\s+)?([a-z_]\w*)/gi)].map(([, alias = '']) => [alias.toLowerCase(), undefined] as const)
  const named = [...sql.matchAll(/\b(?:FROM|JOIN)\s+([a-z_][\w.]*)(?:\s+(?:AS\s+)?([a-z_]\w*))?/gi)]
  return new Map([
    ...inner,
    ...named.flatMap(([, table = '', alias = table]) => [alias, table].map((name) => [name.toLowerCase(), table] as const)),
  ])
}
