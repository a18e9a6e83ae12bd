import type { Ddl } from '../../src/kernel/store/ddl/ddl.ts'

export interface FirstDictionary {
  readonly code: string
  readonly text: readonly [zh: string, en: string]
  readonly items: readonly (readonly [code: string, zh: string, en: string])[]
}

/** Puts first words into dictionaries; those that a community has changed already stay as they are. */
export async function plantDictionaries(m: Ddl, dictionaries: readonly FirstDictionary[]): Promise<void> {
  for (const { code, text, items } of dictionaries) {
    const known = await m.rows('SELECT code FROM dictionaries WHERE code = ?', [code])
    if (known.length === 0) await m.run('INSERT INTO dictionaries (code, zh, en) VALUES (?, ?, ?)', [code, ...text])
    for (const [sort, item] of items.entries()) {
      const there = await m.rows('SELECT code FROM dictionary_items WHERE dictionary = ? AND code = ?', [code, item[0]])
      if (there.length === 0)
        await m.run('INSERT INTO dictionary_items (dictionary, code, zh, en, sort) VALUES (?, ?, ?, ?, ?)', [code, ...item, sort])
    }
  }
}

export async function uprootDictionaries(m: Ddl, dictionaries: readonly FirstDictionary[]): Promise<void> {
  for (const { code } of dictionaries) {
    await m.run('DELETE FROM dictionary_items WHERE dictionary = ?', [code])
    await m.run('DELETE FROM dictionaries WHERE code = ?', [code])
  }
}
