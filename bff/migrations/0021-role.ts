import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Built-in roles live in the code; rows are the roles that administrators made. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'roles',
    {
      id: c.id(),
      name: c.text(40),
      /** The name while the role lives, so that no two share it; null afterwards. */
      live_name: c.text(40, { null: true }),
      description: c.text(200, { null: true }),
      /** Ends, permissions, field rules and refused interfaces. */
      content: c.json(),
      row_mac: c.code(120),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['live_name']] },
  )
  await m.createTable(
    'role_assignments',
    {
      id: c.id(),
      subject_kind: c.code(12),
      subject_id: c.id(),
      role_id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      valid_from_at: c.instant({ null: true }),
      valid_until_at: c.instant({ null: true }),
      created_by: c.id({ null: true }),
      created_at: c.instant(),
      row_mac: c.code(120),
    },
    { unique: [['subject_kind', 'subject_id', 'role_id', 'place_id']], indexes: [['role_id'], ['place_path']] },
  )
  await m.createTable(
    'permission_overrides',
    {
      id: c.id(),
      subject_kind: c.code(12),
      subject_id: c.id(),
      permission: c.code(80),
      effect: c.code(5),
      place_id: c.id(),
      place_path: c.path(),
      created_by: c.id({ null: true }),
      created_at: c.instant(),
      row_mac: c.code(120),
    },
    { unique: [['subject_kind', 'subject_id', 'permission', 'place_id']], indexes: [['place_path']] },
  )
  // One row per rule that looks at more than one account: whoever changes such a thing locks the row first.
  await m.createTable('identity_locks', { id: c.code(40), version: c.version() })
  const known = await m.rows<{ id: string }>("SELECT id FROM identity_locks WHERE id = 'administrators'")
  if (known.length === 0) await m.run("INSERT INTO identity_locks (id, version) VALUES ('administrators', 1)")
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['identity_locks', 'permission_overrides', 'role_assignments', 'roles']) await m.dropTable(table)
}
