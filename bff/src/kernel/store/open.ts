import type { Random } from '../ports/time.ts'
import type { Connector } from './connector.ts'
import { createStore } from './create-store.ts'
import { connectMysql } from './mysql/connect.ts'
import { connectPostgres } from './postgres/connect.ts'
import { connectSqlite } from './sqlite/connect.ts'
import type { Store } from './store.ts'
import { StoreError } from './store-error.ts'
import type { Pause } from './transactions.ts'

export interface StoreOptions {
  /** For the pauses before a transaction is tried again. */
  readonly random: Random
  readonly pause?: Pause
  /** False: a statement that escapes from the transaction around it is not noticed, and costs nothing to look for. */
  readonly isWatched?: boolean
  /** SQLite: `full` also survives a power cut. */
  readonly synchronous?: 'normal' | 'full'
  /** Connections to a server, at most. */
  readonly poolSize?: number
  /** A server ends a statement that takes longer. */
  readonly statementSeconds?: number
  /** Turns a server that may lose commits from a refusal into a warning; for tests only. */
  readonly allowWeak?: boolean
  readonly warn?: (sentence: string) => void
}

/** `sqlite:./data/liren.db`, `mysql://user:password@host:3306/liren`, `postgres://…`; a StoreError says why not. */
export async function openStore(url: string, options: StoreOptions): Promise<Store> {
  return createStore(await connect(url, options), options.random, options.pause, options.isWatched)
}

async function connect(url: string, options: StoreOptions): Promise<Connector> {
  const scheme = /^([a-z]+):/.exec(url)?.[1]
  const server = {
    poolSize: options.poolSize ?? 10,
    statementSeconds: options.statementSeconds ?? 3,
    allowWeak: options.allowWeak ?? false,
    warn: options.warn ?? (() => {}),
  }
  switch (scheme) {
    case 'sqlite':
      return connectSqlite(filePath(url), { synchronous: options.synchronous ?? 'normal' })
    case 'mysql':
    case 'mariadb':
      return connectMysql(parse(url), server)
    case 'postgres':
    case 'postgresql':
      return connectPostgres(parse(url), server)
    default:
      throw new StoreError('bad-url', { detail: 'it begins with sqlite:, mysql: or postgres:' })
  }
}

function filePath(url: string): string {
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === '' || path === ':memory:') throw new StoreError('bad-url', { detail: 'sqlite: is followed by the path of a file' })
  return path
}

/** An address may hold a password: it is never repeated in a message. */
function parse(url: string): URL {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new StoreError('bad-url', { detail: 'mysql://user:password@host:port/name' })
  }
  if (parsed.pathname.length < 2) throw new StoreError('bad-url', { detail: 'the name of the database is missing' })
  return parsed
}
