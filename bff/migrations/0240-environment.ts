import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Which stations residents see; when an estate was told last; and events that are for homes as well. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'environment_stations',
    { device_id: c.id(), is_public: c.bool({ default: 0 }), version: c.version() },
    { primaryKey: ['device_id'] },
  )
  await m.createTable('environment_news', { place_path: c.path(), told_at: c.instant() }, { primaryKey: ['place_path'] })
  await m.addColumn('live_events', 'home_permission', c.code(80, { null: true }))
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('live_events', 'home_permission')
  await m.dropTable('environment_news')
  await m.dropTable('environment_stations')
}
