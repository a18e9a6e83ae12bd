import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import { missingId, type Row } from './rows.ts'

type Facts = Readonly<Record<string, { readonly id: string }>>

/** At each estate a hold on the household of its house, placed by somebody who is not asked about. */
export async function holdRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  { rows, facts }: { readonly rows: readonly Row[]; readonly facts: Facts },
  { estate, second, far }: Places,
): Promise<Row[]> {
  const made: Row[] = []
  for (const [key, { path: estatePath }] of Object.entries({ fl: estate, fl2: second, hd: far })) {
    const id = kernel.ids.next()
    const subjectId = facts[`family-${key}`]?.id ?? ''
    const path = rows.find((row) => row.id === subjectId)?.path ?? estatePath
    await insertOnce(kernel.store, 'legal_holds', {
      ...{ id, subject: 'family', subject_id: subjectId, place_path: path, reason: `CANARY.hold.${key}.` },
      ...{ placed_by: missingId, placed_at: kernel.clock.now(), version: 1 },
    })
    made.push({ ...blank, kind: 'hold', key, id, path, estate: estatePath })
  }
  return made
}

/** The estate of the scene where somebody works. */
export const nearest = (person: Person) => {
  const path = person.posts.find(({ role }) => role !== 'repair-worker')?.path ?? ''
  return path.includes('/bh/') || path.includes('/hd/') ? 'hd' : path.includes('/fl2/') ? 'fl2' : 'fl'
}

export const holdInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'retention.place': ({ facts }, person) => ({ subject: 'person', subjectId: facts[`person-${nearest(person)}`]?.id, until: null }),
  'retention.preview': () => ({ class: 'message' }),
  'retention.save': () => ({ class: 'message', days: 400, version: 0 }),
}
