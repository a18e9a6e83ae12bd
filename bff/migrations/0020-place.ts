import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'places',
    {
      id: c.id(),
      parent_id: c.id({ null: true }),
      kind: c.code(12),
      code: c.code(20),
      name: c.text(60),
      /** Its own path; everything under it begins with it. Codes are never given twice, so it is unique for ever. */
      path: c.path(),
      full_name: c.text(400),
      sort: c.int({ default: 0 }),
      grid_id: c.id({ null: true }),
      floor: c.int({ null: true }),
      area: c.double({ null: true }),
      longitude: c.double({ null: true }),
      latitude: c.double({ null: true }),
      address_code: c.code(40, { null: true }),
      is_retired: c.bool({ default: 0 }),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['path']], indexes: [['parent_id', 'sort', 'id'], ['kind', 'path'], ['grid_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('places')
}
