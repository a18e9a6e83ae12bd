import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'rules',
    {
      id: c.id(),
      name: c.text(60),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      content: c.json(),
      /** Counts the contents. */
      number: c.int({ default: 1 }),
      is_enabled: c.bool({ default: 0 }),
      stopped: c.code(12, { null: true }),
      template: c.code(40, { null: true }),
      fired: c.bigint({ default: 0 }),
      last_fired_at: c.instant({ null: true }),
      created_at: c.instant(),
      is_removed: c.bool({ default: 0 }),
      version: c.version(),
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['is_removed', 'is_enabled'],
      ],
    },
  )
  await m.createTable(
    'rule_versions',
    {
      id: c.id(),
      rule_id: c.id(),
      number: c.int(),
      name: c.text(60),
      content: c.json(),
      saved_by: c.text(60),
      at: c.instant(),
    },
    { unique: [['rule_id', 'number']] },
  )
  /** What a rule remembers of a device: whether a comparison holds and since when, the last value, when it fired last. */
  await m.createTable(
    'rule_memories',
    {
      memory_key: c.code(80),
      rule_id: c.id(),
      is_held: c.bool({ default: 0 }),
      since_at: c.instant({ null: true }),
      last_value: c.text(200, { null: true }),
    },
    { primaryKey: ['memory_key'], indexes: [['rule_id']] },
  )
  await m.createTable(
    'rule_firings',
    {
      id: c.id(),
      rule_id: c.id(),
      number: c.int(),
      rule_name: c.text(60),
      place_path: c.path(),
      device_id: c.id({ null: true }),
      ran_at: c.code(8),
      /** What set it off; the same never twice. */
      cause_key: c.code(120),
      content: c.json(),
      at: c.instant(),
    },
    {
      unique: [['cause_key']],
      indexes: [
        ['rule_id', 'id'],
        ['place_path', 'id'],
        ['device_id', 'id'],
      ],
    },
  )
  /** What each bridge has to run by itself, and which of it has been confirmed. */
  await m.createTable(
    'rule_bridges',
    {
      bridge_id: c.id(),
      revision: c.bigint({ default: 0 }),
      digest: c.code(64),
      content: c.json(),
      /** Rule numbers that are in the set, for whoever asks where a rule runs. */
      rule_numbers: c.json(),
      taken_revision: c.bigint({ default: 0 }),
      taken_at: c.instant({ null: true }),
    },
    { primaryKey: ['bridge_id'] },
  )
  await m.createTable(
    'rule_hooks',
    {
      id: c.id(),
      name: c.text(60),
      url: c.text(500),
      place_path: c.path(),
      sealed_secret: c.text(400),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id']] },
  )
  // How often a device told something within a stretch of time.
  await m.addIndex('device_events', ['device_id', 'type', 'happened_at'])
}

export async function down(m: Ddl): Promise<void> {
  await m.dropIndex('device_events', ['device_id', 'type', 'happened_at'])
  for (const table of ['rule_hooks', 'rule_bridges', 'rule_firings', 'rule_memories', 'rule_versions', 'rules']) await m.dropTable(table)
}
