import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'streams',
    {
      id: c.id(),
      name: c.text(60),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      product_id: c.id(),
      property: c.code(80),
      group_id: c.id({ null: true }),
      take: c.code(12),
      per: c.code(8),
      length_seconds: c.int(),
      step_seconds: c.int(),
      lateness_seconds: c.int(),
      is_enabled: c.bool({ default: 1 }),
      is_removed: c.bool({ default: 0 }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['is_removed', 'is_enabled'],
      ],
    },
  )
  /** How far each device has come; the row `-` of a window over a place: how far the place has. */
  await m.createTable(
    'stream_heads',
    {
      stream_id: c.id(),
      device_id: c.id(),
      mark_at: c.instant({ null: true }),
      taken: c.bigint({ default: 0 }),
      late: c.bigint({ default: 0 }),
      dropped: c.bigint({ default: 0 }),
      ahead: c.bigint({ default: 0 }),
    },
    { primaryKey: ['stream_id', 'device_id'] },
  )
  /** The messages of one device in one step, added up. */
  await m.createTable(
    'stream_panes',
    {
      stream_id: c.id(),
      device_id: c.id(),
      start_at: c.instant(),
      points: c.int(),
      total: c.double(),
      least: c.double(),
      most: c.double(),
      first_at: c.instant(),
      first_value: c.double(),
      last_at: c.instant(),
      last_value: c.double(),
    },
    { primaryKey: ['stream_id', 'device_id', 'start_at'], indexes: [['stream_id', 'start_at']] },
  )
  await m.createTable(
    'stream_results',
    {
      stream_id: c.id(),
      device_id: c.id(),
      end_at: c.instant(),
      value: c.double({ null: true }),
      points: c.int({ default: 0 }),
      device_count: c.int({ default: 0 }),
      revision: c.int({ default: 0 }),
      late: c.int({ default: 0 }),
      dropped: c.int({ default: 0 }),
      written_at: c.instant(),
      corrected_at: c.instant({ null: true }),
    },
    { primaryKey: ['stream_id', 'device_id', 'end_at'], indexes: [['stream_id', 'end_at', 'device_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['stream_results', 'stream_panes', 'stream_heads', 'streams']) await m.dropTable(table)
}
