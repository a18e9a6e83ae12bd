import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** What is laid over the map may be of a stage, and stand from a day until another. */
export async function up(m: Ddl): Promise<void> {
  await m.addColumn('map_overlays', 'stage', c.code(16, { null: true }))
  await m.addColumn('map_overlays', 'valid_from', c.day({ null: true }))
  await m.addColumn('map_overlays', 'valid_to', c.day({ null: true }))
  await m.addIndex('map_overlays', ['place_path', 'valid_from', 'id'])
}

export async function down(m: Ddl): Promise<void> {
  await m.dropIndex('map_overlays', ['place_path', 'valid_from', 'id'])
  for (const column of ['valid_to', 'valid_from', 'stage']) await m.dropColumn('map_overlays', column)
}
