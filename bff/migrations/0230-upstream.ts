import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Outside systems that keep archives fresh, what they were granted, and what came of each run. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'upstream_systems',
    {
      id: c.id(),
      code: c.code(40),
      name: c.text(60),
      source: c.code(12),
      place_id: c.id(),
      place_path: c.path(),
      partner_id: c.id({ null: true }),
      url: c.text(300, { null: true }),
      key_sealed: c.longText({ null: true }),
      every_minutes: c.int({ default: 0 }),
      is_on: c.bool({ default: 1 }),
      /** How far it has been asked: its own word, said back to it. */
      next_cursor: c.text(200, { null: true }),
      synced_at: c.instant({ null: true }),
      next_at: c.instant({ null: true }),
      fault: c.code(60, { null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['code'], ['partner_id']],
      indexes: [
        ['place_path', 'id'],
        ['is_on', 'next_at'],
      ],
    },
  )
  await m.createTable(
    'upstream_mandates',
    {
      id: c.id(),
      /** Null: not a system but the managers of the place, by leave of the owner. */
      system_id: c.id({ null: true }),
      place_id: c.id(),
      place_path: c.path(),
      archives: c.json(),
      until_on: c.day(),
      granted_by: c.id({ null: true }),
      granted_at: c.instant(),
      revoked_at: c.instant({ null: true }),
      /** One at a time for the managers of a house. */
      live_key: c.code(64, { null: true }),
      version: c.version(),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['system_id', 'id'],
        ['place_path', 'id'],
        ['granted_by', 'id'],
      ],
    },
  )
  await m.createTable(
    'upstream_origins',
    {
      id: c.id(),
      system_id: c.id(),
      archive: c.code(16),
      ref: c.code(80),
      file_id: c.id(),
      said: c.json(),
      changed_at: c.instant(),
      first_at: c.instant(),
      last_at: c.instant(),
      version: c.version(),
    },
    { unique: [['system_id', 'archive', 'ref']], indexes: [['file_id', 'archive']] },
  )
  await m.createTable(
    'upstream_runs',
    {
      id: c.id(),
      system_id: c.id(),
      place_path: c.path(),
      kind: c.code(12),
      started_at: c.instant(),
      ended_at: c.instant({ null: true }),
      n_created: c.int({ default: 0 }),
      n_updated: c.int({ default: 0 }),
      n_same: c.int({ default: 0 }),
      n_refused: c.int({ default: 0 }),
      fault: c.code(60, { null: true }),
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['system_id', 'id'],
        ['started_at', 'id'],
      ],
    },
  )
  await m.createTable(
    'upstream_refusals',
    {
      id: c.id(),
      run_id: c.id(),
      row_no: c.int(),
      archive: c.code(16, { null: true }),
      ref: c.code(80, { null: true }),
      place_said: c.text(200, { null: true }),
      why: c.code(20),
      fields: c.json({ null: true }),
      refused_at: c.instant(),
    },
    {
      indexes: [
        ['run_id', 'id'],
        ['refused_at', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['upstream_refusals', 'upstream_runs', 'upstream_origins', 'upstream_mandates', 'upstream_systems'])
    await m.dropTable(table)
}
