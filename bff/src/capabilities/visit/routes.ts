import { personArchive } from '@liren/contract/capabilities/person'
import { visitEndpoints as e, visitErrors } from '@liren/contract/capabilities/visit'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { keysFor } from '../../engines/archive/row.ts'
import { keyColumn, storedField } from '../../engines/archive/table.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { enter } from '../entry/read.ts'
import { placesById } from '../place/read.ts'
import { finishVisit } from './finish.ts'
import { closePlan, findPlan, gridWithin, makePlan, newTask, pageOfPlans, presentPlans } from './plans.ts'
import { liveKeyOf, type TaskRow } from './row.ts'
import { visitStatistics } from './statistics.ts'
import { findTask, pageOfTasks, presentTasks, presentVisits, summaryOf, todayOf } from './tasks.ts'

export const visitRoutes = (kernel: Kernel): Route[] => [
  route(e.day, async ({ scope, principal, query }) => {
    const { items, ...rest } = await pageOfTasks(kernel, scope, principal, query)
    return { ...rest, items: await presentTasks(kernel, items) }
  }),

  route(e.summary, ({ scope, principal }) => summaryOf(kernel, scope, principal)),

  route(e.pack, async (ctx) => {
    await enter(kernel, ctx.principal, { way: 'field', definition: personArchive })
    const { items, ...rest } = await pageOfTasks(kernel, ctx.scope, ctx.principal, { ...ctx.query, state: 'due' })
    ctx.audit({ subject: 'visit', after: { visits: items.length } })
    return { ...rest, items: await presentVisits(kernel, ctx.scope, ctx.principal, items) }
  }),

  route(e.read, async ({ scope, principal, params }) => {
    await enter(kernel, principal, { way: 'field', definition: personArchive })
    const [visit] = await presentVisits(kernel, scope, principal, [await findTask(kernel, scope, params.id)])
    if (!visit) throw refuse('not-found')
    return visit
  }),

  route(e.begin, async (ctx) => {
    const house = (await placesById(kernel, [ctx.body.houseId], ctx.tx)).get(ctx.body.houseId)
    if (house?.kind !== 'house' || !ctx.scope.places.some((path) => house.path.startsWith(path))) throw refuse('not-found')
    const of = { planId: null, gridId: house.gridId, workerId: ctx.principal.id, dueOn: todayOf(kernel), reason: 'own' } as const
    await insertOnce(kernel.store, 'visit_tasks', newTask(kernel, { id: house.id, path: house.path, floor: null }, of), ctx.tx)
    // where somebody is expected already, theirs is the visit
    const [row] = await unscoped<TaskRow>(
      kernel.store,
      'the one visit that is due at a house within reach',
      {
        sql: 'SELECT * FROM visit_tasks WHERE live_key = ?',
        params: [liveKeyOf({ subject: 'house', house_id: house.id, person_id: null })],
      },
      ctx.tx,
    )
    if (!row) throw refuse('not-found')
    ctx.audit({ subject: 'visit', subjectId: row.id, placePath: row.place_path })
    return presented(kernel, ctx as RequestContext, row)
  }),

  route(e.finish, async (ctx) => {
    await enter(kernel, ctx.principal, { way: 'field', definition: personArchive }, ctx.tx)
    const task = await findTask(kernel, ctx.scope, ctx.params.id, ctx.tx)
    const { row, waiting, verified } = await finishVisit(kernel, ctx as RequestContext, task, ctx.body)
    ctx.audit({ subject: 'visit', subjectId: row.id, placePath: row.place_path, after: { outcome: row.outcome, waiting, verified } })
    await ctx.emit({
      name: 'visit.finished',
      subject: 'visit',
      subjectId: row.id,
      payload: { outcome: row.outcome, houseId: row.house_id, planId: row.plan_id },
      live: { placePath: row.place_path, permission: 'visit.plan', userIds: [ctx.principal.id] },
    })
    return { ...(await presented(kernel, ctx as RequestContext, row)), waiting, verified }
  }),

  route(e.twins, async (ctx) => {
    const stored = storedField(personArchive, 'idNumber')
    const number = ctx.body.idNumber.trim().toUpperCase()
    const wanted = among(keyColumn(stored), keysFor(kernel, personArchive, stored, number))
    const [twin] = await unscoped<{ id: string; place_id: string; place_path: string }>(
      kernel.store,
      'one person has one file, wherever it is kept',
      { sql: `SELECT id, place_id, place_path FROM people WHERE ${wanted.sql}`, params: wanted.params },
      ctx.tx,
    )
    ctx.audit({ subject: 'person', ...(twin ? { subjectId: twin.id } : {}) })
    const isNear = twin !== undefined && ctx.scope.places.some((path) => twin.place_path.startsWith(path))
    const place = isNear ? (await placesOf(kernel, [twin.place_id], ctx.tx)).get(twin.place_id) : undefined
    return { isKnown: twin !== undefined, where: place ? shortName(place) : null }
  }),

  route(e.plans, ({ scope, query }) => pageOfPlans(kernel, scope, query)),

  route(e.plan, async (ctx) => {
    const plan = await makePlan(kernel, ctx as RequestContext, ctx.body)
    ctx.audit({
      subject: 'visit-plan',
      subjectId: plan.id,
      placePath: plan.place_path,
      after: { worker: plan.worker_id, total: plan.total },
    })
    await ctx.emit({
      name: 'visit.planned',
      subject: 'visit-plan',
      subjectId: plan.id,
      payload: { userIds: [plan.worker_id], total: plan.total, dueOn: plan.due_on, title: plan.title },
      live: { placePath: plan.place_path, permission: 'visit.plan', userIds: [plan.worker_id] },
    })
    const [shown] = await presentPlans(kernel, [plan], ctx.tx)
    if (!shown) throw refuseWith(visitErrors, 'visit.grid-unknown')
    return shown
  }),

  route(e.close, async (ctx) => {
    const closed = await closePlan(
      kernel,
      ctx as RequestContext,
      await findPlan(kernel, ctx.scope, ctx.params.id, ctx.tx),
      ctx.body.version,
    )
    ctx.audit({ subject: 'visit-plan', subjectId: closed.id, placePath: closed.place_path, after: { state: 'closed' } })
    const [shown] = await presentPlans(kernel, [closed], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }),

  route(e.workers, async ({ scope, query }) => {
    const grid = await gridWithin(kernel, scope, query.gridId)
    return { items: await holdersOf(kernel, 'visit.do', grid.path) }
  }),

  route(e.statistics, ({ scope, query }) => visitStatistics(kernel, scope, query)),
]

async function presented(kernel: Kernel, ctx: RequestContext, row: TaskRow) {
  const [shown] = await presentTasks(kernel, [row], ctx.tx)
  if (!shown) throw refuse('not-found')
  return shown
}
