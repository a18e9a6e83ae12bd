import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'falling_events',
    {
      id: c.id(),
      camera_id: c.id(),
      camera_name: c.text(60),
      building_id: c.id({ null: true }),
      place_path: c.path(),
      place_label: c.text(160),
      part: c.code(20),
      floor_low: c.int({ null: true }),
      floor_best: c.int({ null: true }),
      floor_high: c.int({ null: true }),
      unit_id: c.id({ null: true }),
      ending: c.code(8, { null: true }),
      column_label: c.text(60, { null: true }),
      confidence: c.int({ default: 0 }),
      method: c.code(8),
      residual_m: c.double({ null: true }),
      trajectory: c.json(),
      times: c.int({ default: 1 }),
      first_at: c.instant(),
      last_at: c.instant(),
      alarm_id: c.id({ null: true }),
      state: c.code(12),
      result: c.code(8, { null: true }),
      created_at: c.instant(),
    },
    { indexes: [['place_path', 'id'], ['building_id', 'id'], ['camera_id', 'last_at'], ['alarm_id'], ['first_at']] },
  )
}

export const down = (m: Ddl): Promise<void> => m.dropTable('falling_events')
