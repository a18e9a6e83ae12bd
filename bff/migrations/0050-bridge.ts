import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'bridges',
    {
      id: c.id(),
      code: c.code(40),
      name: c.text(60),
      public_key: c.code(1000),
      batch_number: c.bigint({ default: 0 }),
      /** SM3 of the last payload taken in: the next batch has to name it. */
      batch_digest: c.code(64),
      is_enabled: c.bool({ default: 1 }),
      seen_at: c.instant({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['code']] },
  )
  // The chain of what was taken in, so that it can be shown later that nothing was put in or taken out between.
  await m.createTable(
    'bridge_batches',
    {
      id: c.id(),
      bridge_id: c.id(),
      number: c.bigint(),
      previous: c.code(64),
      digest: c.code(64),
      signature: c.code(200),
      events: c.int(),
      created_at: c.instant(),
    },
    { unique: [['bridge_id', 'number']] },
  )
  await m.createTable(
    'devices',
    {
      id: c.id(),
      code: c.code(40),
      name: c.text(60),
      kind: c.code(40),
      bridge_id: c.id({ null: true }),
      place_id: c.id({ null: true }),
      /** `/` while nobody has said where it belongs: only who oversees everything sees it then. */
      place_path: c.path(),
      presence: c.code(8, { default: 'unknown' }),
      presence_at: c.instant({ null: true }),
      sequence: c.bigint({ default: 0 }),
      gaps: c.int({ default: 0 }),
      state: c.json(),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['code']], indexes: [['place_path', 'id']] },
  )
  await m.createTable(
    'device_events',
    {
      id: c.id(),
      device_id: c.id(),
      sequence: c.bigint(),
      type: c.code(40),
      happened_at: c.instant(),
      heard_at: c.instant(),
      content: c.json(),
    },
    { unique: [['device_id', 'sequence']], indexes: [['device_id', 'id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['device_events', 'devices', 'bridge_batches', 'bridges']) await m.dropTable(table)
}
