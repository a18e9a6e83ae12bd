import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Imports and exports of workbooks. Rows wait sealed until somebody confirms them. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'workbook_imports',
    {
      id: c.id(),
      archive: c.code(24),
      owner_id: c.id(),
      at_end: c.code(12),
      /** Path prefixes that the owner reached when it was uploaded. */
      reach: c.json(),
      place_id: c.id(),
      place_path: c.path(),
      file_name: c.text(120),
      /** Digest of the file, so that the same one is recognised. */
      digest: c.code(64),
      state: c.code(12),
      failure: c.code(24, { null: true }),
      failed_about: c.json({ null: true }),
      /** Recognised columns, merged areas and what else was seen while reading; never filtered. */
      sheet: c.json(),
      steps: c.int({ default: 0 }),
      resumed: c.int({ default: 0 }),
      touched_at: c.instant(),
      created_at: c.instant(),
      applied_at: c.instant({ null: true }),
      undone_at: c.instant({ null: true }),
      reason: c.text(200, { null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['owner_id', 'id'],
        ['state', 'touched_at'],
      ],
    },
  )
  await m.createTable(
    'workbook_rows',
    {
      id: c.id(),
      import_id: c.id(),
      line_number: c.int(),
      state: c.code(8),
      /** What was typed; empty once it has become a file. */
      cells_sealed: c.longText(),
      /** Where and why, never what was typed. */
      faults: c.json(),
      warnings: c.json(),
    },
    {
      unique: [['import_id', 'line_number']],
      indexes: [['import_id', 'state', 'line_number']],
    },
  )
  await m.createTable(
    'workbook_keys',
    { import_id: c.id(), row_key: c.code(64), line_number: c.int() },
    { primaryKey: ['import_id', 'row_key', 'line_number'], indexes: [['import_id', 'line_number']] },
  )
  await m.createTable(
    'workbook_exports',
    {
      id: c.id(),
      archive: c.code(24),
      owner_id: c.id(),
      at_end: c.code(12),
      reach: c.json(),
      columns: c.json(),
      masked: c.json(),
      filters_sealed: c.longText(),
      reason: c.text(200),
      state: c.code(12),
      written: c.int({ default: 0 }),
      parts: c.int({ default: 0 }),
      total: c.int({ default: 0 }),
      is_cut: c.bool({ default: 0 }),
      last_id: c.id({ null: true }),
      resumed: c.int({ default: 0 }),
      touched_at: c.instant(),
      created_at: c.instant(),
      finished_at: c.instant({ null: true }),
      expires_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['owner_id', 'id'],
        ['state', 'touched_at'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['workbook_exports', 'workbook_keys', 'workbook_rows', 'workbook_imports']) await m.dropTable(table)
}
