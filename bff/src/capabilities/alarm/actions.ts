import type { AnyEndpoint, BodyOf } from '@liren/contract'
import { type AlarmAction, type alarmEndpoints, alarmErrors, alarmPhaseOf, nextAlarmState } from '@liren/contract/capabilities/alarm'
import { cancelJob } from '../../kernel/background/outbox.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { attachFiles } from '../file/read.ts'
import { acceptWithin, handleWithin, shelveAtLeast, shelveAtMost } from './clock.ts'
import { addEntry } from './entries.ts'
import { closeMerged, joinRoot } from './merge.ts'
import { can } from './policy.ts'
import { told } from './raise.ts'
import type { AlarmRow } from './row.ts'

type Context = RequestContext<AnyEndpoint>
type Body<A extends AlarmAction> = BodyOf<(typeof alarmEndpoints)[A]>

interface Effect {
  readonly set?: Partial<Record<keyof AlarmRow, SqlValue>>
  readonly note?: string | undefined
  readonly photos?: readonly string[] | undefined
}

type Effects = {
  readonly [A in AlarmAction]: (kernel: Kernel, row: AlarmRow, ctx: Context, body: Body<A>) => Promise<Effect> | Effect
}

const effects: Effects = {
  accept: (_kernel, row, ctx) => ({
    set: {
      ...{ handler_id: ctx.principal.id, handler_name: ctx.principal.name, accepted_at: ctx.now },
      ...{ due_at: ctx.now + handleWithin[row.level], shelved_until_at: null },
    },
  }),
  handle: (_kernel, _row, ctx, body) => ({
    set: {
      ...{ handler_id: ctx.principal.id, handler_name: ctx.principal.name, handled_at: ctx.now, result: body.result },
      ...{ due_at: null, shelved_until_at: null },
    },
    note: body.note,
    photos: body.photos,
  }),
  close: async (kernel, row, ctx, body) => {
    await closeMerged(kernel, row, ctx)
    return { set: { closed_at: ctx.now, open_key: null, due_at: null }, note: body.note }
  },
  return: (_kernel, row, ctx, body) => ({
    set: { handled_at: null, result: null, due_at: ctx.now + handleWithin[row.level] },
    note: body.note,
  }),
  shelve: (_kernel, _row, ctx, body) => {
    const until = Date.parse(body.until)
    if (until < ctx.now + shelveAtLeast || until > ctx.now + shelveAtMost) throw refuseWith(alarmErrors, 'alarm.shelve-time')
    return { set: { shelved_until_at: until }, note: body.note }
  },
  wake: (_kernel, row, ctx) => ({ set: { shelved_until_at: null, due_at: awakeDue(row, ctx.now) } }),
  merge: async (kernel, row, ctx, body) => {
    await joinRoot(kernel, row, body.rootId, ctx)
    return { set: { root_id: body.rootId, due_at: null, shelved_until_at: null } }
  },
  split: (_kernel, row, ctx) => ({ set: { root_id: null, due_at: awakeDue(row, ctx.now) } }),
  note: (_kernel, _row, _ctx, body) => ({ note: body.note, photos: body.photos }),
}

/** Who wakes it has the whole time again; nobody is late for what slept. */
export const awakeDue = (row: Pick<AlarmRow, 'state' | 'level'>, now: number): number =>
  now + (row.state === 'raised' ? acceptWithin : handleWithin)[row.level]

/** The one way in which people move an alarm: the table allows it, the version was seen, and all of it happens or nothing. */
export async function act<A extends AlarmAction>(kernel: Kernel, action: A, row: AlarmRow, ctx: Context): Promise<void> {
  const body = ctx.body as unknown as Body<A> & { version?: number }
  const to = nextAlarmState(row.state, action)
  if (to === undefined || !can(row, ctx.principal).includes(action))
    throw refuseWith(alarmErrors, 'alarm.action-not-allowed', { details: { state: row.state, version: Number(row.version) } })
  if (body.version !== undefined && body.version !== Number(row.version))
    throw refuse('stale', { details: { version: Number(row.version), state: row.state } })
  const effect = await (effects[action] as Effects[AlarmAction])(kernel, row, ctx, body as never)
  if (effect.photos && effect.photos.length > 0) {
    const attachment = { ids: effect.photos, ownerId: ctx.principal.id, subject: 'alarm', subjectId: row.id, placePath: row.place_path }
    if (!(await attachFiles(kernel, attachment, ctx.tx))) throw refuseWith(alarmErrors, 'alarm.file-unknown')
  }
  // a note lies beside: it makes nobody's step stale
  if (action !== 'note') {
    const set: Record<string, SqlValue> = { state: to, phase: alarmPhaseOf(to), ...effect.set }
    const columns = Object.keys(set)
    const changed = await kernel.store.run(
      `UPDATE alarms SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND state = ? AND version = ?`,
      [...columns.map((column) => set[column] as SqlValue), row.id, row.state, row.version],
      ctx.tx,
    )
    if (changed !== 1) throw refuse('stale')
    await setTimers(kernel, row, effect.set ?? {}, ctx)
  }
  addEntry(kernel, row.id, { action, state: to, actor: ctx.principal, note: effect.note, photos: effect.photos, at: ctx.now }, ctx.tx)
  await ctx.emit(told('alarm.moved', row, { action, from: row.state, to, by: ctx.principal.id }))
  ctx.audit({
    ...{ subject: 'alarm', subjectId: row.id, placePath: row.place_path },
    ...{ before: { state: row.state, handlerId: row.handler_id }, after: { state: to, action } },
  })
}

/** Durable timers: one for the deadline that counts now, one for the end of its sleep. */
async function setTimers(kernel: Kernel, row: AlarmRow, set: Effect['set'] & object, ctx: Context): Promise<void> {
  if ('due_at' in set) {
    if (set.due_at === null || set.due_at === undefined) await cancelJob(kernel, 'alarm.due', row.id, ctx.tx)
    else await ctx.schedule({ kind: 'alarm.due', key: row.id, at: Number(set.due_at) + 1, payload: { id: row.id } })
  }
  if (!('shelved_until_at' in set)) return
  if (set.shelved_until_at === null) {
    if (row.shelved_until_at !== null) await cancelJob(kernel, 'alarm.wake', row.id, ctx.tx)
  } else await ctx.schedule({ kind: 'alarm.wake', key: row.id, at: Number(set.shelved_until_at), payload: { id: row.id } })
}
