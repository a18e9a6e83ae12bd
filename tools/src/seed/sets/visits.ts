import { type Changes, sealChanges } from '@liren/bff/capabilities/review/row'
import { liveKeyOf, routeKeyOf } from '@liren/bff/capabilities/visit/row'
import { type FileRow, valuesOf } from '@liren/bff/engines/archive/row'
import { text } from '@liren/contract'
import type { Values } from '@liren/contract/archive/index'
import { personArchive } from '@liren/contract/capabilities/person'
import type { Row } from '../batch.ts'
import { day, hour, type SeedContext, type SeedSet } from '../set.ts'

const most = 24
const dayOf = (at: number): string => new Date(at + 8 * hour).toISOString().slice(0, 10)

/** A day of visits for the grid worker of the demonstration, and changes that wait for a second person. */
export const visits: SeedSet = {
  name: 'visits',
  text: text('走访任务与待复核资料', 'Visits, and changes that wait for a review'),
  run: async (context) => {
    const [worker] = await context.rows<{ id: string }>("SELECT id FROM users WHERE persona = 'grid-worker'")
    if (!worker) return
    await writePlan(context, worker.id)
    await writeReviews(context, worker.id)
  },
}

interface House {
  readonly id: string
  readonly path: string
  readonly floor: number | null
}

async function writePlan({ rows, insert, ids, now }: SeedContext, workerId: string): Promise<void> {
  const [grid] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'grid' ORDER BY path LIMIT 1")
  if (!grid) return
  // those whom nobody has verified for longest come first, as a plan would choose them
  const houses = await rows<House>(
    `SELECT p.id, p.path, p.floor FROM places p JOIN house_files h ON h.place_id = p.id
     WHERE p.grid_id = ? AND p.kind = 'house' AND h.occupancy <> 'empty' ORDER BY COALESCE(h.verified_at, 0), p.path LIMIT ${most}`,
    [grid.id],
  )
  const plan = ids.at(now - 3 * day)
  const at = { plan_id: plan, grid_id: grid.id, worker_id: workerId, created_at: now - 3 * day }
  const tasks = houses.map((house, i): Row => {
    const about = { subject: 'house', house_id: house.id, person_id: null } as const
    const isDone = i >= houses.length - 5
    const doneAt = now - (i % 5) * hour - 20 * hour
    return {
      ...{ id: ids.at(now - 3 * day), place_path: house.path, ...about, ...at, reason: 'plan' },
      ...{ due_on: dayOf(now + (i < 3 ? -1 : 5) * day), route_key: routeKeyOf(house), state: isDone ? 'done' : 'due' },
      ...{
        outcome: isDone ? (i % 5 === 0 ? 'absent' : 'unchanged') : null,
        visited_at: isDone ? doneAt : null,
        done_at: isDone ? doneAt : null,
      },
      ...{ done_by: isDone ? workerId : null, live_key: isDone ? null : liveKeyOf(about), note_sealed: null, version: isDone ? 2 : 1 },
    }
  })
  const done = tasks.filter(({ state }) => state === 'done')
  const absent = done.filter(({ outcome }) => outcome === 'absent').length
  await insert('visit_plans', [
    {
      ...{ id: plan, title: '本月入户走访', grid_id: grid.id, place_path: grid.path, worker_id: workerId, due_on: dayOf(now + 5 * day) },
      ...{
        state: 'active',
        total: tasks.length,
        done: done.length,
        changed: 0,
        absent,
        created_by: workerId,
        created_at: now - 3 * day,
        version: 1,
      },
    },
  ])
  await insert('visit_tasks', tasks)
  const days = new Map<string, Row & { unchanged: number; absent: number }>()
  for (const task of done) {
    const on = dayOf(Number(task.visited_at))
    const known = days.get(on) ?? { day: on, grid_id: grid.id, place_path: grid.path, unchanged: 0, changed: 0, absent: 0, refused: 0 }
    days.set(on, { ...known, [String(task.outcome)]: Number(known[task.outcome as 'absent']) + 1 })
  }
  await insert('visit_days', [...days.values()])
}

const found: readonly [values: Values, note: string][] = [
  [{ registeredAddress: '江临市滨河镇柳巷2号' }, '户口已迁回老家，已看户口本'],
  [{ livingAddress: '枫林雅苑3幢1单元1202室' }, '同小区换房'],
  [{ registeredRegion: '滨河镇', registeredKind: 'unified' }, '户口性质有变'],
  [{ ethnicity: 'she' }, '证件民族登记有误'],
]

async function writeReviews({ kernel, rows, insert, ids, now }: SeedContext, workerId: string): Promise<void> {
  const [resident] = await rows<{ id: string }>("SELECT id FROM users WHERE persona = 'resident'")
  const people = await rows<FileRow>(`SELECT * FROM people WHERE state = 'active' ORDER BY id LIMIT ${found.length}`)
  const reviews = people.map((file, i): Row => {
    const [values = {}, note = ''] = found[i] ?? []
    const id = ids.at(now - (i + 1) * 3 * hour)
    const before = valuesOf(kernel, personArchive, file, Object.keys(values))
    const changes: Changes = Object.fromEntries(
      Object.entries(values).map(([name, after]) => [name, { before: before[name] ?? null, after }]),
    )
    const isDeclared = i === found.length - 1 && resident !== undefined
    return {
      ...{ id, place_id: file.place_id, place_path: file.place_path, archive: 'person', file_id: file.id, state: 'pending', is_open: 1 },
      ...{
        source: isDeclared ? 'declared' : 'collected',
        fields: JSON.stringify(Object.keys(values)),
        changes_sealed: sealChanges(kernel, id, changes),
      },
      ...{ accepted: null, link: null, note, reason: null, evidence: null, has_face: 0 },
      ...{ proposed_by: isDeclared ? resident.id : workerId, proposed_at: now - (i + 1) * 3 * hour },
      ...{ decided_by: null, decided_at: null, version: 1 },
    }
  })
  await insert('reviews', reviews)
}
