import { mkdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Sequelize } from 'sequelize'
import type { Connector, Param, Session } from '../connector.ts'
import type { Tx } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { Connection } from './connection.ts'
import { sqliteError } from './errors.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'
import { statementKind } from './statement-kind.ts'

export interface SqliteOptions {
  readonly synchronous: 'normal' | 'full'
}

/** Above this size the check at start would take longer than the start itself. */
const checkedUpTo = 64 * 1024 * 1024

/** Opens (or creates) a file and says in one sentence what is wrong with it, before anything is written. */
export async function connectSqlite(path: string, options: SqliteOptions): Promise<Connector> {
  const file = canonical(path)
  const explain = (error: unknown) => sqliteError(error, file)
  let reader: Connection | undefined
  try {
    reader = new Connection(file, options)
    check(reader, file)
    // Taking the write lock once shows a file that can be read but not written.
    await reader.execute('BEGIN IMMEDIATE')
    await reader.execute('ROLLBACK')
  } catch (error) {
    reader?.close()
    throw explain(error) ?? error
  }
  const connection = reader

  const sequelize = new Sequelize({
    dialect: 'sqlite',
    dialectModule: createSqliteDialect(options),
    storage: file,
    logging: false,
    transactionType: 'IMMEDIATE' as never,
    // Waiting and repeating are done where the write lock is.
    retry: { max: 0 },
  })
  const of = (tx: Tx | undefined): Connection => (tx ? connectionOf(tx) : connection)

  return {
    dialect: 'sqlite',
    flavour: 'sqlite',
    sequelize,
    explain,
    async rows<T extends object>(sql: string, params: readonly Param[], tx: Tx | undefined) {
      if (statementKind(sql) === 'read') return of(tx).rowsNow<T>(sql, params)
      return (await of(tx).execute<T>(sql, params)).rows
    },
    run: async (sql, params, tx) => ({ count: (await of(tx).execute(sql, params)).changes, insertId: 0 }),
    alone: (work) => alone(file, options, work),
    async close() {
      await sequelize.close()
      connection.close()
    },
  }
}

function canonical(path: string): string {
  const full = resolve(path)
  try {
    mkdirSync(dirname(full), { recursive: true })
    // One file has one write lock, however it is reached.
    return join(realpathSync(dirname(full)), basename(full))
  } catch (cause) {
    throw new StoreError('unwritable', { detail: dirname(full), cause })
  }
}

function check(connection: Connection, file: string): void {
  connection.rowsNow('PRAGMA schema_version')
  if (statSync(file).size > checkedUpTo) return
  const [found] = connection.rowsNow<{ quick_check: string }>('PRAGMA quick_check(1)')
  if (found?.quick_check !== 'ok') throw new StoreError('damaged', { detail: `${file} (${found?.quick_check})` })
}

function connectionOf(tx: Tx): Connection {
  const { connection } = tx as unknown as { connection: { connection?: Connection } }
  if (!connection.connection) throw new StoreError('unreachable')
  return connection.connection
}

/** SQLite can take back changes of tables too: a failed migration leaves the file as it was. */
async function alone<T>(file: string, options: SqliteOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const connection = new Connection(file, options)
  try {
    await connection.execute('BEGIN IMMEDIATE')
    try {
      const result = await work({
        rows: async <R extends object>(sql: string, params: readonly Param[]) => (await connection.execute<R>(sql, params)).rows,
        run: async (sql, params) => (await connection.execute(sql, params)).changes,
      })
      await connection.execute('COMMIT')
      return result
    } catch (error) {
      await connection.execute('ROLLBACK')
      throw error
    }
  } finally {
    connection.close()
  }
}
