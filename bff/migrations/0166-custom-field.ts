import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'custom_fields',
    {
      id: c.id(),
      archive: c.code(24),
      place_id: c.id(),
      place_path: c.path(),
      code: c.code(30),
      label_zh: c.text(20),
      label_en: c.text(40),
      kind: c.code(8),
      data_level: c.code(2),
      is_required: c.bool({ default: 0 }),
      is_listed: c.bool({ default: 0 }),
      /** Only files of this use have it; null: all of them. */
      for_use: c.code(40, { null: true }),
      options: c.json(),
      state: c.code(10, { default: 'active' }),
      added_by: c.id({ null: true }),
      added_at: c.instant(),
      changed_at: c.instant(),
      version: c.version(),
    },
    { unique: [['archive', 'place_id', 'code']], indexes: [['place_path', 'id']] },
  )
  await m.createTable('archive_custom', {
    /** The file itself: one row holds all that was added to it. */
    id: c.id(),
    archive: c.code(24),
    /** Values by the id of their field; the sealed ones apart. */
    open_values: c.json(),
    values_sealed: c.longText({ null: true }),
    changed_at: c.instant(),
  })
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['archive_custom', 'custom_fields']) await m.dropTable(table)
}
