import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'sessions',
    {
      id: c.id(),
      user_id: c.id(),
      token_hash: c.code(64),
      client: c.code(8),
      device: c.text(60),
      ip: c.code(45),
      method: c.code(12),
      at_end: c.code(8),
      place_id: c.id({ null: true }),
      created_at: c.instant(),
      last_seen_at: c.instant(),
      expires_at: c.instant(),
      has_second_factor: c.bool({ default: 0 }),
      stepped_up_at: c.instant({ null: true }),
      closed_at: c.instant({ null: true }),
      close_reason: c.code(24, { null: true }),
    },
    { unique: [['token_hash']], indexes: [['user_id', 'closed_at'], ['expires_at']] },
  )
  await m.createTable(
    'sign_in_failures',
    {
      id: c.code(64),
      failures: c.int({ default: 0 }),
      window_at: c.instant(),
      locked_until_at: c.instant({ default: 0 }),
      user_id: c.id({ null: true }),
    },
    { indexes: [['user_id'], ['window_at']] },
  )
  await m.createTable(
    'known_devices',
    { id: c.code(64), user_id: c.id(), created_at: c.instant(), used_at: c.instant() },
    { indexes: [['user_id'], ['used_at']] },
  )
  await m.createTable(
    'sms_codes',
    {
      id: c.id(),
      phone_index: c.code(100),
      code_hash: c.code(100),
      tries: c.int({ default: 0 }),
      expires_at: c.instant(),
      used_at: c.instant({ null: true }),
      created_at: c.instant(),
    },
    { indexes: [['phone_index', 'id'], ['expires_at']] },
  )
  await m.createTable(
    'wechat_identities',
    { id: c.id(), open_id_index: c.code(100), open_id_sealed: c.code(400), user_id: c.id(), created_at: c.instant() },
    { unique: [['open_id_index'], ['user_id']] },
  )
  await m.createTable(
    'wechat_tickets',
    { id: c.code(64), open_id_sealed: c.code(400), expires_at: c.instant(), used_at: c.instant({ null: true }) },
    { indexes: [['expires_at']] },
  )
  // One-time codes of others that were handed in once, so that they are not accepted twice.
  await m.createTable('used_codes', { id: c.code(64), expires_at: c.instant() }, { indexes: [['expires_at']] })
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['used_codes', 'wechat_tickets', 'wechat_identities', 'sms_codes', 'known_devices', 'sign_in_failures', 'sessions'])
    await m.dropTable(table)
}
