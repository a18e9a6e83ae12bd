import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import { estateOf, type Person, type Places } from './people.ts'
import { missingId, type Row } from './rows.ts'

type Blank = Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>

export const workSubjects = [
  [/^\/api\/energy\/meters\/:id/, 'meter'],
  [/^\/api\/energy\/equipment\/:id/, 'pump'],
  [/^\/api\/environment\/(stations|own)\/:id/, 'station'],
  [/^\/api\/waste\/bins\/:id/, 'bin'],
  [/^\/api\/charging\/stations\/:id/, 'charger'],
  [/^\/api\/waste\/tasks\/:id/, 'clearing'],
] as const

/** At each estate a meter and a pump of its own. */
export async function workRows({ kernel }: TestApp, blank: Blank, places: Places): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, estate] of [
    ['fl', places.estate],
    ['fl2', places.second],
    ['hd', places.far],
  ] as const) {
    const id = kernel.ids.next()
    await insertOnce(kernel.store, 'energy_meters', {
      ...{ id, number: `CANARY.meter.${key}.`, carrier: 'water', purpose: 'pump', place_id: estate.id, place_path: estate.path },
      created_at: kernel.clock.now(),
    })
    const pump = kernel.ids.next()
    await insertOnce(kernel.store, 'devices', {
      ...{ id: pump, code: `matrix-pump-${key}`, name: `CANARY.pump.${key}.`, kind: 'pump', stage: 'active', state: '{}' },
      ...{ place_id: estate.id, place_path: estate.path, presence: 'unknown', created_at: kernel.clock.now() },
    })
    const station = kernel.ids.next()
    await insertOnce(kernel.store, 'devices', {
      ...{ id: station, code: `matrix-station-${key}`, name: `CANARY.station.${key}.`, kind: 'environment', stage: 'active', state: '{}' },
      ...{ place_id: estate.id, place_path: estate.path, presence: 'unknown', created_at: kernel.clock.now() },
    })
    await insertOnce(kernel.store, 'environment_stations', { device_id: station, is_public: 1 })
    rows.push({ ...blank, kind: 'station', key, id: station, version: 1, path: estate.path, estate: estate.path, isPublic: true })
    for (const kind of ['bin', 'clearing'] as const) {
      const deviceId = kernel.ids.next()
      await insertOnce(kernel.store, 'devices', {
        ...{ id: deviceId, code: `matrix-${kind}-${key}`, name: `bin of ${key}`, kind: 'bin', stage: 'active', state: '{}' },
        ...{ place_id: estate.id, place_path: estate.path, presence: 'unknown', created_at: kernel.clock.now() },
      })
      if (kind === 'bin') {
        rows.push({ ...blank, kind, key, id: deviceId, path: estate.path, estate: estate.path })
        continue
      }
      const task = kernel.ids.next()
      await insertOnce(kernel.store, 'waste_tasks', {
        ...{ id: task, device_id: deviceId, place_path: estate.path, state: 'open', open_key: deviceId, percent: 95 },
        opened_at: kernel.clock.now(),
      })
      rows.push({ ...blank, kind, key, id: task, version: 1, path: estate.path, estate: estate.path })
    }
    const charger = kernel.ids.next()
    await insertOnce(kernel.store, 'devices', {
      ...{ id: charger, code: `matrix-charger-${key}`, name: `CANARY.charger.${key}.`, kind: 'pile', stage: 'active', state: '{}' },
      ...{ place_id: estate.id, place_path: estate.path, presence: 'unknown', created_at: kernel.clock.now() },
    })
    rows.push({ ...blank, kind: 'charger', key, id: charger, path: estate.path, estate: estate.path })
    rows.push({ ...blank, kind: 'pump', key, id: pump, path: estate.path, estate: estate.path })
    rows.push({ ...blank, kind: 'meter', key, id, version: 1, path: estate.path, estate: estate.path })
  }
  return rows
}

export const workInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'waste.days': () => ({ from: '2026-03-01', to: '2026-03-02' }),
  'waste.save-bin': () => ({ kinds: ['kitchen'], version: 0 }),
  'charging.save': () => ({ use: 'ebike', ports: 2, ratedVolts: 220, ratedHertz: 50, version: 0 }),
  'waste.clear': ({ photos }, person) => ({ photos: [photos.get(person.name) ?? missingId] }),
  'waste.card': ({ places }, person) => ({
    houseId:
      Object.values(places.at)
        .flatMap(({ first, next }) => [first, next])
        .find(({ path }) => path === person.home)?.id ?? places.at.fl.first.id,
  }),
  'waste.save-item': () => ({ name: 'MATRIX', version: 0 }),
  'environment.curve': () => ({ factor: 'noiseDb' }),
  'environment.own-curve': () => ({ factor: 'noiseDb' }),
  'environment.publish': () => ({ isPublic: true }),
  'energy.overview': () => ({ from: '2026-03-01', to: '2026-03-02' }),
  'energy.analysis': () => ({ from: '2026-03-01', to: '2026-03-02', step: 'day' }),
  'energy.homes': () => ({ month: '2026-03' }),
  'energy.own': () => ({ month: '2026-03' }),
  'energy.add-meter': ({ places }, person) => ({ number: 'MATRIX-1', use: 'pump', placeId: estateOf(places, person).id }),
  'energy.save-meter': () => ({ number: 'MATRIX-2', use: 'pump' }),
  'energy.save-equipment': () => ({ everyHours: 100, version: 0 }),
  'energy.save-baseline': ({ places }, person) => ({ placeId: estateOf(places, person).id, version: 0 }),
  'energy.save-feed': ({ places }, person) => ({
    ...{ placeId: estateOf(places, person).id, url: 'https://utility.example.com/', key: 'matrix-key-1', version: 0 },
  }),
}
