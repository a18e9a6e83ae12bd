import { leaseEndpoints as e } from '@liren/contract/capabilities/lease'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { decideLease, declareLease, endLease, findLease, ownLease, pageOfLeases, pageOfOwn } from './leases.ts'
import { presentLease, presentLeases, presentOwn } from './present.ts'
import type { LeaseRow } from './row.ts'

export function leaseRoutes(kernel: Kernel): Route[] {
  type Telling = Pick<RequestContext, 'emit' | 'audit'>
  const told = (ctx: Telling, name: string, row: LeaseRow, before?: string) => {
    ctx.audit({
      ...{ subject: 'lease', subjectId: row.id, placePath: row.place_path, after: { state: row.state, until: row.until_on } },
      ...(before === undefined ? {} : { before: { state: before } }),
      ...(row.reason === null ? {} : { reason: row.reason }),
    })
    return ctx.emit({
      name,
      subject: 'lease',
      subjectId: row.id,
      payload: { placePath: row.place_path, houseId: row.house_id, landlordId: row.landlord_id, state: row.state, reason: row.reason },
      live: { placePath: row.place_path, permission: 'lease.read', userIds: row.landlord_id === null ? [] : [row.landlord_id] },
    })
  }
  const own = async (row: LeaseRow, ctx: Pick<RequestContext, 'tx'>) => {
    const [shown] = await presentOwn(kernel, [row], ctx.tx)
    return shown as NonNullable<typeof shown>
  }
  return [
    route(e.mine, async (ctx) => {
      const page = await pageOfOwn(kernel, ctx, ctx.query)
      return { ...page, items: await presentOwn(kernel, page.items) }
    }),
    route(e.declare, async (ctx) => {
      const row = await declareLease(kernel, ctx, ctx.body)
      await told(ctx, 'lease.declared', row)
      return own(row, ctx)
    }),
    route(e.close, async (ctx) => {
      const before = await ownLease(kernel, ctx, ctx.params.id)
      const row = await endLease(kernel, before, ctx.body, ctx.tx)
      await told(ctx, 'lease.ended', row, before.state)
      return own(row, ctx)
    }),
    route(e.list, async (ctx) => {
      const page = await pageOfLeases(kernel, ctx.scope, ctx.query)
      return { ...page, items: await presentLeases(kernel, ctx.principal, page.items) }
    }),
    route(e.read, async (ctx) => {
      const row = await findLease(kernel, ctx.scope, ctx.params.id)
      ctx.audit({ subject: 'lease', subjectId: row.id, placePath: row.place_path })
      return presentLease(kernel, ctx.principal, row)
    }),
    route(e.decide, async (ctx) => {
      const { row, house } = await decideLease(kernel, ctx, ctx.params.id, ctx.body)
      await told(ctx, 'lease.decided', row, 'declared')
      if (house && house.fields.length > 0)
        await ctx.emit({
          name: 'house.updated',
          subject: 'house',
          subjectId: house.id,
          payload: { fields: house.fields, placePath: row.place_path },
          live: { placePath: row.place_path, permission: 'house.read' },
        })
      return presentLease(kernel, ctx.principal, row, ctx.tx)
    }),
    route(e.end, async (ctx) => {
      const before = await findLease(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const row = await endLease(kernel, before, ctx.body, ctx.tx)
      await told(ctx, 'lease.ended', row, before.state)
      return presentLease(kernel, ctx.principal, row, ctx.tx)
    }),
  ]
}
