import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // What is put together for a purpose, as its keeper last wrote it.
  await m.createTable(
    'datasets',
    {
      ...{ id: c.id(), place_id: c.id(), place_path: c.path(), archive: c.code(24), name: c.text(40), purpose: c.text(200) },
      ...{ layer: c.code(8), grade: c.code(2), field_names: c.json(), audience: c.json(), state: c.code(12) },
      ...{ release_number: c.int({ default: 0 }), is_changed: c.bool({ default: 1 }), published_at: c.instant({ null: true }) },
      ...{ retire_reason: c.text(200, { null: true }), changed_at: c.instant(), changed_by: c.id({ null: true }), version: c.version() },
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['state', 'id'],
      ],
    },
  )
  // What readers get: the text of each version, never changed again.
  await m.createTable(
    'dataset_releases',
    {
      ...{ id: c.id(), dataset_id: c.id(), place_path: c.path(), number: c.int(), content: c.json(), note: c.text(200) },
      ...{ published_at: c.instant(), published_by: c.id({ null: true }) },
    },
    { unique: [['dataset_id', 'number']] },
  )
  // Whom the version in force is for.
  await m.createTable(
    'dataset_readers',
    { id: c.id(), dataset_id: c.id(), reader_kind: c.code(8), reader_id: c.code(40), place_path: c.path() },
    { unique: [['dataset_id', 'reader_kind', 'reader_id']], indexes: [['reader_id', 'dataset_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['dataset_readers', 'dataset_releases', 'datasets']) await m.dropTable(table)
}
