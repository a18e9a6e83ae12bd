import type { AnyEndpoint, BodyOf } from '@liren/contract'
import {
  nextRepairState,
  phaseOf,
  type RepairAction,
  type RepairState,
  repairActions,
  type repairEndpoints,
} from '@liren/contract/capabilities/repair'
import { cancelJob } from '../../kernel/background/outbox.ts'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { confirmWithin, urgeEvery } from './clock.ts'
import { attachPhotos } from './create.ts'
import { suggestHandler } from './load.ts'
import { actorsOf, can } from './policy.ts'
import type { RepairRow } from './row.ts'
import { actorOf, move, movedEvent, refuseRepair, writeEntry } from './write.ts'

type ActionEndpoint<A extends RepairAction> = (typeof repairEndpoints)[A]
export type ActionContext<A extends RepairAction> = RequestContext<ActionEndpoint<A>>
type Body<A extends RepairAction> = BodyOf<ActionEndpoint<A>>

/** What one action changes besides the state, and what it says in the timeline. */
interface Effect {
  readonly set?: Partial<Record<keyof RepairRow, SqlValue>>
  readonly note?: string | null | undefined
  readonly photos?: readonly string[] | undefined
  readonly handlerId?: string | null
}

type Effects = {
  readonly [A in RepairAction]: (
    kernel: Kernel,
    row: RepairRow,
    ctx: RequestContext<AnyEndpoint>,
    body: Body<A>,
  ) => Promise<Effect> | Effect
}

/** The clock stands while a repair is paused: deadlines move by the time it stood. */
function clockGoesOn(row: RepairRow, now: number): Effect['set'] {
  const stood = row.paused_at === null ? 0 : now - row.paused_at
  const finishDueAt = row.finish_due_at === null ? null : row.finish_due_at + stood
  return { paused_at: null, paused_until: null, finish_due_at: finishDueAt, due_at: finishDueAt }
}

const accepted = (row: RepairRow, ctx: RequestContext<AnyEndpoint>): Effect => ({
  set: {
    handler_id: ctx.principal.id,
    handler_name: ctx.principal.name,
    accepted_at: row.accepted_at ?? ctx.now,
    due_at: row.finish_due_at,
  },
  handlerId: ctx.principal.id,
})

const given = async (
  kernel: Kernel,
  row: RepairRow,
  ctx: RequestContext<AnyEndpoint>,
  handlerId: string | undefined,
  note: string | undefined,
): Promise<Effect> => {
  const people = await holdersOf(kernel, 'repair.handle', row.place_path, ctx.tx)
  const chosen =
    handlerId === undefined ? await suggestHandler(kernel, people, row, ctx.tx) : people.find((person) => person.id === handlerId)
  if (!chosen) throw refuseRepair('repair.handler-unfit')
  return {
    set: { handler_id: chosen.id, handler_name: chosen.name, due_at: row.accepted_at === null ? row.accept_due_at : row.finish_due_at },
    note,
    handlerId: chosen.id,
  }
}

/** A worker in a garage without signal says later when it was done; only a believable moment is taken. */
function momentOf(at: string | undefined, earliest: number | null, now: number): number {
  if (at === undefined) return now
  const moment = Date.parse(at)
  return moment <= now && moment >= (earliest ?? 0) && now - moment <= 24 * 3_600_000 ? moment : now
}

