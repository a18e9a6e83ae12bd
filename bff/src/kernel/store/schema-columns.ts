import type { Flavour } from './ddl/flavour.ts'
import { internalsOf } from './internals.ts'
import type { Store } from './store.ts'

export interface SchemaColumn {
  readonly table: string
  readonly column: string
}

const information = (schema: string) =>
  `SELECT c.table_name AS tbl, c.column_name AS col FROM information_schema.columns c
   JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
   WHERE c.table_schema = ${schema} AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position`

const questions: Readonly<Record<Flavour, string>> = {
  sqlite: `SELECT m.name AS tbl, p.name AS col FROM sqlite_master m JOIN pragma_table_info(m.name) p
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY m.name, p.cid`,
  mysql: information('DATABASE()'),
  mariadb: information('DATABASE()'),
  postgres: information('current_schema()'),
}

/** Every column that the database really has, in the order of its tables. */
export async function schemaColumns(store: Store): Promise<SchemaColumn[]> {
  const rows = await internalsOf(store).rows<{ tbl: string; col: string }>(questions[store.flavour], [], undefined)
  return rows.map(({ tbl, col }) => ({ table: tbl, column: col })).sort((a, b) => (a.table < b.table ? -1 : a.table > b.table ? 1 : 0))
}
