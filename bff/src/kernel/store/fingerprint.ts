import type { Flavour } from './ddl/flavour.ts'
import { internalsOf } from './internals.ts'
import type { Store } from './store.ts'

const questions: Readonly<Record<'sqlite' | 'mysql' | 'postgres', readonly string[]>> = {
  sqlite: ["SELECT type || ' ' || name || ' ' || COALESCE(sql, '') AS line FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"],
  mysql: [
    `SELECT CONCAT_WS(' ', 'column', table_name, ordinal_position, column_name, column_type, is_nullable, column_default, collation_name) AS line
     FROM information_schema.columns WHERE table_schema = DATABASE()`,
    `SELECT CONCAT_WS(' ', 'index', table_name, index_name, non_unique, seq_in_index, column_name) AS line
     FROM information_schema.statistics WHERE table_schema = DATABASE()`,
    `SELECT CONCAT_WS(' ', 'reference', table_name, column_name, referenced_table_name, referenced_column_name) AS line
     FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL`,
    `SELECT CONCAT_WS(' ', 'table', table_name, engine, row_format, table_collation) AS line
     FROM information_schema.tables WHERE table_schema = DATABASE()`,
  ],
  postgres: [
    `SELECT CONCAT_WS(' ', 'column', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, collation_name) AS line
     FROM information_schema.columns WHERE table_schema = current_schema()`,
    "SELECT CONCAT_WS(' ', 'index', indexdef) AS line FROM pg_indexes WHERE schemaname = current_schema()",
    `SELECT CONCAT_WS(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS line
     FROM pg_constraint WHERE connamespace = current_schema()::regnamespace`,
  ],
}

const family = (flavour: Flavour) => (flavour === 'mariadb' ? 'mysql' : flavour)

/** Every table, column, index and constraint of the database as sorted lines: two databases with equal lines are built alike. */
export async function schemaFingerprint(store: Store): Promise<string[]> {
  const lines: string[] = []
  for (const question of questions[family(store.flavour)]) {
    const rows = await internalsOf(store).rows<{ line: string }>(question, [], undefined)
    lines.push(...rows.map((row) => row.line.replace(/\s+/g, ' ')))
  }
  return lines.sort()
}
