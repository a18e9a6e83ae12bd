import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type bookingEndpoints, bookingErrors } from '@liren/contract/capabilities/booking'
import { startOfDay } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { moveBooking } from './move.ts'
import { type BookingRow, bookingColumns, isOpenState, type TryRow } from './row.ts'

const within = (scope: Scope): Condition => reach(scope, { placePath: bookingColumns.placePath })
const equal = (column: string, value: string | undefined): Condition[] =>
  value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }]

export async function pageOfBookings(
  kernel: Kernel,
  scope: Scope,
  query: QueryOf<typeof bookingEndpoints.list>,
): Promise<Page<BookingRow>> {
  const { cursor, limit = 20, spaceId, state, from, to } = query
  const zone = kernel.config.LIREN_TIME_ZONE
  const keys = keyset({ cursor }, ['starts_at desc', 'id desc'], { spaceId, state, from, to })
  const where = combine('AND', [
    within(scope),
    ...equal('space_id', spaceId),
    ...equal('state', state),
    ...(from === undefined ? [] : [{ sql: 'starts_at >= ?', params: [startOfDay(from, zone)] }]),
    ...(to === undefined ? [] : [{ sql: 'starts_at < ?', params: [startOfDay(to, zone) + 86_400_000] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<BookingRow>(kernel.store, scope, 'bookings', {
    sql: `SELECT * FROM bookings WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [Number(row.starts_at), row.id])
}

export async function findBooking(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<BookingRow> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, within(scope)])
  const statement = { sql: `SELECT * FROM bookings WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<BookingRow>(kernel.store, scope, 'bookings', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

type Writing = Pick<RequestContext, 'principal' | 'tx' | 'scope'>

export async function decide(
  kernel: Kernel,
  { principal, tx, scope }: Writing,
  id: string,
  { version, isApproved, reason }: BodyOf<typeof bookingEndpoints.decide>,
): Promise<BookingRow> {
  if (!isApproved && reason === undefined)
    throw refuse('request.invalid', { faults: [{ path: 'body.reason', zh: '请说明原因', en: 'Say why' }] })
  const row = await findBooking(kernel, scope, id, tx)
  if (row.state !== 'waiting') throw refuseWith(bookingErrors, 'booking.not-waiting', { details: { state: row.state } })
  const said = { decided_by: principal.id, reason: reason ?? null }
  const set = isApproved ? ({ ...said, state: 'booked' } as const) : ({ ...said, state: 'refused', slot_key: null } as const)
  return moveBooking(kernel, row, version, set, tx)
}

export async function cancel(
  kernel: Kernel,
  { principal, tx, scope }: Writing,
  id: string,
  { version, reason }: BodyOf<typeof bookingEndpoints.cancel>,
): Promise<{ before: BookingRow; row: BookingRow }> {
  const before = await findBooking(kernel, scope, id, tx)
  if (!isOpenState(before.state)) throw refuseWith(bookingErrors, 'booking.not-open', { details: { state: before.state } })
  const set = { state: 'cancelled', slot_key: null, decided_by: principal.id, reason } as const
  return { before, row: await moveBooking(kernel, before, version, set, tx) }
}

export async function pageOfTries(kernel: Kernel, scope: Scope, query: QueryOf<typeof bookingEndpoints.tries>): Promise<Page<TryRow>> {
  const { cursor, limit = 20, spaceId, bookingId } = query
  const keys = keyset({ cursor }, ['id desc'], { spaceId, bookingId })
  const where = combine('AND', [within(scope), ...equal('space_id', spaceId), ...equal('booking_id', bookingId), keys.seek()])
  const rows = await scopedRows<TryRow>(kernel.store, scope, 'booking_tries', {
    sql: `SELECT * FROM booking_tries WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}
