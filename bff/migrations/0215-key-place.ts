import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'key_places',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      device_id: c.id({ null: true }),
      device_name: c.text(80, { null: true }),
      kind: c.code(16),
      name: c.text(60),
      items: c.json(),
      every_days: c.int(),
      next_on: c.day(),
      inspected_at: c.instant({ null: true }),
      inspected_by: c.id({ null: true }),
      open_findings: c.int(),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['next_on']] },
  )
  await m.createTable(
    'key_inspections',
    {
      id: c.id(),
      key_place_id: c.id(),
      place_path: c.path(),
      is_passed: c.bool(),
      findings: c.json(),
      note: c.text(500),
      photos: c.json(),
      done_by: c.id(),
      done_at: c.instant(),
    },
    { indexes: [['key_place_id', 'id'], ['place_path', 'done_at'], ['done_by']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('key_inspections')
  await m.dropTable('key_places')
}
