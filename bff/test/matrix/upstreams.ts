import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import { nearest } from './holds.ts'
import type { Scene } from './inputs.ts'
import { estateOf, type Person, type Places } from './people.ts'
import { missingId, type Row } from './rows.ts'

export const upstreamSubjects = [
  [/^\/api\/upstream\/systems\/:id/, 'upstream-system'],
  [/^\/api\/upstream\/mandates\/:id/, 'upstream-mandate'],
  [/^\/api\/upstream\/own\/mandates\/:id/, 'upstream-leave'],
  [/^\/api\/upstream\/runs\/:id/, 'upstream-run'],
] as const

/** At each estate an outside system with its mandate and a run, and the leave of an owner. */
export async function upstreamRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  people: readonly Person[],
  { at, estate, second, far }: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, place, owner] of [
    ['fl', estate, 'owner'],
    ['fl2', second, undefined],
    ['hd', far, 'far-owner'],
  ] as const) {
    const word = `CANARY.upstream-system.${key}.`
    const where = { place_id: place.id, place_path: place.path }
    const [system, mandate, leave, run] = Array.from({ length: 4 }, () => kernel.ids.next()) as [string, string, string, string]
    await insertOnce(kernel.store, 'upstream_systems', {
      ...{ id: system, code: `matrix-${key}`, name: word, source: 'property', ...where, created_at: now },
    })
    const granted = { archives: '["person"]', until_on: '2027-01-01', granted_at: now }
    await insertOnce(kernel.store, 'upstream_mandates', { id: mandate, system_id: system, ...where, ...granted })
    const ownerId = people.find(({ name }) => name === owner)?.id
    const house = at[key].first
    const own = { place_id: house.id, place_path: house.path, granted_by: ownerId ?? null }
    await insertOnce(kernel.store, 'upstream_mandates', { id: leave, system_id: null, ...own, ...granted })
    await insertOnce(kernel.store, 'upstream_runs', { id: run, system_id: system, place_path: place.path, kind: 'push', started_at: now })
    for (const [kind, id] of [
      ['upstream-system', system],
      ['upstream-mandate', mandate],
      ['upstream-run', run],
    ] as const)
      rows.push({ ...blank, kind, key, id, path: place.path, estate: place.path })
    rows.push({ ...blank, kind: 'upstream-leave', key, id: leave, path: house.path, estate: house.path, ownerId })
  }
  return rows
}

const houseNear = ({ places }: Scene, person: Person) => ({ houseId: places.at[nearest(person)].first.id })
const occupant = { name: '住户', phone: '10000000998', as: 'tenant', idNumber: undefined, livingSince: undefined, leftOn: undefined }

export const upstreamInputs: Readonly<Record<string, (scene: Scene, person: Person, row: Row | undefined) => Record<string, unknown>>> = {
  'upstream.push': ({ places }) => ({
    changes: [{ archive: 'person', ref: 'R1', place: places.estate.path, changedAt: '2026-03-02T02:00:00.000Z', values: {} }],
  }),
  'upstream.save-system': ({ places }, person) => ({
    ...{ code: 'matrix-new', placeId: estateOf(places, person).id, partnerKeyId: null, url: null, everyMinutes: 0, version: 0 },
  }),
  'upstream.grant': ({ places }, _person, row) => ({
    ...{
      placeId: (row?.key === 'hd' ? places.far : row?.key === 'fl2' ? places.second : places.estate).id,
      archives: ['person'],
      until: '2027-01-01',
    },
  }),
  'upstream.origins': ({ facts }, person) => ({ archive: 'person', id: facts[`person-${nearest(person)}`]?.id ?? missingId }),
  'upstream.mine': houseNear,
  'upstream.entrust': (scene, person) => ({ ...houseNear(scene, person), until: '2027-01-01' }),
  'upstream.update-own': (scene, person) => ({ ...houseNear(scene, person), ...occupant }),
  'upstream.update-for': (scene, person) => ({ ...houseNear(scene, person), ...occupant, as: 'other' }),
}
