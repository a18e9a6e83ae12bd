import { visitDaysOfGrade } from '@liren/contract/capabilities/visit'
import { dayOf } from '../../kernel/background/daily.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { newTask } from './plans.ts'

const dayMs = 86_400_000
/** How long a visit that falls due by itself may take. */
const graceDays = 7
const batch = 500
const why = 'visits fall due by themselves, whoever answers for the place'

interface DueRow {
  readonly id: string
  readonly place_id: string
  readonly path: string
  readonly floor: number | null
  readonly grid_id: string | null
}

/** Makes the visits that frequency asks for: let houses by their rating, people by their grade. Says how many are new. */
export async function makeDueVisits(kernel: Kernel): Promise<number> {
  const now = kernel.clock.now()
  const workers = new Map<string, string | null>()
  let made = 0
  const visit = async (row: DueRow, reason: 'rating' | 'grade') => {
    const workerId = await workerFor(kernel, row, workers)
    const dueOn = dayOf(now + graceDays * dayMs, kernel.config.LIREN_TIME_ZONE)
    const of = { planId: null, gridId: row.grid_id, workerId, dueOn, reason, ...(reason === 'grade' ? { personId: row.id } : {}) }
    const house = { id: row.place_id, path: row.path, floor: row.floor }
    if (await kernel.store.tx((tx) => insertOnce(kernel.store, 'visit_tasks', newTask(kernel, house, of), tx))) made++
  }
  for (const row of await dueHouses(kernel, now)) await visit(row, 'rating')
  for (const [grade, days] of Object.entries(visitDaysOfGrade))
    if (days !== undefined) for (const row of await duePeople(kernel, grade, now - days * dayMs)) await visit(row, 'grade')
  return made
}

const columns = 'f.id, f.place_id, p.path, p.floor, p.grid_id'
const waits = (key: string) => `NOT EXISTS (SELECT 1 FROM visit_tasks t WHERE t.live_key = ${key})`

const dueHouses = (kernel: Kernel, now: number) =>
  unscoped<DueRow>(kernel.store, why, {
    sql: `SELECT ${columns} FROM house_files f JOIN places p ON p.id = f.place_id
          WHERE f.state = 'active' AND f.visit_days IS NOT NULL AND (? - COALESCE(f.verified_at, f.entered_at)) / ${dayMs} >= f.visit_days
            AND ${waits("'house:' || f.place_id")} ORDER BY f.id LIMIT ${batch}`,
    params: [now],
  })

const duePeople = (kernel: Kernel, grade: string, before: number) =>
  unscoped<DueRow>(kernel.store, why, {
    sql: `SELECT ${columns} FROM people f JOIN places p ON p.id = f.place_id
          WHERE f.state = 'active' AND f.grade = ? AND f.left_on IS NULL AND p.kind = 'house' AND COALESCE(f.verified_at, f.entered_at) < ?
            AND ${waits("'person:' || f.id")} ORDER BY f.id LIMIT ${batch}`,
    params: [grade, before],
  })

/** Whoever went there last, else whoever may. Undecided visits wait for a plan. */
export async function workerFor(
  kernel: Kernel,
  row: Pick<DueRow, 'grid_id' | 'path'>,
  known: Map<string, string | null>,
  tx?: Tx,
): Promise<string | null> {
  const key = row.grid_id ?? row.path.split('/').slice(0, 6).join('/')
  const found = known.get(key)
  if (found !== undefined) return found
  const holders = await holdersOf(kernel, 'visit.do', row.path, tx)
  const [last] = row.grid_id
    ? await unscoped<{ worker_id: string }>(
        kernel.store,
        why,
        {
          sql: 'SELECT worker_id FROM visit_plans WHERE grid_id = ? ORDER BY id DESC LIMIT 1',
          params: [row.grid_id],
        },
        tx,
      )
    : []
  const worker = holders.find(({ id }) => id === last?.worker_id)?.id ?? holders[0]?.id ?? null
  known.set(key, worker)
  return worker
}
