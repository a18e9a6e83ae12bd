import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'messages',
    {
      id: c.id(),
      user_id: c.id(),
      grp: c.code(12),
      title: c.json(),
      body: c.json(),
      subject: c.code(40, { null: true }),
      subject_id: c.code(64, { null: true }),
      is_urgent: c.bool({ default: 0 }),
      source: c.code(40),
      /** One message per event and person, however often its event is handled. */
      dedupe: c.code(120),
      created_at: c.instant(),
      read_at: c.instant({ null: true }),
    },
    {
      unique: [['dedupe']],
      indexes: [
        ['user_id', 'id'],
        ['user_id', 'grp', 'id'],
        ['user_id', 'read_at', 'grp'],
      ],
    },
  )
  await m.createTable(
    'message_preferences',
    { user_id: c.id(), grp: c.code(12), is_muted: c.bool({ default: 0 }), wechat_quota: c.int({ default: 0 }) },
    { primaryKey: ['user_id', 'grp'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['message_preferences', 'messages']) await m.dropTable(table)
}
