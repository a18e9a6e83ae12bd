import { text } from '@liren/contract'
import * as archives from '@liren/contract/archive/all'
import { type Archive, archive, f, isSealed } from '@liren/contract/archive/index'
import { describe, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { indexName } from '../../kernel/store/ddl/index-name.ts'
import type { Store } from '../../kernel/store/store.ts'
import { columnsOf, indexesOf } from './table.ts'

const all: readonly Archive[] = Object.values(archives)

async function columnsIn(store: Store, table: string): Promise<string[]> {
  const sql = {
    sqlite: 'SELECT name AS name FROM pragma_table_info(?)',
    mysql: 'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
    postgres: 'SELECT column_name AS name FROM information_schema.columns WHERE table_name = ?',
  }[store.dialect]
  return (await store.rows<{ name: string }>(sql, [table])).map(({ name }) => name).sort()
}

async function indexesIn(store: Store, table: string): Promise<string[]> {
  const sql = {
    sqlite: 'SELECT name AS name FROM pragma_index_list(?)',
    mysql: 'SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?',
    postgres: 'SELECT indexname AS name FROM pg_indexes WHERE tablename = ?',
  }[store.dialect]
  return (await store.rows<{ name: string }>(sql, [table])).map(({ name }) => name)
}

/** What the table lacks, and what it has that nobody declares. */
async function driftOf(store: Store, definition: Archive): Promise<string[]> {
  const [has, wants] = [await columnsIn(store, definition.table), Object.keys(columnsOf(definition)).sort()]
  const indexes = await indexesIn(store, definition.table)
  const { indexes: plain, unique } = indexesOf(definition)
  return [
    ...wants.filter((name) => !has.includes(name)).map((name) => `${definition.table} lacks ${name}`),
    ...has.filter((name) => !wants.includes(name)).map((name) => `${definition.table} has ${name}, which nobody declares`),
    ...plain
      .map((columns) => indexName('ix', definition.table, columns))
      .filter((name) => !indexes.includes(name))
      .map((name) => `no index ${name}`),
    ...unique
      .map((columns) => indexName('ux', definition.table, columns))
      .filter((name) => !indexes.includes(name))
      .map((name) => `no index ${name}`),
  ]
}

describeStores('tables of archives', (open) => {
  it('have the columns and indexes that their definitions ask for', async () => {
    const store = await open()
    for (const definition of all) expect(await driftOf(store, definition), definition.name).toEqual([])
  })

  it('are found out when a definition has a field more, or one less', async () => {
    const store = await open()
    const [first] = all as [Archive]
    const [some, ...rest] = Object.entries(first.fields)
    expect(
      await driftOf(store, { ...first, fields: { ...first.fields, shoeSize: f.whole('鞋码', 'Shoe size', { find: 'equal' }) } }),
    ).toEqual([`${first.table} lacks shoe_size`, `no index ${indexName('ix', first.table, ['shoe_size', 'id'])}`])
    expect((await driftOf(store, { ...first, unique: [], fields: Object.fromEntries(rest) })).length, some?.[0]).toBeGreaterThan(0)
  })

  it('hold every word that a definition begins its dictionaries with', async () => {
    const store = await open()
    const rows = await store.rows<{ dictionary: string; code: string }>('SELECT dictionary, code FROM dictionary_items')
    const known = new Set(rows.map(({ dictionary, code }) => `${dictionary}:${code}`))
    const missing = all.flatMap(({ fields }) =>
      Object.values(fields).flatMap(({ dictionary, options }) => (dictionary ? options.map(({ code }) => `${dictionary}:${code}`) : [])),
    )
    expect(missing.filter((word) => !known.has(word))).toEqual([])
  })
})

describe('definitions of archives', () => {
  it('give every field a level; from L3 on it is sealed and has a mask', () => {
    for (const definition of all)
      for (const [name, field] of Object.entries(definition.fields)) {
        expect(field.level, `${definition.name}.${name}`).toMatch(/^L[1-4]$/)
        expect(field.mask !== undefined, `${definition.name}.${name}`).toBe(isSealed(field))
      }
  })

  it('name only fields that they have, and put each into one group', () => {
    for (const definition of all) {
      const names = Object.keys(definition.fields)
      const named = [...definition.title, ...definition.hint, ...definition.wanted, ...definition.unique.flat()]
      expect(
        named.filter((name) => !names.includes(name)),
        definition.name,
      ).toEqual([])
      expect(definition.groups.flatMap(({ fields }) => fields).sort(), definition.name).toEqual([...names].sort())
    }
  })

  it('speak both languages, and no two fields of an archive have one label', () => {
    for (const definition of all) {
      const labels = Object.values(definition.fields).map(({ label }) => label)
      expect(labels.filter(({ zh, en }) => !/[\u3400-\u9fff]/.test(zh) || !/^[\x20-\x7e’]+$/.test(en))).toEqual([])
      expect(new Set(labels.map(({ zh }) => zh)).size, definition.name).toBe(labels.length)
    }
  })

  it('refuses nothing silently: an unknown field is an error of ours', () => {
    const tiny = archive({
      name: 'tiny',
      text: text('小', 'Tiny'),
      table: 'tinies',
      path: '/api/tinies',
      places: ['estate'],
      title: ['word'],
      groups: { a: ['组', 'Group', { word: f.text('词', 'Word') }] },
    })
    expect(Object.keys(columnsOf(tiny))).toContain('word')
    expect(() => indexesOf({ ...tiny, unique: [['nothing']] })).toThrow(/no field nothing/)
  })
})
