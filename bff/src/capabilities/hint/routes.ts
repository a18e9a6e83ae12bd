import type { QueryOf } from '@liren/contract'
import { hintEndpoints as e, hintErrors } from '@liren/contract/capabilities/hint'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { presentHint, presentSummaries } from './present.ts'
import { addEntry, count } from './raise.ts'
import { type HintRow, readable } from './row.ts'
import { listModels, saveModel } from './switches.ts'

type Asker = Pick<RequestContext, 'scope' | 'principal'>

async function listHints(kernel: Kernel, { scope, principal }: Asker, query: QueryOf<typeof e.list> & { readonly isRestricted?: boolean }) {
  const { cursor, limit = 20, ...filters } = query
  const keys = keyset({ cursor }, ['id desc'], filters)
  const where: Condition[] = [readable(scope, principal), keys.seek()]
  if (query.isRestricted) where.push({ sql: 'is_restricted = 1', params: [] })
  if (query.model !== undefined) where.push({ sql: 'model = ?', params: [query.model] })
  if (query.state !== undefined) where.push({ sql: 'state = ?', params: [query.state] })
  if (query.mine === '1') where.push({ sql: 'worker_id = ?', params: [principal.id] })
  if (query.placeId !== undefined) {
    const place = await placeById(kernel, query.placeId)
    where.push(underPlaces('place_path', place ? [place.path] : []))
  }
  const all = combine('AND', where)
  const rows = await scopedRows<HintRow>(kernel.store, scope, 'hints', {
    sql: `SELECT * FROM hints WHERE ${all.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: all.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentSummaries(kernel, principal, page.items) }
}

async function findHint(kernel: Kernel, { scope, principal }: Asker, id: string, tx?: Tx): Promise<HintRow> {
  const within = readable(scope, principal)
  const statement = { sql: `SELECT * FROM hints WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<HintRow>(kernel.store, scope, 'hints', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** A person says whether it was so. That is all: nothing follows by itself. */
async function judge(
  kernel: Kernel,
  ctx: RequestContext,
  id: string,
  to: 'confirmed' | 'rejected',
  body: { version: number; note?: string | undefined },
) {
  const row = await findHint(kernel, ctx, id, ctx.tx)
  if (row.state !== 'raised') throw refuseWith(hintErrors, 'hint.decided', { details: { state: row.state, version: Number(row.version) } })
  const note = body.note?.trim() || null
  const done = await kernel.store.run(
    "UPDATE hints SET state = ?, decided_by = ?, decided_at = ?, decision_note = ?, version = version + 1 WHERE id = ? AND state = 'raised' AND version = ?",
    [to, ctx.principal.id, ctx.now, note, id, body.version],
    ctx.tx,
  )
  if (done !== 1) throw refuse('stale')
  await addEntry(kernel, id, to === 'confirmed' ? 'confirm' : 'reject', ctx.principal.id, note, ctx.tx)
  await count(kernel, row, to === 'confirmed' ? 'n_confirmed' : 'n_rejected', ctx.tx)
  ctx.audit({
    ...{ subject: 'hint', subjectId: id, placePath: row.place_path, before: { state: row.state }, after: { state: to } },
    ...(note === null ? {} : { reason: note }),
  })
  const live = { placePath: row.place_path, permission: row.is_restricted ? 'hint.restricted' : 'hint.read' }
  await ctx.emit({ name: 'hint.judged', subject: 'hint', subjectId: id, payload: { model: row.model, state: to }, live })
  return presentHint(kernel, ctx.principal, await findHint(kernel, ctx, id, ctx.tx), ctx.now, ctx.tx)
}

export const hintRoutes = (kernel: Kernel): Route[] => [
  route(e.list, (ctx) => listHints(kernel, ctx, ctx.query)),
  route(e.restricted, (ctx) => listHints(kernel, ctx, { ...ctx.query, isRestricted: true })),
  route(e.read, async (ctx) => {
    const row = await findHint(kernel, ctx, ctx.params.id)
    ctx.audit({ subject: 'hint', subjectId: row.id, placePath: row.place_path })
    return presentHint(kernel, ctx.principal, row, ctx.now)
  }),
  route(e.confirm, (ctx) => judge(kernel, ctx, ctx.params.id, 'confirmed', ctx.body)),
  route(e.reject, (ctx) => judge(kernel, ctx, ctx.params.id, 'rejected', ctx.body)),
  route(e.models, async ({ scope, query }) => ({ items: await listModels(kernel, scope, query.communityId) })),
  route(e.saveModel, (ctx) => saveModel(kernel, ctx, ctx.body)),
]
