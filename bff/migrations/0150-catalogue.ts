import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { cataloguePolicies } from './data/catalogue-policies.ts'

const began = Date.parse('2026-01-01T00:00:00+08:00')

export async function up(m: Ddl): Promise<void> {
  // Who answers for a kind of data; kinds without a row have the office of the contract and nobody by name.
  await m.createTable(
    'catalogue_stewards',
    {
      domain: c.code(24),
      owner: c.text(60),
      responsible_id: c.id(),
      manager_id: c.id(),
      set_by: c.id(),
      set_at: c.instant(),
      version: c.version(),
    },
    { primaryKey: ['domain'] },
  )
  // Only ever added to: the newest version counts, the others stay to be read.
  await m.createTable(
    'catalogue_policies',
    {
      code: c.code(24),
      text_version: c.int(),
      zh: c.longText(),
      en: c.longText(),
      published_at: c.instant(),
      published_by: c.id({ null: true }),
    },
    { primaryKey: ['code', 'text_version'] },
  )
  for (const { code, zh, en } of cataloguePolicies) {
    // a step that was cut off half-way begins again
    await m.run('DELETE FROM catalogue_policies WHERE code = ?', [code])
    await m.run('INSERT INTO catalogue_policies (code, text_version, zh, en, published_at) VALUES (?, 1, ?, ?, ?)', [code, zh, en, began])
  }
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['catalogue_policies', 'catalogue_stewards']) await m.dropTable(table)
}
