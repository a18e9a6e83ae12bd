import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'families',
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
      number_sealed: c.code(300, { null: true }),
      number_index: c.code(64, { null: true }),
      head_name_sealed: c.code(360, { null: true }),
      head_phone_sealed: c.code(216, { null: true }),
      head_phone_index: c.code(64, { null: true }),
      head_phone_suffix: c.code(20, { null: true }),
      kind: c.code(40, { null: true }),
      registered_address_sealed: c.code(720, { null: true }),
      size: c.int({ null: true }),
      living: c.int({ null: true }),
      moved_in_on: c.day({ null: true }),
      moved_out_on: c.day({ null: true }),
      welfare_sealed: c.code(360, { null: true }),
      welfare_index: c.code(64, { null: true }),
      is_party_household: c.bool({ null: true }),
      is_civilised: c.bool({ null: true }),
      pets: c.text(60, { null: true }),
      note: c.text(300, { null: true }),
      version: c.version(),
    },
    {
      unique: [['number_index']],
      indexes: [
        ['place_path', 'id'],
        ['updated_at', 'id'],
        ['verified_at', 'id'],
        ['complete', 'id'],
        ['head_phone_index', 'id'],
        ['head_phone_suffix', 'id'],
        ['kind', 'id'],
        ['welfare_index', 'id'],
        ['place_id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('families')
}
