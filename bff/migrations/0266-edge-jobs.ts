import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** What edge nodes reckon for the house, and what they ask of it. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'edge_jobs',
    {
      ...{
        id: c.id(),
        bridge_id: c.id(),
        place_path: c.path(),
        kind: c.code(20),
        property: c.code(60, { null: true }),
        device_count: c.int(),
      },
      content: c.json(),
      /** Counts up for each bridge: what it has on its disk it needs not be told again. */
      sequence: c.bigint(),
      state: c.code(10),
      ...{ limit_ms: c.int(), limit_readings: c.int(), asked_by: c.id({ null: true }), asked_name: c.text(60) },
      ...{ issued_at: c.instant(), expires_at: c.instant(), ends_at: c.instant(), cancel_at: c.instant({ null: true }) },
      ...{ ended_at: c.instant({ null: true }), ended_by: c.code(8, { null: true }), cause: c.code(20, { null: true }) },
      result: c.json({ null: true }),
    },
    {
      unique: [['bridge_id', 'sequence']],
      indexes: [
        ['bridge_id', 'id'],
        ['bridge_id', 'state', 'id'],
        ['state', 'ends_at'],
      ],
    },
  )
  await m.createTable('edge_job_steps', { id: c.id(), job_id: c.id(), state: c.code(10), at: c.instant() }, { indexes: [['job_id', 'id']] })
  await m.createTable(
    'edge_requests',
    {
      ...{
        id: c.id(),
        bridge_id: c.id(),
        request_key: c.code(60),
        place_path: c.path({ null: true }),
        kind: c.code(20),
        content: c.json(),
      },
      ...{ answer: c.json({ null: true }), refusal: c.code(20, { null: true }), asked_at: c.instant() },
    },
    {
      unique: [['bridge_id', 'request_key']],
      indexes: [
        ['bridge_id', 'id'],
        ['bridge_id', 'asked_at'],
      ],
    },
  )
  await m.addColumn('bridges', 'may_ask', c.bool({ default: 0 }))
  await m.addIndex('devices', ['bridge_id', 'id'])
}

export async function down(m: Ddl): Promise<void> {
  await m.dropIndex('devices', ['bridge_id', 'id'])
  await m.dropColumn('bridges', 'may_ask')
  for (const table of ['edge_requests', 'edge_job_steps', 'edge_jobs']) await m.dropTable(table)
}
