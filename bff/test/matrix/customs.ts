import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const customSubjects = [[/^\/api\/custom-fields\/:id/, 'custom-field']] as const

/** At each community two fields that were added to the files of its vehicles, one of them withdrawn since. */
export async function customRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  { community, otherCommunity }: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, place] of Object.entries({ fl: community, hd: otherCommunity }))
    for (const state of ['active', 'withdrawn']) {
      const id = kernel.ids.next()
      const label = `${state} ${key}`
      await insertOnce(kernel.store, 'custom_fields', {
        ...{
          id,
          archive: 'vehicle',
          place_id: place.id,
          place_path: place.path,
          code: `matrix-${state}`,
          label_zh: label,
          label_en: label,
        },
        ...{ kind: 'text', data_level: 'L2', options: '[]', state, added_at: now, changed_at: now, version: 1 },
      })
      rows.push({ ...blank, kind: 'custom-field', key, id, path: place.path, estate: place.path, state })
    }
  return rows
}

/** Fields are added for a whole community. */
export const customInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'custom.shown': () => ({ archive: 'vehicle', placeId: undefined }),
  'custom.list': () => ({ archive: undefined, state: undefined }),
  'custom.create': ({ places: { community, otherCommunity } }, person) => ({
    ...{ archive: 'vehicle', placeId: (person.posts[0]?.path.includes('/bh/') ? otherCommunity : community).id, code: 'asked' },
    ...{ kind: 'text', level: 'L2', use: null, options: [], label: { zh: '矩阵字段', en: 'Matrix field' } },
  }),
  'custom.update': () => ({ use: null, options: [], label: { zh: '矩阵字段', en: 'Matrix field' } }),
}
