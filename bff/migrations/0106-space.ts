import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { spaceDictionaries } from './data/archive-dictionaries.ts'
import { plantDictionaries, uprootDictionaries } from './data/plant.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'spaces',
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
      name: c.text(60, { null: true }),
      purpose: c.code(40, { null: true }),
      spatial_code: c.code(40, { null: true }),
      position: c.text(100, { null: true }),
      area: c.double({ null: true }),
      ownership: c.code(40, { null: true }),
      owner: c.text(80, { null: true }),
      longitude: c.double({ null: true }),
      latitude: c.double({ null: true }),
      capacity: c.int({ null: true }),
      hours: c.text(60, { null: true }),
      is_bookable: c.bool({ null: true }),
      is_accessible: c.bool({ null: true }),
      operator: c.text(80, { null: true }),
      keeper_name_sealed: c.code(360, { null: true }),
      keeper_phone: c.code(16, { null: true }),
      opened_on: c.day({ null: true }),
      beds: c.int({ null: true }),
      meals: c.int({ null: true }),
      photos: c.json({ null: true }),
      note: c.text(300, { null: true }),
      version: c.version(),
    },
    {
      unique: [['spatial_code']],
      indexes: [
        ['place_path', 'id'],
        ['updated_at', 'id'],
        ['verified_at', 'id'],
        ['complete', 'id'],
        ['purpose', 'id'],
        ['ownership', 'id'],
        ['is_bookable', 'id'],
        ['place_id'],
      ],
    },
  )
  await plantDictionaries(m, spaceDictionaries)
}

export async function down(m: Ddl): Promise<void> {
  await uprootDictionaries(m, spaceDictionaries)
  await m.dropTable('spaces')
}
