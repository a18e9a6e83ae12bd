import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'zones',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      estate_id: c.id(),
      name: c.text(60),
      kind: c.code(12),
      feature_id: c.id({ null: true }),
      longitude: c.double({ null: true }),
      latitude: c.double({ null: true }),
      is_enabled: c.bool({ default: 0 }),
      is_armed: c.bool({ default: 0 }),
      armed_at: c.instant(),
      armed_by: c.code(8),
      armed_name: c.text(60),
      plan: c.json(),
      next_at: c.instant({ null: true }),
      gate_action: c.code(8),
      installation: c.json({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['estate_id']] },
  )
  await m.createTable(
    'zone_devices',
    { zone_id: c.id(), device_id: c.id(), role: c.code(8), part: c.text(60), detector_key: c.text(100, { null: true }) },
    { primaryKey: ['zone_id', 'device_id', 'role', 'part'], unique: [['detector_key']], indexes: [['device_id', 'role']] },
  )
  await m.createTable(
    'zone_events',
    {
      id: c.id(),
      zone_id: c.id(),
      device_id: c.id(),
      device_code: c.code(40),
      device_name: c.text(60),
      part: c.text(60),
      place_path: c.path(),
      place_label: c.text(160),
      category: c.code(40),
      target: c.code(20, { null: true }),
      at: c.instant(),
      ended_at: c.instant({ null: true }),
      times: c.int({ default: 1 }),
      was_armed: c.bool({ default: 0 }),
      /** `log` where nothing was raised, else the state of its alarm. */
      state: c.code(12),
      alarm_id: c.id({ null: true }),
      result: c.code(8, { null: true }),
    },
    {
      indexes: [['place_path', 'id'], ['zone_id', 'id'], ['zone_id', 'state'], ['alarm_id'], ['device_id', 'ended_at']],
    },
  )
  await m.createTable(
    'zone_designs',
    {
      id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      factors: c.json(),
      scale: c.code(12),
      mode: c.code(12),
      measures: c.text(600),
      saved_name: c.text(60),
      saved_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['zone_designs', 'zone_events', 'zone_devices', 'zones']) await m.dropTable(table)
}
