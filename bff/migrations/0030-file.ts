import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'files',
    {
      id: c.id(),
      owner_id: c.id(),
      /** `receiving` until the upload's transaction commits, `kept`, or `gone` until its bytes are removed. */
      state: c.code(12),
      kind: c.code(8),
      type: c.code(40),
      bytes: c.int(),
      width: c.int({ null: true }),
      height: c.int({ null: true }),
      digest: c.code(64),
      level: c.code(2),
      created_at: c.instant(),
      /** When it goes unless it has become part of a record by then. */
      expires_at: c.instant({ null: true }),
    },
    {
      indexes: [
        ['owner_id', 'state', 'expires_at'],
        ['state', 'expires_at'],
      ],
    },
  )
  await m.createTable(
    'attachments',
    {
      file_id: c.id(),
      subject: c.code(40),
      subject_id: c.code(64),
      place_path: c.path({ null: true }),
      created_at: c.instant(),
    },
    { primaryKey: ['file_id', 'subject', 'subject_id'], indexes: [['subject', 'subject_id', 'file_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['attachments', 'files']) await m.dropTable(table)
}
