import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'supply_applications',
    {
      id: c.id(),
      number: c.code(24),
      kind: c.code(12),
      utility: c.code(12, { null: true }),
      house_id: c.id(),
      place_path: c.path(),
      address: c.text(160),
      parking_id: c.id({ null: true }),
      parking_label: c.text(64, { null: true }),
      state: c.code(12, { default: 'submitted' }),
      /** One of a kind at a time; null once it is over. */
      open_key: c.code(120, { null: true }),
      applicant_id: c.id({ null: true }),
      contact_sealed: c.longText(),
      note: c.text(300),
      materials: c.json({ null: true }),
      due_at: c.instant({ null: true }),
      visit_on: c.day({ null: true }),
      visit_window: c.code(12, { null: true }),
      reason: c.text(200, { null: true }),
      device_id: c.id({ null: true }),
      submitted_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['open_key']],
      indexes: [
        ['place_path', 'id'],
        ['state', 'id'],
        ['kind', 'id'],
        ['applicant_id', 'id'],
      ],
    },
  )
  await m.createTable(
    'supply_steps',
    {
      id: c.id(),
      application_id: c.id(),
      move: c.code(12),
      at: c.instant(),
      by_id: c.id({ null: true }),
      note: c.text(300, { null: true }),
    },
    { indexes: [['application_id', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('supply_steps')
  await m.dropTable('supply_applications')
}
