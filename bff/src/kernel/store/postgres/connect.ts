/// <reference path="./pg.d.ts" />
import type pg from 'pg'
import { type Options, Sequelize } from 'sequelize'
import type { Connector, Param, Session } from '../connector.ts'
import type { Tx } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { postgresError } from './errors.ts'
import { numberPlaceholders } from './placeholders.ts'

export interface PostgresOptions {
  readonly poolSize: number
  readonly statementSeconds: number
  readonly allowWeak: boolean
  readonly warn: (sentence: string) => void
}

interface Raw {
  query(query: {
    text: string
    values: readonly Param[]
    types: typeof pg.types
    query_timeout?: number
  }): Promise<{ rows: object[]; rowCount: number | null }>
}
interface Manager {
  getConnection(options: { type: 'read' | 'write' }): Promise<Raw>
  releaseConnection(connection: Raw): void
}

// Whole numbers of 64 bits and sums of them come as text unless told otherwise; ours all fit a number.
const int8 = 20
const numeric = 1700

let types: typeof pg.types

/** Only where it is the database: other houses do not keep its driver in memory. */
async function loadDriver(): Promise<typeof pg> {
  const { default: driver } = await import('pg')
  types = driver.types
  types.setTypeParser(int8, Number)
  types.setTypeParser(numeric, Number)
  return driver
}

/** Migrations take as long as they take. */
const aDay = 24 * 3600 * 1000

const pinned = (statementSeconds: number) => [
  'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET statement_timeout = '${statementSeconds}s'`,
  "SET lock_timeout = '5s'",
  "SET idle_in_transaction_session_timeout = '60s'",
  "SET timezone = 'UTC'",
  'SET synchronous_commit = on',
  'SET standard_conforming_strings = on',
]

export async function connectPostgres(url: URL, options: PostgresOptions): Promise<Connector> {
  const server = `${url.hostname}:${url.port || 5432}`
  const explain = (error: unknown) => postgresError(error, server)
  const sequelize = new Sequelize({
    dialect: 'postgres',
    dialectModule: await loadDriver(),
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    logging: false,
    keepDefaultTimezone: true,
    pool: { max: options.poolSize, min: 0, acquire: 5000, idle: 60_000 },
    retry: { max: 0 },
    dialectOptions: { connectionTimeoutMillis: 3000, query_timeout: options.statementSeconds * 1000 + 5000, keepAlive: true },
    hooks: {
      async afterConnect(connection) {
        const session = sessionOn(connection as Raw)
        for (const statement of pinned(options.statementSeconds)) await session.run(statement, [])
      },
    },
  } as Options)
  const manager = sequelize.connectionManager as unknown as Manager

  async function on<T>(tx: Tx | undefined, type: 'read' | 'write', work: (connection: Raw) => Promise<T>): Promise<T> {
    if (tx) return work((tx as unknown as { connection: Raw }).connection)
    const connection = await manager.getConnection({ type })
    try {
      return await work(connection)
    } finally {
      manager.releaseConnection(connection)
    }
  }

  try {
    await on(undefined, 'read', (connection) => checkDurability(sessionOn(connection), server, options))
  } catch (error) {
    await sequelize.close()
    throw explain(error) ?? error
  }

  return {
    dialect: 'postgres',
    flavour: 'postgres',
    sequelize,
    explain,
    rows: <T extends object>(sql: string, params: readonly Param[], tx: Tx | undefined) =>
      on(tx, 'read', (connection) => sessionOn(connection).rows<T>(sql, params)),
    run: (sql, params, tx) => on(tx, 'write', async (connection) => ({ count: await sessionOn(connection).run(sql, params), insertId: 0 })),
    alone: (work) => on(undefined, 'write', (connection) => alone(sessionOn(connection, { query_timeout: aDay }), work)),
    close: () => sequelize.close(),
  }
}

function sessionOn(connection: Raw, limit: { query_timeout?: number } = {}): Session {
  const send = (sql: string, params: readonly Param[]) =>
    connection.query({ text: numberPlaceholders(sql), values: params, types, ...limit })
  return {
    rows: async <T extends object>(sql: string, params: readonly Param[]) => (await send(sql, params)).rows as T[],
    run: async (sql, params) => (await send(sql, params)).rowCount ?? 0,
  }
}

async function checkDurability(session: Session, server: string, options: PostgresOptions): Promise<void> {
  const wrong: string[] = []
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    const [found] = await session.rows<{ value: string }>(`SELECT current_setting('${name}') AS value`, [])
    if (found?.value !== 'on') wrong.push(`${name} = ${found?.value}, wanted on`)
  }
  if (wrong.length === 0) return
  const refusal = new StoreError('weak-settings', { detail: `${server}: ${wrong.join('; ')}` })
  if (!options.allowWeak) throw refusal
  options.warn(refusal.message)
}

/** Changes of tables are transactional here: all migrations of a start succeed together or leave nothing. */
async function alone<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
  await session.run('BEGIN', [])
  try {
    await session.run("SET LOCAL statement_timeout = '0'", [])
    await session.run("SET LOCAL lock_timeout = '120s'", [])
    await session.run("SELECT pg_advisory_xact_lock(hashtext('liren.migrate'))", [])
    const result = await work(session)
    await session.run('COMMIT', [])
    return result
  } catch (error) {
    await session.run('ROLLBACK', [])
    throw error
  }
}
