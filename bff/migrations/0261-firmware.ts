import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** What devices may be told to run, and who was told when with what outcome. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'firmware_packages',
    {
      ...{ id: c.id(), product_id: c.id(), release_word: c.code(40), notes: c.text(300), address: c.text(400, { null: true }) },
      ...{ bytes: c.bigint(), sm3: c.code(64), digest: c.code(64), signature: c.text(200), key_version: c.int() },
      ...{ released_at: c.instant(), released_by: c.id({ null: true }), withdrawn_at: c.instant({ null: true }) },
      ...{ withdrawn_by: c.id({ null: true }), withdraw_reason: c.text(200, { null: true }), version: c.version() },
    },
    { unique: [['product_id', 'release_word']], indexes: [['product_id', 'id']] },
  )
  await m.createTable(
    'firmware_rollouts',
    {
      ...{ id: c.id(), package_id: c.id(), product_id: c.id(), place_id: c.id(), place_path: c.path(), reason: c.text(200) },
      ...{ state: c.code(12), state_reason: c.text(200, { null: true }), first_count: c.int(), step_count: c.int() },
      ...{ most_failures: c.int(), forgiven: c.int({ default: 0 }), holds_after_first: c.bool(), patience_minutes: c.int() },
      ...{ step: c.int(), steps: c.int(), total: c.int(), done: c.int({ default: 0 }), failed: c.int({ default: 0 }) },
      ...{ silent: c.int({ default: 0 }), skipped: c.int({ default: 0 }), started_by: c.id(), started_name: c.text(60) },
      ...{ started_at: c.instant(), ended_at: c.instant({ null: true }), version: c.version() },
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['state', 'id'],
      ],
    },
  )
  // live_key is the device while it is being told, so that no two roll-outs meet at one
  await m.createTable(
    'firmware_targets',
    {
      ...{ rollout_id: c.id(), device_id: c.id(), place_path: c.path(), step: c.int(), state: c.code(12), live_key: c.id({ null: true }) },
      ...{ command_id: c.id({ null: true }), before_word: c.code(80, { null: true }), reported_word: c.code(80, { null: true }) },
      ...{ cause: c.code(16, { null: true }), detail: c.text(200, { null: true }), is_installed_told: c.bool({ default: 0 }) },
      ...{ told_at: c.instant({ null: true }), due_at: c.instant({ null: true }), changed_at: c.instant() },
    },
    {
      primaryKey: ['rollout_id', 'device_id'],
      unique: [['live_key']],
      indexes: [
        ['rollout_id', 'state', 'step', 'device_id'],
        ['device_id', 'told_at'],
      ],
    },
  )
  await m.addIndex('devices', ['product_id', 'firmware', 'place_path'])
}

export async function down(m: Ddl): Promise<void> {
  await m.dropIndex('devices', ['product_id', 'firmware', 'place_path'])
  for (const table of ['firmware_targets', 'firmware_rollouts', 'firmware_packages']) await m.dropTable(table)
}
