import { setTimeout as wait } from 'node:timers/promises'
import type { Sequelize } from 'sequelize'
import type { Random } from '../ports/time.ts'
import type { Condition } from './condition.ts'
import type { Answer, Changed, Connector, Statement } from './connector.ts'
import { setInternals } from './internals.ts'
import { toParams } from './params.ts'
import { refuseUnscoped } from './scoped-tables.ts'
import { noteStatement } from './sql-count.ts'
import type { LaterWrite, SqlValue, Store, Tx } from './store.ts'
import { StoreError } from './store-error.ts'
import { type Later, type Pause, Transactions } from './transactions.ts'

const pingPatience = 1000
/** Sequelize sends these itself; they are neither counted nor held against the transaction around them. */
const bracketing = /^\s*(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b/i

/** The one behaviour that all databases share: counted, guarded, failing alike. */
export function createStore(connector: Connector, random: Random, pause: Pause = wait, isWatched = true): Store {
  const { sequelize } = connector
  const transactions = new Transactions(connector, random, pause, isWatched)

  /** What a failure means; the first one in a transaction decides what becomes of it. */
  function explained(error: unknown, tx: Tx | undefined): unknown {
    const known = connector.explain(error)
    if (known) transactions.noteFailure(tx, known)
    return known ?? error
  }

  async function statement<T>(sql: string, tx: Tx | undefined, send: () => Promise<T>): Promise<T> {
    transactions.check(tx, sql)
    noteStatement(sql)
    try {
      return await send()
    } catch (error) {
      throw explained(error, tx)
    }
  }

  /** Sends what waits ahead of these, and these with it; answers for these alone. */
  async function together(own: readonly Statement[], tx: Tx | undefined): Promise<Answer[]> {
    for (const { sql } of own) {
      transactions.check(tx, sql)
      noteStatement(sql)
    }
    const waiting = transactions.take(tx)
    for (const write of waiting) write.sent = true
    if (waiting.length + own.length === 0) return []
    let answers: readonly Answer[]
    try {
      answers = await (connector.batch ? connector.batch([...waiting, ...own], tx) : oneByOne(connector, [...waiting, ...own], tx))
    } catch (error) {
      throw explained(error, tx)
    }
    for (const [i, write] of waiting.entries()) settle(write, answers[i] as Answer, tx)
    const mine = answers.slice(waiting.length)
    for (const { error } of mine) if (error !== undefined) throw explained(error, tx)
    return mine
  }

  /** Nobody waits for this outcome, so a bad one undoes the transaction whatever its work goes on to do. */
  function settle(write: Later, answer: Answer, tx: Tx | undefined): void {
    try {
      if (answer.error !== undefined) {
        const known = explained(answer.error, tx)
        throw known instanceof StoreError && write.failed ? write.failed(known) : known
      }
      write.check?.(answer)
    } catch (reason) {
      transactions.undo(tx, reason)
      throw reason
    }
  }

  async function rows<T extends object>(sql: string, params: readonly SqlValue[], tx: Tx | undefined): Promise<T[]> {
    if (!transactions.waits(tx)) return statement(sql, tx, () => connector.rows<T>(sql, toParams(params), tx))
    const [answer] = await together([{ sql, params: toParams(params), reads: true }], tx)
    return answer?.rows as T[]
  }

  async function change(sql: string, params: readonly SqlValue[], tx: Tx | undefined): Promise<Changed> {
    if (!transactions.waits(tx)) return statement(sql, tx, () => connector.run(sql, toParams(params), tx))
    const [answer] = await together([{ sql, params: toParams(params) }], tx)
    return answer as Changed
  }

  async function rowsOfAll(statements: readonly Condition[], tx: Tx | undefined): Promise<object[][]> {
    const answers = await together(
      statements.map(({ sql, params }) => ({ sql, params: toParams(params), reads: true })),
      tx,
    )
    return answers.map((answer) => [...answer.rows])
  }

  const flush = async (tx: Tx) => void (await together([], tx))

  guardModels(sequelize, async (sql, tx, send) => {
    if (tx) await flush(tx)
    if (tx) await connector.transactions?.open(tx)
    return statement(sql, tx, send)
  })

  const store: Store = {
    dialect: connector.dialect,
    flavour: connector.flavour,
    sequelize,
    tx: (work) => transactions.run(work, flush),
    async rows<T extends object>(sql: string, params: readonly SqlValue[] = [], tx?: Tx) {
      refuseUnscoped(sql)
      return rows<T>(sql, params, tx)
    },
    run: async (sql, params = [], tx) => (await change(sql, params, tx)).count,
    later(sql, params, tx, { check, failed } = {}) {
      transactions.check(tx, sql)
      noteStatement(sql)
      const write: Later = { sql, params: toParams(params), sent: false, check, failed }
      transactions.later(tx, write)
      return new Waiting(write)
    },
    afterCommit: (tx, work) => transactions.afterCommit(tx, work),
    async rowsOf(statements, tx) {
      for (const { sql } of statements) refuseUnscoped(sql)
      return rowsOfAll(statements, tx)
    },
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
  setInternals(store, { connector, rows, rowsOf: rowsOfAll, change })
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

/** A database that takes one statement at a time, and none after a failure. */
async function oneByOne(connector: Connector, statements: readonly Statement[], tx: Tx | undefined): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const { sql, params, reads } of statements)
    try {
      if (reads) answers.push({ rows: await connector.rows(sql, params, tx), count: 0, insertId: 0 })
      else answers.push({ rows: [], ...(await connector.run(sql, params, tx)) })
    } catch (error) {
      answers.push({ rows: [], count: 0, insertId: 0, error })
      break
    }
  return answers
}

/** A class, because a literal with a getter is a shape of its own every time, which is kept as long as the old generation. */
class Waiting implements LaterWrite {
  readonly #write: Later

  constructor(write: Later) {
    this.#write = write
  }

  get sent(): boolean {
    return this.#write.sent
  }

  replace(values: readonly SqlValue[]): void {
    this.#write.params = toParams(values)
  }
}
