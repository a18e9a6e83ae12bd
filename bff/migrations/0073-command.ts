import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'device_commands',
    {
      id: c.id(),
      device_id: c.id(),
      device_code: c.code(40),
      bridge_id: c.id(),
      place_path: c.path(),
      name: c.code(60),
      content: c.json(),
      /** Counts up for each bridge: what it has on its disk it needs not be told again. */
      sequence: c.bigint(),
      state: c.code(10),
      is_dangerous: c.bool(),
      reason: c.text(200, { null: true }),
      /** Who or what wanted it: a person, a rule, an application. */
      asked_kind: c.code(10),
      asked_by: c.id({ null: true }),
      asked_name: c.text(60),
      issued_at: c.instant(),
      expires_at: c.instant(),
      ended_at: c.instant({ null: true }),
      /** `bridge` when the device's own word ended it, `house` when nobody answered in time. */
      ended_by: c.code(8, { null: true }),
      cause: c.text(200, { null: true }),
    },
    {
      unique: [['bridge_id', 'sequence']],
      indexes: [
        ['device_id', 'id'],
        ['state', 'expires_at'],
        ['place_path', 'id'],
      ],
    },
  )
  await m.createTable(
    'device_command_steps',
    {
      id: c.id(),
      command_id: c.id(),
      state: c.code(10),
      at: c.instant(),
      reason: c.text(200, { null: true }),
      content: c.json({ null: true }),
    },
    { indexes: [['command_id', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['device_command_steps', 'device_commands']) await m.dropTable(table)
}
