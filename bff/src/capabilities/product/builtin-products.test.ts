import { builtinProducts } from '@liren/contract/thing/builtin/index'
import { expect, it } from 'vitest'
import * as everyMigration from '../../../migrations/index.ts'
import { describeStores } from '../../../test/stores.ts'
import { type MigrationModules, migrate } from '../../kernel/store/migrate.ts'
import type { Store } from '../../kernel/store/store.ts'

const all = everyMigration as MigrationModules
const now = () => 1_767_225_600_000

/** The model that counts, and how many there are. */
async function modelOf(store: Store, code: string) {
  const [product] = await store.rows<{ id: string; model_number: number }>('SELECT id, model_number FROM products WHERE code = ?', [code])
  const models = await store.rows<{ content: string; state: string; number: number }>(
    'SELECT content, state, number FROM product_models WHERE product_id = ? ORDER BY number',
    [product?.id ?? ''],
  )
  const released = models.filter(({ state }) => state === 'released')
  return { number: product?.model_number, released: released.map(({ content }) => content), count: models.length }
}

describeStores('products of an older installation', (open) => {
  it('get the words that came later; a product that is missing comes, and what people have made stays theirs', async () => {
    const store = await open()
    await migrate(store, all, { now, downTo: '0074-telemetry' })
    const old = JSON.stringify({ properties: [], events: [], services: [] })
    const idOf = async (code: string) => (await store.rows<{ id: string }>('SELECT id FROM products WHERE code = ?', [code]))[0]?.id ?? ''
    for (const code of ['charging-pile-ykc', 'hydrant', 'manhole'])
      await store.run('UPDATE product_models SET content = ? WHERE product_id = ?', [old, await idOf(code)])
    // Somebody has begun a model of his own, and somebody has released one.
    await store.run('UPDATE products SET has_draft = 1 WHERE code = ?', ['hydrant'])
    await store.run('UPDATE products SET model_number = 2 WHERE code = ?', ['manhole'])
    const gone = await idOf('lift-camera')
    await store.run('DELETE FROM product_models WHERE product_id = ?', [gone])
    await store.run('DELETE FROM products WHERE id = ?', [gone])

    await migrate(store, all, { now })
    const wanted = (code: string) => JSON.stringify(builtinProducts.find((one) => one.code === code)?.thing)
    expect(await modelOf(store, 'charging-pile-ykc')).toEqual({ number: 2, released: [wanted('charging-pile-ykc')], count: 2 })
    expect(await modelOf(store, 'lift-camera')).toEqual({ number: 1, released: [wanted('lift-camera')], count: 1 })
    expect(await modelOf(store, 'hydrant')).toEqual({ number: 1, released: [old], count: 1 })
    expect((await modelOf(store, 'manhole')).released).toEqual([old])
    expect(await modelOf(store, 'waste-bin')).toEqual({ number: 1, released: [wanted('waste-bin')], count: 1 })
  }, 60_000)

  it('are renewed a second time where only migrations made them', async () => {
    const store = await open()
    await migrate(store, all, { now, downTo: '0076-subscription' })
    const idOf = async (code: string) => (await store.rows<{ id: string }>('SELECT id FROM products WHERE code = ?', [code]))[0]?.id ?? ''
    const old = JSON.stringify({ properties: [], events: [], services: [] })
    const bin = await idOf('waste-bin')
    await store.run('UPDATE product_models SET content = ? WHERE product_id = ?', [old, bin])
    // Somebody's own model stands for this one.
    const smoke = await idOf('smoke-detector')
    await store.run('UPDATE product_models SET content = ?, id = ? WHERE product_id = ?', [old, '01jqzzzzzzzzzzzzzzzzzzzzzz', smoke])
    const gone = await idOf('fire-door')
    await store.run('DELETE FROM product_models WHERE product_id = ?', [gone])
    await store.run('DELETE FROM products WHERE id = ?', [gone])

    await migrate(store, all, { now })
    const wanted = (code: string) => JSON.stringify(builtinProducts.find((one) => one.code === code)?.thing)
    expect(await modelOf(store, 'waste-bin')).toEqual({ number: 2, released: [wanted('waste-bin')], count: 2 })
    expect(await modelOf(store, 'fire-door')).toEqual({ number: 1, released: [wanted('fire-door')], count: 1 })
    expect(await modelOf(store, 'smoke-detector')).toEqual({ number: 1, released: [old], count: 1 })
  }, 60_000)
})
