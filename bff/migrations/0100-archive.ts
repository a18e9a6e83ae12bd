import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** What all archives share: the history of every file, links between files, pieces of sealed texts, tags. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'archive_changes',
    {
      id: c.id(),
      archive: c.code(24),
      file_id: c.id(),
      changed_at: c.instant(),
      changed_by: c.id({ null: true }),
      action: c.code(12),
      source: c.code(12, { null: true }),
      reason: c.text(200, { null: true }),
      file_version: c.int(),
      /** Before and after; of sealed values only what a mask leaves. */
      changes: c.json(),
    },
    { indexes: [['archive', 'file_id', 'id']] },
  )
  await m.createTable(
    'archive_links',
    {
      id: c.id(),
      kind: c.code(24),
      role: c.code(24, { null: true }),
      from_archive: c.code(24),
      from_id: c.id(),
      to_archive: c.code(24),
      to_id: c.id(),
      started_on: c.day({ null: true }),
      ended_on: c.day({ null: true }),
      source: c.code(12),
      note: c.text(120, { null: true }),
      entered_at: c.instant(),
      entered_by: c.id({ null: true }),
      ended_by: c.id({ null: true }),
      /** Kind and both files while the link holds, so that it is there once; null afterwards. */
      live_key: c.code(80, { null: true }),
      version: c.version(),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['from_id', 'ended_on'],
        ['to_id', 'ended_on'],
      ],
    },
  )
  await m.createTable(
    'archive_grams',
    { archive: c.code(24), gram: c.code(64), file_id: c.id() },
    { primaryKey: ['archive', 'gram', 'file_id'], indexes: [['archive', 'file_id']] },
  )
  await m.createTable(
    'archive_tags',
    {
      id: c.id(),
      archive: c.code(24),
      file_id: c.id(),
      tag: c.code(40),
      source: c.code(12),
      tagged_at: c.instant(),
      tagged_by: c.id({ null: true }),
      removed_at: c.instant({ null: true }),
      removed_by: c.id({ null: true }),
      live_key: c.code(100, { null: true }),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['archive', 'tag', 'file_id'],
        ['file_id', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['archive_tags', 'archive_grams', 'archive_links', 'archive_changes']) await m.dropTable(table)
}
