import mysql2 from 'mysql2'
import { type Options, Sequelize } from 'sequelize'
import type { Answer, Changed, Connector, Param, Session } from '../connector.ts'
import type { Flavour } from '../ddl/flavour.ts'
import type { Tx } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { mysqlError } from './errors.ts'
import { pipeline } from './pipeline.ts'
import { type Server, serversOf, writable } from './servers.ts'
import { type Found, judge, pinned, question } from './settings.ts'
import { mysqlTransactions } from './transactions.ts'

export interface MysqlOptions {
  readonly poolSize: number
  readonly statementSeconds: number
  readonly allowWeak: boolean
  readonly warn: (sentence: string) => void
}

type Raw = mysql2.Connection
export interface Manager {
  getConnection(options: { type: 'read' | 'write' }): Promise<Raw>
  releaseConnection(connection: Raw): void
  destroyConnection(connection: Raw): Promise<void>
}

const migrationPatience = 120

export async function connectMysql(url: URL, options: MysqlOptions): Promise<Connector> {
  const server = url.searchParams.get('socket') ?? `${url.hostname}:${url.port || 3306}`
  const explain = (error: unknown) => mysqlError(error, server)
  // Longer than the server's own limit of a statement: only a server that is gone or stuck is silent so long.
  const silence = options.statementSeconds * 1000 + 5000
  let flavour: Flavour | undefined
  const servers = serversOf(url)
  const account = { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
  const find = writable(servers, (one) => takesWrites({ ...one, ...account }))
  const sequelize = new Sequelize({
    dialect: 'mysql',
    dialectModule: mysql2,
    ...servers[0],
    username: account.user,
    password: account.password,
    database: decodeURIComponent(url.pathname.slice(1)),
    logging: false,
    timezone: '+00:00',
    keepDefaultTimezone: true,
    pool: { max: options.poolSize, min: 0, acquire: 5000, idle: 60_000 },
    retry: { max: 0 },
    dialectOptions: {
      ...(url.searchParams.has('socket') ? { socketPath: url.searchParams.get('socket') } : {}),
      charset: 'utf8mb4',
      connectTimeout: 3000,
      maxPreparedStatements: 300,
      // An update that finds its row but changes nothing counts as one, as it does on the other stores.
      // Attributes would change how statements are written on the wire; nobody reads them.
      flags: ['FOUND_ROWS', '-CLIENT_QUERY_ATTRIBUTES'],
      // Sequelize's own conversion would make the driver compile a new row parser for every statement; no column needs it.
      typeCast: true,
      // SUM of integers is a DECIMAL; it stays a number as long as it is an exact one.
      decimalNumbers: true,
    },
    hooks: {
      async beforeConnect(connection) {
        if (servers.length > 1) Object.assign(connection, await find())
      },
      async afterConnect(connection) {
        const raw = connection as Raw
        const session = sessionOn(raw)
        const [version] = await session.rows<{ version: string }>('SELECT VERSION() AS version', [])
        flavour ??= /mariadb/i.test(version?.version ?? '') ? 'mariadb' : 'mysql'
        for (const statement of pinned(flavour, options.statementSeconds)) await session.run(statement, [])
        limitSilence(raw, silence)
      },
    },
  } as Options)
  const manager = sequelize.connectionManager as unknown as Manager
  const transactions = mysqlTransactions(sequelize, manager)

  /** The connection of the transaction, or one from the same pool that the models use. */
  async function on<T>(tx: Tx | undefined, type: 'read' | 'write', work: (connection: Raw) => Promise<T>): Promise<T> {
    if (tx) return work((tx as unknown as { connection: Raw }).connection)
    const connection = await manager.getConnection({ type })
    try {
      return await work(connection)
    } finally {
      manager.releaseConnection(connection)
    }
  }

  async function start(): Promise<Flavour> {
    try {
      return await on(undefined, 'read', async (connection) => {
        const known = flavour ?? 'mysql'
        const [found] = await sessionOn(connection).rows<Found>(question(known), [])
        if (found) judge(found, { ...options, server })
        return known
      })
    } catch (error) {
      await sequelize.close()
      throw explain(error) ?? error
    }
  }

  return {
    dialect: 'mysql',
    flavour: await start(),
    sequelize,
    explain,
    transactions,
    async rows<T extends object>(sql: string, params: readonly Param[], tx: Tx | undefined) {
      if (tx) await transactions.open(tx)
      return on(tx, 'read', (connection) => sessionOn(connection).rows<T>(sql, params))
    },
    async run(sql, params, tx) {
      if (tx) await transactions.open(tx)
      return on(tx, 'write', (connection) => sessionOn(connection).change(sql, params))
    },
    async batch(statements, tx) {
      const opening = tx ? transactions.opening(tx) : []
      const answers = await on(tx, 'write', (connection) => pipeline(connection, [...opening, ...statements]))
      return answers.slice(opening.length)
    },
    alone: (work) =>
      on(undefined, 'write', async (connection) => {
        const known = flavour ?? 'mysql'
        try {
          return await alone(connection, known, work)
        } finally {
          for (const statement of pinned(known, options.statementSeconds)) await sessionOn(connection).run(statement, [])
          limitSilence(connection, silence)
        }
      }),
    close: () => sequelize.close(),
  }
}

/** ER_UNSUPPORTED_PS: MySQL sends CREATE TRIGGER and its like only as plain text. */
const cannotPrepare = 1295

/** Prepared statements past Sequelize and the driver's queue: a fraction of the work, and whole numbers stay whole on the wire. */
function sessionOn(connection: Raw): Session & { change(sql: string, params: readonly Param[]): Promise<Changed> } {
  async function answer(sql: string, params: readonly Param[]): Promise<Answer> {
    const [one] = await pipeline(connection, [{ sql, params }])
    if (one?.error !== undefined) throw one.error
    return one as Answer
  }
  async function change(sql: string, params: readonly Param[]): Promise<Changed> {
    try {
      return await answer(sql, params)
    } catch (error) {
      if ((error as { errno?: number }).errno !== cannotPrepare || params.length > 0) throw error
      await plainly(connection, sql)
      return { count: 0, insertId: 0 }
    }
  }
  return {
    rows: async <T extends object>(sql: string, params: readonly Param[]) => (await answer(sql, params)).rows as T[],
    run: async (sql, params) => (await change(sql, params)).count,
    change,
  }
}

const probePatience = 1000

function takesWrites(server: Server & { readonly user: string; readonly password: string }): Promise<boolean> {
  const connection = mysql2.createConnection({ ...server, connectTimeout: probePatience })
  return new Promise<boolean>((resolve, reject) => {
    connection.on('error', reject)
    connection.query({ sql: 'SELECT @@global.read_only AS locked', timeout: probePatience }, (error, rows) =>
      error ? reject(error) : resolve((rows as unknown as { locked: number }[])[0]?.locked === 0),
    )
  }).finally(() => connection.destroy())
}

/** As text, for what a server does not prepare. */
export const plainly = (connection: Raw, sql: string): Promise<void> =>
  new Promise((resolve, reject) => connection.query(sql, (error) => (error ? reject(error) : resolve())))

function limitSilence(connection: Raw, ms: number): void {
  const { stream } = connection as unknown as { stream: import('node:net').Socket }
  stream.removeAllListeners('timeout')
  stream.setTimeout(ms)
  stream.on('timeout', () => stream.destroy(Object.assign(new Error('The server has been silent for too long'), { code: 'ETIMEDOUT' })))
}

/** A migration takes as long as it takes; a second process waits for the first one to finish. */
async function alone<T>(connection: Raw, flavour: Flavour, work: (session: Session) => Promise<T>): Promise<T> {
  const session = sessionOn(connection)
  limitSilence(connection, 0)
  await session.run(`SET SESSION ${flavour === 'mariadb' ? 'max_statement_time' : 'max_execution_time'} = 0`, [])
  const name = "CONCAT('liren.migrate.', LEFT(SHA1(DATABASE()), 16))"
  const [lock] = await session.rows<{ got: number | null }>(`SELECT GET_LOCK(${name}, ${migrationPatience}) AS got`, [])
  if (lock?.got !== 1) throw new StoreError('busy', { detail: 'another process is migrating' })
  try {
    return await work(session)
  } finally {
    await session.rows(`SELECT RELEASE_LOCK(${name}) AS freed`, [])
  }
}
