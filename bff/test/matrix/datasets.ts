import { builtinRoleId } from '../../src/kernel/identity/index.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import { estateOf, type Person, type Places } from './people.ts'
import type { Row } from './rows.ts'

export const datasetSubjects = [
  [/^\/api\/dataset-drafts\/:id\/submission/, 'dataset-open'],
  [/^\/api\/dataset-approvals\/:id/, 'dataset-waiting'],
  [/^\/api\/(datasets|dataset-drafts)\/:id/, 'dataset'],
] as const

const readers = ['property-manager', 'grid-leader', 'community-officer', 'duty-officer', 'command-officer', 'street-leader']
const audience = readers.map((code) => ({ kind: 'role', id: builtinRoleId(code) }))
const content = { purpose: '人口结构分析', layer: 'clean', grade: 'L2', fields: ['population'], audience }

/** At each estate a data set for everybody who reads any, changed and approved since it was published; a draft of each other kind. */
export async function datasetRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  { estate, second, far }: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, place] of Object.entries({ fl: estate, fl2: second, hd: far })) {
    const id = kernel.ids.next()
    const name = `CANARY.dataset.${key}.`
    const { fields, audience: _, ...columns } = content
    const at = { place_path: place.path }
    await insertOnce(kernel.store, 'datasets', {
      ...{ id, place_id: place.id, ...at, archive: 'person', name, ...columns, field_names: JSON.stringify(fields) },
      ...{
        audience: JSON.stringify(audience),
        state: 'published',
        release_number: 1,
        approval: 'approved',
        published_at: 1,
        changed_at: 1,
      },
    })
    const release = { id: kernel.ids.next(), dataset_id: id, ...at, number: 1, content: JSON.stringify({ ...content, name }) }
    await insertOnce(kernel.store, 'dataset_releases', { ...release, note: '矩阵', published_at: 1 })
    for (const { kind, id: reader_id } of audience)
      await insertOnce(kernel.store, 'dataset_readers', { id: kernel.ids.next(), dataset_id: id, reader_kind: kind, reader_id, ...at })
    for (const [kind, approval] of [
      ['dataset-open', 'none'],
      ['dataset-waiting', 'waiting'],
    ] as const) {
      const draft = {
        id: kernel.ids.next(),
        place_id: place.id,
        ...at,
        archive: 'person',
        name: `CANARY.${kind}.${key}.`,
        ...columns,
        approval,
      }
      const written = { field_names: JSON.stringify(fields), audience: JSON.stringify(audience), state: 'draft', changed_at: 1 }
      await insertOnce(kernel.store, 'datasets', { ...draft, ...written })
      rows.push({ ...blank, kind, key, id: draft.id, path: place.path, estate: '/' })
    }
    rows.push({ ...blank, kind: 'dataset', key, id, path: place.path, estate: '/' })
  }
  return rows
}

export const datasetInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'dataset.create': ({ places }, person) => ({ ...content, name: '矩阵', archive: 'person', placeId: estateOf(places, person).id }),
  'dataset.decide': () => ({ isApproved: true }),
  'dataset.change': () => ({ ...content, name: '矩阵' }),
}
