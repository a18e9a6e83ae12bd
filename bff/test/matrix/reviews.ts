import { sealChanges } from '../../src/capabilities/review/row.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const reviewSubjects = [[/^\/api\/reviews\/:id/, 'review']] as const

type Facts = Readonly<Record<string, { readonly id: string }>>

/** At each estate a change of somebody's file that waits, proposed by who collects there. */
export async function reviewRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  { rows, facts }: { readonly rows: readonly Row[]; readonly facts: Facts },
  proposers: Readonly<Record<string, string>>,
  { estate, second, far }: Places,
): Promise<Row[]> {
  const made: Row[] = []
  for (const [key, { path: estatePath }] of Object.entries({ fl: estate, fl2: second, hd: far })) {
    const id = kernel.ids.next()
    const proposer = proposers[key] ?? ''
    const fileId = facts[`person-${key}`]?.id ?? ''
    const path = rows.find((row) => row.id === fileId)?.path ?? estatePath
    const [place] = await kernel.store.rows<{ id: string }>('SELECT id FROM places WHERE path = ?', [path])
    await insertOnce(kernel.store, 'reviews', {
      ...{ id, place_id: place?.id ?? '', place_path: path, archive: 'person', file_id: fileId, source: 'collected' },
      ...{ fields: '["registeredRegion"]', note: `CANARY.review.${key}.`, proposed_by: proposer, proposed_at: kernel.clock.now() },
      changes_sealed: sealChanges(kernel, id, { registeredRegion: { before: null, after: '江临市' } }),
    })
    made.push({ ...blank, kind: 'review', key, id, path, estate: estatePath, ownerId: proposer })
  }
  return made
}

const nearest = (person: Person) => {
  const path = person.posts.find(({ role }) => role !== 'repair-worker')?.path ?? ''
  return path.includes('/bh/') || path.includes('/hd/') ? 'hd' : path.includes('/fl2/') ? 'fl2' : 'fl'
}

export const reviewInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'review.accept': () => ({ fields: undefined }),
  'review.propose': ({ facts }, person) => ({
    ...{ archive: 'person', fileId: facts[`person-${nearest(person)}`]?.id, version: facts[`person-${nearest(person)}`]?.version },
    ...{ values: { registeredRegion: '云溪镇' }, source: 'collected' },
  }),
  'review.correct': () => ({ values: { registeredRegion: '云溪镇' } }),
}
