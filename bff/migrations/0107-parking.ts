import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'parking_spaces',
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
      lot: c.text(40, { null: true }),
      number: c.text(20, { null: true }),
      kind: c.code(40, { null: true }),
      storey: c.code(40, { null: true }),
      area: c.double({ null: true }),
      has_charger: c.bool({ null: true }),
      used_as: c.code(40, { null: true }),
      holder_name_sealed: c.code(480, { null: true }),
      holder_phone_sealed: c.code(216, { null: true }),
      holder_phone_index: c.code(64, { null: true }),
      holder_phone_suffix: c.code(20, { null: true }),
      certificate_sealed: c.code(480, { null: true }),
      held_from: c.day({ null: true }),
      held_until: c.day({ null: true }),
      is_shared: c.bool({ null: true }),
      shared_hours: c.text(60, { null: true }),
      version: c.version(),
    },
    {
      unique: [['lot', 'number']],
      indexes: [
        ['place_path', 'id'],
        ['updated_at', 'id'],
        ['verified_at', 'id'],
        ['complete', 'id'],
        ['number', 'id'],
        ['kind', 'id'],
        ['storey', 'id'],
        ['used_as', 'id'],
        ['holder_phone_index', 'id'],
        ['holder_phone_suffix', 'id'],
        ['is_shared', 'id'],
        ['place_id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('parking_spaces')
}