const effects: Effects = {
  dispatch: (kernel, row, ctx, body) => given(kernel, row, ctx, body.handlerId, body.note),
  transfer: (kernel, row, ctx, body) => given(kernel, row, ctx, body.handlerId, body.reason),
  grab: (_kernel, row, ctx) => accepted(row, ctx),
  accept: (_kernel, row, ctx) => accepted(row, ctx),
  decline: (_kernel, row, _ctx, body) => ({
    set: { handler_id: null, handler_name: null, accepted_at: null, due_at: row.accept_due_at },
    note: body.reason,
    handlerId: null,
  }),
  arrive: (_kernel, row, ctx, body) => ({
    set: { arrived_at: momentOf(body.at, row.accepted_at, ctx.now) },
    note: body.note,
    photos: body.photos,
  }),
  pause: (_kernel, _row, ctx, body) => ({
    set: { paused_at: ctx.now, paused_until: body.until ? Date.parse(body.until) : null, due_at: null },
    note: body.reason,
  }),
  resume: (_kernel, row, ctx) => ({ set: clockGoesOn(row, ctx.now) ?? {} }),
  finish: (_kernel, row, ctx, body) => {
    if (body.photos.length === 0) throw refuseRepair('repair.photo-missing')
    const materials = body.materials ?? []
    const fee = materials.reduce((sum, item) => sum + Math.round(item.quantity * item.fen), 0)
    return {
      set: {
        finished_at: momentOf(body.at, row.arrived_at ?? row.accepted_at, ctx.now),
        due_at: null,
        materials: JSON.stringify(materials),
        fee_fen: fee,
      },
      note: body.note,
      photos: body.photos,
    }
  },
  confirm: (_kernel, _row, ctx, body) => ({
    set: { closed_at: ctx.now, rating: body.rating ?? null, comment: body.comment || null },
    note: body.comment,
  }),
  rate: (_kernel, _row, _ctx, body) => ({ set: { rating: body.rating, comment: body.comment || null }, note: body.comment }),
  reopen: (_kernel, row, ctx, body) => ({
    // a second try goes to the supervisor's desk, with a fresh promise as long as the first one
    set: {
      handler_id: null,
      handler_name: null,
      accepted_at: null,
      arrived_at: null,
      finished_at: null,
      closed_at: null,
      rating: null,
      comment: null,
      reopened: row.reopened + 1,
      escalation: Math.max(1, row.escalation),
      accept_due_at: ctx.now + spanOf(row, row.accept_due_at),
      finish_due_at: ctx.now + spanOf(row, row.finish_due_at),
      due_at: ctx.now + spanOf(row, row.accept_due_at),
    },
    note: body.reason,
    photos: body.photos,
    handlerId: null,
  }),
  return: (_kernel, _row, _ctx, body) => ({
    set: { due_at: null, handler_id: null, handler_name: null },
    note: body.reason,
    handlerId: null,
  }),
  resubmit: (_kernel, row, ctx, body) => ({
    set: {
      ...(body.description ? { description: body.description } : {}),
      due_at: ctx.now + spanOf(row, row.accept_due_at),
      accept_due_at: ctx.now + spanOf(row, row.accept_due_at),
    },
    photos: body.photos,
  }),
  withdraw: (_kernel, _row, _ctx, body) => ({
    set: { due_at: null, handler_id: null, handler_name: null },
    note: body.reason,
    handlerId: null,
  }),
  escalate: (_kernel, row, _ctx, body) => ({ set: { escalation: row.escalation + 1 }, note: body.reason }),
  urge: (_kernel, row, ctx, body) => {
    if (row.urged_at !== null && ctx.now - row.urged_at < urgeEvery) throw refuseRepair('repair.urged-already')
    return { note: body.note }
  },
  note: (_kernel, _row, _ctx, body) => {
    if (!body.note && !body.photos?.length)
      throw refuse('request.invalid', { faults: [{ path: 'body.note', zh: '请填写内容或添加照片', en: 'Write something or add a photo' }] })
    return { note: body.note, photos: body.photos }
  },
  follow: () => ({}),
}

const spanOf = (row: RepairRow, due: number | null) => (due === null ? 4 * 3_600_000 : Math.max(60_000, due - row.created_at))

/** Actions that many may take at once leave the version alone, so that they never make a worker's step stale. */
const beside = new Set<RepairAction>(['urge', 'note', 'follow'])

