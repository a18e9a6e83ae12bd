import { sealPeople } from '../../src/capabilities/lease/row.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const leaseSubjects = [[/^\/api\/leases\/(mine\/)?:id/, 'lease']] as const

/** At each estate a lease that waits to be verified. */
export async function leaseRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  people: readonly Person[],
  { at }: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, landlord] of [
    ['fl', 'owner'],
    ['fl2', undefined],
    ['hd', 'far-owner'],
  ] as const) {
    const id = kernel.ids.next()
    const house = at[key].first
    const ownerId = people.find(({ name }) => name === landlord)?.id
    const word = `CANARY.lease.${key}.`
    await insertOnce(kernel.store, 'leases', {
      ...{
        id,
        house_id: house.id,
        place_path: house.path,
        state: 'declared',
        kind: 'rooms',
        from_on: '2026-01-01',
        until_on: '2026-12-31',
      },
      ...{ landlord_id: ownerId ?? null, ...sealPeople(kernel, id, { name: word, phone: null }, []), reason: word },
      ...{ declared_at: kernel.clock.now(), version: 1 },
    })
    rows.push({ ...blank, kind: 'lease', key, id, path: house.path, estate: house.path, ownerId })
  }
  return rows
}

/** Only owners register leases; the house of the scene is the one of its first owner. */
export const leaseInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'lease.declare': ({ places }, person) => ({
    houseId: (person.name.startsWith('far') ? places.at.hd : places.at.fl).first.id,
    ...{ kind: 'rooms', from: '2027-01-01', until: '2027-12-31', photos: [] },
    tenants: [{ name: '租客', phone: '10000000999' }],
  }),
  'lease.close': () => ({ endedOn: '2026-03-02' }),
  'lease.decide': () => ({ isTrue: true }),
  'lease.end': () => ({ endedOn: '2026-03-02' }),
}
