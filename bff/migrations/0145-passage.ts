import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'passages',
    {
      id: c.id(),
      kind: c.code(8),
      gate_id: c.id(),
      gate_code: c.code(40),
      gate_name: c.text(60),
      gate_place: c.text(160),
      /** Where the gate stands; where whoever passed belongs is `home_path`. */
      place_path: c.path(),
      direction: c.code(8),
      passed_at: c.instant(),
      heard_at: c.instant(),
      /** Of the clocks of the community, so that days and nights are asked for by an index. */
      day: c.day(),
      hour: c.int(),
      method: c.code(12),
      result: c.code(8),
      reason: c.text(200, { null: true }),
      type: c.code(12),
      person_id: c.id({ null: true }),
      vehicle_id: c.id({ null: true }),
      house_id: c.id({ null: true }),
      home_path: c.path({ null: true }),
      /** Whether the household sees it, or only the person. */
      audience: c.code(8),
      credential_sealed: c.code(400, { null: true }),
      credential_index: c.code(64, { null: true }),
      plate_sealed: c.code(192, { null: true }),
      plate_index: c.code(64, { null: true }),
      plate_colour: c.code(16, { null: true }),
      vehicle_colour: c.code(24, { null: true }),
      similarity: c.int({ null: true }),
      temperature_c: c.double({ null: true }),
      has_mask: c.bool({ null: true }),
      photo: c.text(500, { null: true }),
      stay_ms: c.bigint({ null: true }),
      parking: c.text(60, { null: true }),
      watch_id: c.id({ null: true }),
      /** The event that told of it; once for each. */
      event_id: c.id({ null: true }),
    },
    {
      unique: [['event_id']],
      indexes: [
        ['kind', 'passed_at', 'id'],
        ['gate_id', 'passed_at', 'id'],
        ['person_id', 'passed_at', 'id'],
        ['plate_index', 'passed_at', 'id'],
        ['house_id', 'passed_at', 'id'],
        ['credential_index', 'passed_at', 'id'],
        ['watch_id', 'passed_at', 'id'],
      ],
    },
  )
  await m.createTable(
    'passage_counts',
    {
      hour_at: c.instant(),
      gate_id: c.id(),
      kind: c.code(8),
      type: c.code(12),
      day: c.day(),
      place_path: c.path(),
      n_in: c.int({ default: 0 }),
      n_out: c.int({ default: 0 }),
      n_unknown: c.int({ default: 0 }),
      n_refused: c.int({ default: 0 }),
    },
    {
      primaryKey: ['hour_at', 'gate_id', 'kind', 'type'],
      indexes: [
        ['kind', 'day'],
        ['gate_id', 'day'],
      ],
    },
  )
  // Where somebody or some car was seen last. Cars without a file have one too: they are known by their plate.
  await m.createTable(
    'presences',
    {
      id: c.id(),
      kind: c.code(8),
      person_id: c.id({ null: true }),
      plate_sealed: c.code(192, { null: true }),
      plate_index: c.code(64, { null: true }),
      vehicle_id: c.id({ null: true }),
      home_path: c.path({ null: true }),
      place_path: c.path(),
      last_in_id: c.id({ null: true }),
      last_at: c.instant(),
      last_gate_id: c.id(),
      last_gate: c.text(160),
      last_direction: c.code(8),
      is_inside: c.bool({ null: true }),
      last_in_at: c.instant({ null: true }),
      last_out_at: c.instant({ null: true }),
    },
    { unique: [['person_id'], ['plate_index']], indexes: [['kind', 'is_inside', 'last_at'], ['place_path']] },
  )
  await m.createTable('passage_gates', { device_id: c.id(), direction: c.code(8), version: c.version() }, { primaryKey: ['device_id'] })
  await m.createTable(
    'passage_credentials',
    {
      id: c.id(),
      person_id: c.id(),
      kind: c.code(8),
      credential_sealed: c.code(400),
      credential_index: c.code(64),
      bound_by: c.id({ null: true }),
      bound_at: c.instant(),
      ended_by: c.id({ null: true }),
      ended_at: c.instant({ null: true }),
      end_reason: c.text(200, { null: true }),
      /** The index while it holds: one credential, one person. */
      live_key: c.code(64, { null: true }),
      version: c.version(),
    },
    { unique: [['live_key']], indexes: [['person_id'], ['credential_index']] },
  )
  await m.createTable(
    'plate_watches',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      plate_sealed: c.code(192),
      plate_index: c.code(64),
      reason: c.text(200),
      level: c.int(),
      people: c.json(),
      until_at: c.instant({ null: true }),
      state: c.code(8, { default: 'active' }),
      hits: c.int({ default: 0 }),
      last_hit_at: c.instant({ null: true }),
      created_by: c.id(),
      created_at: c.instant(),
      ended_by: c.id({ null: true }),
      ended_at: c.instant({ null: true }),
      end_reason: c.text(200, { null: true }),
      live_key: c.code(100, { null: true }),
      version: c.version(),
    },
    {
      unique: [['live_key']],
      indexes: [
        ['plate_index', 'state'],
        ['state', 'id'],
        ['place_path', 'id'],
      ],
    },
  )
  await m.createTable(
    'passage_keeping',
    { name: c.code(8), vehicle_days: c.int(), person_days: c.int(), version: c.version() },
    { primaryKey: ['name'] },
  )
  // An alarm with an audience is seen only by those who hold that permission as well.
  await m.addColumn('alarms', 'audience', c.code(40, { null: true }))
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('alarms', 'audience')
  for (const table of [
    ...['passage_keeping', 'plate_watches', 'passage_credentials', 'passage_gates'],
    ...['presences', 'passage_counts', 'passages'],
  ])
    await m.dropTable(table)
}
