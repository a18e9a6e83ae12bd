import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  // The grade up to which data may go somewhere; a target without a row has the usual of its kind.
  await m.createTable(
    'egress_clearances',
    { kind: c.code(12), target_id: c.code(40), clearance: c.code(2), set_by: c.id(), set_at: c.instant(), version: c.version() },
    { primaryKey: ['kind', 'target_id'] },
  )
  // More than the clearance, for a time, when somebody else has agreed.
  await m.createTable(
    'egress_requests',
    {
      id: c.id(),
      kind: c.code(12),
      target_id: c.code(40),
      target_name: c.text(80),
      place_path: c.path(),
      subject: c.code(40),
      clearance: c.code(2),
      reason: c.text(200),
      days: c.int(),
      state: c.code(10),
      asked_by: c.id(),
      asked_at: c.instant(),
      decided_by: c.id({ null: true }),
      decided_at: c.instant({ null: true }),
      note: c.text(200, { null: true }),
      until_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['kind', 'target_id', 'state'],
        ['place_path', 'id'],
      ],
    },
  )
  // What did not get out: one row for each target, subject and hour.
  await m.createTable(
    'egress_stops',
    {
      id: c.id(),
      stop_key: c.code(300),
      kind: c.code(12),
      target_id: c.code(40),
      target_name: c.text(80),
      place_path: c.path(),
      subject: c.code(40),
      clearance: c.code(2),
      fields: c.json(),
      times: c.int(),
      first_at: c.instant(),
      last_at: c.instant(),
    },
    { unique: [['stop_key']], indexes: [['last_at', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['egress_stops', 'egress_requests', 'egress_clearances']) await m.dropTable(table)
}
