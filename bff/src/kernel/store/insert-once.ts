import type { Changed } from './connector.ts'
import { insertSql } from './insert-sql.ts'
import { internalsOf } from './internals.ts'
import type { SqlValue, Store, Tx } from './store.ts'

/** The statement of `insertOnce` and how to read its outcome, for writes that are sent later. */
export function insertOnceStatement(store: Store, table: string, row: Readonly<Record<string, SqlValue>>) {
  const insert = insertSql(table, row)
  const params = Object.values(row)
  if (store.dialect !== 'mysql') return { sql: `${insert} ON CONFLICT DO NOTHING`, params, made: ({ count }: Changed) => count === 1 }
  // A plain INSERT that finds its key takes a shared lock: two who then update the row wait for each other. This
  // takes the exclusive one, changes nothing, and says through the insert id that it came this way.
  const [first] = Object.keys(row)
  const found = `ON DUPLICATE KEY UPDATE ${first} = IF(LAST_INSERT_ID(1) = 1, ${first}, ${first})`
  return { sql: `${insert} ${found}`, params, made: ({ insertId }: Changed) => insertId === 0 }
}

/**
 * Inserts a row unless its key exists; tells whether it did. Unlike MySQL's INSERT IGNORE it swallows nothing
 * else: a value that is too long is still an error. Either way the row is locked for this transaction, so it may
 * be updated next without colliding with others who do the same.
 */
export async function insertOnce(store: Store, table: string, row: Readonly<Record<string, SqlValue>>, tx?: Tx): Promise<boolean> {
  const { sql, params, made } = insertOnceStatement(store, table, row)
  return made(await internalsOf(store).change(sql, params, tx))
}
