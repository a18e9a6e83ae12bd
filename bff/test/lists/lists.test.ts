import { afterAll, beforeAll, expect, it } from 'vitest'
import { internalsOf } from '../../src/kernel/store/internals.ts'
import { readPolicy } from '../matrix/policy.ts'
import { buildStage, type Stage } from '../matrix/scene.ts'
import { describeStores } from '../stores.ts'
import { isList, type Reads, readsOfLists } from './ask.ts'
import { bounded, onMariadb } from './bounded.ts'
import { fillTables } from './large.ts'
import { readWhole } from './plan.ts'

/**
 * What a list reads is found by an index: by its scope, by its filter, or in its own order up to the page's end. A sort
 * of what an index narrowed to one scope is allowed; it grows with the scope and not with the table.
 */
describeStores('every list', (open) => {
  let stage: Stage
  let asked: Reads
  beforeAll(async () => {
    stage = await buildStage(open)
    asked = await readsOfLists(stage, readPolicy())
    await fillTables(stage.app.kernel.store)
  }, 300_000)
  afterAll(() => stage?.app.close())

  it('answers somebody of the scene, and fails at no filter or sort that it offers', () => {
    expect(stage.endpoints.filter(isList).length).toBeGreaterThan(200)
    expect(asked.reads.length).toBeGreaterThan(1000)
    expect(asked.silent).toEqual([])
    expect(asked.failed).toEqual([])
  })

  it('reads no table whole that can grow, with every filter, sort and next page', async () => {
    const wholes: string[] = []
    const met = new Set<string>()
    for (const { sql, params, lists } of asked.reads)
      for (const { table, how } of await readWhole(stage.app.kernel.store, sql, params)) {
        met.add(table)
        if (!(table in bounded)) wholes.push(`${[...lists].join(', ')}: ${how} of ${table} in ${sql.replace(/\s+/g, ' ')}`)
      }
    expect(wholes).toEqual([])
    // what nothing reads whole any more leaves the list; MariaDB reads some whole that SQLite does not
    if (open.kind === 'sqlite') expect(Object.keys(bounded).filter((table) => !met.has(table) && !onMariadb.has(table))).toEqual([])
  }, 60_000)

  it('would be caught without its index: the same statements, the index gone', async () => {
    const { store } = stage.app.kernel
    const { connector } = internalsOf(store)
    const of = asked.reads.filter(({ sql }) => /FROM permission_overrides WHERE permission = \?/.test(sql))
    // a plan that SQLite has made is not made again for the same text
    const wholes = async (end = '') =>
      (await Promise.all(of.map(({ sql, params }) => readWhole(store, sql + end, params)))).flat().map(({ table }) => table)
    expect(of.length).toBeGreaterThan(0)
    expect(await wholes()).toEqual([])
    const drop = 'DROP INDEX ix_permission_overrides_permission_id'
    await connector.run(store.dialect === 'mysql' ? `${drop} ON permission_overrides` : drop, [], undefined)
    expect(new Set(await wholes(' '))).toEqual(new Set(['permission_overrides']))
    const unfindable = "SELECT id FROM repairs WHERE title LIKE '%a%' ORDER BY title LIMIT 21"
    expect(await readWhole(store, unfindable, [])).toMatchObject([{ table: 'repairs' }])
  })
})
