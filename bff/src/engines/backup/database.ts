import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { output, program } from './program.ts'
import { sqlite } from './sqlite.ts'

/** A file of pages, or statements with one row each. */
export type Snapshot = { readonly file: string } | { readonly lines: Readable }

/** One kind of database, as far as saving and bringing back go. */
export interface Database {
  readonly kind: 'sqlite' | 'mysql' | 'postgres'
  /** Everything as it is at one moment, while others go on writing. */
  snapshot(use: (snapshot: Snapshot) => Promise<void>): Promise<void>
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

const nameOf = (url: URL) => decodeURIComponent(url.pathname.slice(1))

function mysql(url: URL): Database {
  const at = [`--host=${url.hostname}`, `--port=${url.port || '3306'}`, `--user=${decodeURIComponent(url.username)}`, '--protocol=tcp']
  // Never among the arguments: every user of the machine can read those.
  const env: Record<string, string> = url.password ? { MYSQL_PWD: decodeURIComponent(url.password) } : {}
  const ask = async (sql: string) => (await output('mariadb', ['--no-defaults', ...at, '-N', '-B', '-e', sql], env)).trim()
  return {
    kind: 'mysql',
    async snapshot(use) {
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
      await Promise.all([use({ lines: child.stdout as Readable }), ended])
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
    async snapshot(use) {
      const { child, ended } = program('pg_dump', [...at, '--inserts', '--rows-per-insert=1', '--no-owner', '--no-privileges'], env)
      child.stdin?.end()
      await Promise.all([use({ lines: child.stdout as Readable }), ended])
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
