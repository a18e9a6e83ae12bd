import type { Sequelize, Transaction } from 'sequelize'
import type { Flavour } from './ddl/flavour.ts'

export type Dialect = 'sqlite' | 'mysql' | 'postgres'
export type Tx = Transaction

/** A value of SQL; a `Date` is written as milliseconds since the epoch, a flag as 0 or 1. */
export type SqlValue = string | number | boolean | Date | Buffer | null

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
  /** Answers quickly or throws; used by readiness. */
  ping(): Promise<void>
  close(): Promise<void>
}
