import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'reviews',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      archive: c.code(24),
      /** Null for somebody or something new; set when it is accepted. */
      file_id: c.id({ null: true }),
      state: c.code(10, { default: 'pending' }),
      /** 1 while somebody has to decide: what the queue is read by. */
      is_open: c.bool({ default: 1 }),
      source: c.code(12),
      /** Names only; what they were and shall be is sealed. */
      fields: c.json(),
      changes_sealed: c.longText(),
      /** Fields that were accepted, once it is decided. */
      accepted: c.json({ null: true }),
      /** What a new file is linked to, and how. */
      link: c.json({ null: true }),
      note: c.text(300, { null: true }),
      reason: c.text(200, { null: true }),
      evidence: c.json({ null: true }),
      has_face: c.bool({ default: 0 }),
      proposed_by: c.id(),
      proposed_at: c.instant(),
      decided_by: c.id({ null: true }),
      decided_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['place_path', 'is_open', 'id'],
        ['is_open', 'state', 'id'],
        ['file_id', 'is_open'],
        ['proposed_by', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('reviews')
}
