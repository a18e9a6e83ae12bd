import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // Days for a class of data, where the house does not keep the usual ones.
  await m.createTable(
    'retention_rules',
    { class: c.code(24), days: c.int(), is_on: c.bool(), set_by: c.id({ null: true }), updated_at: c.instant(), version: c.version() },
    { primaryKey: ['class'] },
  )
  await m.createTable(
    'retention_runs',
    {
      id: c.id(),
      class: c.code(24),
      days: c.int(),
      /** Counted only, nothing deleted. */
      is_dry: c.bool(),
      deleted: c.int(),
      held: c.int(),
      /** Over the ids of what was deleted, in their order. */
      digest: c.code(64),
      text: c.longText({ null: true }),
      signature: c.code(200, { null: true }),
      key_version: c.int({ null: true }),
      asked_by: c.id({ null: true }),
      ran_at: c.instant(),
    },
    { indexes: [['class', 'id']] },
  )
  await m.createTable(
    'legal_holds',
    {
      id: c.id(),
      /** What is kept: an account, a file of an archive. */
      subject: c.code(24),
      subject_id: c.id(),
      place_path: c.path(),
      reason: c.text(200),
      until_at: c.instant({ null: true }),
      placed_by: c.id(),
      placed_at: c.instant(),
      lifted_by: c.id({ null: true }),
      lifted_at: c.instant({ null: true }),
      lift_reason: c.text(200, { null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['subject', 'subject_id'],
        ['place_path', 'id'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['legal_holds', 'retention_runs', 'retention_rules']) await m.dropTable(table)
}
