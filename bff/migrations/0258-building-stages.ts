import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Documents and states of the five stages of a building, each on an element of it. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'map_stage_entries',
    {
      ...{ id: c.id(), building_id: c.id(), place_path: c.path(), stage: c.code(16), kind: c.code(10), name: c.text(60) },
      ...{ state: c.code(10, { null: true }), note: c.text(300, { null: true }), source: c.text(60), taken_on: c.day() },
      ...{ element: c.code(40), element_name: c.text(120), file_id: c.id({ null: true }), added_at: c.instant(), version: c.version() },
    },
    {
      indexes: [
        ['building_id', 'taken_on', 'id'],
        ['building_id', 'stage', 'taken_on', 'id'],
        ['building_id', 'element', 'taken_on', 'id'],
        ['place_path', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('map_stage_entries')
}
