import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { guideItems } from './data/waste-guide.ts'

const tables = ['waste_tasks', 'waste_sewage', 'waste_days', 'waste_trips', 'waste_drops', 'waste_cards', 'waste_bins', 'waste_items']
const idOf = (index: number): string => `0000000000waste${String(index + 1).padStart(11, '0')}`

/** What is thrown away by whom, collected when, and how it is sorted; clearing of full bins; what flows off as sewage. */
export async function up(m: Ddl): Promise<void> {
  const kind = c.code(12)
  await m.createTable(
    'waste_bins',
    { device_id: c.id(), place_path: c.path(), kinds: c.text(80), version: c.version() },
    { primaryKey: ['device_id'], indexes: [['place_path', 'device_id']] },
  )
  await m.createTable(
    'waste_cards',
    { house_id: c.id(), place_path: c.path(), card: c.code(20), created_at: c.instant() },
    { primaryKey: ['house_id'], unique: [['card']] },
  )
  await m.createTable(
    'waste_drops',
    {
      ...{ id: c.id(), device_id: c.id(), place_path: c.path(), house_id: c.id({ null: true }), kind },
      ...{ recognised: c.code(12, { null: true }), confidence: c.double({ null: true }), is_right: c.int({ null: true }) },
      ...{ weight_kg: c.double({ null: true }), volume_l: c.double({ null: true }), dropped_at: c.instant() },
    },
    {
      indexes: [
        ['house_id', 'id'],
        ['dropped_at', 'id'],
      ],
    },
  )
  await m.createTable(
    'waste_trips',
    {
      ...{ id: c.id(), device_id: c.id(), place_path: c.path(), kind: c.code(12, { null: true }), weight_kg: c.double() },
      ...{ vehicle: c.text(40, { null: true }), day: c.day(), collected_at: c.instant() },
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['day', 'id'],
      ],
    },
  )
  await m.createTable(
    'waste_days',
    {
      ...{ device_id: c.id(), day: c.day(), kind, place_path: c.path() },
      ...{
        drops: c.int({ default: 0 }),
        judged: c.int({ default: 0 }),
        sorted_right: c.int({ default: 0 }),
        misused: c.int({ default: 0 }),
      },
      ...{ dropped_kg: c.double({ default: 0 }), collected_kg: c.double({ default: 0 }) },
    },
    { primaryKey: ['device_id', 'day', 'kind'], indexes: [['day', 'place_path']] },
  )
  await m.createTable(
    'waste_sewage',
    {
      ...{ device_id: c.id(), day: c.day(), place_path: c.path(), used: c.double({ default: 0 }), total: c.double() },
      ...{ flow: c.double({ null: true }), read_at: c.instant() },
    },
    { primaryKey: ['device_id', 'day'], indexes: [['day', 'place_path']] },
  )
  await m.createTable(
    'waste_tasks',
    {
      ...{
        id: c.id(),
        device_id: c.id(),
        place_path: c.path(),
        state: c.code(8),
        open_key: c.code(26, { null: true }),
        percent: c.double(),
      },
      ...{ assignee_id: c.id({ null: true }), opened_at: c.instant(), done_at: c.instant({ null: true }) },
      ...{ done_by: c.id({ null: true }), proof: c.code(8, { null: true }), photos: c.longText({ null: true }), version: c.version() },
    },
    {
      unique: [['open_key']],
      indexes: [
        ['place_path', 'id'],
        ['state', 'id'],
      ],
    },
  )
  await m.createTable(
    'waste_items',
    { id: c.id(), name: c.text(30), kind, hint: c.text(120), is_shown: c.bool({ default: 1 }), version: c.version() },
    { unique: [['name']] },
  )
  for (const [index, [name, of, hint]] of guideItems.entries())
    await m.run('INSERT INTO waste_items (id, name, kind, hint) VALUES (?, ?, ?, ?)', [idOf(index), name, of, hint])
}

export async function down(m: Ddl): Promise<void> {
  for (const table of tables) await m.dropTable(table)
}
