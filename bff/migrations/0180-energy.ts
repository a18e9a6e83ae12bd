import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

const consent = {
  code: 'energy-detail',
  zh: '本户用能明细供物业查看',
  en: 'Energy use of my household seen one by one',
  body: [
    '物业可以看到您家每月的水、电、燃气和供热用量，用于提醒漏水、异常用电和节能建议。不同意时，您家的用量只计入整幢合计，任何人看不到单户数据。您可随时撤回，撤回后立即停止。',
    'The property service sees what your household uses of water, electricity, gas and heat each month, to warn you of leaks and unusual use and to suggest savings. Without your consent your use only counts in the total of the building and nobody sees it by itself. You can withdraw at any time, and then it stops at once.',
  ],
  without: ['自己的用量曲线照常可看，各项服务不受影响', 'You still see your own curve, and every service stays the same'],
  assessment: {
    necessity: '提醒单户漏水与异常用电需要看到单户用量',
    risk: '用量可推断作息与是否在家',
    measures: '逐户同意、只到月、撤回即停、查看留痕，其余只看整幢合计',
    assessor: '平台个人信息保护负责人',
    concludedOn: '2026-01-01',
  },
} as const

/** What a meter is and counts for, and what it counted by hour, day and month. Totals are in the units of people: kWh and m³. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'energy_meters',
    {
      id: c.id(),
      number: c.code(40),
      carrier: c.code(12),
      purpose: c.code(16),
      place_id: c.id({ null: true }),
      place_path: c.path(),
      /** The building that it counts for, where it stands in one. */
      building_path: c.path({ null: true }),
      /** The place of a household; its readings are nobody else's business. */
      house_id: c.id({ null: true }),
      device_id: c.id({ null: true }),
      last_total: c.double({ null: true }),
      last_at: c.instant({ null: true }),
      /** Watts, or litres an hour. */
      last_rate: c.double({ null: true }),
      /** Who may see its months by themselves: `household`, or `administration` as well. */
      audience: c.code(16, { default: 'household' }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [
        ['carrier', 'number'],
        ['device_id', 'carrier'],
      ],
      indexes: [['place_path', 'id'], ['house_id']],
    },
  )
  const counted = {
    carrier: c.code(12),
    purpose: c.code(16),
    place_path: c.path(),
    building_path: c.path({ null: true }),
    used: c.double(),
  }
  // Of facilities only: the hours of a household are nobody's business, and there are thousands of them.
  await m.createTable(
    'energy_hours',
    { meter_id: c.id(), hour_at: c.instant(), ...counted },
    { primaryKey: ['meter_id', 'hour_at'], indexes: [['place_path', 'hour_at'], ['hour_at']] },
  )
  await m.createTable(
    'energy_days',
    { meter_id: c.id(), day: c.day(), ...counted, house_id: c.id({ null: true }), total: c.double(), read_at: c.instant() },
    { primaryKey: ['meter_id', 'day'], indexes: [['place_path', 'day'], ['house_id', 'day'], ['day']] },
  )
  await m.createTable(
    'energy_months',
    {
      ...{ meter_id: c.id(), month: c.code(7), ...counted, house_id: c.id({ null: true }) },
      audience: c.code(16, { default: 'household' }),
    },
    {
      primaryKey: ['meter_id', 'month'],
      indexes: [
        ['place_path', 'month'],
        ['house_id', 'month'],
      ],
    },
  )
  await m.createTable(
    'energy_baselines',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      carrier: c.code(12),
      purpose: c.code(16),
      per_day: c.double(),
      version: c.version(),
    },
    { unique: [['place_id', 'carrier', 'purpose']], indexes: [['place_path', 'id']] },
  )
  await m.createTable(
    'energy_equipment',
    {
      device_id: c.id(),
      place_path: c.path(),
      every_hours: c.int(),
      ran_ms: c.bigint({ default: 0 }),
      is_running: c.bool({ default: 0 }),
      told_at: c.instant({ null: true }),
      /** The maintenance from which its hours count. */
      served_on: c.day({ null: true }),
      asked_at: c.instant({ null: true }),
      version: c.version(),
    },
    { primaryKey: ['device_id'], indexes: [['place_path', 'device_id']] },
  )
  await m.createTable(
    'energy_feeds',
    {
      id: c.id(),
      name: c.text(60),
      carrier: c.code(12),
      place_id: c.id(),
      place_path: c.path(),
      url: c.text(300),
      key_sealed: c.longText({ null: true }),
      is_on: c.bool({ default: 1 }),
      polled_at: c.instant({ null: true }),
      n_taken: c.int({ default: 0 }),
      n_unknown: c.int({ default: 0 }),
      fault: c.code(60, { null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    {
      unique: [['place_id', 'carrier']],
      indexes: [
        ['place_path', 'id'],
        ['is_on', 'id'],
      ],
    },
  )
  await m.run('DELETE FROM consent_texts WHERE purpose = ?', [consent.code])
  await m.run('DELETE FROM consent_purposes WHERE code = ?', [consent.code])
  await m.run('INSERT INTO consent_texts (purpose, text_version, zh, en, published_at) VALUES (?, 1, ?, ?, ?)', [
    ...[consent.code, consent.body[0], consent.body[1], Date.UTC(2026, 0, 1)],
  ])
  await m.run(
    `INSERT INTO consent_purposes (code, zh, en, basis, is_separate, is_open, without_zh, without_en, assessment, text_version)
     VALUES (?, ?, ?, 'consent', 0, 1, ?, ?, ?, 1)`,
    [consent.code, consent.zh, consent.en, consent.without[0], consent.without[1], JSON.stringify(consent.assessment)],
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.run('DELETE FROM consent_texts WHERE purpose = ?', [consent.code])
  await m.run('DELETE FROM consent_purposes WHERE code = ?', [consent.code])
  const tables = ['energy_feeds', 'energy_equipment', 'energy_baselines', 'energy_months', 'energy_days', 'energy_hours', 'energy_meters']
  for (const table of tables) await m.dropTable(table)
}
