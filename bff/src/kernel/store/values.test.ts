import { beforeAll, expect, it } from 'vitest'
import { describeStore, describeStores } from '../../../test/stores.ts'
import { c, type Migration } from './ddl/ddl.ts'
import type { SqlValue, Store } from './store.ts'
import { isStoreError } from './store-error.ts'

const things: Migration = {
  up: (m) =>
    m.createTable('things', { id: c.int(), label: c.longText({ null: true }), amount: c.bigint({ null: true }) }, { primaryKey: ['id'] }),
  down: (m) => m.dropTable('things'),
}

describeStores('values', (open) => {
  let store: Store
  beforeAll(async () => {
    store = await open({ migrations: { m9001_things: things } })
  })

  it.each<[string, SqlValue]>([
    ['an empty text', ''],
    ['a short text', '1201'],
    ['Chinese', '枫林雅苑三幢'],
    ['a sign outside the basic plane', '里仁🏘️'],
    ['plain signs up to the last, which is not', `${'a'.repeat(63)}仁`],
    ['a text of 64 signs', 'b'.repeat(64)],
    ['a text of 65 signs', 'b'.repeat(65)],
    ['a text of 250 bytes', 'c'.repeat(250)],
    ['a text of 251 bytes', 'c'.repeat(251)],
    ['a text of 65,536 bytes', 'd'.repeat(65_536)],
    ['quotes and backslashes', `it's "so" \\ so`],
    ['nothing', null],
  ])('of text come back as they were given: %s', async (_, label) => {
    await store.run('DELETE FROM things')
    await store.run('INSERT INTO things (id, label) VALUES (?, ?)', [1, label])
    expect(await store.rows('SELECT label FROM things WHERE id = ?', [1])).toEqual([{ label }])
  })

  it.each([0, 1, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32) - 5, 1_790_000_000_000, 2 ** 53 - 1, -(2 ** 53) + 1])(
    'that are whole numbers come back as they were given: %d',
    async (amount) => {
      await store.run('DELETE FROM things')
      await store.run('INSERT INTO things (id, amount) VALUES (?, ?)', [1, amount])
      expect(await store.rows('SELECT amount FROM things WHERE amount = ?', [amount])).toEqual([{ amount }])
    },
  )

  it('may be nothing at any of many places', async () => {
    const values = Array.from({ length: 19 }, (_, i) => (i % 3 === 1 ? null : i))
    const columns = values.map((_, i) => `? AS v${i}`).join(', ')
    const [row] = await store.rows<Record<string, unknown>>(`SELECT ${columns}`, values)
    expect(Object.values(row ?? {}).map((value) => (value === null ? null : Number(value)))).toEqual(values)
  })
})

if (process.env.LIREN_TEST_DB_URL)
  describeStore('mysql', 'answers of a statement that was run before', (open) => {
    let store: Store
    beforeAll(async () => {
      store = await open({ migrations: { m9001_things: things }, poolSize: 1 })
    })
    const all = 'SELECT * FROM things ORDER BY id'

    it('show columns that were added, renamed and taken away meanwhile', async () => {
      await store.run('INSERT INTO things (id, label, amount) VALUES (?, ?, ?), (?, ?, ?)', [1, 'a', 10, 2, 'b', null])
      for (let i = 0; i < 3; i++)
        expect(await store.rows(all)).toEqual([
          { id: 1, label: 'a', amount: 10 },
          { id: 2, label: 'b', amount: null },
        ])
      await store.run('ALTER TABLE things ADD COLUMN colour VARCHAR(10)')
      for (let i = 0; i < 3; i++) expect((await store.rows(all))[1]).toEqual({ id: 2, label: 'b', amount: null, colour: null })
      await store.run('ALTER TABLE things CHANGE colour kind VARCHAR(20)')
      for (let i = 0; i < 3; i++) expect((await store.rows(all))[0]).toEqual({ id: 1, label: 'a', amount: 10, kind: null })
      await store.run('ALTER TABLE things DROP COLUMN kind')
      for (let i = 0; i < 3; i++) expect((await store.rows(all))[0]).toEqual({ id: 1, label: 'a', amount: 10 })
    })

    it('fail in the middle of the rows without a later statement being harmed', async () => {
      const asked = 'SELECT id, IF(id = ?, (SELECT id FROM things), id) AS other FROM things ORDER BY id'
      for (let i = 0; i < 3; i++) {
        expect(await store.rows(asked, [0])).toHaveLength(2)
        await expect(store.rows(asked, [2])).rejects.toThrow('more than 1 row')
      }
      expect(await store.rows(all)).toHaveLength(2)
    })

    it('are read in one trip with writes around them', async () => {
      const found = await store.tx(async (tx) => {
        store.later('INSERT INTO things (id, label) VALUES (?, ?)', [3, 'c'], tx)
        const [before, after] = await store.rowsOf(
          [
            { sql: all, params: [] },
            { sql: 'SELECT COUNT(*) AS n FROM things', params: [] },
          ],
          tx,
        )
        return [before?.length, after]
      })
      expect(found).toEqual([3, [{ n: 3 }]])
      const refused = store.run('INSERT INTO things (id) VALUES (?)', [3]).catch((error: unknown) => isStoreError(error, 'unique'))
      expect(await refused).toBe(true)
    })

    it('stay right while more statements come and go than a connection keeps', async () => {
      for (let i = 0; i < 350; i++) await store.rows(`SELECT ${i} AS n, id FROM things WHERE id = ?`, [1])
      for (let i = 0; i < 350; i += 50)
        expect(await store.rows(`SELECT ${i} AS n, id FROM things WHERE id = ?`, [1])).toEqual([{ n: i, id: 1 }])
    })
  })
