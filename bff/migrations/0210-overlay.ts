import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'map_overlays',
    {
      id: c.id(),
      kind: c.code(12),
      name: c.text(60),
      source: c.text(60),
      taken_on: c.day(),
      place_id: c.id(),
      place_path: c.path(),
      west: c.double(),
      south: c.double(),
      east: c.double(),
      north: c.double(),
      n_elements: c.int(),
      digest: c.code(64),
      added_at: c.instant(),
      version: c.version(),
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['kind', 'id'],
      ],
    },
  )
  /** Apart from what lists read: the shapes are as long as they like. */
  await m.createTable('map_overlay_contents', { overlay_id: c.id(), elements: c.json(), content: c.json() }, { primaryKey: ['overlay_id'] })
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('map_overlay_contents')
  await m.dropTable('map_overlays')
}
