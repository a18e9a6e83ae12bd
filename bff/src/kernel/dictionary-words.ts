import type { Kernel } from './kernel.ts'
import { among } from './store/condition.ts'
import type { Tx } from './store/store.ts'

interface Word {
  readonly dictionary: string
  readonly code: string
}

/** Those of these words that are in no dictionary, or no longer given out. One statement for all of them. */
export async function unknownWords<W extends Word>({ store }: Pick<Kernel, 'store'>, asked: readonly W[], tx?: Tx): Promise<W[]> {
  if (asked.length === 0) return []
  const dictionaries = among('dictionary', [...new Set(asked.map(({ dictionary }) => dictionary))])
  const codes = among('code', [...new Set(asked.map(({ code }) => code))])
  const rows = await store.rows<Word>(
    `SELECT dictionary, code FROM dictionary_items WHERE ${dictionaries.sql} AND ${codes.sql} AND is_retired = 0`,
    [...dictionaries.params, ...codes.params],
    tx,
  )
  const known = new Set(rows.map(({ dictionary, code }) => `${dictionary}:${code}`))
  return asked.filter(({ dictionary, code }) => !known.has(`${dictionary}:${code}`))
}
