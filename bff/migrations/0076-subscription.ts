import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'subscriptions',
    {
      id: c.id(),
      name: c.text(60),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      partner_id: c.id({ null: true }),
      hook_id: c.id({ null: true }),
      /** Source, types, conditions and target. */
      content: c.json(),
      is_enabled: c.bool({ default: 0 }),
      matched: c.bigint({ default: 0 }),
      last_at: c.instant({ null: true }),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['hook_id']] },
  )
  await m.createTable(
    'subscription_messages',
    {
      id: c.id(),
      subscription_id: c.id(),
      device_id: c.id(),
      event_type: c.code(60),
      content: c.json(),
      at: c.instant(),
      kept_at: c.instant(),
    },
    { indexes: [['subscription_id', 'id'], ['kept_at']] },
  )
  await m.createTable(
    'hooks',
    {
      id: c.id(),
      name: c.text(60),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      url: c.text(500),
      signed_by: c.code(10),
      sealed_secret: c.text(400),
      partner_id: c.id({ null: true }),
      is_enabled: c.bool({ default: 1 }),
      failures: c.int({ default: 0 }),
      rests_until_at: c.instant({ default: 0 }),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id']] },
  )
  await m.createTable(
    'hook_deliveries',
    {
      id: c.id(),
      hook_id: c.id(),
      place_path: c.path(),
      about_kind: c.code(12),
      about_id: c.id(),
      about_name: c.text(60),
      /** What caused it; the same is never sent twice. */
      cause_key: c.code(120),
      content: c.json(),
      state: c.code(8, { default: 'waiting' }),
      attempts: c.int({ default: 0 }),
      retry_at: c.instant(),
      status: c.int({ null: true }),
      fault: c.text(200, { null: true }),
      created_at: c.instant(),
      finished_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      unique: [['cause_key']],
      indexes: [
        ['hook_id', 'state', 'id'],
        ['state', 'hook_id'],
        ['place_path', 'id'],
        ['state', 'created_at'],
      ],
    },
  )
  // Its place was kept for this; nothing could be written into it.
  await m.dropTable('rule_hooks')
}

export async function down(m: Ddl): Promise<void> {
  // the empty table of before was one of 0081, which is undone before this one
  for (const table of ['hook_deliveries', 'hooks', 'subscription_messages', 'subscriptions']) await m.dropTable(table)
}
