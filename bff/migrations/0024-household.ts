import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'household_members',
    {
      id: c.id(),
      house_id: c.id(),
      place_path: c.path(),
      user_id: c.id({ null: true }),
      name_sealed: c.code(600),
      phone_sealed: c.code(400, { null: true }),
      phone_index: c.code(100, { null: true }),
      phone_suffix: c.code(40, { null: true }),
      relation: c.code(8),
      state: c.code(8),
      valid_from_at: c.instant(),
      valid_until_at: c.instant({ null: true }),
      invited_by: c.id({ null: true }),
      ended_at: c.instant({ null: true }),
      /** House and person while they belong together or are asked to, so that it happens once; null afterwards. */
      live_key: c.code(160, { null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['user_id', 'state'],
        ['house_id', 'state'],
        ['place_path', 'id'],
        ['phone_index'],
        ['phone_suffix'],
        ['state', 'valid_until_at'],
      ],
    },
  )
  await m.createTable(
    'household_claims',
    {
      id: c.id(),
      house_id: c.id(),
      place_path: c.path(),
      user_id: c.id(),
      name_sealed: c.code(600),
      phone_sealed: c.code(400, { null: true }),
      relation: c.code(8),
      state: c.code(10, { default: 'waiting' }),
      proofs: c.json({ null: true }),
      proof_until_at: c.instant({ null: true }),
      note_sealed: c.code(2000, { null: true }),
      reason: c.text(200, { null: true }),
      valid_from_at: c.instant(),
      valid_until_at: c.instant({ null: true }),
      due_at: c.instant(),
      decided_by: c.id({ null: true }),
      decided_at: c.instant({ null: true }),
      waiting_key: c.code(60, { null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['waiting_key']], indexes: [['state', 'id'], ['user_id', 'id'], ['place_path', 'id'], ['proof_until_at']] },
  )
  await m.createTable(
    'household_contacts',
    {
      id: c.id(),
      house_id: c.id(),
      place_path: c.path(),
      name_sealed: c.code(600),
      phone_sealed: c.code(400),
      phone_index: c.code(100),
      relation: c.code(8),
      created_by: c.id({ null: true }),
      created_at: c.instant(),
    },
    { unique: [['house_id', 'phone_index']], indexes: [['phone_index']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['household_contacts', 'household_claims', 'household_members']) await m.dropTable(table)
}
