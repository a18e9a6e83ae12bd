import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // A record that somebody was pointed to. It opens nothing by itself: every look asks the receiver's own rights again.
  await m.createTable(
    'shares',
    {
      id: c.id(),
      subject: c.code(40),
      record_id: c.id(),
      sender_id: c.id(),
      receiver_kind: c.code(12),
      receiver_id: c.id(),
      reason: c.text(200),
      until_at: c.instant(),
      created_at: c.instant(),
      revoked_at: c.instant({ null: true }),
      open_count: c.int({ default: 0 }),
      last_opened_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['receiver_id', 'id'],
        ['sender_id', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('shares')
}
