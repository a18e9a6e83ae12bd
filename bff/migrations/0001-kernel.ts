import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'outbox',
    {
      id: c.id(),
      name: c.code(80),
      subject: c.code(40),
      subject_id: c.code(64),
      payload: c.json(),
      live: c.json({ null: true }),
      state: c.code(8, { default: 'new' }),
      attempts: c.int({ default: 0 }),
      retry_at: c.instant({ default: 0 }),
      error: c.text(500, { null: true }),
      created_at: c.instant(),
    },
    { indexes: [['state', 'id'], ['created_at']] },
  )
  await m.createTable(
    'inbox',
    { consumer: c.code(80), event_id: c.id(), created_at: c.instant() },
    { primaryKey: ['consumer', 'event_id'], indexes: [['created_at']] },
  )
  await m.createTable(
    'jobs',
    {
      id: c.id(),
      kind: c.code(80),
      job_key: c.code(120),
      /** `kind:key` while the job waits or runs, so that there is one; null when it is over. */
      pending_key: c.code(201, { null: true }),
      run_at: c.instant(),
      payload: c.json(),
      state: c.code(8, { default: 'waiting' }),
      attempts: c.int({ default: 0 }),
      locked_until: c.instant({ default: 0 }),
      error: c.text(500, { null: true }),
      created_at: c.instant(),
      finished_at: c.instant({ null: true }),
    },
    { indexes: [['state', 'run_at'], ['kind', 'id'], ['finished_at']], unique: [['pending_key']] },
  )
  await m.createTable(
    'idempotency_keys',
    {
      id: c.code(64),
      endpoint: c.code(80),
      content_hash: c.code(64),
      status: c.int(),
      answer: c.longText({ null: true }),
      created_at: c.instant(),
    },
    { indexes: [['created_at']] },
  )
  await m.createTable(
    'live_events',
    {
      seq: c.bigint(),
      event_id: c.id(),
      name: c.code(80),
      subject: c.code(40),
      subject_id: c.code(64),
      user_ids: c.json({ null: true }),
      place_path: c.path({ null: true }),
      permission: c.code(80, { null: true }),
      at: c.bigint(),
    },
    { primaryKey: ['seq'], unique: [['event_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['live_events', 'idempotency_keys', 'jobs', 'inbox', 'outbox']) await m.dropTable(table)
}
