import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Lists that read a table to its end: open tasks of data quality, and what single people were given or refused beside their roles. */
const indexes = [
  ['quality_tasks', ['state', 'place_path', 'archive']],
  ['permission_overrides', ['permission', 'id']],
] as const

export async function up(m: Ddl): Promise<void> {
  for (const [table, columns] of indexes) await m.addIndex(table, columns)
}

export async function down(m: Ddl): Promise<void> {
  for (const [table, columns] of indexes) await m.dropIndex(table, columns)
}
