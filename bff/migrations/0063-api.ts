import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable('api_groups', { code: c.code(40), zh: c.text(30), en: c.text(60), version: c.version() }, { primaryKey: ['code'] })
  await m.createTable(
    'api_settings',
    {
      endpoint: c.code(80),
      grp: c.code(40, { null: true }),
      owner: c.text(60, { null: true }),
      is_on: c.bool({ default: 1 }),
      version: c.version(),
    },
    { primaryKey: ['endpoint'] },
  )
  await m.createTable(
    'partners',
    {
      id: c.id(),
      name: c.text(60),
      owner: c.text(60),
      key_id: c.code(40),
      public_key: c.code(1000),
      grps: c.json(),
      place_id: c.id({ null: true }),
      place_path: c.path(),
      per_second: c.int(),
      is_on: c.bool({ default: 1 }),
      row_mac: c.code(120),
      last_call_at: c.instant({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['key_id']] },
  )
  await m.createTable(
    'api_call_hours',
    {
      hour: c.bigint(),
      endpoint: c.code(80),
      caller: c.code(64),
      calls: c.bigint({ default: 0 }),
      errors: c.bigint({ default: 0 }),
      total_ms: c.bigint({ default: 0 }),
      /** Counts per class of time; see the buckets in the capability. */
      b0: c.bigint({ default: 0 }),
      b1: c.bigint({ default: 0 }),
      b2: c.bigint({ default: 0 }),
      b3: c.bigint({ default: 0 }),
      b4: c.bigint({ default: 0 }),
      b5: c.bigint({ default: 0 }),
      b6: c.bigint({ default: 0 }),
    },
    { primaryKey: ['hour', 'endpoint', 'caller'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['api_call_hours', 'partners', 'api_settings', 'api_groups']) await m.dropTable(table)
}
