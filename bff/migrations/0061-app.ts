import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable('apps', { code: c.code(40), version: c.version() }, { primaryKey: ['code'] })
  await m.createTable(
    'app_shelves',
    {
      id: c.id(),
      app_code: c.code(40),
      at_end: c.code(8),
      /** Empty for the rule that holds where a place has none of its own. */
      place_id: c.code(26, { default: '' }),
      place_path: c.path({ default: '/' }),
      place_name: c.text(60, { null: true }),
      is_on: c.bool(),
      reason: c.text(200, { null: true }),
      changed_by: c.text(60),
      changed_at: c.instant(),
    },
    { unique: [['app_code', 'at_end', 'place_id']] },
  )
  await m.createTable('app_orders', { user_id: c.id(), codes: c.json() }, { primaryKey: ['user_id'] })
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['app_orders', 'app_shelves', 'apps']) await m.dropTable(table)
}
