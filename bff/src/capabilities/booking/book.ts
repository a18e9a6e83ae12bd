import type { BodyOf } from '@liren/contract'
import { type bookingEndpoints, bookingErrors } from '@liren/contract/capabilities/booking'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { moveBooking } from './move.ts'
import { heldBetween, spaceToBook } from './open.ts'
import { type BookingRow, codeAt, isOpenState, minute, rulesOf, slotKey } from './row.ts'
import { slotToBook } from './slots.ts'

type Writing = Pick<RequestContext, 'principal' | 'tx' | 'now' | 'scope' | 'schedule'>

export async function book(kernel: Kernel, ctx: Writing, body: BodyOf<typeof bookingEndpoints.book>): Promise<BookingRow> {
  const { principal, tx, now } = ctx
  const { space, house } = await spaceToBook(kernel, ctx, body.spaceId, tx)
  const rules = rulesOf(space)
  const slot = slotToBook(rules, Date.parse(body.startsAt), now, kernel.config.LIREN_TIME_ZONE)
  if (!slot) throw refuseWith(bookingErrors, 'booking.no-slot')
  if (body.people > rules.capacity) throw refuseWith(bookingErrors, 'booking.too-large')
  // whoever books this space at the same moment waits here, so that both see what the other took
  await kernel.store.run('UPDATE booking_rooms SET version = version WHERE space_id = ?', [space.space_id], tx)
  if ((await heldBetween(kernel, space.space_id, slot.startsAt, slot.endsAt, tx)).length > 0)
    throw refuseWith(bookingErrors, 'booking.taken')
  if ((await openOf(kernel, house.id, space.space_id, now, tx)) >= rules.mostOpen) throw refuseWith(bookingErrors, 'booking.too-many')
  const id = kernel.ids.next()
  const row: BookingRow = {
    ...{ id, space_id: space.space_id, place_path: space.place_path, starts_at: slot.startsAt, ends_at: slot.endsAt },
    ...{ slot_key: slotKey(space.space_id, slot.startsAt), state: rules.needsApproval ? 'waiting' : 'booked' },
    ...{
      user_id: principal.id,
      house_id: house.id,
      people: body.people,
      purpose: body.purpose ?? '',
      ...(await newCode(kernel, id, now, tx)),
    },
    ...{ reason: null, booked_at: now, decided_by: null, opened_at: null, version: 1 },
  }
  // the key holds even where the wait above did not
  if (!(await insertOnce(kernel.store, 'bookings', { ...row }, tx))) throw refuseWith(bookingErrors, 'booking.taken')
  await ctx.schedule({ kind: 'booking.over', key: id, at: slot.endsAt, payload: { id } })
  return row
}

async function openOf(kernel: Kernel, houseId: string, spaceId: string, now: number, tx: Tx): Promise<number> {
  const [row] = await unscoped<{ total: number }>(
    kernel.store,
    'a household may hold so many slots, whoever of it booked them',
    {
      sql: `SELECT COUNT(*) AS total FROM bookings WHERE house_id = ? AND space_id = ? AND starts_at > ? AND ends_at > ?
            AND state IN ('waiting', 'booked', 'in-use')`,
      params: [houseId, spaceId, now - 12 * 60 * minute, now],
    },
    tx,
  )
  return Number(row?.total ?? 0)
}

const digits = 6
const attempts = 8

/** Six digits that no other open booking has: what is typed at a lock says which booking is meant. */
async function newCode(kernel: Kernel, id: string, now: number, tx: Tx) {
  for (let i = 0; i < attempts; i++) {
    const code = String(kernel.random.int(10 ** digits)).padStart(digits, '0')
    const some = among('code_index', kernel.sealer.blindIndexes(code, codeAt))
    const taken = await unscoped(
      kernel.store,
      'a code stands for one booking',
      {
        sql: `SELECT id FROM bookings WHERE ${some.sql} AND ends_at > ? LIMIT 1`,
        params: [...some.params, now - 24 * 60 * minute],
      },
      tx,
    )
    if (taken.length === 0)
      return { code_sealed: kernel.sealer.seal(code, { ...codeAt, row: id }), code_index: kernel.sealer.blindIndex(code, codeAt) }
  }
  throw new Error('no code is free')
}

/** A booking of one's own; another one does not exist. */
export async function ownBooking(kernel: Kernel, { scope, principal, tx }: Pick<Writing, 'scope' | 'principal' | 'tx'>, id: string) {
  const statement = { sql: 'SELECT * FROM bookings WHERE id = ? AND user_id = ?', params: [id, principal.id] }
  const [row] = await scopedRows<BookingRow>(kernel.store, scope, 'bookings', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function drop(
  kernel: Kernel,
  ctx: Pick<Writing, 'scope' | 'principal' | 'tx' | 'now'>,
  row: BookingRow,
  cancelMinutes: number,
  version: number,
): Promise<BookingRow> {
  if (!isOpenState(row.state)) throw refuseWith(bookingErrors, 'booking.not-open')
  if (!mayDrop(row, cancelMinutes, ctx.now)) throw refuseWith(bookingErrors, 'booking.too-late')
  return moveBooking(kernel, row, version, { state: 'cancelled', slot_key: null }, ctx.tx)
}

/** Until so long before it begins, and not once somebody is in. */
export const mayDrop = (row: BookingRow, cancelMinutes: number, now: number): boolean =>
  (row.state === 'waiting' || row.state === 'booked') && now <= Number(row.starts_at) - cancelMinutes * minute
