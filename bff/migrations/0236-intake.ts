import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // What came in from others, as the catalogue knows it.
  await m.createTable(
    'intake_items',
    {
      ...{ id: c.id(), place_id: c.id(), place_path: c.path(), title: c.text(60), source: c.text(60), intake_kind: c.code(12) },
      ...{ content_type: c.code(100), bytes: c.bigint(), digest: c.code(64), grade: c.code(2), head_names: c.json() },
      ...{ row_count: c.int({ null: true }), brought_by: c.id({ null: true }), brought_name: c.text(60), brought_at: c.instant() },
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['title', 'id'],
      ],
    },
  )
  // Its bytes, sealed piece by piece; they may go before the line of the catalogue does.
  await m.createTable(
    'intake_pieces',
    { id: c.id(), item_id: c.id(), number: c.int(), content_sealed: c.longText(), brought_at: c.instant() },
    { unique: [['item_id', 'number']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['intake_pieces', 'intake_items']) await m.dropTable(table)
}
