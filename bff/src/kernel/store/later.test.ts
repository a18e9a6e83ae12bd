import { beforeAll, beforeEach, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { c, type Migration } from './ddl/ddl.ts'
import { countStatements } from './sql-count.ts'
import type { Store, Tx } from './store.ts'
import { isStoreError, StoreError } from './store-error.ts'

const words: Migration = {
  up: (m) => m.createTable('words', { id: c.code(20), uses: c.int({ default: 0 }) }),
  down: (m) => m.dropTable('words'),
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describeStores('writes that are sent later', (open) => {
  let store: Store
  beforeAll(async () => {
    store = await open({ migrations: { m9000_words: words }, pause: async () => {} })
  })
  beforeEach(async () => void (await store.run('DELETE FROM words')))
  const insert = 'INSERT INTO words (id) VALUES (?)'
  const kept = async (tx?: Tx) => (await store.rows<{ id: string }>('SELECT id FROM words ORDER BY id', [], tx)).map((row) => row.id)

  it('undo everything when one of them is refused, even if the work has ended well or caught the error', async () => {
    await store.run(insert, ['there'])
    const ended = store.tx(async (tx) => {
      store.later(insert, ['before'], tx)
      store.later(insert, ['there'], tx)
      store.later(insert, ['behind'], tx)
    })
    expect(isStoreError(await failure(ended), 'unique')).toBe(true)
    const caught = store.tx(async (tx) => {
      await store.run(insert, ['first'], tx)
      store.later(insert, ['there'], tx)
      await kept(tx).catch(() => {})
      store.later(insert, ['last'], tx)
    })
    expect(isStoreError(await failure(caught), 'unique')).toBe(true)
    expect(await kept()).toEqual(['there'])
  })

  it('undo everything when the check of an outcome throws, with its error', async () => {
    const mine = new Error('mine')
    const work = store.tx(async (tx) => {
      store.later('UPDATE words SET uses = 1 WHERE id = ?', ['nobody'], tx, {
        check: ({ count }) => {
          if (count === 0) throw mine
        },
      })
      await store.run(insert, ['with-it'], tx).catch(() => {})
    })
    expect(await failure(work)).toBe(mine)
    expect(await kept()).toEqual([])
  })

  it('refuse a transaction that has ended', async () => {
    let ended: Tx | undefined
    await store.tx(async (tx) => {
      ended = tx
    })
    expect(() => store.later(insert, ['late'], ended as Tx)).toThrow(StoreError)
  })

  it('are kept with the transaction, in their order, seen by what follows, and counted', async () => {
    const { count } = await countStatements(() =>
      store.tx(async (tx) => {
        store.later(insert, ['a'], tx)
        store.later("UPDATE words SET uses = uses + 1 WHERE id = 'a'", [], tx, { check: ({ count }) => expect(count).toBe(1) })
        expect(await kept(tx)).toEqual(['a'])
        store.later(insert, ['b'], tx)
      }),
    )
    expect(count).toBe(4)
    expect(await store.rows('SELECT id, uses FROM words ORDER BY id')).toEqual([
      { id: 'a', uses: 1 },
      { id: 'b', uses: 0 },
    ])
  })

  it('take other values until they are sent, and not after', async () => {
    await store.tx(async (tx) => {
      const write = store.later(insert, ['draft'], tx)
      write.replace(['final'])
      expect(write.sent).toBe(false)
      await kept(tx)
      expect(write.sent).toBe(true)
    })
    expect(await kept()).toEqual(['final'])
  })

  it('have the work done again when it says that a failure is a conflict', async () => {
    await store.run(insert, ['taken'])
    const tries = ['taken', 'free']
    await store.tx(async (tx) => {
      store.later(insert, [tries.shift() ?? ''], tx, { failed: (cause) => new StoreError('conflict', { cause }) })
    })
    expect(await kept()).toEqual(['free', 'taken'])
  })

  it('answers several reads at once, each with its own rows, and refuses them all when one is wrong', async () => {
    await store.run(insert, ['a'])
    const all = { sql: 'SELECT id FROM words', params: [] }
    expect(await store.rowsOf([all, { sql: 'SELECT id FROM words WHERE id = ?', params: ['z'] }])).toEqual([[{ id: 'a' }], []])
    await expect(store.rowsOf([all, { sql: 'SELECT nothing FROM words', params: [] }])).rejects.toThrow()
    expect(await store.rowsOf([all])).toEqual([[{ id: 'a' }]])
  })

  // one writer at a time cannot collide
  if (open.kind !== 'sqlite')
    it('keep nothing that stands behind a statement by which the database undid the transaction', async () => {
      await store.run("INSERT INTO words (id) VALUES ('x'), ('y')")
      let attempts = 0
      let both: () => void = () => {}
      const arrived = new Promise<void>((resolve) => {
        both = resolve
      })
      const crossing = (own: string, other: string) =>
        store.tx(async (tx) => {
          const name = `try-${++attempts}`
          await store.run('UPDATE words SET uses = uses + 1 WHERE id = ?', [own], tx)
          if (attempts >= 2) both()
          await arrived
          store.later('UPDATE words SET uses = uses + 1 WHERE id = ?', [other], tx)
          store.later(insert, [name], tx)
          return name
        })
      const names = await Promise.all([crossing('x', 'y'), crossing('y', 'x')])
      expect(attempts).toBeGreaterThan(2)
      expect(await kept()).toEqual([...names, 'x', 'y'].sort())
    })
})
