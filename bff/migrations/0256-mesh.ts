import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'map_meshes',
    {
      ...{ id: c.id(), state: c.code(10), place_id: c.id(), place_path: c.path() },
      /** The revision that counts, 0 while none does, and the newest. */
      ...{ used_revision: c.int(), last_revision: c.int(), added_at: c.instant(), version: c.version() },
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['state', 'id'],
      ],
    },
  )
  await m.createTable(
    'map_mesh_revisions',
    {
      ...{ mesh_id: c.id(), revision: c.int(), name: c.text(60), source: c.text(60), stage: c.code(16), taken_on: c.day() },
      ...{ longitude: c.double(), latitude: c.double(), elevation: c.double(), heading: c.double(), scale: c.double() },
      ...{ west: c.double(), south: c.double(), east: c.double(), north: c.double(), base: c.double(), top: c.double() },
      ...{ n_elements: c.int(), n_triangles: c.int(), n_bytes: c.int(), digest: c.code(64), added_at: c.instant() },
    },
    { primaryKey: ['mesh_id', 'revision'] },
  )
  /** A file is kept once, however many revisions put it somewhere else. */
  await m.createTable(
    'map_mesh_contents',
    { mesh_id: c.id(), digest: c.code(64), elements: c.json(), content: c.bytes() },
    { primaryKey: ['mesh_id', 'digest'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('map_mesh_contents')
  await m.dropTable('map_mesh_revisions')
  await m.dropTable('map_meshes')
}
