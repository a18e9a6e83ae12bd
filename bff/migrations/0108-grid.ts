import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'grid_files',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      state: c.code(8, { default: 'active' }),
      source: c.code(12),
      source_note: c.text(120, { null: true }),
      entered_at: c.instant(),
      entered_by: c.id({ null: true }),
      verified_at: c.instant({ null: true }),
      verified_by: c.id({ null: true }),
      updated_at: c.instant(),
      updated_by: c.id({ null: true }),
      retired_at: c.instant({ null: true }),
      retire_reason: c.text(200, { null: true }),
      provenance: c.json(),
      complete: c.int({ default: 0 }),
      code: c.code(30, { null: true }),
      name: c.text(60, { null: true }),
      kind: c.code(40, { null: true }),
      area: c.double({ null: true }),
      homes: c.int({ null: true }),
      people: c.int({ null: true }),
      coverage: c.text(500, { null: true }),
      boundary: c.longText({ null: true }),
      leader_name: c.text(40, { null: true }),
      leader_phone: c.code(16, { null: true }),
      worker_name: c.text(40, { null: true }),
      worker_phone: c.code(16, { null: true }),
      members: c.int({ null: true }),
      branch: c.text(60, { null: true }),
      version: c.version(),
    },
    {
      unique: [['place_id'], ['code']],
      indexes: [
        ['place_path', 'id'],
        ['updated_at', 'id'],
        ['verified_at', 'id'],
        ['complete', 'id'],
        ['kind', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('grid_files')
}
