import type { BodyOf } from '@liren/contract'
import { type VisitPlan, type visitEndpoints, visitErrors } from '@liren/contract/capabilities/visit'
import { startOfDay } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { holdersOf, namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'
import { liveKeyOf, type PlanRow, routeKeyOf, scopeColumns, type TaskRow } from './row.ts'
import { todayOf } from './tasks.ts'

const mostHouses = 3000
const dayMs = 86_400_000

export interface GridHouse {
  readonly id: string
  readonly path: string
  readonly floor: number | null
}

/** The grid, where the asker reaches it. */
export async function gridWithin(kernel: Kernel, scope: Scope, gridId: string, tx?: Tx) {
  const grid = (await placesById(kernel, [gridId], tx)).get(gridId)
  const isWithin = grid?.kind === 'grid' && !grid.isRetired && scope.places.some((path) => grid.path.startsWith(path))
  if (!grid || !isWithin) throw refuseWith(visitErrors, 'visit.grid-unknown')
  return grid
}

/** Houses of a grid: those that say so themselves, and all under a building or estate that does. */
export async function housesOfGrid(kernel: Kernel, gridId: string, tx?: Tx): Promise<GridHouse[]> {
  const roots = await kernel.store.rows<GridHouse & { kind: string }>(
    'SELECT id, path, floor, kind FROM places WHERE grid_id = ? AND is_retired = 0 ORDER BY path',
    [gridId],
    tx,
  )
  const houses = new Map(roots.filter(({ kind }) => kind === 'house').map((house) => [house.id, house]))
  const wide = roots.filter(({ kind }) => kind !== 'house').map(({ path }) => path)
  if (wide.length > 0) {
    const under = underPlaces('path', wide)
    const sql = `SELECT id, path, floor FROM places WHERE kind = 'house' AND is_retired = 0 AND ${under.sql} ORDER BY path LIMIT ${mostHouses}`
    for (const house of await kernel.store.rows<GridHouse & { kind: string }>(sql, under.params, tx)) houses.set(house.id, house)
  }
  return [...houses.values()].slice(0, mostHouses)
}

/** When somebody last stood before each of these houses. */
async function verifiedAt(kernel: Kernel, houses: readonly GridHouse[], tx?: Tx): Promise<Map<string, number | null>> {
  const found = new Map<string, number | null>()
  for (let from = 0; from < houses.length; from += 400) {
    const part = houses.slice(from, from + 400)
    const rows = await unscoped<{ place_id: string; verified_at: number | null }>(
      kernel.store,
      'houses of a grid that the asker was shown to reach',
      {
        sql: `SELECT place_id, verified_at FROM house_files WHERE state = 'active' AND place_id IN (${part.map(() => '?').join(', ')})`,
        params: part.map(({ id }) => id),
      },
      tx,
    )
    for (const row of rows) found.set(row.place_id, row.verified_at)
  }
  return found
}

/** Sends a worker to every house of a grid that is due; a house where somebody is expected already is left to them. */
export async function makePlan(kernel: Kernel, ctx: RequestContext, body: BodyOf<typeof visitEndpoints.plan>): Promise<PlanRow> {
  const grid = await gridWithin(kernel, ctx.scope, body.gridId, ctx.tx)
  const workers = await holdersOf(kernel, 'visit.do', grid.path, ctx.tx)
  if (!workers.some(({ id }) => id === body.workerId)) throw refuseWith(visitErrors, 'visit.worker-unfit')
  const houses = await housesOfGrid(kernel, grid.id, ctx.tx)
  const seen = await verifiedAt(kernel, houses, ctx.tx)
  const before = startOfDay(todayOf(kernel), kernel.config.LIREN_TIME_ZONE) - (body.olderThanDays - 1) * dayMs
  const due = houses.filter(({ id }) => body.olderThanDays === 0 || (seen.get(id) ?? 0) < before)
  const id = kernel.ids.next()
  let total = 0
  for (const house of due) {
    const task = newTask(kernel, house, { planId: id, gridId: grid.id, workerId: body.workerId, dueOn: body.dueOn, reason: 'plan' })
    if (await insertOnce(kernel.store, 'visit_tasks', task, ctx.tx)) total++
  }
  if (total === 0) throw refuseWith(visitErrors, 'visit.no-houses')
  const plan: PlanRow = {
    ...{ id, title: body.title, grid_id: grid.id, place_path: grid.path, worker_id: body.workerId, due_on: body.dueOn },
    ...{ state: 'active', total, done: 0, changed: 0, absent: 0, created_at: ctx.now, version: 1 },
  }
  await insertOnce(kernel.store, 'visit_plans', { ...plan, created_by: ctx.principal.id }, ctx.tx)
  return plan
}

interface NewTask {
  readonly planId: string | null
  readonly gridId: string | null
  readonly workerId: string | null
  readonly dueOn: string
  readonly reason: TaskRow['reason']
  readonly personId?: string | undefined
}

/** A visit as it is stored, with the key that keeps a second one away while it is due. */
export function newTask(kernel: Pick<Kernel, 'ids' | 'clock'>, house: GridHouse, of: NewTask) {
  const subject = of.personId === undefined ? 'house' : 'person'
  const about = { subject, house_id: house.id, person_id: of.personId ?? null } as const
  return {
    ...{ id: kernel.ids.next(), plan_id: of.planId, grid_id: of.gridId, place_path: house.path, ...about, reason: of.reason },
    ...{
      worker_id: of.workerId,
      due_on: of.dueOn,
      route_key: routeKeyOf(house),
      live_key: liveKeyOf(about),
      created_at: kernel.clock.now(),
    },
  }
}

export async function findPlan(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<PlanRow> {
  const within = reach(scope, scopeColumns)
  const statement = { sql: `SELECT * FROM visit_plans WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<PlanRow>(kernel.store, scope, 'visit_plans', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function pageOfPlans(
  kernel: Kernel,
  scope: Scope,
  query: { cursor?: string | undefined; limit?: number | undefined; state?: 'active' | 'closed' | undefined },
) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { state: query.state })
  const [within, after] = [reach(scope, scopeColumns), keys.seek()]
  const rows = await scopedRows<PlanRow>(kernel.store, scope, 'visit_plans', {
    sql: `SELECT * FROM visit_plans WHERE ${within.sql} AND ${after.sql} ${query.state ? 'AND state = ?' : ''} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: [...within.params, ...after.params, ...(query.state ? [query.state] : [])],
  })
  const { items, ...rest } = keys.page(rows, limit, (row) => [row.id])
  return { ...rest, items: await presentPlans(kernel, items) }
}

export async function presentPlans(kernel: Kernel, rows: readonly PlanRow[], tx?: Tx): Promise<VisitPlan[]> {
  const grids = await placesById(
    kernel,
    rows.map(({ grid_id }) => grid_id),
    tx,
  )
  const names = await namesOf(
    kernel,
    rows.map(({ worker_id }) => worker_id),
    tx,
  )
  const today = todayOf(kernel)
  return rows.map((row) => ({
    ...{ id: row.id, title: row.title, dueOn: row.due_on, state: row.state, version: row.version },
    grid: { id: row.grid_id, name: grids.get(row.grid_id)?.name ?? '' },
    worker: { id: row.worker_id, name: names.get(row.worker_id) ?? '' },
    ...{ total: Number(row.total), done: Number(row.done), changed: Number(row.changed), absent: Number(row.absent) },
    isOverdue: row.state === 'active' && row.due_on < today && row.done < row.total,
    createdAt: new Date(Number(row.created_at)).toISOString(),
  }))
}

/** Ends a plan: nobody goes to the rest, and the houses are free for another one. */
export async function closePlan(kernel: Kernel, ctx: RequestContext, row: PlanRow, version: number): Promise<PlanRow> {
  if (row.state === 'closed') throw refuseWith(visitErrors, 'visit.closed')
  const changed = await kernel.store.run(
    "UPDATE visit_plans SET state = 'closed', version = version + 1 WHERE id = ? AND version = ? AND state = 'active'",
    [row.id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale', { details: { version: row.version } })
  await kernel.store.run(
    "UPDATE visit_tasks SET state = 'dropped', live_key = NULL, version = version + 1 WHERE plan_id = ? AND state = 'due'",
    [row.id],
    ctx.tx,
  )
  return { ...row, state: 'closed', version: version + 1 }
}
