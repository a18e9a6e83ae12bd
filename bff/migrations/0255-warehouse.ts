import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'warehouse_figures',
    {
      ...{ kind: c.code(16), place_path: c.path(), records: c.bigint(), newest_at: c.instant(), faulty: c.bigint() },
      ...{ by_source: c.json(), by_rule: c.json(), measured_at: c.instant() },
    },
    { primaryKey: ['kind', 'place_path'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('warehouse_figures')
}
