import { DataTypes } from 'sequelize'
import { beforeAll, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { c, type Migration } from './ddl/ddl.ts'
import { countStatements } from './sql-count.ts'
import type { Store } from './store.ts'

const words: Migration = { up: (m) => m.createTable('words', { id: c.code(20) }), down: (m) => m.dropTable('words') }

describeStores('statement counter', (open) => {
  let store: Store
  beforeAll(async () => {
    store = await open({ migrations: { m9000_words: words } })
  })
  const read = () => store.rows('SELECT id FROM words')

  it('counts statements of SQL and of models, and not what opens and closes a transaction', async () => {
    const Word = store.sequelize.define(
      'Word',
      { id: { type: DataTypes.STRING, primaryKey: true } },
      { tableName: 'words', timestamps: false },
    )
    const { count, result } = await countStatements(() =>
      store.tx(async (tx) => {
        await store.run("INSERT INTO words (id) VALUES ('a')", [], tx)
        await Word.create({ id: 'b' }, { transaction: tx })
        return store.rows('SELECT id FROM words', [], tx)
      }),
    )
    expect(count).toBe(3)
    expect(result).toHaveLength(2)
  })

  it('keeps those apart that run at the same time, and adds inner ones to outer ones', async () => {
    const times = async (n: number) => {
      for (let i = 0; i < n; i++) await read()
    }
    const [one, three] = await Promise.all([countStatements(() => times(1)), countStatements(() => times(3))])
    expect([one.count, three.count]).toEqual([1, 3])
    let inner = 0
    const outer = await countStatements(async () => {
      await read()
      inner = (await countStatements(() => times(2))).count
    })
    expect([inner, outer.count]).toEqual([2, 3])
  })

  it('shows an N+1 for what it is', async () => {
    const rows = await read()
    const { statements } = await countStatements(() => Promise.all(rows.map(() => read())))
    expect(statements).toEqual(rows.map(() => 'SELECT id FROM words'))
  })
})
