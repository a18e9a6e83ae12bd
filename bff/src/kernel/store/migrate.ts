import type { RunnableMigration } from 'umzug'
import type { Session } from './connector.ts'
import { c, createDdl, type Ddl, type Migration } from './ddl/ddl.ts'
import { existing } from './ddl/existing.ts'
import { internalsOf } from './internals.ts'
import { toParams } from './params.ts'
import type { Store } from './store.ts'
import { StoreError } from './store-error.ts'

/** The exports of `bff/migrations/index.ts`: `m0010_audit` stands for the file `0010-audit.ts`. */
export type MigrationModules = Readonly<Record<string, Migration>>

interface MigrateOptions {
  readonly now: () => number
  /** Go back instead: undo everything after this name; `''` undoes all. */
  readonly downTo?: string
}

const record = 'schema_migrations'

/** In the order of their numbers; the name is what the database remembers. */
export function namedMigrations(modules: MigrationModules): (Migration & { name: string })[] {
  return Object.entries(modules)
    .map(([key, { up, down }]) => ({ name: key.slice(1).replaceAll('_', '-'), up, down }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Brings the database to what this version needs, once, however many processes start together. Returns the
 * names that were applied (or undone). A database that was written by a newer version is left alone.
 */
export async function migrate(store: Store, modules: MigrationModules, options: MigrateOptions): Promise<string[]> {
  const { connector } = internalsOf(store)
  try {
    return await connector.alone((session) => steps(session, store, modules, options))
  } catch (error) {
    if (error instanceof StoreError) throw error
    const { migration, cause = error } = error as { migration?: { name: string }; cause?: unknown }
    const why = connector.explain(cause) ?? cause
    const detail = [migration?.name, why instanceof Error ? why.message : undefined].filter(Boolean).join(': ')
    throw new StoreError('migration-failed', { detail, cause })
  }
}

async function steps(session: Session, store: Store, modules: MigrationModules, options: MigrateOptions): Promise<string[]> {
  const ddl = createDdl({
    flavour: store.flavour,
    run: (sql, params = []) => session.run(sql, toParams(params)),
    rows: (sql, params = []) => session.rows(sql, toParams(params)),
    ...existing(session, store.flavour),
  })
  await ddl.createTable(record, { name: c.code(120), applied_at: c.instant() }, { primaryKey: ['name'] })
  const applied = async () => (await ddl.rows<{ name: string }>(`SELECT name FROM ${record} ORDER BY name`)).map((row) => row.name)
  const migrations = namedMigrations(modules)
  const names = await applied()
  refuseNewer(names, migrations)

  const { downTo } = options
  const undo = downTo === undefined ? [] : names.filter((name) => name > downTo).reverse()
  const pending = downTo === undefined && migrations.some(({ name }) => !names.includes(name))
  if (!pending && undo.length === 0) return []

  // Loading it takes longer than a start without migrations does.
  const { Umzug } = await import('umzug')
  const umzug = new Umzug<Ddl>({
    context: ddl,
    logger: undefined,
    migrations: migrations.map(
      ({ name, up, down }): RunnableMigration<Ddl> => ({ name, up: ({ context }) => up(context), down: ({ context }) => down(context) }),
    ),
    storage: {
      executed: applied,
      logMigration: async ({ name }) =>
        void (await ddl.run(`INSERT INTO ${record} (name, applied_at) VALUES (?, ?)`, [name, options.now()])),
      unlogMigration: async ({ name }) => void (await ddl.run(`DELETE FROM ${record} WHERE name = ?`, [name])),
    },
  })
  return (pending ? await umzug.up() : await umzug.down({ migrations: undo })).map(({ name }) => name)
}

function refuseNewer(applied: readonly string[], migrations: readonly { name: string }[]): void {
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = applied.filter((name) => !known.has(name))
  if (unknown.length > 0) throw new StoreError('newer-database', { detail: unknown.join(', ') })
}
