import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import * as everyMigration from '../migrations/index.ts'
import { systemRandom } from '../src/kernel/ports/system.ts'
import { type MigrationModules, migrate } from '../src/kernel/store/migrate.ts'
import { openStore, type StoreOptions } from '../src/kernel/store/open.ts'
import type { Store } from '../src/kernel/store/store.ts'

export interface TestDatabase {
  /** For a second store, or another process, on the same database. */
  readonly url: string
  readonly store: Store
}

export interface TestStoreOptions extends Partial<StoreOptions> {
  /** All of them unless said; `{}` leaves the database empty. */
  readonly migrations?: MigrationModules
}

/** Makes a database of its own, migrated; it is closed and removed after the tests of its `describeStores`. */
export type OpenTestStore = ((options?: TestStoreOptions) => Promise<Store>) & {
  readonly kind: StoreKind
  readonly database: (options?: TestStoreOptions) => Promise<TestDatabase>
}

export type StoreKind = 'sqlite' | 'mysql' | 'postgres'

interface Place {
  readonly url: string
  remove(): Promise<void>
}

const servers = { mysql: process.env.LIREN_TEST_DB_URL, postgres: process.env.LIREN_TEST_PG_URL }

/** The same tests on every store there is: SQLite always, servers when their address is set. */
export function describeStores(name: string, define: (open: OpenTestStore) => void): void {
  describeStore('sqlite', name, define)
  if (servers.mysql) describeStore('mysql', name, define)
  if (servers.postgres) describeStore('postgres', name, define)
}

/** For what only one kind of store can do. */
export function describeStore(kind: StoreKind, name: string, define: (open: OpenTestStore) => void): void {
  describe(`${name} (${kind})`, () => {
    const made: { store: Store; place: Place }[] = []
    afterAll(async () => {
      for (const { store, place } of made) {
        await store.close()
        await place.remove()
      }
    })
    const database = async (options: TestStoreOptions = {}): Promise<TestDatabase> => {
      const place = kind === 'sqlite' ? file() : await onServer(servers[kind] ?? '')
      const { migrations = everyMigration as MigrationModules, ...rest } = options
      const store = await openStore(place.url, { ...testing, ...rest })
      made.push({ store, place })
      await migrate(store, migrations, { now: () => Date.now() })
      return { url: place.url, store }
    }
    const open = async (options?: TestStoreOptions) => (await database(options)).store
    define(Object.assign(open, { kind, database }))
  })
}

const testing: StoreOptions = { random: systemRandom, allowWeak: process.env.LIREN_DB_ALLOW_WEAK === '1' }

function file(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'liren-store-'))
  return { url: `sqlite:${join(folder, 'test.db')}`, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function onServer(server: string): Promise<Place> {
  const name = `liren_test_${randomBytes(6).toString('hex')}`
  await administer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => administer(server, `DROP DATABASE ${name}`) }
}

/** `LIREN_TEST_DB_URL` names a database that exists, from which others are made. */
async function administer(server: string, sql: string): Promise<void> {
  // Making a database copies files; on a busy disk that takes longer than a statement may.
  const admin = await openStore(server, { ...testing, statementSeconds: 60 })
  try {
    await admin.run(sql)
  } finally {
    await admin.close()
  }
}
