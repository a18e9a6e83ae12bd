import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Facts } from './facts.ts'
import { estateOf, type Person, type Places } from './people.ts'
import type { Row } from './rows.ts'

export const zoneSubjects = [[/^\/api\/zones\/:id/, 'zone']] as const

type Over = (scene: { readonly places: Places; readonly facts: Facts }, person: Person) => Record<string, unknown>
const design = {
  factors: { need: '防翻越', environment: '临街', purpose: '夜间布防', management: '门岗', investment: '分摊' },
  ...{ scale: 'small', mode: 'local', measures: '对射与巡逻', version: 0 },
}

export const zoneInputs: Readonly<Record<string, Over>> = {
  'zone.create': ({ places }, person) => ({ placeId: estateOf(places, person).id, featureId: null }),
  'zone.save': () => ({ featureId: null, plan: [] }),
  'zone.bind': () => ({ devices: [] }),
  'zone.install': () => ({ drawingId: null, walkedOn: null }),
  'zone.enable': () => ({ isEnabled: false }),
  'zone.design': ({ places }, person) => ({ placeId: estateOf(places, person).id }),
  'zone.save-design': ({ places }, person) => ({ placeId: estateOf(places, person).id, ...design }),
}

/** At each estate a zone in use with an entry in its book. */
export async function zoneRows({ kernel }: TestApp, blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>, places: Places) {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far })) {
    const id = kernel.ids.next()
    const at = { place_path: place.path, place_label: place.name }
    await insertOnce(kernel.store, 'zones', {
      ...{ id, place_id: place.id, ...at, estate_id: place.id, name: `CANARY.zone.${key}.`, kind: 'outer', is_enabled: 1 },
      ...{ armed_at: now, armed_by: 'hand', armed_name: '', plan: '[]', gate_action: 'none', created_at: now },
    })
    await insertOnce(kernel.store, 'zone_events', {
      ...{ id: kernel.ids.next(), zone_id: id, device_id: id, device_code: `beam-${key}`, device_name: '', part: '', ...at },
      ...{ category: 'beam', at: now, state: 'log' },
    })
    rows.push({ ...blank, kind: 'zone', key, id, path: place.path, estate: '/' })
  }
  return rows
}
