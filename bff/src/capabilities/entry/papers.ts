import type { BodyOf } from '@liren/contract'
import { type EntryPaper, type entryEndpoints, entryErrors } from '@liren/contract/capabilities/entry'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'
import type { PaperLineRow, PaperRow } from './row.ts'

const todayOf = (kernel: Kernel) => dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)
const can = { kept: ['read', 'destroyed'], out: ['returned'], destroyed: [] } as const
const stateAfter = { kept: 'kept', read: 'out', returned: 'kept', destroyed: 'destroyed' } as const

/** Late are a paper that did not come back, and one that should be gone; the earlier of both days counts. */
const lateOn = (state: PaperRow['state'], dueOn: string | null, keepUntil: string): string | null => {
  if (state === 'destroyed') return null
  return dueOn !== null && dueOn < keepUntil ? dueOn : keepUntil
}

export async function presentPapers(kernel: Kernel, rows: readonly PaperRow[], tx?: Tx): Promise<EntryPaper[]> {
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  const today = todayOf(kernel)
  return rows.map((row) => ({
    ...{ id: row.id, title: row.title, place: places.get(row.place_id)?.fullName ?? '', people: row.people, shelf: row.shelf },
    ...{ receivedOn: row.received_on, keepUntil: row.keep_until_on, state: row.state, dueOn: row.due_on, version: row.version },
    overdue: row.late_on === null || row.late_on >= today ? null : row.due_on !== null && row.due_on < today ? 'return' : 'destroy',
    can: [...can[row.state]],
  }))
}

interface PaperQuery {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly state?: PaperRow['state'] | undefined
  readonly overdue?: 'true' | 'false' | undefined
}

