import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

/** From which state an action on an order starts. */
export const merchantStarts: Readonly<Record<string, string>> = {
  'merchant.finish': 'accepted',
  'merchant.contact': 'accepted',
  'merchant.confirm': 'finished',
  'merchant.rate': 'confirmed',
}

type Blank = Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>

/** At two estates a merchant with a price, kept by a worker, and an order of a resident in every state. */
export async function merchants({ kernel }: TestApp, blank: Blank, people: readonly Person[], places: Places) {
  const rows: Row[] = []
  const facts: Record<string, { id: string; version: number }> = {}
  const who = (name: string) => people.find((person) => person.name === name)?.id as string
  const now = kernel.clock.now()
  for (const [key, place, house, owner, keeper] of [
    ['fl', places.estate, places.at.fl.first, 'owner', 'worker'],
    ['hd', places.far, places.at.hd.first, 'far-owner', 'far-worker'],
  ] as const) {
    // The name of a listed business is on show, so it names no row.
    const merchant = { id: kernel.ids.next(), name: `锁业 ${key}`, keeper_id: who(keeper) }
    const at = { place_id: place.id, place_path: place.path }
    await insertOnce(kernel.store, 'merchants', { ...merchant, ...at, intro: '', phone: '10000008801', created_at: now })
    const service = { id: kernel.ids.next(), merchant_id: merchant.id, name: '修锁', unit: '次', fen: 5000, sort: 0 }
    await insertOnce(kernel.store, 'merchant_services', service)
    facts[`service-${key}`] = { id: service.id, version: 1 }
    rows.push({ ...blank, kind: 'merchant', key, id: merchant.id, path: place.path, estate: place.path, isPublic: true })
    for (const state of ['placed', 'accepted', 'finished', 'confirmed']) {
      const id = kernel.ids.next()
      const contact = kernel.sealer.seal('{"name":"张三","phone":"10000000001"}', { table: 'merchant_orders', column: 'contact', row: id })
      await insertOnce(kernel.store, 'merchant_orders', {
        ...{ id, number: `WX-${key}-${state}`, merchant_id: merchant.id, merchant_name: merchant.name, keeper_id: merchant.keeper_id },
        ...{ service_name: '修锁', unit: '次', fen: 5000, quantity: 1, customer_id: who(owner), contact, house_id: house.id },
        ...{ place_path: house.path, address: '', note: `CANARY.merchant-order.${key}.`, state, created_at: now },
      })
      const held = { ownerId: who(owner), handlerId: who(keeper), home: house.path, state }
      rows.push({ ...blank, kind: 'merchant-order', key, id, path: house.path, estate: place.path, ...held })
    }
  }
  return { rows, facts }
}
