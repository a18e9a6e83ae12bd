import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'visit_plans',
    {
      id: c.id(),
      title: c.text(40),
      grid_id: c.id(),
      /** The grid’s own place: a plan belongs where its grid does. */
      place_path: c.path(),
      worker_id: c.id(),
      due_on: c.day(),
      state: c.code(8, { default: 'active' }),
      total: c.int({ default: 0 }),
      done: c.int({ default: 0 }),
      changed: c.int({ default: 0 }),
      absent: c.int({ default: 0 }),
      created_by: c.id(),
      created_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['state', 'id'], ['worker_id']] },
  )
  await m.createTable(
    'visit_tasks',
    {
      id: c.id(),
      plan_id: c.id({ null: true }),
      grid_id: c.id({ null: true }),
      house_id: c.id(),
      place_path: c.path(),
      subject: c.code(8, { default: 'house' }),
      person_id: c.id({ null: true }),
      reason: c.code(8),
      worker_id: c.id({ null: true }),
      due_on: c.day(),
      /** The way: estate, building, unit, then from the top floor down. */
      route_key: c.code(200),
      state: c.code(8, { default: 'due' }),
      outcome: c.code(10, { null: true }),
      note_sealed: c.code(2000, { null: true }),
      visited_at: c.instant({ null: true }),
      done_at: c.instant({ null: true }),
      done_by: c.id({ null: true }),
      /** House or person while the visit is due, so that nobody is sent twice; null afterwards. */
      live_key: c.code(60, { null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['worker_id', 'state', 'route_key', 'id'],
        ['worker_id', 'state', 'due_on'],
        ['worker_id', 'done_at', 'id'],
        ['grid_id', 'state', 'due_on'],
        ['plan_id', 'state'],
        ['house_id', 'state'],
        ['place_path', 'id'],
      ],
    },
  )
  await m.createTable(
    'visit_days',
    {
      day: c.day(),
      grid_id: c.code(26),
      place_path: c.path(),
      unchanged: c.int({ default: 0 }),
      changed: c.int({ default: 0 }),
      absent: c.int({ default: 0 }),
      refused: c.int({ default: 0 }),
    },
    { primaryKey: ['day', 'grid_id'], indexes: [['grid_id', 'day']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['visit_days', 'visit_tasks', 'visit_plans']) await m.dropTable(table)
}
