import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import { estateOf, type Person, type Places } from './people.ts'
import type { Row } from './rows.ts'

export const subscriptionSubjects = [
  [/^\/api\/subscriptions\/:id/, 'subscription'],
  [/^\/api\/subscription-hooks\/:id/, 'hook'],
  [/^\/api\/subscription-deliveries\/:id/, 'delivery'],
] as const

/** At each estate somebody who listens, an address, and something that could not be delivered to it. */
export async function subscriptionRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  places: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  const content = JSON.stringify({ source: { by: 'place' }, types: ['*'], where: [], target: { to: 'table' } })
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far })) {
    const at = { place_id: place.id, place_path: place.path, place_label: place.name }
    const [subscription, hook, delivery, used] = [kernel.ids.next(), kernel.ids.next(), kernel.ids.next(), kernel.ids.next()]
    await insertOnce(kernel.store, 'subscriptions', { id: subscription, name: `CANARY.subscription.${key}.`, ...at, content })
    for (const id of [hook, used])
      await insertOnce(kernel.store, 'hooks', {
        ...{ id, name: `CANARY.hook.${key}.`, ...at, url: 'https://listen.example.com/', signed_by: 'sm2', sealed_secret: '' },
        ...{ created_at: now, is_enabled: 0 },
      })
    await insertOnce(kernel.store, 'hook_deliveries', {
      ...{
        id: delivery,
        hook_id: used,
        place_path: place.path,
        about_kind: 'trial',
        about_id: used,
        about_name: `CANARY.delivery.${key}.`,
      },
      ...{ cause_key: delivery, content: '{}', state: 'dead', retry_at: now, created_at: now },
    })
    for (const [kind, id] of Object.entries({ subscription, hook, delivery }))
      rows.push({ ...blank, kind, key, id, path: place.path, estate: place.path })
  }
  return rows
}

const body = ({ places }: Scene, person: Person) => ({
  ...{ placeId: estateOf(places, person).id, partnerId: null, source: { by: 'place' }, types: ['*'], where: [], target: { to: 'table' } },
})
const address = { url: 'https://listen.example.com/', partnerId: null }

export const subscriptionInputs: Readonly<Record<string, (scene: Scene, person: Person, row: Row | undefined) => Record<string, unknown>>> =
  {
    'subscription.create': body,
    'subscription.save': (scene, person, row) => ({
      ...body(scene, person),
      placeId:
        row === undefined
          ? estateOf(scene.places, person).id
          : { fl: scene.places.estate.id, fl2: scene.places.second.id, hd: scene.places.far.id }[row.key],
    }),
    'subscription.create-hook': ({ places }, person) => ({ ...address, placeId: estateOf(places, person).id }),
    'subscription.save-hook': () => address,
  }