export async function pageOfPapers(kernel: Kernel, scope: Scope, query: PaperQuery) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { state: query.state ?? '', overdue: query.overdue ?? '' })
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    keys.seek(),
    ...(query.state ? [{ sql: 'state = ?', params: [query.state] }] : []),
    ...(query.overdue === 'true' ? [{ sql: 'late_on < ?', params: [todayOf(kernel)] }] : []),
  ])
  const rows = await scopedRows<PaperRow>(kernel.store, scope, 'entry_papers', {
    sql: `SELECT * FROM entry_papers WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentPapers(kernel, page.items) }
}

export async function paperWithin(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<PaperRow> {
  const within = underPlaces('place_path', scope.places)
  const statement = { sql: `SELECT * FROM entry_papers WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<PaperRow>(kernel.store, scope, 'entry_papers', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

type Line = Pick<PaperLineRow, 'action' | 'who' | 'on_day'> & Partial<Pick<PaperLineRow, 'reason' | 'witness' | 'due_on'>>

const addLine = (kernel: Kernel, ctx: RequestContext, paper: Pick<PaperRow, 'id' | 'place_path'>, line: Line) =>
  insertOnce(
    kernel.store,
    'entry_paper_lines',
    {
      ...{ id: kernel.ids.next(), paper_id: paper.id, place_path: paper.place_path, reason: null, witness: null, due_on: null, ...line },
      ...{ recorded_by: ctx.principal.id, recorded_at: ctx.now },
    },
    ctx.tx,
  )

export async function keepPaper(kernel: Kernel, ctx: RequestContext, body: BodyOf<typeof entryEndpoints.keepPaper>): Promise<PaperRow> {
  const place = (await placesById(kernel, [body.placeId], ctx.tx)).get(body.placeId)
  if (!place || !ctx.scope.places.some((path) => place.path.startsWith(path)))
    throw refuse('request.invalid', {
      faults: [{ path: 'body.placeId', zh: '没有这个空间，或不在您的管理范围', en: 'No such place within your reach' }],
    })
  if (body.keepUntil < body.receivedOn) throw refuseWith(entryErrors, 'entry.dates')
  const row: PaperRow = {
    ...{ id: kernel.ids.next(), place_id: place.id, place_path: place.path, title: body.title, people: body.people, shelf: body.shelf },
    ...{ received_on: body.receivedOn, keep_until_on: body.keepUntil, state: 'kept', due_on: null, told_on: null, version: 1 },
    late_on: lateOn('kept', null, body.keepUntil),
  }
  await insertOnce(kernel.store, 'entry_papers', { ...row }, ctx.tx)
  await addLine(kernel, ctx, row, { action: 'kept', who: body.who, on_day: body.receivedOn })
  return row
}

/** Who took it out, brought it back or destroyed it, and on which day; whoever destroys is watched by somebody else. */
export async function movePaper(
  kernel: Kernel,
  ctx: RequestContext,
  row: PaperRow,
  body: BodyOf<typeof entryEndpoints.movePaper>,
): Promise<PaperRow> {
  const { action, who, on, reason = null, witness = null } = body
  if (!(can[row.state] as readonly string[]).includes(action)) throw refuseWith(entryErrors, 'entry.paper-state')
  const missing = [
    ...(action !== 'returned' && reason === null ? [['reason', '请写明原因', 'Say why']] : []),
    ...(action === 'destroyed' && witness === null ? [['witness', '请填写监销人', 'Say who witnessed it']] : []),
    ...(action === 'read' && body.dueOn === undefined ? [['dueOn', '请填写应还日期', 'Say when it comes back']] : []),
  ]
  if (missing.length > 0)
    throw refuse('request.invalid', { faults: missing.map(([path = '', zh = '', en = '']) => ({ path: `body.${path}`, zh, en })) })
  if (action === 'destroyed' && witness === who) throw refuseWith(entryErrors, 'entry.witness-same')
  if (on < row.received_on || (body.dueOn !== undefined && body.dueOn < on) || on > todayOf(kernel))
    throw refuseWith(entryErrors, 'entry.dates')
  const state = stateAfter[action]
  const dueOn = action === 'read' ? (body.dueOn ?? null) : null
  const columns = { state, due_on: dueOn, late_on: lateOn(state, dueOn, row.keep_until_on), told_on: null }
  const changed = await kernel.store.run(
    'UPDATE entry_papers SET state = ?, due_on = ?, late_on = ?, told_on = ?, version = version + 1 WHERE id = ? AND version = ?',
    [...Object.values(columns), row.id, body.version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  await addLine(kernel, ctx, row, { action, who, on_day: on, reason, witness, due_on: dueOn })
  return { ...row, ...columns, version: row.version + 1 }
}

export async function pageOfLines(kernel: Kernel, scope: Scope, paperId: string, query: PaperQuery) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { paperId })
  const where = combine('AND', [{ sql: 'paper_id = ?', params: [paperId] }, underPlaces('place_path', scope.places), keys.seek()])
  const rows = await scopedRows<PaperLineRow>(kernel.store, scope, 'entry_paper_lines', {
    sql: `SELECT * FROM entry_paper_lines WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  const names = await namesOf(
    kernel,
    page.items.map(({ recorded_by }) => recorded_by),
  )
  return {
    ...page,
    items: page.items.map((row) => ({
      ...{ id: row.id, action: row.action, who: row.who, on: row.on_day, reason: row.reason, witness: row.witness, dueOn: row.due_on },
      ...{ recordedBy: names.get(row.recorded_by) ?? null, at: iso(Number(row.recorded_at)) },
    })),
  }
}

/** Papers that became late and of which nobody was told yet; each is told once until something happens to it. */
export async function tellOverdue(kernel: Kernel, emit: (row: PaperRow, tx: Tx) => Promise<void>): Promise<number> {
  const today = todayOf(kernel)
  const why = 'what is late is told to those who keep the place'
  const rows = await unscoped<PaperRow>(kernel.store, why, {
    sql: 'SELECT * FROM entry_papers WHERE late_on < ? AND told_on IS NULL ORDER BY late_on, id LIMIT 500',
    params: [today],
  })
  let told = 0
  for (const row of rows)
    await kernel.store.tx(async (tx) => {
      const sql = 'UPDATE entry_papers SET told_on = ? WHERE id = ? AND told_on IS NULL'
      if ((await kernel.store.run(sql, [today, row.id], tx)) !== 1) return
      await emit(row, tx)
      told++
    })
  return told
}
