import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'backups',
    {
      id: c.id(),
      kind: c.code(12),
      state: c.code(8),
      /** 'one' while it waits or runs: there is never a second one. */
      active_key: c.code(4, { null: true }),
      /** The day of the plan that it answers; each day once. */
      slot: c.day({ null: true }),
      origin: c.code(8),
      name: c.code(60, { null: true }),
      base_name: c.code(60, { null: true }),
      phase: c.code(10),
      bytes: c.bigint({ default: 0 }),
      table_rows: c.bigint({ default: 0 }),
      sha256: c.code(64, { null: true }),
      sm3: c.code(64, { null: true }),
      is_sealed: c.bool({ default: 0 }),
      is_long_term: c.bool({ default: 0 }),
      keep_until_at: c.instant({ null: true }),
      copied_at: c.instant({ null: true }),
      verified_at: c.instant({ null: true }),
      is_sound: c.bool({ null: true }),
      fault: c.text(500, { null: true }),
      asked_by: c.id({ null: true }),
      attempts: c.int({ default: 0 }),
      begun_at: c.instant({ null: true }),
      beat_at: c.instant({ null: true }),
      finished_at: c.instant({ null: true }),
      created_at: c.instant(),
    },
    {
      indexes: [
        ['kind', 'id'],
        ['state', 'id'],
        ['state', 'begun_at'],
        ['state', 'keep_until_at'],
        ['state', 'verified_at'],
      ],
      unique: [['active_key'], ['slot'], ['name']],
    },
  )
  await m.createTable('backup_policies', {
    id: c.id(),
    is_on: c.bool(),
    at_time: c.code(5),
    full_days: c.int(),
    keep_days: c.int(),
    verify_days: c.int(),
    /** Since when a day without a backup is a missed one. */
    on_since_at: c.instant(),
    version: c.version(),
  })
  await m.createTable(
    'backup_misses',
    { day: c.day(), found_at: c.instant(), made_good_at: c.instant({ null: true }) },
    { primaryKey: ['day'] },
  )
  await m.createTable(
    'backup_media',
    {
      id: c.id(),
      code: c.code(40),
      kind: c.code(8),
      content_class: c.code(8),
      holder: c.text(60),
      kept_at_place: c.text(100),
      registered_at: c.instant(),
      destroyed_at: c.instant({ null: true }),
      destruction: c.code(10, { null: true }),
      witness: c.text(60, { null: true }),
      proof_id: c.id({ null: true }),
      version: c.version(),
    },
    { unique: [['code']] },
  )
  await m.createTable(
    'backup_medium_copies',
    { medium_id: c.id(), backup_id: c.id(), put_at: c.instant() },
    { primaryKey: ['medium_id', 'backup_id'] },
  )
  await m.createTable('backup_drills', {
    id: c.id(),
    kind: c.code(10),
    how: c.code(8),
    command_at: c.instant(),
    ready_at: c.instant({ null: true }),
    limit_minutes: c.int(),
    result: c.code(8),
    backup_name: c.code(60, { null: true }),
    findings: c.text(500),
    created_at: c.instant(),
  })
  await m.createTable('backup_site_checks', {
    id: c.id(),
    room: c.text(100),
    checked_on: c.day(),
    checker: c.text(60),
    items: c.json(),
    is_met: c.bool(),
    created_at: c.instant(),
  })
}

export async function down(m: Ddl): Promise<void> {
  for (const table of [
    'backup_site_checks',
    'backup_drills',
    'backup_medium_copies',
    'backup_media',
    'backup_misses',
    'backup_policies',
    'backups',
  ])
    await m.dropTable(table)
}
