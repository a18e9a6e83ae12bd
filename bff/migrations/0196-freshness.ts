import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'quality_periods',
    {
      archive: c.code(24),
      days: c.int(),
      set_by: c.id(),
      set_at: c.instant(),
      version: c.version(),
    },
    { primaryKey: ['archive'] },
  )
  await m.createTable(
    'quality_tasks',
    {
      id: c.id(),
      archive: c.code(24),
      file_id: c.id(),
      place_path: c.path(),
      due_on: c.day(),
      state: c.code(8),
      /** The file while it is due, so that nobody is asked twice; null afterwards. */
      live_key: c.code(60, { null: true }),
      made_at: c.instant(),
      done_at: c.instant({ null: true }),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['archive', 'state', 'id'],
        ['archive', 'file_id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['quality_tasks', 'quality_periods']) await m.dropTable(table)
}
