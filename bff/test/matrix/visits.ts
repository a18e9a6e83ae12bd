import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const visitSubjects = [
  [/^\/api\/visits\/:id/, 'visit'],
  [/^\/api\/visit-plans\/:id/, 'visitplan'],
] as const

/** At each estate a house that somebody is sent to, by a plan for its grid; the far one belongs to the other community. */
export async function visitRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  workers: Readonly<Record<string, string>>,
  { at, grids, estate, second, far }: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, { path }, grid] of [
    ['fl', estate, grids.fl],
    ['fl2', second, grids.fl2],
    ['hd', far, grids.hd],
  ] as const) {
    const house = at[key].spare
    const worker = workers[key] ?? ''
    const [plan, task] = [kernel.ids.next(), kernel.ids.next()]
    const common = { worker_id: worker, due_on: '2026-03-09', grid_id: grid.id, created_at: now }
    await insertOnce(kernel.store, 'visit_plans', {
      ...{ id: plan, title: `CANARY.visitplan.${key}.`, place_path: grid.path, created_by: worker, total: 1, ...common },
    })
    await insertOnce(kernel.store, 'visit_tasks', {
      ...{ id: task, plan_id: plan, house_id: house.id, place_path: house.path, reason: 'plan', route_key: house.path, ...common },
      live_key: `house:${house.id}`,
    })
    rows.push({ ...blank, kind: 'visit', key, id: task, path: house.path, estate: path })
    rows.push({ ...blank, kind: 'visitplan', key, id: plan, path: grid.path, estate: path })
  }
  return rows
}

const isFar = (person: Person) => person.posts.some(({ path }) => path.includes('/bh/'))

/** A house in each community is left without a visit, and the grid worker of the scene is the only one there is. */
export const visitInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'visit.begin': ({ places }, person) => ({ houseId: (isFar(person) ? places.at.hd : places.at.fl).next.id }),
  'visit.finish': () => ({ outcome: 'absent', seen: [] }),
  'visit.plan': ({ places, people }, person) => ({
    ...{
      gridId: (isFar(person) ? places.grids.farSpare : places.grids.spare).id,
      title: '矩阵走访',
      dueOn: '2026-03-09',
      olderThanDays: 0,
    },
    workerId: people.find(({ name }) => name === (isFar(person) ? 'far-officer' : 'grid-worker'))?.id,
  }),
  'visit.workers': ({ places }, person) => ({ gridId: (isFar(person) ? places.grids.hd : places.grids.fl).id }),
}
