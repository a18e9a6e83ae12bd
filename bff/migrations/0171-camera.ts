import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'cameras',
    {
      /** That of its device: a camera is a device that was set up to be looked through. */
      id: c.id(),
      place_path: c.path(),
      source: c.code(12),
      url: c.text(400),
      user_name: c.text(60),
      sealed_password: c.longText({ null: true }),
      has_people: c.bool({ default: 1 }),
      is_buffered: c.bool({ default: 0 }),
      siren_id: c.id({ null: true }),
      picture_at: c.instant({ null: true }),
      fault: c.text(200, { null: true }),
      saved_at: c.instant(),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['is_buffered']] },
  )
  await m.createTable(
    'camera_covers',
    {
      id: c.id(),
      camera_id: c.id(),
      kind: c.code(12),
      place_id: c.id(),
      place_path: c.path(),
      place_label: c.text(160),
      device_id: c.id({ null: true }),
      facade: c.json({ null: true }),
    },
    { indexes: [['camera_id'], ['kind', 'place_path'], ['device_id']] },
  )
  await m.createTable(
    'camera_clips',
    {
      id: c.id(),
      camera_id: c.id(),
      camera_name: c.text(60),
      place_path: c.path(),
      kind: c.code(8),
      state: c.code(8),
      /** What the camera itself recorded, as it names it. */
      reference: c.text(300, { null: true }),
      alarm_id: c.id({ null: true }),
      at: c.instant(),
      from_at: c.instant(),
      to_at: c.instant(),
      due_at: c.instant(),
      tries: c.int({ default: 0 }),
      first_at: c.instant({ null: true }),
      last_at: c.instant({ null: true }),
      frames: c.int({ default: 0 }),
      bytes: c.int({ default: 0 }),
      digest: c.code(64, { null: true }),
      is_whole: c.bool({ default: 0 }),
      is_evidence: c.bool({ default: 0 }),
      reason: c.text(200, { null: true }),
      by_id: c.id({ null: true }),
      by_name: c.text(60, { null: true }),
      fault: c.text(200, { null: true }),
      created_at: c.instant(),
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['camera_id', 'id'],
        ['alarm_id', 'id'],
        ['state', 'due_at'],
      ],
    },
  )
  await m.createTable(
    'alarm_cameras',
    { alarm_id: c.id(), camera_id: c.id(), why: c.code(12), place_path: c.path(), at: c.instant() },
    { primaryKey: ['alarm_id', 'camera_id'], indexes: [['camera_id', 'at']] },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['alarm_cameras', 'camera_clips', 'camera_covers', 'cameras']) await m.dropTable(table)
}
