import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'duty_shifts',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      area: c.code(12),
      user_id: c.id(),
      plan: c.json(),
      from_on: c.day({ null: true }),
      until_on: c.day({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['user_id']] },
  )
  await m.createTable(
    'hazard_orders',
    {
      /** The id of its alarm. */
      id: c.id(),
      number: c.code(24),
      area: c.code(12),
      place_path: c.path(),
      estate_id: c.id({ null: true }),
      duty: c.json(),
      push_due_at: c.instant(),
      pushed_at: c.instant({ null: true }),
      created_at: c.instant(),
    },
    { unique: [['number']], indexes: [['place_path', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('hazard_orders')
  await m.dropTable('duty_shifts')
}
