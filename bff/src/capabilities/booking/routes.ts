import { bookingEndpoints as e } from '@liren/contract/capabilities/booking'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { book, drop, ownBooking } from './book.ts'
import { cancel, decide, findBooking, pageOfBookings, pageOfTries } from './desk.ts'
import { movedEvent } from './move.ts'
import { listOpen, slotsOn } from './open.ts'
import { cancelMinutesOf, presentBookings, presentOwn, presentTries } from './present.ts'
import { listRooms, saveRoom } from './rooms.ts'
import type { BookingRow } from './row.ts'

type Telling = Pick<RequestContext, 'emit' | 'audit' | 'principal' | 'tx' | 'now'>

export function bookingRoutes(kernel: Kernel): Route[] {
  const told = (ctx: Telling, row: BookingRow, step: string, before: string | undefined, byStaff: boolean) => {
    ctx.audit({
      ...{ subject: 'booking', subjectId: row.id, placePath: row.place_path, after: { state: row.state, startsAt: Number(row.starts_at) } },
      ...(before === undefined ? {} : { before: { state: before } }),
      ...(row.reason === null ? {} : { reason: row.reason }),
    })
    return ctx.emit(movedEvent(row, step, byStaff))
  }
  const one = async (row: BookingRow, { principal }: Pick<Telling, 'principal'>, tx?: Tx) => {
    const [shown] = await presentBookings(kernel, principal, [row], tx)
    return shown as NonNullable<typeof shown>
  }
  const own = async (row: BookingRow, ctx: Telling) => {
    const [shown] = await presentOwn(kernel, [row], ctx.now, ctx.tx)
    return shown as NonNullable<typeof shown>
  }
  return [
    route(e.rooms, (ctx) => listRooms(kernel, ctx.scope, ctx.query)),
    route(e.saveRoom, async (ctx) => {
      const { before, after, path } = await saveRoom(kernel, ctx.params.id, ctx.body, ctx)
      ctx.audit({
        ...{ subject: 'space', subjectId: after.id, placePath: path },
        ...{ before: { booking: before.booking }, after: { booking: after.booking } },
      })
      return after
    }),
    route(e.tries, async (ctx) => {
      const page = await pageOfTries(kernel, ctx.scope, ctx.query)
      return { ...page, items: await presentTries(kernel, page.items) }
    }),
    route(e.open, (ctx) => listOpen(kernel, ctx)),
    route(e.slots, (ctx) => slotsOn(kernel, ctx, ctx.params.id, ctx.query)),
    route(e.mine, async ({ query, scope, principal, now }) => {
      const limit = query.limit ?? 20
      const keys = keyset(query, ['id desc'])
      const after = keys.seek()
      const rows = await scopedRows<BookingRow>(kernel.store, scope, 'bookings', {
        sql: `SELECT * FROM bookings WHERE user_id = ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
        params: [principal.id, ...after.params, limit + 1],
      })
      const page = keys.page(rows, limit, ({ id }) => [id])
      return { ...page, items: await presentOwn(kernel, page.items, now) }
    }),
    route(e.book, async (ctx) => {
      const row = await book(kernel, ctx, ctx.body)
      await told(ctx, row, 'made', undefined, false)
      return own(row, ctx)
    }),
    route(e.drop, async (ctx) => {
      const before = await ownBooking(kernel, ctx, ctx.params.id)
      const row = await drop(kernel, ctx, before, await cancelMinutesOf(kernel, before, ctx.tx), ctx.body.version)
      await told(ctx, row, 'cancelled', before.state, false)
      return own(row, ctx)
    }),
    route(e.list, async (ctx) => {
      const page = await pageOfBookings(kernel, ctx.scope, ctx.query)
      return { ...page, items: await presentBookings(kernel, ctx.principal, page.items) }
    }),
    route(e.read, async (ctx) => one(await findBooking(kernel, ctx.scope, ctx.params.id), ctx)),
    route(e.decide, async (ctx) => {
      const row = await decide(kernel, ctx, ctx.params.id, ctx.body)
      await told(ctx, row, ctx.body.isApproved ? 'approved' : 'refused', 'waiting', true)
      return one(row, ctx, ctx.tx)
    }),
    route(e.cancel, async (ctx) => {
      const { before, row } = await cancel(kernel, ctx, ctx.params.id, ctx.body)
      await told(ctx, row, 'cancelled', before.state, true)
      return one(row, ctx, ctx.tx)
    }),
  ]
}
