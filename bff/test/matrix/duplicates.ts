import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import { missingId, type Row } from './rows.ts'

type Ask = <T = { id: string; version: number }>(name: string, method: string, path: string, body?: object) => Promise<T>
type Pair = { id: string; version: number; first: { id: string; version: number }; second: { id: string; version: number } }

export const duplicateSubjects = [[/^\/api\/duplicates\/:id/, 'duplicate']] as const

const starts: Readonly<Record<string, string>> = { 'duplicate.reconsider': 'dismissed', 'duplicate.undo': 'merged' }
export const duplicateStart = (id: string): string => starts[id] ?? 'open'

/** At each estate three pairs of files about people: open, dismissed, merged. */
export async function duplicateRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  ask: Ask,
  { at, estate, second, far }: Places,
): Promise<{ rows: Row[]; facts: Record<string, { id: string; version: number }> }> {
  const [rows, facts]: [Row[], Record<string, { id: string; version: number }>] = [[], {}]
  for (const [key, officer, place, { path }] of [
    ['fl', 'officer', at.fl.first, estate],
    ['fl2', 'officer', at.fl2.first, second],
    ['hd', 'far-officer', at.hd.first, far],
  ] as const) {
    for (const state of ['open', 'dismissed', 'merged']) {
      const make = (name: string) =>
        ask(officer, 'POST', '/api/people', {
          ...{ placeId: place.id, source: 'collected' },
          values: { name, idKind: 'none', population: 'resident' },
        })
      const [first, other] = [await make('甲某'), await make('乙某')]
      const pair = await ask<Pair>(officer, 'POST', '/api/duplicates', { archive: 'person', firstId: first.id, secondId: other.id })
      const decide = (verb: string, body: object) =>
        ask<Pair>(officer, 'POST', `/api/duplicates/${pair.id}/${verb}`, { version: pair.version, ...body })
      const versions = { first: pair.first.version, second: pair.second.version }
      const done =
        state === 'dismissed'
          ? await decide('dismiss', { reason: '不是同一人' })
          : state === 'merged'
            ? await decide('merge', { survivorId: pair.first.id, versions, take: [] })
            : pair
      await kernel.store.run('UPDATE duplicate_pairs SET reason = ? WHERE id = ?', [`CANARY.duplicate.${key}.`, pair.id])
      rows.push({ ...blank, kind: 'duplicate', key, id: pair.id, version: done.version, path: place.path, estate: path, state })
      if (state === 'open') {
        facts[`duplicate-${key}`] = pair.first
        facts[`duplicate-${key}-other`] = pair.second
      }
    }
  }
  return { rows, facts }
}

const nearest = (person: Person) => {
  const path = person.posts.find(({ role }) => role !== 'repair-worker')?.path ?? ''
  return path.includes('/bh/') || path.includes('/hd/') ? 'hd' : path.includes('/fl2/') ? 'fl2' : 'fl'
}

export const duplicateInputs: Readonly<Record<string, (scene: Scene, person: Person, row: Row | undefined) => Record<string, unknown>>> = {
  'duplicate.propose': ({ facts }, person) => ({
    ...{ archive: 'person', firstId: facts[`person-${nearest(person)}`]?.id },
    secondId: facts[`duplicate-${nearest(person)}-other`]?.id,
  }),
  'duplicate.merge': ({ facts }, _person, row) => ({
    ...{ survivorId: facts[`duplicate-${row?.key}`]?.id ?? missingId, versions: { first: 1, second: 1 } },
    ...{ take: [], reason: '核对后合并' },
  }),
}
