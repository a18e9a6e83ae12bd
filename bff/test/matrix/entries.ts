import { builtinRoleId } from '../../src/kernel/identity/role-content.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import { makePerson } from '../village.ts'
import type { Scene } from './inputs.ts'
import { estateOf, type Person, type Places } from './people.ts'
import { missingId, type Row } from './rows.ts'

export const entrySubjects = [
  [/^\/api\/entry\/recorders\/:id/, 'recorder'],
  [/^\/api\/entry\/papers\/:id/, 'paper'],
] as const

const scene = {
  ...{ text: { zh: '矩阵', en: 'Matrix' }, way: 'form', archives: ['person'], procedure: { zh: '核对', en: 'Compare' } },
  ...{ purpose: 'residence', isOpen: false, version: 0 },
}

export const entryInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'entry.open': () => ({ way: 'form', archive: 'person' }),
  'entry.save-scene': () => ({
    code: 'matrix',
    ...scene,
    duties: [{ roleId: builtinRoleId('grid-worker'), duty: { zh: '录入', en: 'Enters' } }],
  }),
  'entry.register': ({ facts }, person) => ({
    userId: facts[person.name.startsWith('far-') ? 'unregistered-far' : 'unregistered']?.id ?? missingId,
    grade: 'L3',
    agreement: undefined,
  }),
  'entry.renew': () => ({ grade: 'L2', agreement: undefined }),
  'entry.keep-paper': ({ places }, person) => ({ placeId: estateOf(places, person).id, receivedOn: '2026-01-01', keepUntil: '2026-12-31' }),
  'entry.move-paper': () => ({ action: 'read', on: '2026-01-02', dueOn: '2026-01-09', reason: '核对户籍', witness: undefined }),
}

/** At each estate a recorder and a paper form on its shelf. */
export async function entryRows({ kernel }: TestApp, blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>, places: Places) {
  const rows: Row[] = []
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far })) {
    const [recorder, paper] = [kernel.ids.next(), kernel.ids.next()]
    const registered = { registered_by: null, registered_at: kernel.clock.now(), live_key: recorder }
    await insertOnce(kernel.store, 'entry_recorders', {
      id: recorder,
      place_path: place.path,
      user_id: recorder,
      grade: 'L2',
      ...registered,
    })
    await insertOnce(kernel.store, 'entry_papers', {
      ...{ id: paper, place_id: place.id, place_path: place.path, title: `CANARY.paper.${key}.`, people: 1, shelf: 'A', state: 'kept' },
      ...{ received_on: '2026-01-01', keep_until_on: '2026-12-31', late_on: '2026-12-31' },
    })
    rows.push({ ...blank, kind: 'recorder', key, id: recorder, path: place.path, estate: '/' })
    rows.push({ ...blank, kind: 'paper', key, id: paper, path: place.path, estate: '/' })
  }
  const unregistered = async (name: string, at: Places['estate']) => ({ id: await makePerson(kernel, name, { at }), version: 1 })
  return {
    rows,
    facts: { unregistered: await unregistered('未登记', places.estate), 'unregistered-far': await unregistered('未登记二', places.far) },
  }
}
