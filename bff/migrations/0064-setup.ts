import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable('platform_settings', { name: c.code(40), value: c.json(), updated_at: c.instant() }, { primaryKey: ['name'] })
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('platform_settings')
}
