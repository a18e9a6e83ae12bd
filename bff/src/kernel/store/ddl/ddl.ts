import type { SqlValue } from '../store.ts'
import type { Column } from './columns.ts'
import { columnSql, type Flavour, quote, tableOptions } from './flavour.ts'
import { indexName } from './index-name.ts'

export { c } from './columns.ts'

export interface TableOptions {
  /** `['id']` unless said. */
  readonly primaryKey?: readonly string[]
  /** Each list of columns is one index; its name follows from them. */
  readonly indexes?: readonly (readonly string[])[]
  readonly unique?: readonly (readonly string[])[]
  /** `{ case_id: 'cases' }`: rows of `cases` stay as long as they are referred to. Within one capability only. */
  readonly references?: Readonly<Record<string, string>>
}

/** What a migration works with. Every step can be repeated after a crash half-way. */
export interface Ddl {
  readonly flavour: Flavour
  createTable(table: string, columns: Readonly<Record<string, Column>>, options?: TableOptions): Promise<void>
  dropTable(table: string): Promise<void>
  /** A new column of an existing table is nullable or has a default. */
  addColumn(table: string, name: string, column: Column): Promise<void>
  dropColumn(table: string, name: string): Promise<void>
  addIndex(table: string, columns: readonly string[], options?: { readonly unique?: boolean }): Promise<void>
  dropIndex(table: string, columns: readonly string[], options?: { readonly unique?: boolean }): Promise<void>
  /** Data that moves with the structure. `?` placeholders, portable SQL. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>
  rows<T extends object>(sql: string, params?: readonly SqlValue[]): Promise<T[]>
}

/** A migration file exports both directions; the number in its name is its order. */
export interface Migration {
  up(m: Ddl): Promise<void>
  down(m: Ddl): Promise<void>
}

/** How statements reach the database, and what it already has. */
export interface DdlConnection {
  readonly flavour: Flavour
  run(sql: string, params?: readonly SqlValue[]): Promise<number>
  rows<T extends object>(sql: string, params?: readonly SqlValue[]): Promise<T[]>
  hasColumn(table: string, column: string): Promise<boolean>
  hasIndex(table: string, index: string): Promise<boolean>
}

export function createDdl(connection: DdlConnection): Ddl {
  const { flavour } = connection
  const q = (name: string) => quote(name, flavour)
  const list = (names: readonly string[]) => names.map(q).join(', ')
  const mysqlLike = flavour === 'mysql' || flavour === 'mariadb'

  async function addIndex(table: string, columns: readonly string[], unique: boolean): Promise<void> {
    const name = indexName(unique ? 'ux' : 'ix', table, columns)
    if (await connection.hasIndex(table, name)) return
    await connection.run(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${q(name)} ON ${q(table)} (${list(columns)})`)
  }

  return {
    flavour,
    run: (sql, params) => connection.run(sql, params),
    rows: (sql, params) => connection.rows(sql, params),

    async createTable(table, columns, options = {}) {
      const lines = Object.entries(columns).map(([name, column]) => columnSql(name, column, flavour))
      lines.push(`PRIMARY KEY (${list(options.primaryKey ?? ['id'])})`)
      for (const [column, target] of Object.entries(options.references ?? {})) {
        lines.push(`FOREIGN KEY (${q(column)}) REFERENCES ${q(target)} (${q('id')})`)
      }
      // MySQL commits after every statement: with its indexes inside, the table is there whole or not at all.
      if (mysqlLike) {
        for (const index of options.indexes ?? []) lines.push(`KEY ${q(indexName('ix', table, index))} (${list(index)})`)
        for (const index of options.unique ?? []) lines.push(`UNIQUE KEY ${q(indexName('ux', table, index))} (${list(index)})`)
      }
      await connection.run(`CREATE TABLE IF NOT EXISTS ${q(table)} (\n  ${lines.join(',\n  ')}\n)${tableOptions(flavour)}`)
      if (mysqlLike) return
      for (const index of options.indexes ?? []) await addIndex(table, index, false)
      for (const index of options.unique ?? []) await addIndex(table, index, true)
    },

    async dropTable(table) {
      await connection.run(`DROP TABLE IF EXISTS ${q(table)}`)
    },

    async addColumn(table, name, column) {
      if (!column.nullable && column.default === undefined) {
        throw new Error(`${table}.${name}: rows that exist already need a default or null`)
      }
      if (await connection.hasColumn(table, name)) return
      await connection.run(`ALTER TABLE ${q(table)} ADD COLUMN ${columnSql(name, column, flavour)}`)
    },

    async dropColumn(table, name) {
      if (!(await connection.hasColumn(table, name))) return
      await connection.run(`ALTER TABLE ${q(table)} DROP COLUMN ${q(name)}`)
    },

    addIndex: (table, columns, options) => addIndex(table, columns, options?.unique ?? false),

    async dropIndex(table, columns, options) {
      const name = indexName(options?.unique ? 'ux' : 'ix', table, columns)
      if (!(await connection.hasIndex(table, name))) return
      await connection.run(mysqlLike ? `DROP INDEX ${q(name)} ON ${q(table)}` : `DROP INDEX ${q(name)}`)
    },
  }
}
