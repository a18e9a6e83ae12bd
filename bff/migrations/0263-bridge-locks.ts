import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Identities under which a bridge lets nobody in, as the bridge told of them, and what was ordered about each. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'bridge_locks',
    {
      ...{ id: c.id(), bridge_id: c.id(), lock_key: c.code(60), protocol: c.code(40), identity: c.text(120) },
      ...{ device_id: c.id({ null: true }), place_path: c.path(), reason: c.code(12), attempts: c.int() },
      ...{ first_at: c.instant(), last_at: c.instant(), locked_at: c.instant(), until_at: c.instant(), remotes: c.json() },
      ...{ state: c.code(8), ended_at: c.instant({ null: true }), ended_why: c.code(12, { null: true }) },
      ...{ order_id: c.id({ null: true }), order_state: c.code(12, { null: true }), order_reason: c.text(200, { null: true }) },
      ...{ order_by: c.id({ null: true }), order_name: c.text(60, { null: true }), order_at: c.instant({ null: true }) },
      ...{ order_until: c.instant({ null: true }), version: c.version() },
    },
    {
      unique: [['bridge_id', 'lock_key']],
      indexes: [
        ['place_path', 'id'],
        ['state', 'id'],
        ['state', 'until_at'],
        ['order_state', 'order_until'],
        ['bridge_id', 'order_state', 'id'],
        ['identity', 'id'],
        ['locked_at'],
      ],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('bridge_locks')
}
