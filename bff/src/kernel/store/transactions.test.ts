import { beforeAll, describe, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { armFailpoints } from '../failpoint.ts'
import { systemRandom } from '../ports/system.ts'
import type { Connector } from './connector.ts'
import { c, type Migration } from './ddl/ddl.ts'
import type { Store, Tx } from './store.ts'
import { isStoreError, StoreError } from './store-error.ts'
import { Transactions } from './transactions.ts'

const counters: Migration = {
  async up(m) {
    await m.createTable('counters', { id: c.code(20), value: c.int(), version: c.version() })
  },
  down: (m) => m.dropTable('counters'),
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describeStores('transactions', (open) => {
  let store: Store
  const pauses: number[] = []
  beforeAll(async () => {
    store = await open({ migrations: { m9000_counters: counters }, pause: async (ms) => void pauses.push(ms) })
  })
  const put = (id: string, tx?: Tx) => store.run('INSERT INTO counters (id, value) VALUES (?, 0)', [id], tx)
  const readValue = async (id: string, tx?: Tx) =>
    (await store.rows<{ value: number }>('SELECT value FROM counters WHERE id = ?', [id], tx))[0]?.value

  describe('keep or undo', () => {
    it('does what waits for the commit once the rows are there for everybody, and not where they are undone', async () => {
      const seen: Promise<number | undefined>[] = []
      await store.tx(async (tx) => {
        store.afterCommit(tx, () => void seen.push(readValue('awaited')))
        await put('awaited', tx)
        expect(seen).toHaveLength(0)
      })
      expect(await Promise.all(seen)).toEqual([0])
      await expect(
        store.tx(async (tx) => {
          store.afterCommit(tx, () => void seen.push(readValue('undone-later')))
          await put('undone-later', tx)
          throw new Error('no')
        }),
      ).rejects.toThrow('no')
      expect(seen).toHaveLength(1)
    })

    it('keeps everything when the work ends well, and answers its result', async () => {
      expect(await store.tx(async (tx) => put('kept', tx))).toBe(1)
      expect(await readValue('kept')).toBe(0)
    })

    it('undoes everything when the work throws, and passes its error on', async () => {
      const mine = new Error('mine')
      expect(await failure(store.tx(async (tx) => put('undone', tx).then(() => Promise.reject(mine))))).toBe(mine)
      expect(await readValue('undone')).toBeUndefined()
    })

    it('shows its own changes inside and nobody else before the end', async () => {
      let outside: number | undefined
      let told: () => void = () => {}
      const inside = new Promise<void>((resolve) => {
        told = resolve
      })
      const looking = inside.then(async () => {
        outside = await readValue('private')
      })
      await store.tx(async (tx) => {
        await put('private', tx)
        expect(await readValue('private', tx)).toBe(0)
        told()
        await looking.catch(() => {})
      })
      expect(outside).toBeUndefined()
      expect(await readValue('private')).toBe(0)
    })

    it('after a refused statement goes on, or keeps nothing at all, but never a part', async () => {
      await put('there')
      const work = store.tx(async (tx) => {
        await put('before-refusal', tx)
        expect(isStoreError(await failure(put('there', tx)), 'unique')).toBe(true)
        await put('after-refusal', tx)
      })
      // PostgreSQL accepts nothing more in a transaction that saw a refusal.
      expect((await failure(work)) === undefined).toBe(store.dialect !== 'postgres')
      const kept = store.dialect === 'postgres' ? undefined : 0
      expect([await readValue('before-refusal'), await readValue('after-refusal')]).toEqual([kept, kept])
    })
  })

  describe('misuse', () => {
    it('refuses a transaction inside a transaction', async () => {
      expect(isStoreError(await failure(store.tx(() => store.tx(async () => 1))), 'nested-tx')).toBe(true)
    })

    it('refuses a statement that was not given the transaction around it, read or write, model or SQL', async () => {
      for (const forgetful of [() => put('x'), () => readValue('x'), () => store.sequelize.query('SELECT 1')]) {
        expect(isStoreError(await failure(store.tx(async () => forgetful())), 'tx-not-passed')).toBe(true)
      }
    })

    it('lets work that outlives its transaction use the store again', async () => {
      let later: Promise<unknown> = Promise.resolve()
      let go: () => void = () => {}
      const gate = new Promise<void>((resolve) => {
        go = resolve
      })
      await store.tx(async (tx) => {
        await put('outlived', tx)
        later = gate.then(() => readValue('outlived'))
      })
      go()
      expect(await later).toBe(0)
    })
  })

  describe('conflicts', () => {
    const conflict = () => new StoreError('conflict')

    it('runs the work again when the database asks for it, with growing pauses, and keeps one outcome', async () => {
      pauses.length = 0
      let runs = 0
      await store.tx(async (tx) => {
        await put('again', tx)
        if (++runs < 4) throw conflict()
      })
      expect(runs).toBe(4)
      expect(await readValue('again')).toBe(0)
      expect(pauses).toHaveLength(3)
      for (const [attempt, pause] of pauses.entries()) {
        expect(pause).toBeGreaterThanOrEqual(5 * 2 ** attempt)
        expect(pause).toBeLessThan(15 * 2 ** attempt)
      }
    })

    it('gives up after the third repetition and says so', async () => {
      let runs = 0
      const error = await failure(
        store.tx(async () => {
          runs++
          throw conflict()
        }),
      )
      expect(isStoreError(error, 'conflict')).toBe(true)
      expect(runs).toBe(4)
    })

    it('does not repeat for any other failure', async () => {
      let runs = 0
      await put('once')
      const again = store.tx(async (tx) => {
        runs++
        await put('once', tx)
      })
      expect(isStoreError(await failure(again), 'unique')).toBe(true)
      expect(runs).toBe(1)
    })
  })

  describe('collisions of the database itself', () => {
    it('repeats the one that a deadlock undid, so that both happen', async () => {
      await put('left')
      await put('right')
      const add = (id: string, tx: Tx) => store.run('UPDATE counters SET value = value + 1 WHERE id = ?', [id], tx)
      let met = 0
      let go: () => void = () => {}
      const both = new Promise<void>((resolve) => {
        go = resolve
      })
      let runs = 0
      const cross = (first: string, second: string) =>
        store.tx(async (tx) => {
          runs++
          await add(first, tx)
          if (++met === 2) go()
          // SQLite lets the second one begin only when the first is done: there is nobody to meet.
          if (store.dialect !== 'sqlite') await both
          await add(second, tx)
        })
      await Promise.all([cross('left', 'right'), cross('right', 'left')])
      expect([await readValue('left'), await readValue('right')]).toEqual([2, 2])
      if (store.dialect === 'sqlite') expect(runs).toBe(2)
      else expect(runs).toBeGreaterThan(2)
    }, 30_000)
  })

  describe('races', () => {
    /** Four clients, fifty read-then-write each. */
    async function race(id: string, step: (tx: Tx) => Promise<void>): Promise<number> {
      await put(id)
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          for (let i = 0; i < 50; i++) await store.tx(step)
        }),
      )
      return (await readValue(id)) ?? -1
    }

    it('loses no update when the write names the version that was read', async () => {
      const total = await race('versioned', async (tx) => {
        for (;;) {
          const [row] = await store.rows<{ value: number; version: number }>(
            'SELECT value, version FROM counters WHERE id = ?',
            ['versioned'],
            tx,
          )
          const params = [(row?.value ?? 0) + 1, 'versioned', row?.version ?? 0]
          if ((await store.run('UPDATE counters SET value = ?, version = version + 1 WHERE id = ? AND version = ?', params, tx)) === 1)
            return
        }
      })
      expect(total).toBe(200)
    }, 60_000)

    it('loses no update when the write is relative', async () => {
      expect(
        await race('relative', async (tx) => void (await store.run("UPDATE counters SET value = value + 1 WHERE id = 'relative'", [], tx))),
      ).toBe(200)
    }, 60_000)

    it('control: without either, a server loses updates, so the races above can fail', async () => {
      const total = await race('naive', async (tx) => {
        const value = (await readValue('naive', tx)) ?? 0
        await store.run('UPDATE counters SET value = ? WHERE id = ?', [value + 1, 'naive'], tx)
      })
      // SQLite has one writer at a time and its transactions take that place at their beginning.
      if (store.dialect === 'sqlite') expect(total).toBe(200)
      else expect(total).toBeLessThan(200)
    }, 60_000)
  })

  describe('failpoints', () => {
    it('before commit: the error is passed on and nothing is kept', async () => {
      armFailpoints('store.before-commit=throw@1')
      expect(String(await failure(store.tx((tx) => put('fp-before', tx))))).toContain('failpoint')
      expect(await readValue('fp-before')).toBeUndefined()
      armFailpoints('')
    })

    it('after commit: the caller is not told, yet everything is kept', async () => {
      armFailpoints('store.after-commit=throw@1')
      expect(String(await failure(store.tx((tx) => put('fp-after', tx))))).toContain('failpoint')
      expect(await readValue('fp-after')).toBe(0)
      armFailpoints('')
    })
  })
})

describe('a transaction that the database undid', () => {
  const calls: string[] = []
  const pretend = (rollback: () => Promise<void>) => {
    const tx = { commit: async () => void calls.push('commit'), rollback: () => rollback().finally(() => calls.push('rollback')) }
    const connector = { sequelize: { transaction: async () => ({ ...tx }) }, explain: () => undefined } as unknown as Connector
    return new Transactions(connector, systemRandom, async () => {})
  }

  it('accepts no further statement, is never committed, and is run again although the work swallowed the error', async () => {
    calls.length = 0
    const transactions = pretend(async () => {})
    let runs = 0
    await transactions.run(async (tx) => {
      if (++runs > 1) return transactions.check(tx, 'UPDATE second run')
      transactions.noteFailure(tx, new StoreError('conflict'))
      expect(() => transactions.check(tx, 'UPDATE first run')).toThrow(StoreError)
    })
    expect(runs).toBe(2)
    expect(calls).toEqual(['rollback', 'commit'])
  })

  it('passes on what went wrong first when undoing fails too', async () => {
    const first = new Error('first')
    const transactions = pretend(() => Promise.reject(new Error('second')))
    expect(await failure(transactions.run(() => Promise.reject(first)))).toBe(first)
  })
})
