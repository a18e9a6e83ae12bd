import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sqliteDriver } from '@liren/bff/kernel/store/sqlite/driver'
import { type Census, createCensus } from './census.ts'
import { output, program } from './program.ts'

/** One kind of database, as far as saving and bringing back go. */
export interface Database {
  readonly kind: 'sqlite' | 'mysql' | 'postgres'
  /** Everything as it is at one moment, while others go on writing. */
  dump(to: (source: Readable) => Promise<void>): Promise<void>
  /** Whether nothing is there yet: nothing is ever written over. */
  isEmpty(): Promise<boolean>
  load(from: (target: Writable) => Promise<void>): Promise<void>
}

export function databaseOf(url: string): Database {
  if (url.startsWith('sqlite:')) return sqlite(url.slice('sqlite:'.length))
  if (url.startsWith('mysql:')) return mysql(new URL(url))
  if (url.startsWith('postgres:')) return postgres(new URL(url))
  throw new Error('A database is named by a sqlite:, mysql: or postgres: URL.')
}

function sqlite(file: string): Database {
  const { Database: Driver } = sqliteDriver()
  return {
    kind: 'sqlite',
    async dump(to) {
      if (!existsSync(file)) throw new Error(`There is no database at ${file}.`)
      const copy = `${file}.backup-${process.pid}`
      const source = new Driver(file, { readOnly: true })
      try {
        source.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`)
      } finally {
        source.close()
      }
      try {
        await to(createReadStream(copy))
      } finally {
        await rm(copy, { force: true })
      }
    },
    isEmpty: async () => !existsSync(file),
    async load(from) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o750 })
      await from(createWriteStream(`${file}.restoring`, { mode: 0o640 }))
      renameSync(`${file}.restoring`, file)
    },
  }
}

/** The rows of a SQLite file, table by table. */
export function censusOfSqlite(file: string): Census {
  const { Database: Driver } = sqliteDriver()
  const database = new Driver(file, { readOnly: true })
  try {
    const census = createCensus()
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as {
      name: string
    }[]
    for (const { name } of tables) {
      census.table(name)
      for (const row of database.prepare(`SELECT * FROM "${name}"`).iterate()) census.row(name, JSON.stringify(row, plain))
    }
    return census.done()
  } finally {
    database.close()
  }
}

const plain = (_: string, value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : typeof value === 'bigint' ? value.toString() : value

const nameOf = (url: URL) => decodeURIComponent(url.pathname.slice(1))

function mysql(url: URL): Database {
  const at = [`--host=${url.hostname}`, `--port=${url.port || '3306'}`, `--user=${decodeURIComponent(url.username)}`, '--protocol=tcp']
  // Never among the arguments: every user of the machine can read those.
  const env: Record<string, string> = url.password ? { MYSQL_PWD: decodeURIComponent(url.password) } : {}
  const ask = async (sql: string) => (await output('mariadb', ['--no-defaults', ...at, '-N', '-B', '-e', sql], env)).trim()
  return {
    kind: 'mysql',
    async dump(to) {
      const hasLog = (await ask('SELECT @@global.log_bin')) === '1'
      const shape = [
        '--single-transaction',
        '--quick',
        '--skip-extended-insert',
        '--hex-blob',
        '--triggers',
        '--no-tablespaces',
        '--skip-dump-date',
      ]
      // Where the log stood: with it everything after this moment can be brought back as well.
      const log = hasLog ? ['--master-data=2'] : []
      const { child, ended } = program('mariadb-dump', ['--no-defaults', ...at, ...shape, ...log, nameOf(url)], env)
      child.stdin?.end()
      await Promise.all([to(child.stdout as Readable), ended])
    },
    async isEmpty() {
      const tables = await ask(`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${nameOf(url).replaceAll("'", "''")}'`)
      return tables === '0'
    },
    async load(from) {
      await ask(`CREATE DATABASE IF NOT EXISTS \`${nameOf(url)}\` CHARACTER SET utf8mb4`)
      const { child, ended } = program('mariadb', ['--no-defaults', ...at, nameOf(url)], env)
      child.stdout?.resume()
      await Promise.all([from(child.stdin as Writable), ended])
    },
  }
}

function postgres(url: URL): Database {
  const env: Record<string, string> = url.password ? { PGPASSWORD: decodeURIComponent(url.password) } : {}
  const at = ['-h', url.hostname, '-p', url.port || '5432', '-U', decodeURIComponent(url.username), '-d', nameOf(url)]
  return {
    kind: 'postgres',
    async dump(to) {
      const { child, ended } = program('pg_dump', [...at, '--inserts', '--rows-per-insert=1', '--no-owner', '--no-privileges'], env)
      child.stdin?.end()
      await Promise.all([to(child.stdout as Readable), ended])
    },
    isEmpty: async () =>
      (
        await output('psql', [...at, '-Atc', "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'"], env)
      ).trim() === '0',
    async load(from) {
      const { child, ended } = program('psql', [...at, '-q', '-v', 'ON_ERROR_STOP=1', '--single-transaction'], env)
      child.stdout?.resume()
      await Promise.all([from(child.stdin as Writable), ended])
    },
  }
}

/** Replays the log of a MariaDB from where a backup left off, into a database that was restored from it. */
export async function replayLog(url: URL, files: readonly string[], from: { position: number; database: string }): Promise<void> {
  const reader = program('mariadb-binlog', [
    '--no-defaults',
    // One server wrote these files one after the other; their order is theirs.
    '--skip-gtid-strict-mode',
    `--start-position=${from.position}`,
    ...(from.database === nameOf(url) ? [] : [`--rewrite-db=${from.database}->${nameOf(url)}`]),
    `--database=${from.database}`,
    ...files,
  ])
  reader.child.stdin?.end()
  await mysql(url).load(async (target) => pipeline(reader.child.stdout as Readable, target))
  await reader.ended
}
