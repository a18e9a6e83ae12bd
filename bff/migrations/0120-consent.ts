import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { consentPurposes } from './data/consent-purposes.ts'

const began = Date.parse('2026-01-01T00:00:00+08:00')

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'consent_purposes',
    {
      code: c.code(24),
      zh: c.text(40),
      en: c.text(60),
      basis: c.code(8),
      is_separate: c.bool(),
      is_open: c.bool(),
      without_zh: c.text(300),
      without_en: c.text(300),
      assessment: c.json({ null: true }),
      text_version: c.int(),
      version: c.version(),
    },
    { primaryKey: ['code'] },
  )
  await m.createTable(
    'consent_texts',
    {
      purpose: c.code(24),
      text_version: c.int(),
      zh: c.longText(),
      en: c.longText(),
      published_at: c.instant(),
      published_by: c.id({ null: true }),
    },
    { primaryKey: ['purpose', 'text_version'] },
  )
  // Only ever added to. The latest line of a person and purpose is what holds.
  await m.createTable(
    'consents',
    {
      id: c.id(),
      /** Whoever signed in, the file of the person, or both where they are known to be one. */
      user_id: c.id({ null: true }),
      person_id: c.id({ null: true }),
      purpose: c.code(24),
      text_version: c.int(),
      action: c.code(10),
      channel: c.code(8),
      evidence: c.json({ null: true }),
      note: c.text(200, { null: true }),
      recorded_by: c.id({ null: true }),
      recorded_at: c.instant(),
      place_path: c.path(),
      row_mac: c.code(120),
    },
    {
      indexes: [
        ['user_id', 'purpose', 'id'],
        ['person_id', 'purpose', 'id'],
        ['place_path', 'id'],
      ],
    },
  )
  for (const purpose of consentPurposes) {
    const [zh, en] = purpose.body
    const [necessity, risk, measures] = purpose.assessment
    // a step that was cut off half-way begins again
    await m.run('DELETE FROM consent_texts WHERE purpose = ?', [purpose.code])
    await m.run('DELETE FROM consent_purposes WHERE code = ?', [purpose.code])
    await m.run('INSERT INTO consent_texts (purpose, text_version, zh, en, published_at) VALUES (?, 1, ?, ?, ?)', [
      purpose.code,
      zh,
      en,
      began,
    ])
    await m.run(
      `INSERT INTO consent_purposes (code, zh, en, basis, is_separate, is_open, without_zh, without_en, assessment, text_version)
       VALUES (?, ?, ?, 'consent', ?, 1, ?, ?, ?, 1)`,
      [
        purpose.code,
        purpose.zh,
        purpose.en,
        purpose.isSeparate ? 1 : 0,
        purpose.without[0],
        purpose.without[1],
        JSON.stringify({ necessity, risk, measures, assessor: '平台个人信息保护负责人', concludedOn: '2026-01-01' }),
      ],
    )
  }
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['consents', 'consent_texts', 'consent_purposes']) await m.dropTable(table)
}
