import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  /** What a device last reported of itself, and what it is wanted to be. */
  await m.createTable(
    'device_shadows',
    {
      device_id: c.id(),
      reported: c.json(),
      reported_version: c.bigint({ default: 0 }),
      desired: c.json(),
      desired_version: c.bigint({ default: 0 }),
      updated_at: c.instant(),
    },
    { primaryKey: ['device_id'] },
  )
  // A number in place of device and property: a point is three numbers then, and nothing else.
  await m.createTable('device_series', { id: c.bigint(), device_id: c.id(), property: c.code(80) }, { unique: [['device_id', 'property']] })
  await m.createTable('device_points', { series_id: c.bigint(), at: c.instant(), value: c.double() }, { primaryKey: ['series_id', 'at'] })
  await m.createTable(
    'device_rollups',
    {
      series_id: c.bigint(),
      /** Seconds: 60, 3600, 86400. */
      step: c.int(),
      start_at: c.instant(),
      points: c.int(),
      total: c.double(),
      least: c.double(),
      most: c.double(),
      /** Its points were cleared away; what comes late is added, not reckoned anew. */
      is_closed: c.bool({ default: 0 }),
    },
    { primaryKey: ['series_id', 'step', 'start_at'], indexes: [['step', 'start_at']] },
  )
  // Hours whose points changed since they were last added up; a late point marks its own old hour.
  await m.createTable(
    'device_stale_hours',
    { series_id: c.bigint(), hour_at: c.instant(), marks: c.int({ default: 1 }) },
    { primaryKey: ['series_id', 'hour_at'] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['device_stale_hours', 'device_rollups', 'device_points', 'device_series', 'device_shadows']) await m.dropTable(table)
}
