import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable('probes', { id: c.code(40), written_at: c.instant() })
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('probes')
}
