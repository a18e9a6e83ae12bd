import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Notices, the places they are for, what happened to them, who was sent them and opened them, and who wants which. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'notices',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      category: c.code(20),
      publisher: c.code(12),
      publisher_name: c.text(40),
      audience: c.code(12),
      title: c.text(80),
      body: c.longText(),
      title_en: c.text(160),
      body_en: c.longText(),
      service: c.code(40, { null: true }),
      files: c.json(),
      state: c.code(12),
      /** Null until it is published. */
      shelf: c.code(8, { null: true }),
      /** 2 urgent, 1 pinned, 0 like the others. */
      standing: c.int({ default: 0 }),
      publish_at: c.instant({ null: true }),
      published_at: c.instant({ null: true }),
      ends_at: c.instant({ null: true }),
      pinned_until: c.instant({ null: true }),
      author_id: c.id(),
      /** Everybody who wrote or submitted it: none of them reviews it. */
      writers: c.json(),
      told: c.int({ default: 0 }),
      opened: c.int({ default: 0 }),
      changed_at: c.instant(),
      version: c.version(),
    },
    {
      indexes: [
        ['place_path', 'shelf', 'standing', 'published_at', 'id'],
        ['place_path', 'id'],
        ['place_path', 'state', 'id'],
      ],
    },
  )
  await m.createTable(
    'notice_places',
    { notice_id: c.id(), place_path: c.path(), place_id: c.id(), is_named: c.bool({ default: 1 }) },
    { primaryKey: ['notice_id', 'place_path'], indexes: [['place_path']] },
  )
  await m.createTable(
    'notice_steps',
    { id: c.id(), notice_id: c.id(), step: c.code(10), at: c.instant(), by_id: c.id({ null: true }), opinion: c.text(300) },
    { indexes: [['notice_id', 'id']] },
  )
  await m.createTable(
    'notice_receipts',
    {
      id: c.id(),
      notice_id: c.id(),
      user_id: c.id(),
      told_at: c.instant({ null: true }),
      opened_at: c.instant({ null: true }),
      made_at: c.instant(),
    },
    { unique: [['notice_id', 'user_id']], indexes: [['user_id', 'notice_id'], ['made_at']] },
  )
  await m.createTable(
    'notice_subscriptions',
    { user_id: c.id(), category: c.code(20), is_on: c.bool() },
    { primaryKey: ['user_id', 'category'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['notice_subscriptions', 'notice_receipts', 'notice_steps', 'notice_places', 'notices']) await m.dropTable(table)
}
