import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** How public spaces are booked, the bookings, and every code that was put in at a lock. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'booking_rooms',
    {
      space_id: c.id(),
      place_path: c.path(),
      is_open: c.bool({ default: 0 }),
      hours: c.json(),
      slot_minutes: c.int(),
      ahead_days: c.int(),
      most_open: c.int(),
      needs_approval: c.bool({ default: 0 }),
      capacity: c.int(),
      rules: c.text(500),
      early_minutes: c.int(),
      cancel_minutes: c.int(),
      closed_days: c.json(),
      lock_id: c.id({ null: true }),
      lock_door: c.int({ null: true }),
      reader_id: c.id({ null: true }),
      changed_by: c.id(),
      changed_at: c.instant(),
      version: c.version(),
    },
    { primaryKey: ['space_id'], indexes: [['place_path', 'space_id'], ['reader_id'], ['lock_id']] },
  )
  await m.createTable(
    'bookings',
    {
      id: c.id(),
      space_id: c.id(),
      place_path: c.path(),
      starts_at: c.instant(),
      ends_at: c.instant(),
      /** Its space and beginning, unless it was given up: nobody else has the slot. */
      slot_key: c.code(40, { null: true }),
      state: c.code(10),
      /** Null once whoever booked left the house for good. */
      user_id: c.id({ null: true }),
      house_id: c.id(),
      people: c.int(),
      purpose: c.text(60),
      code_sealed: c.code(160),
      code_index: c.code(64),
      reason: c.text(200, { null: true }),
      booked_at: c.instant(),
      decided_by: c.id({ null: true }),
      opened_at: c.instant({ null: true }),
      version: c.version(),
    },
    {
      unique: [['slot_key']],
      indexes: [
        ['place_path', 'starts_at', 'id'],
        ['space_id', 'starts_at', 'id'],
        ['state', 'starts_at', 'id'],
        ['user_id', 'id'],
        ['house_id', 'space_id', 'starts_at'],
        ['code_index', 'starts_at'],
        ['ends_at'],
      ],
    },
  )
  await m.createTable(
    'booking_tries',
    {
      id: c.id(),
      space_id: c.id(),
      place_path: c.path(),
      device_id: c.id(),
      event_id: c.id(),
      booking_id: c.id({ null: true }),
      result: c.code(12),
      tried_at: c.instant(),
    },
    {
      unique: [['event_id']],
      indexes: [['place_path', 'id'], ['space_id', 'id'], ['booking_id', 'id'], ['device_id', 'result', 'tried_at'], ['tried_at']],
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['booking_tries', 'bookings', 'booking_rooms']) await m.dropTable(table)
}
