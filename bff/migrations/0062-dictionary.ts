import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { firstDictionaries } from './data/dictionaries.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable('dictionaries', { code: c.code(40), zh: c.text(40), en: c.text(60), version: c.version() }, { primaryKey: ['code'] })
  await m.createTable(
    'dictionary_items',
    { dictionary: c.code(40), code: c.code(40), zh: c.text(40), en: c.text(60), sort: c.int(), is_retired: c.bool({ default: 0 }) },
    { primaryKey: ['dictionary', 'code'] },
  )
  for (const dictionary of firstDictionaries) {
    const known = await m.rows('SELECT code FROM dictionaries WHERE code = ?', [dictionary.code])
    if (known.length === 0) await m.run('INSERT INTO dictionaries (code, zh, en) VALUES (?, ?, ?)', [dictionary.code, ...dictionary.text])
    for (const [sort, [code, zh, en]] of dictionary.items.entries()) {
      const there = await m.rows('SELECT code FROM dictionary_items WHERE dictionary = ? AND code = ?', [dictionary.code, code])
      if (there.length === 0)
        await m.run('INSERT INTO dictionary_items (dictionary, code, zh, en, sort) VALUES (?, ?, ?, ?, ?)', [
          dictionary.code,
          code,
          zh,
          en,
          sort,
        ])
    }
  }
}

export async function down(m: Ddl): Promise<void> {
  for (const table of ['dictionary_items', 'dictionaries']) await m.dropTable(table)
}
