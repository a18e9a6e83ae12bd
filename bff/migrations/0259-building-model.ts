import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Building models that came as IFC files: one of a building, every file a revision of it. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'map_ifc_models',
    { building_id: c.id(), place_path: c.path(), last_revision: c.int(), version: c.version() },
    { primaryKey: ['building_id'], indexes: [['place_path', 'building_id']] },
  )
  await m.createTable(
    'map_ifc_revisions',
    {
      ...{ building_id: c.id(), revision: c.int(), place_path: c.path(), stage: c.code(16), source: c.text(60), taken_on: c.day() },
      ...{ valid_to: c.day({ null: true }), ifc_schema: c.code(10), project: c.text(120), n_elements: c.int(), n_bytes: c.int() },
      ...{ digest: c.code(64), added_at: c.instant() },
    },
    { primaryKey: ['building_id', 'revision'], indexes: [['place_path', 'building_id', 'revision']] },
  )
  /** Apart from what lists read. */
  await m.createTable(
    'map_ifc_contents',
    { building_id: c.id(), revision: c.int(), elements: c.json() },
    { primaryKey: ['building_id', 'revision'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('map_ifc_contents')
  await m.dropTable('map_ifc_revisions')
  await m.dropTable('map_ifc_models')
}
