import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'hints',
    {
      id: c.id(),
      model: c.code(24),
      model_version: c.code(8),
      community_id: c.id(),
      place_path: c.path(),
      subject: c.code(8),
      subject_id: c.id({ null: true }),
      /** Model, community and subject while the evidence stands: told once. */
      open_key: c.code(160, { null: true }),
      params: c.json(),
      facts: c.json(),
      passage_ids: c.json(),
      records: c.json(),
      confidence: c.int(),
      state: c.code(10, { default: 'raised' }),
      is_restricted: c.bool({ default: 0 }),
      task: c.code(12, { null: true }),
      worker_id: c.id({ null: true }),
      due_on: c.day({ null: true }),
      visit_id: c.id({ null: true }),
      raised_at: c.instant(),
      seen_at: c.instant(),
      cleared_at: c.instant({ null: true }),
      decided_by: c.id({ null: true }),
      decided_at: c.instant({ null: true }),
      decision_note: c.text(300, { null: true }),
      version: c.version(),
    },
    {
      unique: [['open_key']],
      indexes: [
        ['state', 'id'],
        ['model', 'id'],
        ['place_path', 'id'],
        ['worker_id', 'state', 'id'],
        ['model', 'community_id', 'cleared_at'],
      ],
    },
  )
  await m.createTable(
    'hint_entries',
    {
      id: c.id(),
      hint_id: c.id(),
      action: c.code(10),
      actor_id: c.id({ null: true }),
      note: c.text(300, { null: true }),
      at: c.instant(),
    },
    { indexes: [['hint_id', 'id']] },
  )
  await m.createTable(
    'hint_switches',
    {
      model: c.code(24),
      community_id: c.id(),
      place_path: c.path(),
      is_on: c.bool({ default: 0 }),
      params: c.json(),
      n_raised: c.int({ default: 0 }),
      n_confirmed: c.int({ default: 0 }),
      n_rejected: c.int({ default: 0 }),
      n_cleared: c.int({ default: 0 }),
      ran_at: c.instant({ null: true }),
      version: c.version(),
    },
    { primaryKey: ['model', 'community_id'], indexes: [['is_on', 'ran_at']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['hint_switches', 'hint_entries', 'hints']) await m.dropTable(table)
}
