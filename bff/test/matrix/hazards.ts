import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import { estateOf, type Person, type Places } from './people.ts'
import type { Row } from './rows.ts'

export const hazardSubjects = [
  [/^\/api\/hazards\/:id/, 'hazard'],
  [/^\/api\/duty-shifts\/:id/, 'shift'],
  [/^\/api\/key-places\/:id/, 'keyplace'],
] as const

type Over = (scene: { readonly places: Places }, person: Person) => Record<string, unknown>
const turn = { plan: [{ days: [1], from: '08:00', to: '20:00' }], from: null, until: null }

const key = { kind: 'other', name: '水泵房', deviceId: null, items: ['现场无隐患'], everyDays: 7 }

export const hazardInputs: Readonly<Record<string, Over>> = {
  'hazard.create-shift': ({ places }, person) => ({ ...turn, placeId: estateOf(places, person).id, userId: person.id }),
  'hazard.save-shift': (_scene, person) => ({ ...turn, userId: person.id }),
  'hazard.create-key-place': ({ places }, person) => ({ ...key, placeId: estateOf(places, person).id }),
  'hazard.save-key-place': () => key,
  'hazard.inspect': () => ({ findings: [{ item: '现场无隐患', isOk: true, note: '' }], note: '', photos: [] }),
  'hazard.recheck': () => ({ findings: [{ item: '门禁完好', isRectified: true, note: '' }], photos: [] }),
  'hazard.safety-report': ({ places }, person) => ({ placeId: estateOf(places, person).id, month: '2026-01' }),
  'hazard.export-safety': ({ places }, person) => ({ placeId: estateOf(places, person).id, month: '2026-01' }),
}

/** At each estate a hazard with its order, a turn of duty and a key place. */
export async function hazardRows({ kernel }: TestApp, blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>, places: Places) {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far })) {
    const id = kernel.ids.next()
    const at = { place_path: place.path, place_label: place.name }
    await insertOnce(kernel.store, 'alarms', {
      ...{ id, number: `GJ-hazard-${key}`, kind: 'hydrant', grp: 'fire', level: 3, phase: 'open', state: 'raised', part: '', ...at },
      ...{ title_zh: `CANARY.hazard.${key}.`, title_en: '', device_code: '', device_name: '', open_key: `${id}:hydrant:` },
      ...{ source_kind: 'event', source_name: 'hydrant.opened', content: '{"first":{}}', first_at: now, last_at: now, created_at: now },
    })
    await insertOnce(kernel.store, 'hazard_orders', {
      ...{ id, number: `YH-${key}`, area: 'fire', place_path: place.path, estate_id: place.id, duty: '[]' },
      ...{ push_due_at: now, created_at: now },
    })
    rows.push({ ...blank, kind: 'hazard', key, id, path: place.path, estate: '/' })
    const shift = kernel.ids.next()
    await insertOnce(kernel.store, 'duty_shifts', {
      ...{ id: shift, place_id: place.id, place_path: place.path, place_label: `CANARY.shift.${key}.`, area: 'fire', user_id: shift },
      ...{ plan: JSON.stringify(turn.plan), created_at: now },
    })
    const room = kernel.ids.next()
    await insertOnce(kernel.store, 'key_places', {
      ...{ id: room, place_id: place.id, place_path: place.path, place_label: `CANARY.keyplace.${key}.`, kind: 'other', name: '水泵房' },
      ...{ items: JSON.stringify(['现场无隐患']), every_days: 7, next_on: '2026-01-01', open_findings: 1, created_at: now },
      open_items: JSON.stringify([{ item: '门禁完好', note: '闭门器坏', level: 'minor', dueOn: null, at: now }]),
    })
    rows.push({ ...blank, kind: 'keyplace', key, id: room, path: place.path, estate: '/' })
    rows.push({ ...blank, kind: 'shift', key, id: shift, path: place.path, estate: '/' })
  }
  return rows
}
