import { text } from '@liren/contract'
import { answerWithinDays, rights as contract, coolingDays, rightsErrors } from '@liren/contract/capabilities/rights'
import { afterWorkingDays } from '../../kernel/background/working-days.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { accountById } from '../../kernel/identity/accounts.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { filesAboutUser } from '../person/read.ts'
import { followCorrections } from './corrections.ts'
import { openExport, sectionsOf, subjectOf } from './export.ts'
import { rightsJobs } from './jobs.ts'
import { isExportLinkGood } from './link.ts'
import { presentMine, presentRows } from './present.ts'
import { changeRequest, insertRequest, openStates, type RightsRequestRow, requestOf } from './row.ts'
import { viewersOf } from './viewers.ts'

const e = contract.endpoints
const day = 86_400_000

/** What the law lets people ask of whoever keeps their data: see it, have it, correct it, end it, and know who looked. */
export const rights: CapabilityFactory = (kernel) => {
  /** Where the desk that answers is: at the person's file, else at the account. */
  const placeOf = async (ctx: RequestContext) => {
    const [file] = await filesAboutUser(kernel, ctx.principal.id, ctx.tx)
    const user = await accountById(kernel, ctx.principal.id, ctx.tx)
    if (!user) throw refuse('not-found')
    if (file) return { user, file, path: file.place_path }
    const [home] = await kernel.store.rows<{ path: string }>(
      'SELECT path FROM places WHERE id = ?',
      [ctx.principal.houseIds[0] ?? ''],
      ctx.tx,
    )
    return { user, file, path: home?.path ?? user.place_path }
  }

  const told = async (ctx: RequestContext, row: RightsRequestRow) => {
    ctx.audit({ subject: 'rights', subjectId: row.id, placePath: row.place_path, after: { kind: row.kind, state: row.state } })
    const live = { placePath: row.place_path, permission: 'rights.handle' }
    await ctx.emit({
      name: 'rights.asked',
      subject: 'rights',
      subjectId: row.id,
      payload: { kind: row.kind, placePath: row.place_path },
      live,
    })
    return presentMine(kernel, row)
  }

  return {
    contract,
    references: [
      { text: text('权利申请', 'Requests'), table: 'rights_requests', column: 'person_id', archives: ['person'], isVersioned: true },
    ],
    jobs: rightsJobs(kernel),
    consumers: [followCorrections(kernel)],
    placedTables: ['rights_requests'],
    routes: [
      route(e.held, async ({ principal, audit }) => {
        audit({ subject: 'user', subjectId: principal.id })
        const subject = await subjectOf(kernel, principal.id)
        const sections = await sectionsOf(kernel, subject)
        return { items: sections.map(({ name, text, records }) => ({ name, text, count: records.length })) }
      }),

      route(e.viewers, ({ principal, query }) => viewersOf(kernel, principal.id, query)),

      route(e.mine, async ({ principal, scope, query }) => {
        const limit = query.limit ?? 20
        const keys = keyset({ cursor: query.cursor }, ['id desc'], {})
        const after = keys.seek()
        const rows = await scopedRows<RightsRequestRow>(kernel.store, scope, 'rights_requests', {
          sql: `SELECT * FROM rights_requests WHERE user_id = ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          params: [principal.id, ...after.params],
        })
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: page.items.map((row) => presentMine(kernel, row)) }
      }),

      route(e.askExport, async (ctx) => {
        const { user, file, path } = await placeOf(ctx as RequestContext)
        const due = afterWorkingDays(ctx.now, answerWithinDays, kernel.config.LIREN_TIME_ZONE)
        const row = await insertRequest(
          kernel,
          {
            id: kernel.ids.next(),
            kind: 'export',
            state: 'making',
            user_id: user.id,
            person_id: file?.id ?? null,
            place_path: path,
            due_at: due,
          },
          ctx.tx,
        )
        await ctx.schedule({ kind: 'rights.export', key: row.id, at: ctx.now, payload: { requestId: row.id } })
        return told(ctx as RequestContext, row)
      }),

      route(e.download, async (ctx) => {
        const { id } = ctx.params
        if (!isExportLinkGood(kernel, id, ctx.query, ctx.now)) throw refuseWith(rightsErrors, 'rights.link-invalid')
        const row = await requestOf(kernel, id, undefined)
        const bytes = row.state === 'ready' && Number(row.expires_at) > ctx.now ? await openExport(kernel, row) : undefined
        if (!bytes) throw refuseWith(rightsErrors, 'rights.expired')
        const entry = { actorId: row.user_id, actorKind: 'user', action: 'rights.downloaded', subject: 'rights', subjectId: id } as const
        await kernel.audit.write({ ...entry, placePath: row.place_path, result: 'done', ip: ctx.ip, requestId: ctx.requestId })
        ctx.koa.status = 200
        ctx.koa.type = 'application/zip'
        ctx.koa.set('content-disposition', `attachment; filename="my-data-${id}.zip"`)
        ctx.koa.set('cache-control', 'no-store')
        ctx.koa.body = bytes
      }),

      route(e.askClosing, async (ctx) => {
        const { user, file, path } = await placeOf(ctx as RequestContext)
        if (user.class !== 'resident') throw refuseWith(rightsErrors, 'rights.staff-account')
        const id = kernel.ids.next()
        const row = await insertRequest(
          kernel,
          {
            ...{ id, kind: 'closing', state: 'cooling', user_id: user.id, person_id: file?.id ?? null, place_path: path },
            due_at: ctx.now + coolingDays * day,
          },
          ctx.tx,
        )
        return told(ctx as RequestContext, row)
      }),

      route(e.withdraw, async (ctx) => {
        const row = await requestOf(kernel, ctx.params.id, ctx.principal.id, ctx.tx)
        if (row.version !== ctx.body.version) throw refuse('stale', { details: { version: row.version } })
        if (row.state !== 'cooling' && row.state !== 'held') throw refuseWith(rightsErrors, 'rights.decided')
        const next = await changeRequest(kernel, row, { state: 'withdrawn', decided_at: ctx.now, open_key: null }, ctx.tx)
        ctx.audit({ subject: 'rights', subjectId: row.id, placePath: row.place_path })
        return presentMine(kernel, next)
      }),

      route(e.list, async ({ scope, principal, query, now }) => {
        const limit = query.limit ?? 20
        const keys = keyset({ cursor: query.cursor }, ['id desc'], { kind: query.kind ?? '', view: query.view ?? '' })
        const conditions: Condition[] = [underPlaces('place_path', scope.places), keys.seek()]
        if (query.kind) conditions.push({ sql: 'kind = ?', params: [query.kind] })
        if (query.view === 'overdue') conditions.push({ sql: "state IN ('waiting', 'making') AND due_at < ?", params: [now] })
        if ((query.view ?? 'open') === 'open')
          conditions.push({ sql: `state IN (${openStates.map(() => '?').join(', ')})`, params: [...openStates] })
        const where = combine('AND', conditions)
        const rows = await scopedRows<RightsRequestRow>(kernel.store, scope, 'rights_requests', {
          sql: `SELECT * FROM rights_requests WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          params: where.params,
        })
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: await presentRows(kernel, principal, page.items) }
      }),

      route(e.summary, async ({ scope, now }) => {
        const within = underPlaces('place_path', scope.places)
        const [row] = await scopedRows<{ waiting: number; overdue: number | null }>(kernel.store, scope, 'rights_requests', {
          sql: `SELECT COUNT(*) AS waiting, SUM(CASE WHEN due_at < ? THEN 1 ELSE 0 END) AS overdue FROM rights_requests
                WHERE state IN ('waiting', 'making') AND ${within.sql}`,
          params: [now, ...within.params],
        })
        return { waiting: Number(row?.waiting ?? 0), overdue: Number(row?.overdue ?? 0) }
      }),
    ],
  }
}
