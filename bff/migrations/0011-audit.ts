import { protectAudit, unprotectAudit } from '../src/kernel/audit/triggers.ts'
import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'audit_entries',
    {
      id: c.id(),
      written_at: c.instant(),
      kind: c.code(12),
      actor_id: c.code(64, { null: true }),
      actor_kind: c.code(12),
      action: c.code(80),
      subject: c.code(64),
      subject_id: c.code(64, { null: true }),
      place_path: c.path(),
      result: c.code(8),
      ip: c.code(45, { null: true }),
      request_id: c.code(64, { null: true }),
      reason: c.text(500, { null: true }),
      before_json: c.json({ null: true }),
      after_json: c.json({ null: true }),
      mac: c.code(80),
    },
    {
      indexes: [
        ['actor_id', 'id'],
        ['subject_id', 'id'],
        ['action', 'id'],
        ['place_path', 'id'],
      ],
    },
  )
  await m.createTable(
    'audit_links',
    { seq: c.bigint(), entry_id: c.id(), leaf: c.code(64), chain: c.code(64) },
    { primaryKey: ['seq'], unique: [['entry_id']] },
  )
  await m.createTable(
    'audit_checkpoints',
    {
      size: c.bigint(),
      root: c.code(64),
      frontier: c.json(),
      text: c.longText(),
      signature: c.code(200),
      key_version: c.int(),
      made_at: c.instant(),
    },
    { primaryKey: ['size'] },
  )
  await m.createTable(
    'audit_policies',
    {
      user_id: c.id(),
      is_reads: c.bool(),
      reason: c.text(200),
      set_by: c.id(),
      updated_at: c.instant(),
      version: c.version(),
    },
    { primaryKey: ['user_id'] },
  )
  await m.createTable(
    'audit_verifications',
    {
      id: c.id(),
      asked_by: c.code(64, { null: true }),
      state: c.code(8),
      entries: c.bigint({ default: 0 }),
      findings: c.json({ null: true }),
      asked_at: c.instant(),
      finished_at: c.instant({ null: true }),
    },
    { indexes: [['asked_at']] },
  )
  await m.createTable(
    'audit_archives',
    {
      id: c.id(),
      first_seq: c.bigint(),
      last_seq: c.bigint(),
      file: c.code(200),
      digest: c.code(64),
      written_at: c.instant(),
      removed_at: c.instant({ null: true }),
    },
    { unique: [['first_seq']] },
  )
  await m.createTable(
    'audit_reviews',
    {
      id: c.id(),
      /** `2026-01` */
      month: c.code(7),
      findings: c.json(),
      state: c.code(12),
      conclusion: c.text(1000, { null: true }),
      reviewer_id: c.id({ null: true }),
      created_at: c.instant(),
      concluded_at: c.instant({ null: true }),
      version: c.version(),
    },
    { unique: [['month']] },
  )
  await protectAudit(m)
}

export async function down(m: Ddl): Promise<void> {
  await unprotectAudit(m)
  for (const table of [
    'audit_reviews',
    'audit_archives',
    'audit_verifications',
    'audit_policies',
    'audit_checkpoints',
    'audit_links',
    'audit_entries',
  ])
    await m.dropTable(table)
}
