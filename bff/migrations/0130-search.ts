import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'search_changes',
    { seq: c.bigint(), subject: c.code(40), subject_id: c.code(64), event_id: c.id(), at: c.instant() },
    { primaryKey: ['seq'], unique: [['event_id']], indexes: [['at']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('search_changes')
}
