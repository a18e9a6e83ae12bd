import {
  supplyEndpoints as e,
  isAboutPile,
  type SupplyAction,
  supplyErrors,
  supplyPromise,
  supplyWindows,
} from '@liren/contract/capabilities/supply'
import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import { placeById, placeForCase } from '../place/read.ts'
import { ownRow, pageOfOwn, pageOfPlaced, placedRow } from './find.ts'
import { dueJob, eventOf, moveRow, noteStep } from './move.ts'
import { presentOwn, presentSupply, summaryOf } from './present.ts'
import { materialsOf, type SupplyRow } from './row.ts'
import { spaceName, spacesOf } from './spaces.ts'
import { day, keepMaterials, submitApplication } from './submit.ts'

type Writing = Pick<RequestContext, 'principal' | 'scope' | 'tx' | 'now' | 'audit' | 'emit' | 'schedule'>
interface Said {
  readonly version: number
  readonly reason?: string
  readonly note?: string
}

export function supplyRoutes(kernel: Kernel): Route[] {
  const tell = async (ctx: Writing, row: SupplyRow, move: SupplyAction | 'submit', note: string | null, before?: string) => {
    await noteStep(kernel, row, { move, byId: ctx.principal.id, note }, ctx.tx)
    ctx.audit({
      ...{ subject: 'supply', subjectId: row.id, placePath: row.place_path, after: { state: row.state } },
      ...(before === undefined ? {} : { before: { state: before } }),
      ...(note === null ? {} : { reason: note }),
    })
    await ctx.emit(eventOf(row, 'supply.moved', move))
    const job = dueJob(row)
    if (job) await ctx.schedule(job)
  }
  const ownStep = async (ctx: Writing, id: string, action: SupplyAction, body: Said, change: (row: SupplyRow) => Partial<SupplyRow>) => {
    const row = await ownRow(kernel, ctx, id)
    const next = await moveRow(kernel, row, body.version, action, change(row), ctx.tx)
    await tell(ctx, next, action, null, row.state)
    return next
  }
  const deskStep = async (
    ctx: Writing,
    id: string,
    action: SupplyAction,
    body: Said,
    change: Partial<SupplyRow>,
    note: string | null = null,
  ) => {
    const row = await placedRow(kernel, ctx.scope, id, ctx.tx)
    const next = await moveRow(kernel, row, body.version, action, change, ctx.tx)
    await tell(ctx, next, action, body.reason ?? note, row.state)
    return presentSupply(kernel, ctx.principal, next, ctx.tx)
  }

  return [
    route(e.mine, async (ctx) => {
      const page = await pageOfOwn(kernel, ctx, ctx.query)
      return { ...page, items: page.items.map((row) => summaryOf(ctx.principal, row)) }
    }),
    route(e.spaces, async ({ principal }) => ({
      items: (await spacesOf(kernel, principal)).map((space) => ({ id: space.id, name: spaceName(space) })),
    })),
    route(e.own, async (ctx) =>
      presentOwn(kernel, ctx.principal, await ownRow(kernel, { scope: ctx.scope, principal: ctx.principal }, ctx.params.id)),
    ),
    route(e.submit, async (ctx) => {
      const row = await submitApplication(kernel, ctx, ctx.body)
      await tell(ctx, row, 'submit', null)
      return presentOwn(kernel, ctx.principal, row, ctx.tx)
    }),
    route(e.resubmit, async (ctx) => {
      const { body } = ctx
      const next = await ownStep(ctx, ctx.params.id, 'resubmit', body, (row) => ({
        ...{ note: body.note, materials: JSON.stringify([...new Set([...materialsOf(row), ...body.materials])]), reason: null },
        due_at: ctx.now + supplyPromise.answer * day,
      }))
      await keepMaterials(kernel, next, body.materials, ctx.principal.id, ctx.tx)
      return presentOwn(kernel, ctx.principal, next, ctx.tx)
    }),
    route(e.withdraw, async (ctx) =>
      presentOwn(kernel, ctx.principal, await ownStep(ctx, ctx.params.id, 'withdraw', ctx.body, () => ({})), ctx.tx),
    ),
    route(e.confirm, async (ctx) =>
      presentOwn(kernel, ctx.principal, await ownStep(ctx, ctx.params.id, 'confirm', ctx.body, () => ({})), ctx.tx),
    ),
    route(e.list, async (ctx) => {
      const page = await pageOfPlaced(kernel, ctx.scope, ctx.query)
      return { ...page, items: page.items.map((row) => summaryOf(ctx.principal, row)) }
    }),
    route(e.read, async (ctx) => {
      const row = await placedRow(kernel, ctx.scope, ctx.params.id)
      ctx.audit({ subject: 'supply', subjectId: row.id, placePath: row.place_path })
      return presentSupply(kernel, ctx.principal, row)
    }),
    route(e.accept, (ctx) => deskStep(ctx, ctx.params.id, 'accept', ctx.body, { due_at: ctx.now + supplyPromise.arrange * day })),
    route(e.ask, (ctx) => deskStep(ctx, ctx.params.id, 'ask', ctx.body, { reason: ctx.body.reason })),
    route(e.decline, (ctx) => deskStep(ctx, ctx.params.id, 'decline', ctx.body, { reason: ctx.body.reason })),
    route(e.arrange, (ctx) => {
      const zone = kernel.config.LIREN_TIME_ZONE
      if (ctx.body.day < dayOf(ctx.now, zone)) throw refuseWith(supplyErrors, 'supply.day-past')
      const visit = { visit_on: ctx.body.day, visit_window: ctx.body.window, due_at: startOfDay(ctx.body.day, zone) + day }
      return deskStep(ctx, ctx.params.id, 'arrange', ctx.body, visit, `${ctx.body.day} ${supplyWindows[ctx.body.window].zh}`)
    }),
    route(e.finish, async (ctx) => {
      const { deviceCode, note } = ctx.body
      const row = await placedRow(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const deviceId = deviceCode ? await deviceFor(kernel, ctx, row, deviceCode) : null
      const change = { device_id: deviceId, due_at: ctx.now + supplyPromise.confirm * day }
      return deskStep(ctx, row.id, 'finish', ctx.body, change, note === undefined || note === '' ? null : note)
    }),
  ]
}

/** The meter of that very house, or a pile of its estate. */
async function deviceFor(kernel: Kernel, { scope, tx }: Writing, row: SupplyRow, code: string): Promise<string> {
  const isPile = isAboutPile(row.kind)
  const estateId = isPile ? (await placeForCase(kernel, row.house_id, tx))?.estateId : undefined
  const base = isPile ? (estateId ? (await placeById(kernel, estateId, tx))?.path : undefined) : row.place_path
  const [near, within] = [underPlaces('place_path', base === undefined ? [] : [base]), underPlaces('place_path', scope.places)]
  const statement = {
    sql: `SELECT id FROM devices WHERE code = ? AND kind = ? AND stage <> 'retired' AND ${near.sql} AND ${within.sql}`,
    params: [code.toLowerCase(), isPile ? 'pile' : 'meter', ...near.params, ...within.params],
  }
  const [found] = await unscoped<{ id: string }>(kernel.store, 'what was put in is looked up where the work was', statement, tx)
  if (!found) throw refuseWith(supplyErrors, 'supply.device-unfit')
  return found.id
}
