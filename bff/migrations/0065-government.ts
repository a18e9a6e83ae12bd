import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'government_identities',
    {
      id: c.id(),
      subject_index: c.code(100),
      subject_sealed: c.code(400),
      user_id: c.id(),
      grade: c.code(12),
      checked_at: c.instant(),
      created_at: c.instant(),
    },
    { unique: [['subject_index'], ['user_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('government_identities')
}
