import type { Column } from '../src/kernel/store/ddl/columns.ts'
import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** What a device is beyond its code and place; the bridge fills some of it, people the rest. */
const columns: Readonly<Record<string, Column>> = {
  product_id: c.id({ null: true }),
  /** registered → active → maintaining → retired; `found` spoke before anybody registered it. */
  stage: c.code(12, { default: 'found' }),
  manufacturer: c.text(60, { null: true }),
  model: c.text(60, { null: true }),
  serial: c.code(60, { null: true }),
  installed_on: c.day({ null: true }),
  spot: c.text(100, { null: true }),
  longitude: c.double({ null: true }),
  latitude: c.double({ null: true }),
  owner: c.text(60, { null: true }),
  keeper_id: c.id({ null: true }),
  keeper_name: c.text(60, { null: true }),
  warranty_on: c.day({ null: true }),
  maintained_on: c.day({ null: true }),
  maintain_on: c.day({ null: true }),
  reminded_on: c.day({ null: true }),
  source: c.code(12, { default: 'bridge' }),
  entered_at: c.instant({ default: 0 }),
  heard_at: c.instant({ null: true }),
  firmware: c.code(80, { null: true }),
  protocol: c.code(40, { null: true }),
  address: c.json({ null: true }),
  via: c.code(40, { null: true }),
  secret_digest: c.code(64, { null: true }),
  sealed_secret: c.longText({ null: true }),
  secret_at: c.instant({ null: true }),
  certificate_fingerprint: c.code(64, { null: true }),
  register_revision: c.bigint({ default: 0 }),
  /** Moves on with the bridge: another bridge counts from one again. */
  epoch: c.int({ default: 0 }),
}
const indexes: readonly (readonly string[])[] = [['bridge_id', 'register_revision'], ['product_id', 'id'], ['maintain_on']]

export async function up(m: Ddl): Promise<void> {
  for (const [name, column] of Object.entries(columns)) await m.addColumn('devices', name, column)
  for (const index of indexes) await m.addIndex('devices', index)
  // Somebody placed these by hand before there was a lifecycle: they run.
  await m.run("UPDATE devices SET stage = 'active' WHERE stage = 'found' AND place_path <> '/'")
  await m.run('UPDATE devices SET entered_at = created_at WHERE entered_at = 0')
  await m.addColumn('device_events', 'fault', c.code(60, { null: true }))
  await m.addColumn('device_events', 'epoch', c.int({ default: 0 }))
  await m.addIndex('device_events', ['device_id', 'epoch', 'sequence'], { unique: true })
  await m.dropIndex('device_events', ['device_id', 'sequence'], { unique: true })
  await m.createTable(
    'device_departures',
    { id: c.id(), bridge_id: c.id(), code: c.code(40), revision: c.bigint(), created_at: c.instant() },
    { unique: [['bridge_id', 'revision']] },
  )
  await m.createTable('counters', { name: c.code(80), value: c.bigint({ default: 0 }) }, { primaryKey: ['name'] })
  await m.createTable(
    'device_history',
    {
      id: c.id(),
      device_id: c.id(),
      action: c.code(24),
      actor_id: c.id({ null: true }),
      actor_name: c.text(60),
      note: c.text(500, { null: true }),
      content: c.json(),
      created_at: c.instant(),
    },
    { indexes: [['device_id', 'id']] },
  )
  await m.createTable(
    'device_groups',
    {
      id: c.id(),
      name: c.text(60),
      description: c.text(200),
      place_id: c.id(),
      place_path: c.path(),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id']] },
  )
  await m.createTable(
    'device_group_members',
    { group_id: c.id(), device_id: c.id() },
    { primaryKey: ['group_id', 'device_id'], indexes: [['device_id']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['device_group_members', 'device_groups', 'device_history', 'device_departures', 'counters']) await m.dropTable(table)
  await m.addIndex('device_events', ['device_id', 'sequence'], { unique: true })
  await m.dropIndex('device_events', ['device_id', 'epoch', 'sequence'], { unique: true })
  await m.dropColumn('device_events', 'epoch')
  await m.dropColumn('device_events', 'fault')
  for (const index of indexes) await m.dropIndex('devices', index)
  for (const name of Object.keys(columns)) await m.dropColumn('devices', name)
}
