import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'key_versions',
    {
      id: c.id(),
      purpose: c.code(24),
      version: c.int(),
      /** Fingerprint of the key that wraps this one. */
      kek: c.code(16),
      /** Null once destroyed. */
      wrapped: c.longText({ null: true }),
      public_key: c.longText({ null: true }),
      created_at: c.instant(),
      usable_at: c.instant(),
      destroyed_at: c.instant({ null: true }),
    },
    { unique: [['purpose', 'version']] },
  )
  await m.createTable(
    'key_reseals',
    {
      id: c.id(),
      table_name: c.code(64),
      column_name: c.code(64),
      /** What the walk works towards: `seal.index` versions, so that a new rotation is a new walk. */
      target: c.code(40),
      /** Last row that was looked at; empty before the first. */
      row_after: c.code(64, { default: '' }),
      seen_rows: c.bigint({ default: 0 }),
      sealed_rows: c.bigint({ default: 0 }),
      failed_rows: c.bigint({ default: 0 }),
      started_at: c.instant(),
      finished_at: c.instant({ null: true }),
    },
    { unique: [['table_name', 'column_name', 'target']] },
  )
  await m.createTable(
    'integrity_findings',
    {
      id: c.id(),
      table_name: c.code(64),
      row_id: c.code(64),
      kind: c.code(16),
      found_at: c.instant(),
      /** Set when the row was found in order again. */
      settled_at: c.instant({ null: true }),
    },
    { indexes: [['table_name', 'row_id'], ['found_at']] },
  )
  await m.createTable(
    'request_nonces',
    { key_id: c.code(64), nonce: c.code(64), seen_at: c.instant() },
    { primaryKey: ['key_id', 'nonce'], indexes: [['seen_at']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['request_nonces', 'integrity_findings', 'key_reseals', 'key_versions']) await m.dropTable(table)
}
