import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

const consent = {
  code: 'at-home',
  zh: '用能参与在家判断',
  en: 'Meters help to tell whether somebody is in',
  body: [
    '网格员上门前，系统会判断您家是否有人，免得白跑或打扰。您同意后，判断时会参考您家水、电、燃气表最近一天的整点用量；只用于得出“在家、不在家、无法判断”，负责您家的网格员和社区干部可以看到，每次查看都有记录。您可随时撤回，撤回后立即不再使用您家的表。',
    'Before a grid worker comes to your door, the system judges whether somebody is in, so that nobody comes in vain or disturbs you. If you agree, the hourly use of your water, electricity and gas meters of the last day helps to judge; only to say “at home”, “away” or “not known”, which the grid worker and officers who answer for your home can see, each look on record. You can withdraw at any time, and your meters are no longer looked at from that moment.',
  ],
  without: ['只按门禁通行判断，各项服务不受影响', 'Only passes at gates are judged by, and every service stays the same'],
  assessment: {
    necessity: '上门走访前得知是否有人，减少空跑和打扰；独居老人长时间无人应答时可核对',
    risk: '可推断作息与是否在家',
    measures: '按社区启用并写明用途、逐户同意、只看最近一天的整点用量、不留用量副本、关闭即删、查看留痕',
    assessor: '平台个人信息保护负责人',
    concludedOn: '2026-01-01',
  },
} as const

/** What is judged of each house where a community switched it on, and where it did. */
export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'athome_houses',
    {
      house_id: c.id(),
      place_path: c.path(),
      community_id: c.id(),
      name: c.text(160),
      state: c.code(8),
      confidence: c.int({ null: true }),
      reason: c.code(20, { null: true }),
      people: c.int(),
      judged_at: c.instant(),
      changed_at: c.instant(),
      /** When time alone makes it worth looking again. */
      next_at: c.instant(),
    },
    {
      primaryKey: ['house_id'],
      indexes: [['place_path', 'house_id'], ['state', 'place_path', 'house_id'], ['next_at'], ['community_id']],
    },
  )
  await m.createTable(
    'athome_switches',
    {
      community_id: c.id(),
      place_path: c.path(),
      is_on: c.bool({ default: 0 }),
      purpose: c.text(200),
      changed_by: c.id(),
      changed_at: c.instant(),
      version: c.version(),
    },
    { primaryKey: ['community_id'], indexes: [['place_path']] },
  )
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
  for (const table of ['athome_switches', 'athome_houses']) await m.dropTable(table)
}
