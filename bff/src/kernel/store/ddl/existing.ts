import type { Session } from '../connector.ts'
import type { Flavour } from './flavour.ts'

const columnQuery: Readonly<Record<Flavour, string>> = {
  sqlite: 'SELECT 1 AS found FROM pragma_table_info(?) WHERE name = ?',
  mysql: 'SELECT 1 AS found FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?',
  mariadb: 'SELECT 1 AS found FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?',
  postgres:
    'SELECT 1 AS found FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? AND column_name = ?',
}

const indexQuery: Readonly<Record<Flavour, string>> = {
  sqlite: 'SELECT 1 AS found FROM pragma_index_list(?) WHERE name = ?',
  mysql: 'SELECT 1 AS found FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ?',
  mariadb: 'SELECT 1 AS found FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ?',
  postgres: 'SELECT 1 AS found FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ? AND indexname = ?',
}

/** What the database has already, so that a step that was cut off can be repeated. */
export const existing = (session: Session, flavour: Flavour) => ({
  hasColumn: async (table: string, column: string) => (await session.rows(columnQuery[flavour], [table, column])).length > 0,
  hasIndex: async (table: string, index: string) => (await session.rows(indexQuery[flavour], [table, index])).length > 0,
})
