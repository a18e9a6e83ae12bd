import type { Booking, BookingTry, OwnBooking } from '@liren/contract/capabilities/booking'
import { personArchive } from '@liren/contract/capabilities/person'
import { masked, mayReadField } from '../../engines/archive/present.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { housesById } from '../household/read.ts'
import { mayDrop } from './book.ts'
import { type BookingRow, codeOf, isOpenState, minute, type RoomRow, rulesOf, type TryRow } from './row.ts'
import { isWithinHours } from './slots.ts'

interface Space extends RoomRow {
  readonly name: string | null
  readonly position: string | null
}

/** Spaces of bookings, also those that are not booked any more. */
async function spacesOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, Space>> {
  if (ids.length === 0) return new Map()
  const some = among('s.id', [...new Set(ids)])
  const rows = await unscoped<Space>(
    kernel.store,
    'a booking names its space',
    {
      sql: `SELECT r.*, s.name, s.position FROM spaces s JOIN booking_rooms r ON r.space_id = s.id WHERE ${some.sql}`,
      params: some.params,
    },
    tx,
  )
  return new Map(rows.map((row) => [row.space_id, row]))
}

const instant = (at: number | null) => (at === null ? null : iso(Number(at)))

const common = (row: BookingRow, space: Space | undefined) => ({
  ...{ id: row.id, space: { id: row.space_id, name: space?.name ?? '' }, state: row.state, people: Number(row.people) },
  ...{ startsAt: iso(Number(row.starts_at)), endsAt: iso(Number(row.ends_at)), bookedAt: iso(Number(row.booked_at)) },
  ...{ purpose: row.purpose, reason: row.reason, version: Number(row.version) },
})

export async function presentBookings(kernel: Kernel, viewer: Principal, rows: readonly BookingRow[], tx?: Tx): Promise<Booking[]> {
  const spaces = await spacesOf(
    kernel,
    rows.map(({ space_id }) => space_id),
    tx,
  )
  const houses = await housesById(
    kernel,
    rows.map(({ house_id }) => house_id),
    tx,
  )
  const names = await namesOf(
    kernel,
    rows.flatMap(({ user_id }) => user_id ?? []),
    tx,
  )
  const named = (name: string) => (mayReadField(viewer, personArchive, 'name') ? name : String(masked(personArchive, 'name', name)))
  const managed = scopeWith(viewer, 'booking.manage', 'place').places
  const zone = kernel.config.LIREN_TIME_ZONE
  return rows.map((row) => {
    const space = spaces.get(row.space_id)
    const slot = { startsAt: Number(row.starts_at), endsAt: Number(row.ends_at) }
    const mayManage = managed.some((path) => row.place_path.startsWith(path)) && isOpenState(row.state)
    return {
      ...common(row, space),
      ...{ house: houses.get(row.house_id)?.name ?? '', openedAt: instant(row.opened_at) },
      booker: named(names.get(row.user_id ?? '') ?? ''),
      isWithinHours: space !== undefined && isWithinHours(rulesOf(space), slot, zone),
      can: mayManage ? [...(row.state === 'waiting' ? (['decide'] as const) : []), 'cancel' as const] : [],
    }
  })
}

/** The code is there from the approval until the slot is over. */
export async function presentOwn(kernel: Kernel, rows: readonly BookingRow[], now: number, tx?: Tx): Promise<OwnBooking[]> {
  const spaces = await spacesOf(
    kernel,
    rows.map(({ space_id }) => space_id),
    tx,
  )
  return rows.map((row) => {
    const space = spaces.get(row.space_id)
    const { cancelMinutes, earlyMinutes } = space ? rulesOf(space) : { cancelMinutes: 0, earlyMinutes: 0 }
    const isCodeLive = (row.state === 'booked' || row.state === 'in-use') && now < Number(row.ends_at) && space?.lock_id != null
    return {
      ...common(row, space),
      ...{ place: space?.position ?? '', code: isCodeLive ? codeOf(kernel, row) : null },
      opensFrom: iso(Number(row.starts_at) - earlyMinutes * minute),
      cancelUntil: iso(Number(row.starts_at) - cancelMinutes * minute),
      can: mayDrop(row, cancelMinutes, now) ? ['cancel' as const] : [],
    }
  })
}

/** Until when residents may give up bookings of a space. */
export const cancelMinutesOf = async (kernel: Kernel, row: BookingRow, tx: Tx): Promise<number> =>
  Number((await spacesOf(kernel, [row.space_id], tx)).get(row.space_id)?.cancel_minutes ?? 0)

export async function presentTries(kernel: Kernel, rows: readonly TryRow[]): Promise<BookingTry[]> {
  const spaces = await spacesOf(
    kernel,
    rows.map(({ space_id }) => space_id),
  )
  const some = among('id', [...new Set(rows.map(({ device_id }) => device_id))])
  const devices = await unscoped<{ id: string; name: string }>(kernel.store, 'a try names its reader', {
    sql: `SELECT id, name FROM devices WHERE ${some.sql}`,
    params: some.params,
  })
  return rows.map((row) => ({
    ...{ id: row.id, at: iso(Number(row.tried_at)), result: row.result, bookingId: row.booking_id },
    ...{ space: spaces.get(row.space_id)?.name ?? '', device: devices.find(({ id }) => id === row.device_id)?.name ?? '' },
  }))
}
