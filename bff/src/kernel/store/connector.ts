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

/** What differs between the databases; `createStore` makes the same store of each. */
export interface Connector {
  readonly dialect: Dialect
  readonly flavour: Flavour
  readonly sequelize: Sequelize
  rows<T extends object>(sql: string, params: readonly Param[], tx: Tx | undefined): Promise<T[]>
  run(sql: string, params: readonly Param[], tx: Tx | undefined): Promise<Changed>
  /** One connection, alone among all processes that use this database, without a limit of time: for migrations. */
  alone<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** What a failure of the driver means; undefined when the statement itself is wrong. */
  explain(error: unknown): StoreError | undefined
  close(): Promise<void>
}
