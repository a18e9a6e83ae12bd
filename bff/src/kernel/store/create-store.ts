import type { Sequelize } from 'sequelize'
import type { Clock, Random } from '../ports/time.ts'
import type { Connector } from './connector.ts'
import { toParams } from './params.ts'
import { noteStatement } from './sql-count.ts'
import type { SqlValue, Store, Tx } from './store.ts'
import { StoreError } from './store-error.ts'
import { Transactions } from './transactions.ts'

const connectors = new WeakMap<Store, Connector>()
const pingPatience = 1000
/** Sequelize sends these itself; they are neither counted nor held against the transaction around them. */
const bracketing = /^\s*(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b/i

/** The one behaviour that all databases share: counted, guarded, failing alike. */
export function createStore(connector: Connector, clock: Clock, random: Random): Store {
  const { sequelize } = connector
  const transactions = new Transactions(connector, clock, random)

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

  guardModels(sequelize, statement)

  const store: Store = {
    dialect: connector.dialect,
    flavour: connector.flavour,
    sequelize,
    tx: (work) => transactions.run(work),
    rows: <T extends object>(sql: string, params: readonly SqlValue[] = [], tx?: Tx) =>
      statement(sql, tx, () => connector.rows<T>(sql, toParams(params), tx)),
    run: (sql, params = [], tx) => statement(sql, tx, () => connector.run(sql, toParams(params), tx)),
    async ping() {
      const patience = new AbortController()
      const late = clock.sleep(pingPatience, patience.signal).then(
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
  connectors.set(store, connector)
  return store
}

/** For the parts of the kernel that are about the database itself: migrations, its fingerprint. */
export function connectorOf(store: Store): Connector {
  const connector = connectors.get(store)
  if (!connector) throw new Error('This store was not made by createStore')
  return connector
}

type Guard = <T>(sql: string, tx: Tx | undefined, send: () => Promise<T>) => Promise<T>

/** Models reach the database through `sequelize.query`: the same guards stand there. */
function guardModels(sequelize: Sequelize, guard: Guard): void {
  const original = sequelize.query.bind(sequelize) as (sql: unknown, options?: { transaction?: Tx }) => Promise<unknown>
  const guarded = (sql: string | { query: string }, options?: { transaction?: Tx }) => {
    const text = typeof sql === 'string' ? sql : sql.query
    if (bracketing.test(text)) return original(sql, options)
    return guard(text, options?.transaction, () => original(sql, options))
  }
  sequelize.query = guarded as unknown as Sequelize['query']
}
