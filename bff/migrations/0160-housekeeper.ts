import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'housekeeper_posts',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      keeper_id: c.id(),
      phone: c.code(20, { null: true }),
      since_at: c.instant(),
      until_at: c.instant({ null: true }),
      /** The place, as long as the post lasts: one housekeeper at a time. */
      open_key: c.id({ null: true }),
      asked: c.int({ default: 0 }),
      version: c.version(),
    },
    { unique: [['open_key']], indexes: [['place_path', 'id'], ['keeper_id']] },
  )
  await m.createTable(
    'housekeeper_absences',
    {
      id: c.id(),
      keeper_id: c.id(),
      substitute_id: c.id(),
      place_path: c.path(),
      from_at: c.instant(),
      until_at: c.instant(),
      reason: c.text(100),
      version: c.version(),
    },
    {
      indexes: [
        ['keeper_id', 'until_at'],
        ['substitute_id', 'until_at'],
        ['place_path', 'id'],
      ],
    },
  )
  await m.createTable(
    'housekeeper_talks',
    {
      id: c.id(),
      resident_id: c.id(),
      house_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      keeper_id: c.id({ null: true }),
      /** The post that it hangs on: one nearer to the house takes it over. */
      post_id: c.id({ null: true }),
      last_at: c.instant(),
      last_side: c.code(8),
      due_at: c.instant({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['resident_id', 'house_id']],
      indexes: [
        ['keeper_id', 'last_at'],
        ['keeper_id', 'due_at'],
        ['place_path', 'id'],
      ],
    },
  )
  await m.createTable(
    'housekeeper_words',
    {
      id: c.id(),
      talk_id: c.id(),
      side: c.code(8),
      author_id: c.id(),
      kind: c.code(12),
      /** What was said, sealed. */
      content: c.longText(),
      photos: c.json({ null: true }),
      at: c.instant(),
    },
    { indexes: [['talk_id', 'id'], ['author_id']] },
  )
  await m.createTable(
    'housekeeper_asks',
    {
      id: c.id(),
      talk_id: c.id(),
      word_id: c.id(),
      resident_id: c.id(),
      house_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      keeper_id: c.id({ null: true }),
      kind: c.code(12),
      state: c.code(8),
      asked_at: c.instant(),
      due_at: c.instant(),
      answered_at: c.instant({ null: true }),
      answered_by: c.id({ null: true }),
      closed_at: c.instant({ null: true }),
      reminded: c.int({ default: 0 }),
      repair_id: c.id({ null: true }),
      repair_number: c.code(24, { null: true }),
      version: c.version(),
    },
    {
      indexes: [['talk_id', 'state'], ['talk_id', 'id'], ['place_path', 'id'], ['place_path', 'asked_at'], ['repair_id']],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['asks', 'words', 'talks', 'absences', 'posts']) await m.dropTable(`housekeeper_${table}`)
}
