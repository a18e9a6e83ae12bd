import { builtinRoleId } from '../src/kernel/identity/role-content.ts'
import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { entryPurposes, entryScenes } from './data/entry-scenes.ts'

const began = Date.parse('2026-01-01T00:00:00+08:00')

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'entry_scenes',
    {
      code: c.code(24),
      zh: c.text(40),
      en: c.text(60),
      way: c.code(8),
      archives: c.json(),
      duties: c.json(),
      procedure_zh: c.longText(),
      procedure_en: c.longText(),
      purpose: c.code(24),
      is_open: c.bool(),
      version: c.version(),
    },
    { primaryKey: ['code'] },
  )
  await m.createTable(
    'entry_recorders',
    {
      id: c.id(),
      place_path: c.path(),
      user_id: c.id(),
      grade: c.code(4),
      agreement_file_id: c.id({ null: true }),
      signed_on: c.day({ null: true }),
      until_on: c.day({ null: true }),
      registered_by: c.id({ null: true }),
      registered_at: c.instant(),
      ended_at: c.instant({ null: true }),
      end_reason: c.text(200, { null: true }),
      /** The account, as long as the registration counts: one at a time. */
      live_key: c.id({ null: true }),
      version: c.version(),
    },
    { indexes: [['place_path', 'id'], ['user_id']], unique: [['live_key']] },
  )
  await m.createTable(
    'entry_papers',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      title: c.text(60),
      people: c.int(),
      shelf: c.text(60),
      received_on: c.day(),
      keep_until_on: c.day(),
      state: c.code(12),
      due_on: c.day({ null: true }),
      /** The day from which it is late: with its reader, or on the shelf. Null once it is gone. */
      late_on: c.day({ null: true }),
      told_on: c.day({ null: true }),
      version: c.version(),
    },
    {
      indexes: [
        ['place_path', 'id'],
        ['late_on', 'id'],
      ],
    },
  )
  await m.createTable(
    'entry_paper_lines',
    {
      id: c.id(),
      paper_id: c.id(),
      place_path: c.path(),
      action: c.code(12),
      who: c.text(40),
      on_day: c.day(),
      reason: c.text(200, { null: true }),
      witness: c.text(40, { null: true }),
      due_on: c.day({ null: true }),
      recorded_by: c.id(),
      recorded_at: c.instant(),
    },
    { indexes: [['paper_id', 'id']] },
  )
  for (const { code, zh, en, basis, body, without, assessment } of entryPurposes) {
    // a step that was cut off half-way begins again
    await m.run('DELETE FROM consent_texts WHERE purpose = ?', [code])
    await m.run('DELETE FROM consent_purposes WHERE code = ?', [code])
    const [necessity, risk, measures] = assessment
    await m.run('INSERT INTO consent_texts (purpose, text_version, zh, en, published_at) VALUES (?, 1, ?, ?, ?)', [
      code,
      body[0],
      body[1],
      began,
    ])
    await m.run(
      `INSERT INTO consent_purposes (code, zh, en, basis, is_separate, is_open, without_zh, without_en, assessment, text_version)
       VALUES (?, ?, ?, ?, 0, 1, ?, ?, ?, 1)`,
      [
        ...[code, zh, en, basis, without[0], without[1]],
        JSON.stringify({ necessity, risk, measures, assessor: '平台个人信息保护负责人', concludedOn: '2026-01-01' }),
      ],
    )
  }
  for (const { code, way, text, archives, purpose, roles, duty, procedure } of entryScenes) {
    await m.run('DELETE FROM entry_scenes WHERE code = ?', [code])
    await m.run(
      `INSERT INTO entry_scenes (code, zh, en, way, archives, duties, procedure_zh, procedure_en, purpose, is_open)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
      [
        ...[code, text[0], text[1], way, JSON.stringify(archives)],
        JSON.stringify(roles.map((role) => ({ roleId: builtinRoleId(role), duty: { zh: duty[0], en: duty[1] } }))),
        ...[procedure[0], procedure[1], purpose],
      ],
    )
  }
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['entry_paper_lines', 'entry_papers', 'entry_recorders', 'entry_scenes']) await m.dropTable(table)
  for (const { code } of entryPurposes) {
    await m.run('DELETE FROM consent_texts WHERE purpose = ?', [code])
    await m.run('DELETE FROM consent_purposes WHERE code = ?', [code])
  }
}
