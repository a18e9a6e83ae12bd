import type { Sequelize, Transaction } from 'sequelize'
import type { Condition } from './condition.ts'
import type { Changed } from './connector.ts'
import type { Flavour } from './ddl/flavour.ts'
import type { StoreError } from './store-error.ts'

export type Dialect = 'sqlite' | 'mysql' | 'postgres'
export type Tx = Transaction

/** A value of SQL; a `Date` is written as milliseconds since the epoch, a flag as 0 or 1. */
export type SqlValue = string | number | boolean | Date | Buffer | null

export interface LaterOutcome {
  /** Looks at what changed; what it throws undoes the transaction. */
  readonly check?: (changed: Changed) => void
  /** Says what a failure means to the work. A conflict has the whole work done again. */
  readonly failed?: (failure: StoreError) => Error
}

export interface LaterWrite {
  readonly sent: boolean
  /** Other values, as long as it was not sent. */
  replace(params: readonly SqlValue[]): void
}

/**
 * The database, whichever it is. Writes go through models or `run`; hot reads are plain SQL through `rows`.
 * All SQL uses `?` placeholders and the subset that SQLite, MySQL and PostgreSQL share.
 */
export interface Store {
  readonly dialect: Dialect
  /** Tells MySQL and MariaDB apart, where that matters. */
  readonly flavour: Flavour
  readonly sequelize: Sequelize
  /** Runs the work in one transaction, again (up to three times) when the database asks for it by deadlock or conflict. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  rows<T extends object>(sql: string, params?: readonly SqlValue[], tx?: Tx): Promise<T[]>
  /** Returns the number of rows that changed, which every conditional update must look at. */
  run(sql: string, params?: readonly SqlValue[], tx?: Tx): Promise<number>
  /** Several reads in one trip to the database, where it can; the rows of each. */
  rowsOf(statements: readonly Condition[], tx?: Tx): Promise<object[][]>
  /**
   * A write whose outcome the work does not wait for: it goes with the next statement of the transaction, at the
   * latest before the commit. If it fails nothing of the transaction is kept.
   */
  later(sql: string, params: readonly SqlValue[], tx: Tx, outcome?: LaterOutcome): LaterWrite
  /** Does this once the transaction is kept; never when it is undone. For calls that may be lost, such as waking somebody. */
  afterCommit(tx: Tx, work: () => void): void
  /** Answers quickly or throws; used by readiness. */
  ping(): Promise<void>
  close(): Promise<void>
}
