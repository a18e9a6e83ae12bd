import { sealContact } from '../../src/capabilities/supply/row.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const supplySubjects = [[/^\/api\/supply\/(mine\/)?:id/, 'supply']] as const

/** From which state an action on an application starts. */
export const supplyStart = (endpoint: string): string =>
  ({ 'supply.resubmit': 'returned', 'supply.confirm': 'done', 'supply.arrange': 'accepted', 'supply.finish': 'arranged' })[endpoint] ??
  'submitted'

/** At each estate an application in every state that a step starts from. */
export async function supplyRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  people: readonly Person[],
  { at }: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, owner] of [
    ['fl', 'owner'],
    ['fl2', 'second-owner'],
    ['hd', 'far-owner'],
  ] as const)
    for (const state of ['submitted', 'returned', 'accepted', 'arranged', 'done']) {
      const id = kernel.ids.next()
      const house = at[key].first
      const ownerId = people.find(({ name }) => name === owner)?.id
      const word = `CANARY.supply.${key}.`
      await insertOnce(kernel.store, 'supply_applications', {
        ...{ id, number: `YN-${key}-${state}`, kind: 'meter', utility: 'gas', house_id: house.id, place_path: house.path, address: '' },
        ...{ state, applicant_id: ownerId ?? null, contact_sealed: sealContact(kernel, id, { name: word, phone: '' }), note: word },
        ...{ reason: word, submitted_at: now, version: 1 },
      })
      rows.push({ ...blank, kind: 'supply', key, id, path: house.path, estate: house.path, ownerId, state })
    }
  return rows
}

export const supplyInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'supply.submit': ({ places }, person) => ({
    houseId: (person.name.startsWith('far') ? places.at.hd : places.at.fl).first.id,
    ...{ kind: 'change', utility: 'water', note: '', materials: [] },
  }),
  'supply.resubmit': () => ({ note: '', materials: [] }),
  'supply.ask': () => ({ reason: '请补材料' }),
  'supply.decline': () => ({ reason: '不属本小区' }),
  'supply.arrange': () => ({ day: '2099-01-01', window: 'morning' }),
  'supply.finish': () => ({}),
}
