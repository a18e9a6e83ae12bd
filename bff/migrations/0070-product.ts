import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { firstDeviceTypes } from './data/device-types.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'products',
    {
      id: c.id(),
      code: c.code(40),
      name: c.text(60),
      category: c.code(40),
      kind: c.code(40),
      protocol: c.code(40),
      manufacturer: c.text(60),
      model: c.text(60),
      grade: c.code(8),
      presence: c.code(8),
      silence_seconds: c.int({ null: true }),
      maintenance_days: c.int({ null: true }),
      checklist: c.json(),
      state: c.code(8),
      /** The released model; 0 before the first. */
      model_number: c.int({ default: 0 }),
      has_draft: c.bool({ default: 0 }),
      is_builtin: c.bool({ default: 0 }),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['code']], indexes: [['category', 'id']] },
  )
  await m.createTable(
    'product_models',
    {
      id: c.id(),
      product_id: c.id(),
      number: c.int(),
      state: c.code(12),
      content: c.json(),
      released_at: c.instant({ null: true }),
      created_at: c.instant(),
      version: c.version(),
    },
    { unique: [['product_id', 'number']] },
  )
  const known = await m.rows("SELECT code FROM dictionaries WHERE code = 'device-type'")
  if (known.length === 0) await m.run("INSERT INTO dictionaries (code, zh, en) VALUES ('device-type', '设备类型', 'Types of devices')")
  for (const [sort, [code, zh, en]] of firstDeviceTypes.entries()) {
    const there = await m.rows("SELECT code FROM dictionary_items WHERE dictionary = 'device-type' AND code = ?", [code])
    if (there.length > 0) continue
    const values = [code, zh, en, sort]
    await m.run("INSERT INTO dictionary_items (dictionary, code, zh, en, sort) VALUES ('device-type', ?, ?, ?, ?)", values)
  }
}

export async function down(m: Ddl): Promise<void> {
  await m.run("DELETE FROM dictionary_items WHERE dictionary = 'device-type'")
  await m.run("DELETE FROM dictionaries WHERE code = 'device-type'")
  for (const table of ['product_models', 'products']) await m.dropTable(table)
}
