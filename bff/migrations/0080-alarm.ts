import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'alarms',
    {
      id: c.id(),
      number: c.code(24),
      kind: c.code(24),
      grp: c.code(12),
      level: c.int(),
      state: c.code(12),
      phase: c.code(8),
      title_zh: c.text(120),
      title_en: c.text(200),
      part: c.text(60),
      device_id: c.id({ null: true }),
      device_code: c.code(40),
      device_name: c.text(60),
      place_path: c.path(),
      place_label: c.text(160),
      /** Device, kind and part while it is not closed: the database allows one of it. */
      open_key: c.text(130, { null: true }),
      source_kind: c.code(8),
      source_name: c.code(60),
      content: c.json(),
      first_at: c.instant(),
      last_at: c.instant(),
      times: c.int({ default: 1 }),
      over_at: c.instant({ null: true }),
      due_at: c.instant({ null: true }),
      escalation: c.int({ default: 0 }),
      shelved_until_at: c.instant({ null: true }),
      root_id: c.id({ null: true }),
      previous_id: c.id({ null: true }),
      handler_id: c.id({ null: true }),
      handler_name: c.text(60, { null: true }),
      result: c.code(8, { null: true }),
      accepted_at: c.instant({ null: true }),
      handled_at: c.instant({ null: true }),
      closed_at: c.instant({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['number'], ['open_key']],
      indexes: [['phase', 'id'], ['place_path', 'id'], ['device_id', 'kind', 'id'], ['root_id']],
    },
  )
  await m.createTable(
    'alarm_entries',
    {
      id: c.id(),
      alarm_id: c.id(),
      action: c.code(12),
      state: c.code(12),
      actor_id: c.id({ null: true }),
      actor_name: c.text(60, { null: true }),
      note: c.text(1000, { null: true }),
      photos: c.json({ null: true }),
      at: c.instant(),
    },
    { indexes: [['alarm_id', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('alarm_entries')
  await m.dropTable('alarms')
}
