import { beforeAll, describe, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { c, type Migration } from './ddl/ddl.ts'
import type { Store } from './store.ts'
import { isStoreError, isUniqueViolation } from './store-error.ts'

const things: Migration = {
  async up(m) {
    await m.createTable(
      'things',
      {
        id: c.code(26),
        code: c.code(20),
        title: c.text(20),
        amount: c.bigint({ default: 0 }),
        is_on: c.bool({ default: 0 }),
        seen_at: c.instant({ null: true }),
      },
      { unique: [['code']], indexes: [['seen_at', 'id']] },
    )
    await m.createTable('parts', { id: c.code(26), thing_id: c.code(26) }, { references: { thing_id: 'things' } })
  },
  async down(m) {
    await m.dropTable('parts')
    await m.dropTable('things')
  },
}
const insert = 'INSERT INTO things (id, code, title, amount) VALUES (?, ?, ?, ?)'

describeStores('store', (open) => {
  let store: Store
  beforeAll(async () => {
    store = await open({ migrations: { m9000_things: things } })
  })
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )

  describe('statements', () => {
    it('keeps Chinese, four-byte characters, flags, instants and large integers as they were', async () => {
      const at = new Date('2026-05-01T08:00:00.123Z')
      await store.run('INSERT INTO things (id, code, title, amount, is_on, seen_at) VALUES (?, ?, ?, ?, ?, ?)', [
        'a',
        'a',
        '里仁为美𠮷🏠',
        9_007_199_254_740_991,
        true,
        at,
      ])
      const [row] = await store.rows('SELECT title, amount, is_on, seen_at FROM things WHERE id = ?', ['a'])
      expect({ ...row }).toEqual({ title: '里仁为美𠮷🏠', amount: 9_007_199_254_740_991, is_on: 1, seen_at: at.getTime() })
    })

    it('answers numbers for counts and sums', async () => {
      await store.run(insert, ['s1', 's1', 'sum', 7])
      await store.run(insert, ['s2', 's2', 'sum', 5])
      const [row] = await store.rows("SELECT COUNT(*) AS n, SUM(amount) AS total FROM things WHERE title = 'sum'")
      expect({ ...row }).toEqual({ n: 2, total: 12 })
    })

    it('counts a row that matched although nothing in it changed, and none that did not match', async () => {
      await store.run(insert, ['m', 'm', 'same', 1])
      expect(await store.run('UPDATE things SET title = ? WHERE id = ? AND amount = ?', ['same', 'm', 1])).toBe(1)
      expect(await store.run('UPDATE things SET title = ? WHERE id = ? AND amount = ?', ['same', 'm', 2])).toBe(0)
    })

    it('takes the limit as a parameter', async () => {
      expect(await store.rows('SELECT id FROM things ORDER BY id LIMIT ?', [1])).toHaveLength(1)
    })

    it('compares text by code point: case and trailing spaces matter', async () => {
      await store.run(insert, ['c1', 'c1', 'Ä b', 0])
      expect(await store.rows('SELECT id FROM things WHERE title = ?', ['ä b'])).toEqual([])
      expect(await store.rows('SELECT id FROM things WHERE title = ?', ['Ä b '])).toEqual([])
      expect(await store.rows('SELECT id FROM things WHERE title = ?', ['Ä b'])).toHaveLength(1)
    })

    it('finds nothing, rather than failing, when an ASCII column is compared with Chinese', async () => {
      expect(await store.rows('SELECT id FROM things WHERE code = ?', ['中文'])).toEqual([])
      expect(await store.rows('SELECT id FROM things WHERE code LIKE ?', ['中文%'])).toEqual([])
    })

    it('refuses undefined, a number that is none, and a date that is none before anything is sent', async () => {
      for (const bad of [undefined as unknown as null, Number.NaN, new Date('nonsense')]) {
        expect(await failure(store.rows('SELECT ? AS x', [bad]))).toBeInstanceOf(TypeError)
      }
    })
  })

  describe('refusals have one shape', () => {
    it('names the unique index that was violated', async () => {
      await store.run(insert, ['u1', 'twice', 't', 0])
      const error = await failure(store.run(insert, ['u2', 'twice', 't', 0]))
      expect(isUniqueViolation(error, 'ux_things_code')).toBe(true)
      expect(isUniqueViolation(error, 'primary')).toBe(false)
    })

    it('names the primary key', async () => {
      await store.run(insert, ['p1', 'p1', 't', 0])
      expect(isUniqueViolation(await failure(store.run(insert, ['p1', 'p2', 't', 0])), 'primary')).toBe(true)
    })

    it('says that a value is too long, missing, of the wrong kind', async () => {
      for (const [code, title, amount] of [
        ['v1', '字'.repeat(21), 0],
        ['v2', null, 0],
        ['v3', 'x', 'many'],
      ] as const) {
        const error = await failure(store.run(insert, [`v${code}`, code, title, amount]))
        expect(isStoreError(error, 'value'), String(error)).toBe(true)
      }
    })

    it('says that a row is missing that is referred to', async () => {
      expect(isStoreError(await failure(store.run("INSERT INTO parts (id, thing_id) VALUES ('x', 'nobody')")), 'reference')).toBe(true)
    })

    it('leaves a mistake in our SQL as it is', async () => {
      const error = await failure(store.rows('SELECT nothing FROM nowhere'))
      expect(error).toBeInstanceOf(Error)
      expect(isStoreError(error)).toBe(false)
    })
  })
})
