import type { Sequelize } from 'sequelize'
import type { Flavour } from './ddl/flavour.ts'
import type { Dialect, Tx } from './store.ts'
import type { StoreError } from './store-error.ts'

/** A value as every driver takes it; see `toParams`. */
export type Param = string | number | Buffer | null

/** Statements on one connection. */
export interface Session {
  rows<T extends object>(sql: string, params: readonly Param[]): Promise<T[]>
  run(sql: string, params: readonly Param[]): Promise<number>
}

/** What a statement changed; `insertId` is MySQL's, see `insertOnce`. */
export interface Changed {
  readonly count: number
  readonly insertId: number
}

export interface Statement {
  readonly sql: string
  readonly params: readonly Param[]
  readonly reads?: boolean
}

/** What one of several statements answered, or why it failed. */
export interface Answer extends Changed {
  readonly rows: readonly object[]
  readonly error?: unknown
}

/** What differs between the databases; `createStore` makes the same store of each. */
export interface Connector {
  readonly dialect: Dialect
  readonly flavour: Flavour
  readonly sequelize: Sequelize
  rows<T extends object>(sql: string, params: readonly Param[], tx: Tx | undefined): Promise<T[]>
  run(sql: string, params: readonly Param[], tx: Tx | undefined): Promise<Changed>
  /** Several statements in one trip, in order, where the database can; all are tried, whether those before failed or not. */
  batch?(statements: readonly Statement[], tx: Tx | undefined): Promise<readonly Answer[]>
  /** Where Sequelize's own way of opening and ending a transaction is not the shortest. */
  readonly transactions?: {
    begin(): Promise<Tx>
    commit(tx: Tx): Promise<void>
    rollback(tx: Tx): Promise<void>
    /** Called ahead of a statement that does not come through us. */
    open(tx: Tx): Promise<void>
  }
  /** One connection, alone among all processes that use this database, without a limit of time: for migrations. */
  alone<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** What a failure of the driver means; undefined when the statement itself is wrong. */
  explain(error: unknown): StoreError | undefined
  close(): Promise<void>
}
