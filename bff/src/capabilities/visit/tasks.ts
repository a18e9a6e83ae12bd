import type { Visit, VisitTask } from '@liren/contract/capabilities/visit'
import { placesOf } from '../../engines/archive/place.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { cappedCount, keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { estatesTouching } from '../place/read.ts'
import { filesOfHouses, presentFile, waitingFor } from './files.ts'
import { noteAt, scopeColumns, type TaskRow } from './row.ts'

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
export const todayOf = (kernel: Kernel): string => dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)

export async function findTask(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<TaskRow> {
  const within = reach(scope, scopeColumns)
  const statement = { sql: `SELECT * FROM visit_tasks WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<TaskRow>(kernel.store, scope, 'visit_tasks', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** One worker’s visits: what is due in the order of the way, what is done the latest first. */
export async function pageOfTasks(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  query: { cursor?: string | undefined; limit?: number | undefined; state?: 'due' | 'done' | undefined },
) {
  const isDone = query.state === 'done'
  const limit = query.limit ?? 20
  const keys = keyset(query, isDone ? ['done_at desc', 'id desc'] : ['route_key', 'id'], { state: query.state })
  const [within, after] = [reach(scope, scopeColumns), keys.seek()]
  const rows = await scopedRows<TaskRow>(kernel.store, scope, 'visit_tasks', {
    sql: `SELECT * FROM visit_tasks WHERE worker_id = ? AND state = ? AND ${within.sql} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: [viewer.id, isDone ? 'done' : 'due', ...within.params, ...after.params],
  })
  return keys.page(rows, limit, (row) => (isDone ? [Number(row.done_at), row.id] : [row.route_key, row.id]))
}

export async function presentTasks(kernel: Kernel, rows: readonly TaskRow[], tx?: Tx): Promise<VisitTask[]> {
  const places = await placesOf(
    kernel,
    rows.map(({ house_id }) => house_id),
    tx,
  )
  const estates = await estatesTouching(
    kernel,
    rows.map(({ place_path }) => place_path),
    tx,
  )
  const names = await namesOf(
    kernel,
    rows.flatMap(({ done_by }) => done_by ?? []),
    tx,
  )
  const today = todayOf(kernel)
  return rows.map((row) => {
    const parts = places.get(row.house_id)?.fullName.split(' · ') ?? []
    const estate = estates.find(({ path }) => row.place_path.startsWith(path))?.name ?? ''
    const from = parts.indexOf(estate)
    const own = from >= 0 ? parts.slice(from + 1) : parts.slice(-3)
    return {
      ...{ id: row.id, houseId: row.house_id, house: own.join(' · '), estate, building: own[0] ?? '', gridId: row.grid_id },
      ...{ subject: row.subject, reason: row.reason, dueOn: row.due_on, isOverdue: row.state === 'due' && row.due_on < today },
      ...{ state: row.state, outcome: row.outcome, visitedAt: iso(row.visited_at), version: row.version },
      visitedBy: row.done_by === null ? null : (names.get(row.done_by) ?? null),
    }
  })
}

/** Visits with everything on file, for the page and for the pack of a day: the statements do not grow with the houses. */
export async function presentVisits(kernel: Kernel, scope: Scope, viewer: Principal, rows: readonly TaskRow[]): Promise<Visit[]> {
  const tasks = await presentTasks(kernel, rows)
  const files = await filesOfHouses(kernel, scope, [...new Set(rows.map(({ house_id }) => house_id))])
  const { reviews, newcomers } = await waitingFor(kernel, files)
  return rows.map((row, i) => {
    const of = files.get(row.house_id)
    const waits = (id: string) => reviews.get(id) ?? []
    return {
      ...(tasks[i] as VisitTask),
      personId: row.person_id,
      file: of?.house ? presentFile(kernel, viewer, 'house', of.house, undefined, waits(of.house.id)) : null,
      people: (of?.people ?? []).map(({ row: person, link }) => presentFile(kernel, viewer, 'person', person, link, waits(person.id))),
      vehicles: (of?.vehicles ?? []).map((vehicle) => presentFile(kernel, viewer, 'vehicle', vehicle, undefined, waits(vehicle.id))),
      newcomers: newcomers.get(row.house_id) ?? 0,
      note: row.note_sealed === null ? null : kernel.sealer.open(row.note_sealed, noteAt(row.id)),
    }
  })
}

/** How far a worker is; counted up to a thousand, on indexes. */
export async function summaryOf(kernel: Kernel, scope: Scope, viewer: Principal) {
  const count = async (sql: string, params: readonly SqlValue[]) => {
    const counted = cappedCount({ sql: `FROM visit_tasks WHERE worker_id = ? AND ${sql}`, params: [viewer.id, ...params] })
    return Number((await scopedRows<{ n: number }>(kernel.store, scope, 'visit_tasks', counted))[0]?.n ?? 0)
  }
  const today = todayOf(kernel)
  const dayStart = kernel.clock.now() - 24 * 3_600_000
  return {
    due: await count("state = 'due'", []),
    overdue: await count("state = 'due' AND due_on < ?", [today]),
    doneToday: await count("done_at > ? AND state = 'done'", [dayStart]),
  }
}
