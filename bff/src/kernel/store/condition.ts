import type { SqlValue } from './store.ts'

/** A piece of SQL with its own parameters, in the order of its placeholders. */
export interface Condition {
  readonly sql: string
  readonly params: readonly SqlValue[]
}

export const nothing: Condition = { sql: '1 = 0', params: [] }

/** Puts conditions together with AND or OR; of none, AND is true and OR is false. */
export function combine(word: 'AND' | 'OR', parts: readonly Condition[]): Condition {
  if (parts.length === 0) return word === 'AND' ? { sql: '1 = 1', params: [] } : nothing
  if (parts.length === 1) return parts[0] as Condition
  return { sql: `(${parts.map((part) => part.sql).join(` ${word} `)})`, params: parts.flatMap((part) => part.params) }
}

export const among = (column: string, values: readonly SqlValue[]): Condition =>
  values.length === 0 ? nothing : { sql: `${column} IN (${values.map(() => '?').join(', ')})`, params: values }

/** What people type is text, not a pattern: `%` and `_` in it stand for themselves. Use with `LIKE ? ESCAPE '!'`. */
export const escapeLike = (text: string): string => text.replace(/[!%_]/g, '!$&')

export const contains = (column: string, text: string): Condition => ({
  sql: `${column} LIKE ? ESCAPE '!'`,
  params: [`%${escapeLike(text)}%`],
})

export const startsWith = (column: string, text: string): Condition => ({
  sql: `${column} LIKE ? ESCAPE '!'`,
  params: [`${escapeLike(text)}%`],
})
