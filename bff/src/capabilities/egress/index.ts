import { egress as contract, type EgressRequest, egressErrors } from '@liren/contract/capabilities/egress'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { leastPersonal } from '../../kernel/egress/egress.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { askFor, decide, presentRequests, type RequestRow } from './requests.ts'
import { setClearance, targetCalled, targetsOf } from './targets.ts'

const e = contract.endpoints

interface StopRow {
  readonly id: string
  readonly kind: EgressRequest['kind']
  readonly target_name: string
  readonly subject: string
  readonly clearance: EgressRequest['clearance']
  readonly fields: string
  readonly times: number
  readonly first_at: number
  readonly last_at: number
}

/** The ways out of the house: how far data may go, who agreed to more, and what was stopped. The check itself is the kernel's. */
export const egress: CapabilityFactory = (kernel) => {
  const { store } = kernel
  const changed = (ctx: RequestContext, id: string) => ctx.emit({ name: 'egress.changed', subject: 'egress', subjectId: id, payload: {} })
  const shown = async (ctx: RequestContext, row: RequestRow) =>
    (await presentRequests(kernel, ctx.principal, [row], ctx.tx))[0] as EgressRequest

  return {
    contract,
    routes: [
      route(e.targets, async ({ scope }) => ({ items: await targetsOf(kernel, scope) })),

      route(e.clear, async (ctx) => {
        const { kind, id } = ctx.params
        const before = await targetCalled(kernel, ctx.scope, kind, id, ctx.tx)
        if (kind !== 'workbook' && ctx.body.clearance > leastPersonal) throw refuseWith(egressErrors, 'egress.basis-missing')
        await setClearance(kernel, before, ctx.body.clearance, ctx.body.version, ctx.principal.id, ctx.tx)
        const said = { subject: 'egress', subjectId: id, before: { clearance: before.clearance }, after: { clearance: ctx.body.clearance } }
        ctx.audit(said)
        await changed(ctx as RequestContext, id)
        return targetCalled(kernel, ctx.scope, kind, id, ctx.tx)
      }),

      route(e.requests, async ({ principal, scope, query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { state: query.state ?? '' })
        const where = combine('AND', [
          underPlaces('place_path', scope.places),
          keys.seek(),
          ...(query.state ? [among('state', [query.state])] : []),
        ])
        const rows = await scopedRows<RequestRow>(store, scope, 'egress_requests', {
          sql: `SELECT * FROM egress_requests WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          params: where.params,
        })
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: await presentRequests(kernel, principal, page.items) }
      }),

      route(e.ask, async (ctx) => {
        const row = await askFor(kernel, ctx.body, ctx, ctx.tx)
        const { kind, targetId, subject, clearance, days, reason, basis } = ctx.body
        ctx.audit({
          subject: 'egress',
          subjectId: row.id,
          reason,
          after: { kind, targetId, subject, clearance, days, basis: basis ?? 'consent' },
        })
        await changed(ctx as RequestContext, row.id)
        return shown(ctx as RequestContext, row)
      }),

      route(e.decide, async (ctx) => {
        const row = await decide(kernel, ctx.params.id, ctx.body, ctx, ctx.tx)
        const { state, target_id: targetId, subject, clearance } = row
        ctx.audit({ subject: 'egress', subjectId: row.id, after: { state, targetId, subject, clearance, days: row.days } })
        await changed(ctx as RequestContext, row.id)
        return shown(ctx as RequestContext, row)
      }),

      route(e.stops, async ({ scope, query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['last_at desc', 'id desc'])
        const where = combine('AND', [underPlaces('place_path', scope.places), keys.seek()])
        const rows = await scopedRows<StopRow>(store, scope, 'egress_stops', {
          sql: `SELECT * FROM egress_stops WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          params: where.params,
        })
        const page = keys.page(rows, limit, (row) => [row.last_at, row.id])
        return {
          ...page,
          items: page.items.map((row) => ({
            ...{ id: row.id, kind: row.kind, targetName: row.target_name, subject: row.subject, clearance: row.clearance },
            ...{ fields: JSON.parse(row.fields) as string[], times: row.times },
            ...{ firstAt: iso(Number(row.first_at)), lastAt: iso(Number(row.last_at)) },
          })),
        }
      }),
    ],
  }
}
