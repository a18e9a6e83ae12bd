import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'city_fire_reports',
    {
      /** The id of its alarm: of each there is one report, however often it is sent. */
      id: c.id(),
      state: c.code(12),
      tries: c.int({ default: 0 }),
      due_at: c.instant(),
      sent_at: c.instant({ null: true }),
      received_at: c.instant({ null: true }),
      receipt: c.text(60, { null: true }),
      error: c.text(120, { null: true }),
      created_at: c.instant(),
    },
    { indexes: [['state', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('city_fire_reports')
}
