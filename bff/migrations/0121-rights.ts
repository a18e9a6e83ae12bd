import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'rights_requests',
    {
      id: c.id(),
      kind: c.code(12),
      state: c.code(12),
      user_id: c.id(),
      person_id: c.id({ null: true }),
      place_path: c.path(),
      /** A correction is reviewed like every change of a file; here its time is watched. */
      review_id: c.id({ null: true }),
      fields: c.json({ null: true }),
      due_at: c.instant(),
      overdue_told_at: c.instant({ null: true }),
      /** Sealed bytes of an export lie in the file store under this key. */
      file_key: c.code(60, { null: true }),
      bytes: c.int({ null: true }),
      expires_at: c.instant({ null: true }),
      answer: c.text(200, { null: true }),
      proof: c.json({ null: true }),
      decided_by: c.id({ null: true }),
      decided_at: c.instant({ null: true }),
      /** Person and kind while it is open, so that one asks once at a time. */
      open_key: c.code(80, { null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['open_key'], ['review_id']],
      indexes: [
        ['user_id', 'id'],
        ['place_path', 'id'],
        ['state', 'due_at'],
        ['state', 'expires_at'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('rights_requests')
}
