import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // What an office of the government lets the community use, and under which rules.
  await m.createTable(
    'govdata_items',
    {
      ...{ id: c.id(), code: c.code(40), name: c.text(40), provider: c.text(60), subject: c.code(12), grade: c.code(2) },
      ...{ scenes: c.json(), usage_rule: c.text(400), shown_columns: c.json(), refresh_days: c.int(), is_open: c.bool() },
      ...{ auth_number: c.code(40, { null: true }), auth_purpose: c.text(200, { null: true }), auth_until_on: c.day({ null: true }) },
      ...{ changed_at: c.instant(), version: c.version() },
    },
    { unique: [['code']] },
  )
  // What the platform said about a file; sealed, and gone with the authorisation.
  await m.createTable(
    'govdata_records',
    { id: c.id(), item_id: c.id(), file_id: c.id(), content_sealed: c.longText(), pulled_at: c.instant() },
    { unique: [['item_id', 'file_id']], indexes: [['file_id'], ['pulled_at', 'id']] },
  )
  // Who asked for what, why, and what came of it; only ever added to.
  await m.createTable(
    'govdata_traces',
    {
      ...{ id: c.id(), item_id: c.id(), action: c.code(8), scene: c.code(24, { null: true }), reason: c.text(200) },
      ...{ actor_id: c.id({ null: true }), subject: c.code(12), file_id: c.id({ null: true }), auth_number: c.code(40, { null: true }) },
      ...{ outcome: c.code(8), why: c.code(40, { null: true }), done_at: c.instant() },
    },
    { indexes: [['item_id', 'id'], ['done_at', 'item_id'], ['file_id'], ['actor_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['govdata_traces', 'govdata_records', 'govdata_items']) await m.dropTable(table)
}
