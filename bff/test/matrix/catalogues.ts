import type { Scene } from './inputs.ts'
import type { Person } from './people.ts'
import { missingId } from './rows.ts'

/** Somebody of this name, or the one who works at the other community where the asker does. */
const near = ({ people }: Scene, person: Person, name: string) =>
  people.find((one) => one.name === (person.name.startsWith('far-') ? `far-${name}` : name))?.id ?? missingId

export const catalogueInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'catalogue.steward': (scene, person) => ({
    ...{ domain: 'person', owner: '社区居民委员会', version: 0 },
    ...{ responsibleId: near(scene, person, 'officer'), managerId: near(scene, person, 'manager') },
  }),
  'egress.clear': () => ({ kind: 'workbook', id: 'desks', clearance: 'L2', version: 0 }),
  'egress.ask': () => ({ kind: 'workbook', targetId: 'desks', subject: 'person', clearance: 'L4', reason: '配合户籍核对', days: 3 }),
  'egress.decide': ({ facts }, person) => ({
    id: facts[person.name.startsWith('far-') ? 'egress-request-far' : 'egress-request']?.id,
    version: 1,
  }),
  'govdata.save': () => ({
    code: 'matrix',
    ...{ name: '矩阵', provider: '民政局', subject: 'person', grade: 'L2', scenes: ['aid'], rule: '仅用于帮扶' },
    ...{ columns: [{ name: 'kind', zh: '类别', en: 'Kind' }], refreshDays: 30, isOpen: true, authorisation: null, version: 0 },
  }),
  'govdata.use': () => ({ code: 'nothing-there', fileId: missingId, scene: 'aid', reason: '核对帮扶对象' }),
  'catalogue.publish': () => ({ policy: 'privacy', textVersion: 1, body: { zh: '只收必要信息', en: 'Only what is needed' } }),
}
