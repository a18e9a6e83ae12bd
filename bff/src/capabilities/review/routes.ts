import type { QueryOf } from '@liren/contract'
import type { Values } from '@liren/contract/archive/index'
import { personArchive } from '@liren/contract/capabilities/person'
import { reviewEndpoints as e, reviewErrors } from '@liren/contract/capabilities/review'
import { findFile } from '../../engines/archive/find.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { textOf } from '../../engines/archive/row.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route, type Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { cappedCount, keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { faceById, openFace } from '../face/read.ts'
import { attachFiles, fileLinks } from '../file/read.ts'
import { accept, letGo, move, refuseUnlessOpen } from './decide.ts'
import { ownFile, presentOwn, refuseForeign } from './own.ts'
import { definitionOf, presentDetail, presentReviews } from './present.ts'
import { filesIn, proposeChange } from './read.ts'
import { changesOf, evidenceSubject, listed, type ReviewRow, scopeColumns } from './row.ts'

type ListQuery = QueryOf<typeof e.list>

export function reviewRoutes(kernel: Kernel): Route[] {
  const { store } = kernel

  async function find(scope: Scope, id: string, tx?: Tx): Promise<ReviewRow> {
    const within = reach(scope, scopeColumns)
    const statement = { sql: `SELECT * FROM reviews WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
    const [row] = await scopedRows<ReviewRow>(store, scope, 'reviews', statement, tx)
    if (!row) throw refuse('not-found')
    return row
  }

  async function page(ctx: Pick<RequestContext, 'scope' | 'principal'>, query: ListQuery) {
    const limit = query.limit ?? 20
    // the queue is worked from its oldest end, the past is read from its newest
    const isQueue = ctx.scope.kind === 'place' && ['open', 'pending', 'asked'].includes(query.state ?? '')
    const { state, archive, source } = query
    const keys = keyset(query, [isQueue ? 'id asc' : 'id desc'], { state, archive, source })
    const where = combine('AND', [reach(ctx.scope, scopeColumns), ...narrowed(query, isQueue), keys.seek()])
    const rows = await scopedRows<ReviewRow>(store, ctx.scope, 'reviews', {
      sql: `SELECT * FROM reviews WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
      params: where.params,
    })
    const { items, ...rest } = keys.page(rows, limit, (row) => [row.id])
    return { ...rest, items: await presentReviews(kernel, ctx.principal, ctx.scope, items) }
  }

  const show = async (ctx: RequestContext, row: ReviewRow) => presentDetail(kernel, ctx.principal, ctx.scope, row, ctx.tx)
  const brief = async (ctx: RequestContext, row: ReviewRow) => {
    const [shown] = await presentReviews(kernel, ctx.principal, ctx.scope, [row], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }
  const tell = (ctx: RequestContext, row: ReviewRow, what: 'asked' | 'supplied' | 'accepted' | 'rejected' | 'withdrawn') =>
    ctx.emit({
      name: `review.${what}`,
      subject: 'review',
      subjectId: row.id,
      payload: { archive: row.archive, userIds: [row.proposed_by], reason: row.reason },
      live: { placePath: row.place_path, permission: 'review.read', userIds: [row.proposed_by] },
    })

  return [
    route(e.list, (ctx) => page(ctx, ctx.query)),
    route(e.mine, (ctx) => page(ctx, ctx.query as ListQuery)),

    route(e.counts, async ({ scope }) => {
      const count = async (narrow: Condition) => {
        const where = combine('AND', [reach(scope, scopeColumns), { sql: 'is_open = 1', params: [] }, narrow])
        const counted = cappedCount({ sql: `FROM reviews WHERE ${where.sql}`, params: where.params })
        return Number((await scopedRows<{ n: number }>(store, scope, 'reviews', counted))[0]?.n ?? 0)
      }
      return {
        pending: await count({ sql: "state = 'pending'", params: [] }),
        asked: await count({ sql: "state = 'asked'", params: [] }),
        fromResidents: await count({ sql: "source = 'declared'", params: [] }),
      }
    }),

    route(e.ownFile, async (ctx) => {
      const own = await presentOwn(kernel, ctx.principal.id)
      ctx.audit({ subject: 'person', subjectId: own.id })
      return own
    }),

    route(e.correct, async (ctx) => {
      const file = await ownFile(kernel, ctx.principal.id, ctx.tx)
      if (file.version !== ctx.body.version) throw refuse('stale', { details: { version: file.version } })
      refuseForeign(ctx.body.values)
      const { values, note, evidence, face } = ctx.body
      const proposal = {
        definition: personArchive,
        file,
        placeId: file.place_id,
        values: values as Values,
        source: 'declared',
        note,
        evidence,
        face,
      }
      const row = await proposeChange(kernel, ctx, proposal)
      ctx.audit({ subject: 'review', subjectId: row.id, placePath: row.place_path, after: { fields: listed(row.fields) } })
      return brief(ctx as RequestContext, row)
    }),

    route(e.propose, async (ctx) => {
      const definition = archiveCalled(kernel, ctx.body.archive)
      if (!definition) throw refuseWith(reviewErrors, 'review.archive-unknown')
      const file = await findFile(kernel, definition, ctx.scope, ctx.body.fileId, ctx.tx)
      if (file.version !== ctx.body.version) throw refuse('stale', { details: { version: file.version } })
      const { values, source, note, evidence, face } = ctx.body
      const row = await proposeChange(kernel, ctx, {
        definition,
        file,
        placeId: file.place_id,
        values: values as Values,
        source,
        note,
        evidence,
        face: definition.name === 'person' ? face : undefined,
      })
      ctx.audit({ subject: 'review', subjectId: row.id, placePath: row.place_path, after: { fields: listed(row.fields) } })
      return brief(ctx as RequestContext, row)
    }),

    route(e.read, async (ctx) => presentDetail(kernel, ctx.principal, ctx.scope, await find(ctx.scope, ctx.params.id))),

    route(e.reveal, async (ctx) => {
      const row = await find(ctx.scope, ctx.params.id, ctx.tx)
      const definition = definitionOf(kernel, row)
      const changes = changesOf(kernel, row)
      ctx.audit({
        subject: 'review',
        subjectId: row.id,
        placePath: row.place_path,
        reason: ctx.body.reason,
        after: { fields: Object.keys(changes) },
      })
      const faces: string[] = []
      for (const id of Array.isArray(changes.face?.after) ? (changes.face.after as string[]) : []) {
        const face = await faceById(kernel, id, ctx.tx)
        const image = face && openFace(kernel, face)
        if (image) faces.push(image)
      }
      const link = fileLinks(kernel, ctx.principal, ctx.now)
      return {
        changes: Object.entries(changes)
          .filter(([name]) => definition.fields[name]?.kind !== 'files')
          .map(([field, { before, after }]) => ({ field, before: textOf(before), after: textOf(after) })),
        photos: [...faces, ...filesIn(definition, changes).map((id) => link(id).url)],
      }
    }),

    route(e.accept, async (ctx) => {
      const row = await find(ctx.scope, ctx.params.id, ctx.tx)
      refuseUnlessOpen(ctx, row, ctx.body.version)
      const done = await accept(kernel, ctx as RequestContext, row, ctx.body.fields)
      await tell(ctx as RequestContext, done, 'accepted')
      return show(ctx as RequestContext, done)
    }),

    route(e.reject, async (ctx) => {
      const row = await find(ctx.scope, ctx.params.id, ctx.tx)
      refuseUnlessOpen(ctx, row, ctx.body.version)
      const { reason } = ctx.body
      const done = await move(
        kernel,
        row,
        { state: 'rejected', is_open: 0, accepted: '[]', reason, decided_by: ctx.principal.id, decided_at: ctx.now },
        ctx.tx,
      )
      await letGo(kernel, row, ctx.principal.id, '复核驳回', ctx.tx)
      ctx.audit({ subject: 'review', subjectId: row.id, placePath: row.place_path, reason })
      await tell(ctx as RequestContext, done, 'rejected')
      return show(ctx as RequestContext, done)
    }),

    route(e.ask, async (ctx) => {
      const row = await find(ctx.scope, ctx.params.id, ctx.tx)
      refuseUnlessOpen(ctx, row, ctx.body.version)
      const done = await move(kernel, row, { state: 'asked', reason: ctx.body.reason, decided_by: ctx.principal.id }, ctx.tx)
      ctx.audit({ subject: 'review', subjectId: row.id, placePath: row.place_path, reason: ctx.body.reason })
      await tell(ctx as RequestContext, done, 'asked')
      return show(ctx as RequestContext, done)
    }),

    route(e.supply, async (ctx) => {
      const row = await find(ctx.scope, ctx.params.id, ctx.tx)
      if (row.is_open !== 1) throw refuseWith(reviewErrors, 'review.decided')
      if (row.version !== ctx.body.version) throw refuse('stale', { details: { version: row.version } })
      const more = [...new Set(ctx.body.evidence ?? [])].filter((id) => !listed(row.evidence).includes(id))
      const kept = { ids: more, ownerId: ctx.principal.id, subject: evidenceSubject, subjectId: row.id, placePath: row.place_path }
      if (!(await attachFiles(kernel, { ...kept, level: 'L3' }, ctx.tx))) throw refuseWith(reviewErrors, 'review.file-unknown')
      const evidence = JSON.stringify([...listed(row.evidence), ...more].slice(0, 18))
      const note = [row.note, ctx.body.note].filter(Boolean).join('\n').slice(0, 300)
      const done = await move(kernel, row, { state: 'pending', reason: null, evidence, note: note === '' ? null : note }, ctx.tx)
      ctx.audit({ subject: 'review', subjectId: row.id, placePath: row.place_path, after: { evidence: more.length } })
      await tell(ctx as RequestContext, done, 'supplied')
      return brief(ctx as RequestContext, done)
    }),

    route(e.withdraw, async (ctx) => {
      const row = await find(ctx.scope, ctx.params.id, ctx.tx)
      if (row.is_open !== 1) throw refuseWith(reviewErrors, 'review.decided')
      if (row.version !== ctx.body.version) throw refuse('stale', { details: { version: row.version } })
      const done = await move(kernel, row, { state: 'withdrawn', is_open: 0, decided_at: ctx.now }, ctx.tx)
      await letGo(kernel, row, ctx.principal.id, '本人撤回', ctx.tx)
      ctx.audit({ subject: 'review', subjectId: row.id, placePath: row.place_path })
      await tell(ctx as RequestContext, done, 'withdrawn')
      return brief(ctx as RequestContext, done)
    }),
  ]
}

function narrowed({ state, archive, source }: Partial<ListQuery>, isQueue: boolean): Condition[] {
  const where: Condition[] = []
  if (isQueue) where.push({ sql: 'is_open = 1', params: [] })
  if (state === 'done') where.push({ sql: 'is_open = 0', params: [] })
  else if (state !== undefined && state !== 'open') where.push({ sql: 'state = ?', params: [state] })
  if (archive !== undefined) where.push({ sql: 'archive = ?', params: [archive] })
  if (source !== undefined) where.push({ sql: 'source = ?', params: [source] })
  return where
}
