import { beforeAll, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { c, type Migration } from './ddl/ddl.ts'
import { insertOnce } from './insert-once.ts'
import type { Store } from './store.ts'
import { isStoreError } from './store-error.ts'

const keys: Migration = {
  up: (m) => m.createTable('keys_seen', { id: c.code(10), note: c.text(5), seen: c.int({ default: 0 }) }),
  down: (m) => m.dropTable('keys_seen'),
}

describeStores('insertOnce', (open) => {
  let store: Store
  beforeAll(async () => {
    store = await open({ migrations: { m9000_keys: keys } })
  })

  it('inserts the first time, says so, and changes nothing after that', async () => {
    expect(await insertOnce(store, 'keys_seen', { id: 'a', note: 'one' })).toBe(true)
    expect(await insertOnce(store, 'keys_seen', { id: 'a', note: 'two' })).toBe(false)
    expect(await insertOnce(store, 'keys_seen', { id: 'a2', note: 'one' })).toBe(true)
    expect((await store.rows<{ note: string }>("SELECT note FROM keys_seen WHERE id = 'a'"))[0]?.note).toBe('one')
  })

  it('lets the transaction go on after a key that was there', async () => {
    await store.tx(async (tx) => {
      await insertOnce(store, 'keys_seen', { id: 'b', note: 'b' }, tx)
      expect(await insertOnce(store, 'keys_seen', { id: 'b', note: 'b' }, tx)).toBe(false)
      await insertOnce(store, 'keys_seen', { id: 'c', note: 'c' }, tx)
    })
    expect(await store.rows("SELECT id FROM keys_seen WHERE id IN ('b', 'c')")).toHaveLength(2)
  })

  it('lets exactly one of twenty at once be the first', async () => {
    const firsts = await Promise.all(
      Array.from({ length: 20 }, () => store.tx((tx) => insertOnce(store, 'keys_seen', { id: 'race', note: '' }, tx))),
    )
    expect(firsts.filter(Boolean)).toHaveLength(1)
  })

  it('lets another be the first when the first undoes its transaction while the others wait', async () => {
    let failed = false
    const claims = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        store.tx(async (tx) => {
          const first = await insertOnce(store, 'keys_seen', { id: 'herd', note: '' }, tx)
          if (first && !failed) {
            failed = true
            await new Promise((resolve) => setTimeout(resolve, 50))
            throw new Error('the first gives up')
          }
          return first
        }),
      ),
    )
    const refused = claims.flatMap((claim) => (claim.status === 'rejected' ? [String(claim.reason)] : []))
    expect(refused).toEqual(['Error: the first gives up'])
    expect(claims.filter((claim) => claim.status === 'fulfilled' && claim.value)).toHaveLength(1)
  })

  it('lets many update the row that they found, without colliding', async () => {
    await insertOnce(store, 'keys_seen', { id: 'many', note: '0' })
    const runs: string[] = []
    await Promise.all(
      Array.from({ length: 40 }, () =>
        store.tx(async (tx) => {
          runs.push('run')
          await insertOnce(store, 'keys_seen', { id: 'many', note: '0' }, tx)
          await store.run("UPDATE keys_seen SET seen = seen + 1 WHERE id = 'many'", [], tx)
        }),
      ),
    )
    expect((await store.rows<{ seen: number }>("SELECT seen FROM keys_seen WHERE id = 'many'"))[0]?.seen).toBe(40)
    expect(runs).toHaveLength(40)
  })

  it('does not swallow a value that does not fit', async () => {
    const error = await insertOnce(store, 'keys_seen', { id: 'd', note: '太长的一句话' }).catch((caught: unknown) => caught)
    expect(isStoreError(error, 'value')).toBe(true)
  })
})
