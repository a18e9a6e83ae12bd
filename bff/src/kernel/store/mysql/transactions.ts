import type mysql2 from 'mysql2'
import { type Sequelize, Transaction } from 'sequelize'
import type { Statement } from '../connector.ts'
import type { Tx } from '../store.ts'
import type { Manager } from './connect.ts'
import { pipeline } from './pipeline.ts'

/** What Sequelize's transaction holds beside its public face. */
interface Held {
  readonly id: string
  connection: mysql2.Connection & { uuid?: string | undefined }
  finished?: 'commit' | 'rollback'
  readonly _afterCommitHooks: readonly ((tx: Tx) => unknown)[]
}

const off: Statement = { sql: 'SET autocommit = 0', params: [] }
const on: Statement = { sql: 'SET autocommit = 1', params: [] }
const commit: Statement = { sql: 'COMMIT', params: [] }

/**
 * Transactions that open with their first statement, in the same trip. Autocommit is off until the end: when the
 * database undoes a transaction, the statements that were sent behind the one that failed begin a new one, which is
 * rolled back too, instead of being kept one by one.
 */
export function mysqlTransactions(sequelize: Sequelize, manager: Manager) {
  const unopened = new WeakSet<Tx>()
  const of = (tx: Tx) => tx as unknown as Held

  function release(tx: Tx): void {
    const { connection } = of(tx)
    connection.uuid = undefined
    manager.releaseConnection(connection)
  }

  /** Whatever state it is in, nobody else gets this connection. */
  async function destroy(tx: Tx): Promise<void> {
    const { connection } = of(tx)
    connection.uuid = undefined
    await manager.destroyConnection(connection).catch(() => {})
  }

  async function all(tx: Tx, statements: readonly Statement[]): Promise<void> {
    for (const { error } of await pipeline(of(tx).connection, statements)) if (error !== undefined) throw error
  }

  function opening(tx: Tx): readonly Statement[] {
    return unopened.delete(tx) ? [off] : []
  }

  return {
    /** What has to be sent ahead of the first statement. */
    opening,
    async open(tx: Tx): Promise<void> {
      const [first] = opening(tx)
      if (first) await all(tx, [first])
    },
    async begin(): Promise<Tx> {
      const connection: Held['connection'] = await manager.getConnection({ type: 'write' })
      const tx = new (Transaction as unknown as new (of: Sequelize, options: object) => Tx)(sequelize, {})
      of(tx).connection = connection
      connection.uuid = of(tx).id
      unopened.add(tx)
      return tx
    },
    async commit(tx: Tx): Promise<void> {
      try {
        if (!unopened.has(tx)) await all(tx, [commit, on])
      } catch (error) {
        await destroy(tx)
        throw error
      } finally {
        of(tx).finished = 'commit'
      }
      release(tx)
      for (const hook of of(tx)._afterCommitHooks) await hook(tx)
    },
    async rollback(tx: Tx): Promise<void> {
      of(tx).finished = 'rollback'
      try {
        if (!unopened.has(tx)) {
          await rollback(of(tx).connection)
          await all(tx, [on])
        }
        release(tx)
      } catch (error) {
        await destroy(tx)
        throw error
      }
    },
  }
}

/** Not every server prepares it. */
const rollback = (connection: mysql2.Connection): Promise<void> =>
  new Promise((resolve, reject) => connection.query('ROLLBACK', (error) => (error ? reject(error) : resolve())))