export async function act<A extends RepairAction>(kernel: Kernel, action: A, row: RepairRow, ctx: ActionContext<A>): Promise<void> {
  const context = ctx as unknown as RequestContext<AnyEndpoint>
  const body = ctx.body as Body<A> & { version?: number }
  const to = nextRepairState(row.state, action)
  if (to === undefined || !can(row, ctx.principal, ctx.now).includes(action)) throw refusalOf(action, row, context)
  if (body.version !== undefined && body.version !== row.version)
    throw refuse('stale', { details: { version: row.version, state: row.state } })
  const effect = await (effects[action] as Effects[RepairAction])(kernel, row, context, body as never)
  await attachPhotos(kernel, context, effect.photos, row.id, row.place_path)
  const actor = actorOf(ctx.principal, roleOf(row, context, action))
  const step = { action, to, actor, note: effect.note, photos: effect.photos, at: ctx.now }
  if (beside.has(action)) await besides(kernel, action, row, context, step)
  else await move(kernel, ctx.tx, row, { ...step, set: effect.set ?? {} })
  const handlerId = effect.handlerId === undefined ? row.handler_id : effect.handlerId
  await context.emit(movedEvent(row, step, handlerId))
  await setTimers(kernel, row, to, effect, context)
  context.audit({
    subject: 'repair',
    subjectId: row.id,
    placePath: row.place_path,
    before: { state: row.state, handlerId: row.handler_id },
    after: { state: to, handlerId },
  })
}

async function besides(
  kernel: Kernel,
  action: RepairAction,
  row: RepairRow,
  ctx: RequestContext<AnyEndpoint>,
  step: Parameters<typeof writeEntry>[3],
): Promise<void> {
  const { store } = kernel
  if (action === 'follow') {
    const follower = { repair_id: row.id, user_id: ctx.principal.id, created_at: ctx.now }
    if (!(await insertOnce(store, 'repair_followers', follower, ctx.tx))) return
    await store.run('UPDATE repairs SET followers = followers + 1 WHERE id = ?', [row.id], ctx.tx)
  }
  if (action === 'urge') {
    const first = await store.run(
      'UPDATE repairs SET urged_at = ? WHERE id = ? AND (urged_at IS NULL OR urged_at <= ?)',
      [ctx.now, row.id, ctx.now - urgeEvery],
      ctx.tx,
    )
    if (first === 0) throw refuseRepair('repair.urged-already')
  }
  writeEntry(kernel, ctx.tx, row.id, step)
}

/** A durable timer for the deadline that counts now, and for the resident's silence after the work. */
async function setTimers(kernel: Kernel, row: RepairRow, to: RepairState, effect: Effect, ctx: RequestContext<AnyEndpoint>): Promise<void> {
  const due = effect.set && 'due_at' in effect.set ? (effect.set.due_at as number | null) : row.due_at
  if (phaseOf(to) === 'done' || phaseOf(to) === 'void') {
    await cancelJob(kernel, 'repair.due', row.id, ctx.tx)
    await cancelJob(kernel, 'repair.confirm', row.id, ctx.tx)
  } else if (to === 'finished') {
    await cancelJob(kernel, 'repair.due', row.id, ctx.tx)
    await ctx.schedule({ kind: 'repair.confirm', key: row.id, at: ctx.now + confirmWithin, payload: { id: row.id } })
  } else if (due === null) await cancelJob(kernel, 'repair.due', row.id, ctx.tx)
  else if (due !== row.due_at || row.state === 'finished')
    await ctx.schedule({ kind: 'repair.due', key: row.id, at: due + 1, payload: { id: row.id } })
}

function roleOf(row: RepairRow, ctx: RequestContext<AnyEndpoint>, action: RepairAction): 'reporter' | 'neighbour' | 'handler' | 'desk' {
  const actors = actorsOf(row, ctx.principal)
  const by = repairActions[action].by as readonly string[]
  if (actors.has('handler') && by.includes('handler')) return 'handler'
  if (actors.has('dispatcher') && by.includes('dispatcher')) return 'desk'
  if (actors.has('worker') && by.includes('worker')) return 'handler'
  return actors.has('reporter') ? 'reporter' : 'neighbour'
}

/** Somebody who sees the record but stands in no relation that may do this is refused; the rest is a matter of state. */
function refusalOf(action: RepairAction, row: RepairRow, ctx: RequestContext<AnyEndpoint>) {
  const actors = actorsOf(row, ctx.principal)
  const by = repairActions[action].by as readonly string[]
  if (![...actors].some((actor) => by.includes(actor)) && action !== 'grab') return refuse('permission.denied')
  if (action === 'grab' && row.handler_id !== null && row.handler_id !== ctx.principal.id) return refuseRepair('repair.taken')
  if ((action === 'reopen' || action === 'rate') && row.state === 'closed') return refuseRepair('repair.too-late')
  return refuseRepair('repair.action-not-allowed', { state: row.state, version: row.version })
}
