import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'departments',
    {
      id: c.id(),
      name: c.text(40),
      parent_id: c.id({ null: true }),
      place_id: c.id(),
      place_path: c.path(),
      is_retired: c.bool({ default: 0 }),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path'], ['parent_id']] },
  )
  await m.createTable(
    'users',
    {
      id: c.id(),
      /** Residents who came by phone or WeChat have none. Never given twice. */
      account: c.code(40, { null: true }),
      name_sealed: c.code(600),
      phone_sealed: c.code(400, { null: true }),
      phone_index: c.code(100, { null: true }),
      class: c.code(12),
      place_id: c.id({ null: true }),
      place_path: c.path(),
      department_id: c.id({ null: true }),
      state: c.code(8, { default: 'active' }),
      state_reason: c.text(200, { null: true }),
      is_transferred: c.bool({ default: 0 }),
      valid_from_at: c.instant(),
      valid_until_at: c.instant(),
      idle_minutes: c.int(),
      max_failures: c.int(),
      password_hash: c.code(200, { null: true }),
      password_changed_at: c.instant({ null: true }),
      must_change_password: c.bool({ default: 0 }),
      totp_sealed: c.code(400, { null: true }),
      has_second_factor: c.bool({ default: 0 }),
      totp_counter: c.bigint({ default: 0 }),
      last_sign_in_at: c.instant({ null: true }),
      last_end: c.code(8, { null: true }),
      persona: c.code(40, { null: true }),
      row_mac: c.code(120),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['account'], ['phone_index'], ['persona']],
      indexes: [['place_path', 'id'], ['department_id'], ['state', 'last_sign_in_at']],
    },
  )
  // Blind indexes of the characters and pairs of a name, so that part of a sealed name can be searched for.
  await m.createTable(
    'user_name_grams',
    { gram: c.code(100), user_id: c.id() },
    { primaryKey: ['gram', 'user_id'], indexes: [['user_id']] },
  )
  await m.createTable(
    'password_history',
    { id: c.id(), user_id: c.id(), password_hash: c.code(200), created_at: c.instant() },
    { indexes: [['user_id', 'id']] },
  )
  await m.createTable(
    'recovery_codes',
    { id: c.id(), user_id: c.id(), code_hash: c.code(100), used_at: c.instant({ null: true }) },
    { indexes: [['user_id']] },
  )
  await m.createTable(
    'account_reviews',
    {
      id: c.id(),
      month: c.code(7),
      place_id: c.id(),
      place_path: c.path(),
      state: c.code(8, { default: 'open' }),
      due_at: c.instant(),
      accounts: c.int({ default: 0 }),
      flagged: c.int({ default: 0 }),
      disabled: c.json({ null: true }),
      note: c.text(500, { null: true }),
      signed_off_by: c.id({ null: true }),
      signed_off_at: c.instant({ null: true }),
      reminded_at: c.instant({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['month', 'place_id']],
      indexes: [
        ['state', 'due_at'],
        ['place_path', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['account_reviews', 'recovery_codes', 'password_history', 'user_name_grams', 'users', 'departments'])
    await m.dropTable(table)
}
