import { setTimeout as wait } from 'node:timers/promises'
import type { Sequelize } from 'sequelize'
import type { Random } from '../ports/time.ts'
import type { Connector } from './connector.ts'
import { setInternals } from './internals.ts'
import { toParams } from './params.ts'
import { refuseUnscoped } from './scoped-tables.ts'
import { noteStatement } from './sql-count.ts'
import type { SqlValue, Store, Tx } from './store.ts'
import { StoreError } from './store-error.ts'
import { type Pause, Transactions } from './transactions.ts'

const pingPatience = 1000
/** Sequelize sends these itself; they are neither counted nor held against the transaction around them. */
const bracketing = /^\s*(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b/i

/** The one behaviour that all databases share: counted, guarded, failing alike. */
export function createStore(connector: Connector, random: Random, pause: Pause = wait): Store {
  const { sequelize } = connector
  const transactions = new Transactions(connector, random, pause)

  async function statement<T>(sql: string, tx: Tx | undefined, send: () => Promise<T>): Promise<T> {
    transactions.check(tx, sql)
    noteStatement(sql)
    try {
      return await send()
    } catch (error) {
      const known = connector.explain(error)
      if (!known) throw error
      transactions.noteFailure(tx, known)
      throw known
    }
  }

  const rows = <T extends object>(sql: string, params: readonly SqlValue[], tx: Tx | undefined) =>
    statement(sql, tx, () => connector.rows<T>(sql, toParams(params), tx))

  const change = (sql: string, params: readonly SqlValue[], tx: Tx | undefined) =>
    statement(sql, tx, () => connector.run(sql, toParams(params), tx))

  guardModels(sequelize, statement)

  const store: Store = {
    dialect: connector.dialect,
    flavour: connector.flavour,
    sequelize,
    tx: (work) => transactions.run(work),
    async rows<T extends object>(sql: string, params: readonly SqlValue[] = [], tx?: Tx) {
      refuseUnscoped(sql)
      return rows<T>(sql, params, tx)
    },
    run: async (sql, params = [], tx) => (await change(sql, params, tx)).count,
    async ping() {
      const patience = new AbortController()
      const late = wait(pingPatience, undefined, { signal: patience.signal }).then(
        () => Promise.reject(new StoreError('timeout')),
        () => undefined,
      )
      try {
        await Promise.race([connector.rows('SELECT 1 AS one', [], undefined), late])
      } catch (error) {
        throw connector.explain(error) ?? error
      } finally {
        patience.abort()
      }
    },
    close: () => connector.close(),
  }
  setInternals(store, { connector, rows, change })
  return store
}

/** `scope` passed to `findAll`, `count`, bulk `update` and `destroy` of a model reaches us here. */
interface ModelOptions {
  readonly transaction?: Tx
  readonly scope?: unknown
}

type Guard = <T>(sql: string, tx: Tx | undefined, send: () => Promise<T>) => Promise<T>

/** Models reach the database through `sequelize.query`: the same guards stand there. */
function guardModels(sequelize: Sequelize, guard: Guard): void {
  const backslashes = sequelize.getDialect() === 'mysql'
  const original = sequelize.query.bind(sequelize) as (sql: unknown, options?: ModelOptions) => Promise<unknown>
  const guarded = (sql: string | { query: string }, options?: ModelOptions) => {
    const text = typeof sql === 'string' ? sql : sql.query
    if (bracketing.test(text)) return original(sql, options)
    if (options?.scope === undefined && /^\s*(SELECT|WITH|UPDATE|DELETE)\b/i.test(text)) refuseUnscoped(text, backslashes)
    return guard(text, options?.transaction, () => original(sql, options))
  }
  sequelize.query = guarded as unknown as Sequelize['query']
}
