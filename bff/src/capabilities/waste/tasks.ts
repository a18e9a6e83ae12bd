import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type ClearingTask, type wasteEndpoints, wasteErrors } from '@liren/contract/capabilities/waste'
import { appendEvents } from '../../kernel/background/outbox.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { ToldEvent } from '../device/read.ts'
import { attachFiles, fileLinks } from '../file/read.ts'
import type { TaskRow } from './row.ts'

type Shown = TaskRow & { readonly device_name: string; readonly full_name: string | null }
const columns = 't.*, d.name AS device_name, p.full_name'
const source = 'waste_tasks t JOIN devices d ON d.id = t.device_id LEFT JOIN places p ON p.id = d.place_id'

/** Full: one task for its keeper, or for whoever clears bins there; told again it is still the same task. */
export async function openTask(kernel: Kernel, told: ToldEvent, percent: number, assignee: string | null, tx: Tx): Promise<void> {
  const id = kernel.ids.next()
  const row = { id, device_id: told.deviceId, place_path: told.placePath, state: 'open', open_key: told.deviceId, percent }
  if (!(await insertOnce(kernel.store, 'waste_tasks', { ...row, assignee_id: assignee, opened_at: told.at }, tx))) return
  await tell(kernel, 'waste.task-opened', { id, place_path: told.placePath, device_id: told.deviceId, assignee_id: assignee, percent }, tx)
}

/** The bin says itself that it is empty: that is proof enough. */
export async function emptied(kernel: Kernel, told: ToldEvent, tx: Tx): Promise<void> {
  const done = await kernel.store.run(
    "UPDATE waste_tasks SET state = 'done', open_key = NULL, done_at = ?, proof = 'empty', version = version + 1 WHERE open_key = ? AND state = 'open' AND opened_at <= ?",
    [told.at, told.deviceId, told.at],
    tx,
  )
  if (done === 0) return
  const subject = { id: told.deviceId, place_path: told.placePath, device_id: told.deviceId, assignee_id: null, percent: 0 }
  await tell(kernel, 'waste.task-done', subject, tx)
}

type Told = Pick<TaskRow, 'id' | 'place_path' | 'device_id' | 'assignee_id' | 'percent'>

const tell = (kernel: Kernel, name: string, task: Told, tx: Tx): Promise<void> =>
  appendEvents(
    kernel,
    [
      {
        ...{ name, subject: 'waste', subjectId: task.id },
        payload: { placePath: task.place_path, deviceId: task.device_id, assigneeId: task.assignee_id, percent: Number(task.percent) },
        live: { placePath: task.place_path, permission: 'waste.clear' },
      },
    ],
    tx,
  )

async function present(kernel: Kernel, rows: readonly Shown[], principal: Principal, tx?: Tx): Promise<ClearingTask[]> {
  const people = [...new Set(rows.flatMap((row) => [row.assignee_id, row.done_by].filter((id) => id !== null)))]
  const names = await namesOf(kernel, people, tx)
  const link = fileLinks(kernel, principal, kernel.clock.now())
  return rows.map((row) => ({
    ...{ id: row.id, state: row.state, bin: { id: row.device_id, name: row.device_name }, percent: Number(row.percent) },
    place: { path: row.place_path, name: (row.full_name ?? '').split(' · ').slice(3).join(' · ') },
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: names.get(row.assignee_id) ?? '' },
    ...{ openedAt: iso(Number(row.opened_at)), doneAt: row.done_at === null ? null : iso(Number(row.done_at)) },
    ...{ doneBy: row.done_by === null ? null : (names.get(row.done_by) ?? ''), proof: row.proof, version: Number(row.version) },
    photos: (JSON.parse(row.photos ?? '[]') as string[]).map((id) => ({ id, ...link(id) })),
    can: row.state === 'open' ? ['clear' as const] : [],
  }))
}

export async function listTasks(
  kernel: Kernel,
  scope: Scope,
  principal: Principal,
  query: QueryOf<typeof wasteEndpoints.tasks>,
): Promise<Page<ClearingTask>> {
  const { cursor, limit = 20, state } = query
  const keys = keyset({ cursor }, ['t.id desc'], { state })
  const where = combine('AND', [
    underPlaces('t.place_path', scope.places),
    ...(state === undefined ? [] : [{ sql: 't.state = ?', params: [state] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<Shown>(kernel.store, scope, 'waste_tasks', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await present(kernel, page.items, principal) }
}

export async function findTask(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<Shown> {
  const where = combine('AND', [{ sql: 't.id = ?', params: [id] }, underPlaces('t.place_path', scope.places)])
  const statement = { sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<Shown>(kernel.store, scope, 'waste_tasks', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

type Context = Pick<RequestContext, 'scope' | 'tx' | 'now' | 'principal'>

/** Whoever emptied it shows it by a photo; the bin that says so itself needs none. */
export async function clearTask(
  kernel: Kernel,
  id: string,
  body: BodyOf<typeof wasteEndpoints.clear>,
  ctx: Context,
): Promise<ClearingTask> {
  const before = await findTask(kernel, ctx.scope, id, ctx.tx)
  if (before.state !== 'open') throw refuseWith(wasteErrors, 'waste.cleared')
  if (body.photos.length === 0) throw refuseWith(wasteErrors, 'waste.proof')
  const changed = await kernel.store.run(
    "UPDATE waste_tasks SET state = 'done', open_key = NULL, done_at = ?, done_by = ?, proof = 'photo', photos = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'open'",
    [ctx.now, ctx.principal.id, JSON.stringify(body.photos), id, body.version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale', { details: { version: Number(before.version) } })
  const files = { ids: body.photos, ownerId: ctx.principal.id, subject: 'waste', subjectId: id, placePath: before.place_path }
  if (!(await attachFiles(kernel, files, ctx.tx))) throw refuseWith(wasteErrors, 'waste.photo-unknown')
  await tell(kernel, 'waste.task-done', before, ctx.tx)
  const [shown] = await present(kernel, [await findTask(kernel, ctx.scope, id, ctx.tx)], ctx.principal, ctx.tx)
  return shown as ClearingTask
}
