import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // Blind indexes of what two files about one thing would share.
  await m.createTable(
    'duplicate_keys',
    { archive: c.code(24), block: c.code(64), file_id: c.id() },
    { primaryKey: ['archive', 'block', 'file_id'], indexes: [['file_id']] },
  )
  await m.createTable(
    'duplicate_pairs',
    {
      id: c.id(),
      archive: c.code(24),
      /** The older file is the first. */
      first_id: c.id(),
      second_id: c.id(),
      /** Each pair stands here once, so that what was decided is remembered. */
      pair_key: c.code(60),
      place_path: c.path(),
      other_path: c.path(),
      state: c.code(10, { default: 'open' }),
      score: c.int(),
      /** Names of fields and how they agree; never what they hold. */
      signs: c.json(),
      found_at: c.instant(),
      decided_by: c.id({ null: true }),
      decided_at: c.instant({ null: true }),
      reason: c.text(200, { null: true }),
      version: c.version(),
    },
    {
      unique: [['pair_key']],
      indexes: [
        ['place_path', 'state', 'id'],
        ['state', 'id'],
        ['first_id', 'state'],
        ['second_id', 'state'],
      ],
    },
  )
  await m.createTable(
    'duplicate_merges',
    {
      id: c.id(),
      pair_id: c.id(),
      archive: c.code(24),
      survivor_id: c.id(),
      merged_id: c.id(),
      survivor_version: c.int(),
      merged_version: c.int(),
      /** The last line that the merge wrote into the histories: what comes later has changed since. */
      change_id: c.id(),
      /** Both files as they were, sealed; gone when the merge can no longer be taken back. */
      before_sealed: c.longText({ null: true }),
      /** Which rows followed: table, column, ids. */
      followed: c.json(),
      merged_by: c.id(),
      merged_at: c.instant(),
      undo_until_at: c.instant(),
      undone_by: c.id({ null: true }),
      undone_at: c.instant({ null: true }),
    },
    {
      indexes: [
        ['pair_id', 'id'],
        ['survivor_id', 'id'],
        ['merged_id', 'id'],
        ['undo_until_at', 'id'],
      ],
    },
  )
  await m.createTable(
    'duplicate_cursors',
    { archive: c.code(24), is_walking: c.bool(), after_id: c.code(26), change_id: c.code(26) },
    { primaryKey: ['archive'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['duplicate_cursors', 'duplicate_merges', 'duplicate_pairs', 'duplicate_keys']) await m.dropTable(table)
}
