import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import { estateOf, type Person, type Places } from './people.ts'
import type { Row } from './rows.ts'

export const firmwareSubjects = [[/^\/api\/firmware\/rollouts\/:id/, 'rollout']] as const

type AskAs = <T = { id: string; version: number }>(name: string, method: string, path: string, body?: object) => Promise<T>

/** One package of a product that can be told, and at each estate a device of it and a roll-out that waits. */
export async function firmwareRows(
  { kernel }: TestApp,
  ask: AskAs,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  { estate, second, far }: Places,
) {
  const [pile] = await kernel.store.rows<{ id: string }>("SELECT id FROM products WHERE protocol = 'ocpp' ORDER BY id LIMIT 1")
  const productId = pile?.id ?? ''
  const address = 'https://maker.example.com/2.0.bin'
  const body = { productId, release: '2.0', notes: '矩阵', address, bytes: 1, sm3: 'ab'.repeat(32) }
  const pack = await ask('system-admin', 'POST', '/api/firmware/referred-packages', body)
  const rows: Row[] = []
  for (const [key, place] of Object.entries({ fl: estate, fl2: second, hd: far })) {
    const deviceId = kernel.ids.next()
    const at = { place_id: place.id, place_path: place.path }
    await insertOnce(kernel.store, 'devices', {
      ...{ id: deviceId, code: `matrix-updated-${key}`, name: `pile of ${key}`, kind: 'pile', stage: 'active', state: '{}', ...at },
      ...{ product_id: productId, bridge_id: deviceId, presence: 'unknown', created_at: kernel.clock.now() },
    })
    for (const state of ['running', 'paused']) {
      const id = kernel.ids.next()
      await insertOnce(kernel.store, 'firmware_rollouts', {
        ...{ id, package_id: pack.id, product_id: productId, ...at, reason: `CANARY.rollout.${key}-${state}.`, state, first_count: 1 },
        ...{ step_count: 1, most_failures: 0, holds_after_first: 0, patience_minutes: 30, step: 1, steps: 1, total: 1 },
        ...{ started_by: deviceId, started_name: '矩阵', started_at: kernel.clock.now() },
      })
      await insertOnce(kernel.store, 'firmware_targets', {
        ...{ rollout_id: id, device_id: deviceId, place_path: place.path, step: 1, state: 'queued', changed_at: kernel.clock.now() },
      })
      rows.push({ ...blank, kind: 'rollout', key: `${key}-${state}`, id, state, version: 1, path: place.path, estate: '/' })
    }
  }
  return { rows, facts: { 'firmware-package': pack, 'firmware-product': { id: productId, version: 1 } } }
}

export const firmwareInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'firmware.upload': ({ facts }) => ({ productId: facts['firmware-product']?.id, release: '3.0', notes: '矩阵' }),
  'firmware.refer': ({ facts }) => ({
    ...{ productId: facts['firmware-product']?.id, release: '3.0', notes: '矩阵', bytes: 1, sm3: 'cd'.repeat(32) },
    address: 'https://maker.example.com/3.0.bin',
  }),
  'firmware.withdraw': ({ facts }) => ({ ...facts['firmware-package'], reason: '矩阵' }),
  'firmware.preview': ({ facts, places }, person) => ({ packageId: facts['firmware-package']?.id, placeId: estateOf(places, person).id }),
  'firmware.start': ({ facts, places }, person) => ({
    ...{ packageId: facts['firmware-package']?.id, placeId: estateOf(places, person).id, groupId: undefined, from: undefined },
    ...{ first: 1, perStep: 1, mostFailures: 0, holdsAfterFirst: false, patienceMinutes: 30, reason: '矩阵' },
  }),
}
