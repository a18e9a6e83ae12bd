import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { firstCategories } from './data/repair-categories.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'repair_categories',
    {
      code: c.code(40),
      zh: c.text(20),
      en: c.text(40),
      kind: c.code(8),
      keywords: c.json(),
      is_emergency: c.bool(),
      advice: c.json({ null: true }),
      accept_minutes: c.int(),
      finish_minutes: c.int(),
      dispatch: c.code(8),
      is_retired: c.bool({ default: 0 }),
      sort: c.int(),
      version: c.version(),
    },
    { primaryKey: ['code'] },
  )
  await m.createTable(
    'repairs',
    {
      id: c.id(),
      number: c.code(24),
      kind: c.code(8),
      category: c.code(40),
      state: c.code(12),
      phase: c.code(8),
      title: c.text(60),
      description: c.text(1000),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      estate_id: c.id(),
      house_id: c.id({ null: true }),
      spot: c.text(100, { null: true }),
      reporter_id: c.id(),
      /** Name and telephone of whom to call, sealed together. */
      contact: c.longText(),
      handler_id: c.id({ null: true }),
      handler_name: c.text(60, { null: true }),
      photos: c.json(),
      is_emergency: c.bool(),
      visit_at: c.instant({ null: true }),
      accept_due_at: c.instant({ null: true }),
      finish_due_at: c.instant({ null: true }),
      /** The deadline that counts now; null while the clock stands. */
      due_at: c.instant({ null: true }),
      paused_at: c.instant({ null: true }),
      paused_until: c.instant({ null: true }),
      accepted_at: c.instant({ null: true }),
      arrived_at: c.instant({ null: true }),
      finished_at: c.instant({ null: true }),
      closed_at: c.instant({ null: true }),
      escalation: c.int({ default: 0 }),
      reopened: c.int({ default: 0 }),
      followers: c.int({ default: 0 }),
      urged_at: c.instant({ null: true }),
      materials: c.json({ null: true }),
      fee_fen: c.fen({ default: 0 }),
      rating: c.int({ null: true }),
      comment: c.text(1000, { null: true }),
      created_at: c.instant(),
      updated_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['number']],
      indexes: [
        ['estate_id', 'id'],
        ['estate_id', 'phase', 'id'],
        ['estate_id', 'state', 'id'],
        ['estate_id', 'category', 'id'],
        ['handler_id', 'phase', 'id'],
        ['reporter_id', 'id'],
        ['house_id', 'id'],
        ['place_id', 'category', 'phase'],
        ['phase', 'due_at'],
      ],
    },
  )
  await m.createTable(
    'repair_entries',
    {
      id: c.id(),
      repair_id: c.id(),
      action: c.code(16),
      state: c.code(12),
      actor_id: c.id({ null: true }),
      actor_name: c.text(60, { null: true }),
      actor_role: c.code(12),
      note: c.text(1000, { null: true }),
      photos: c.json({ null: true }),
      at: c.bigint(),
    },
    { indexes: [['repair_id', 'id']] },
  )
  await m.createTable(
    'repair_followers',
    { repair_id: c.id(), user_id: c.id(), created_at: c.instant() },
    { primaryKey: ['repair_id', 'user_id'], indexes: [['user_id', 'repair_id']] },
  )
  await m.createTable(
    'repair_days',
    {
      day: c.day(),
      estate_id: c.id(),
      category: c.code(40),
      place_path: c.path(),
      created: c.int({ default: 0 }),
      closed: c.int({ default: 0 }),
      on_time: c.int({ default: 0 }),
      reopened: c.int({ default: 0 }),
      rated: c.int({ default: 0 }),
      stars: c.int({ default: 0 }),
      accepted: c.int({ default: 0 }),
      accept_minutes: c.bigint({ default: 0 }),
      finish_minutes: c.bigint({ default: 0 }),
    },
    { primaryKey: ['estate_id', 'day', 'category'], indexes: [['day', 'estate_id']] },
  )
  for (const [sort, category] of firstCategories.entries()) {
    const known = await m.rows('SELECT code FROM repair_categories WHERE code = ?', [category.code])
    if (known.length > 0) continue
    await m.run(
      `INSERT INTO repair_categories (code, zh, en, kind, keywords, is_emergency, advice, accept_minutes, finish_minutes, dispatch, sort)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        category.code,
        category.zh,
        category.en,
        category.kind,
        JSON.stringify(category.keywords),
        category.emergency ? 1 : 0,
        category.advice ? JSON.stringify(category.advice) : null,
        category.acceptMinutes,
        category.finishMinutes,
        category.dispatch,
        sort,
      ],
    )
  }
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['repair_days', 'repair_followers', 'repair_entries', 'repairs', 'repair_categories']) await m.dropTable(table)
}
