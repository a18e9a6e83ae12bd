import { Connection, type Outcome } from './connection.ts'
import type { HandleOptions, Params } from './handle.ts'

type Callback = (this: Statement, error: unknown, rows?: object[]) => void
type Value = Params extends readonly (infer V)[] ? V : never

/** Sequelize reads `lastID` and `changes` from the callback's `this`, and tests that its class has this name. */
class Statement {
  readonly lastID: number
  readonly changes: number
  constructor(outcome: Pick<Outcome<object>, 'lastID' | 'changes'>) {
    this.lastID = outcome.lastID
    this.changes = outcome.changes
  }
}

/** What Sequelize may bind: dates and booleans have no type of their own in SQLite. */
function bindable(value: unknown): Value {
  if (value === undefined) return null as Value
  if (typeof value === 'boolean') return (value ? 1 : 0) as Value
  if (value instanceof Date) return value.getTime() as Value
  return value as Value
}

function bind(params: unknown): Params {
  if (Array.isArray(params)) return params.map(bindable)
  return Object.fromEntries(Object.entries((params ?? {}) as object).map(([name, value]) => [name, bindable(value)]))
}

/**
 * The part of the `sqlite3` package that Sequelize 6 uses, over a synchronous driver: pass it as
 * `dialectModule`. Nothing is compiled or downloaded, and writers queue instead of blocking each other.
 */
export function createSqliteDialect(options: HandleOptions) {
  class Database {
    readonly filename: string
    /** Sequelize names the transaction here that a connection belongs to. */
    uuid: string | undefined
    /** The store goes past Sequelize through this. */
    readonly connection: Connection | undefined

    constructor(file: string, _mode: number, opened: (this: Database, error: unknown) => void) {
      this.filename = file
      let failure: unknown = null
      try {
        this.connection = new Connection(file, options)
      } catch (error) {
        failure = error
      }
      setImmediate(() => opened.call(this, failure))
    }

    serialize(work: () => void): void {
      work()
    }

    run(sql: string, params?: unknown, done?: Callback): this {
      return this.#call(sql, params, done)
    }

    all(sql: string, params?: unknown, done?: Callback): this {
      return this.#call(sql, params, done)
    }

    close(done?: (error: unknown) => void): void {
      this.connection?.close()
      if (done) setImmediate(done, null)
    }

    #call(sql: string, params: unknown, done: Callback | undefined): this {
      const callback = typeof params === 'function' ? (params as Callback) : done
      const values = typeof params === 'function' ? [] : bind(params)
      const work = this.connection?.execute(sql, values) ?? Promise.reject(new Error('The database is not open'))
      work.then(
        (outcome) => callback?.call(new Statement(outcome), null, outcome.rows),
        (error) => callback?.call(new Statement({ lastID: 0, changes: 0 }), codeForSequelize(error)),
      )
      return this
    }
  }

  return { Database, Statement, OPEN_READONLY: 1, OPEN_READWRITE: 2, OPEN_CREATE: 4 }
}

/** Sequelize knows the failures of `sqlite3` by these codes; `errcode` stays for us. */
function codeForSequelize(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const errcode = (error as { errcode?: number }).errcode ?? 1
  const code = { 5: 'SQLITE_BUSY', 19: 'SQLITE_CONSTRAINT' }[errcode & 0xff] ?? 'SQLITE_ERROR'
  return Object.assign(error, { code })
}
