import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'quality_faults',
    {
      archive: c.code(24),
      file_id: c.id(),
      rule: c.code(16),
      place_path: c.path(),
      grid_id: c.id({ null: true }),
      /** Which fields it is about. */
      fields: c.json({ null: true }),
      found_at: c.instant(),
    },
    { primaryKey: ['archive', 'file_id', 'rule'], indexes: [['archive', 'place_path', 'file_id'], ['file_id']] },
  )
  // One line for each day, archive, estate and grid.
  await m.createTable(
    'quality_days',
    {
      day: c.day(),
      archive: c.code(24),
      place_path: c.path(),
      /** Empty where no grid covers it. */
      grid_id: c.code(26),
      files: c.int(),
      complete: c.bigint(),
      fresh: c.int(),
      faulty: c.int(),
      measured_at: c.instant(),
    },
    { primaryKey: ['archive', 'day', 'place_path', 'grid_id'] },
  )
  // How far each archive has been looked through, and up to which change it is followed.
  await m.createTable(
    'quality_cursors',
    { archive: c.code(24), is_walking: c.bool(), after_id: c.code(26), change_id: c.code(26) },
    { primaryKey: ['archive'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['quality_cursors', 'quality_days', 'quality_faults']) await m.dropTable(table)
}
