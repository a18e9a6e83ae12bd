import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type BookingRoom, type bookingEndpoints, bookingErrors } from '@liren/contract/capabilities/booking'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { doesOffer, findDevice } from '../device/read.ts'
import { placeById } from '../place/read.ts'
import { type RoomRow, rulesOf } from './row.ts'

interface SpaceRow extends Partial<RoomRow> {
  readonly id: string
  readonly name: string | null
  readonly position: string | null
  readonly space_path: string
  readonly lock_name: string | null
  readonly reader_name: string | null
}

const columns = 's.id, s.name, s.position, s.place_path AS space_path, r.*, l.name AS lock_name, c.name AS reader_name'
const source = `spaces s LEFT JOIN booking_rooms r ON r.space_id = s.id LEFT JOIN devices l ON l.id = r.lock_id
  LEFT JOIN devices c ON c.id = r.reader_id`

const device = (id: string | null | undefined, name: string | null) => (id == null ? null : { id, name: name ?? '' })

function present(row: SpaceRow): BookingRoom {
  const said = row.space_id == null ? undefined : (row as SpaceRow & RoomRow)
  return {
    ...{ id: row.id, name: row.name ?? '', place: row.position ?? '', version: Number(said?.version ?? 0) },
    booking: said
      ? {
          ...rulesOf(said),
          ...{ lock: device(said.lock_id, row.lock_name), reader: device(said.reader_id, row.reader_name) },
          lockDoor: said.lock_door === null ? null : Number(said.lock_door),
        }
      : null,
  }
}

export async function listRooms(kernel: Kernel, scope: Scope, query: QueryOf<typeof bookingEndpoints.rooms>): Promise<Page<BookingRoom>> {
  const { cursor, limit = 20, placeId } = query
  const keys = keyset({ cursor }, ['s.id'], { placeId })
  const where = combine('AND', [
    { sql: "s.state = 'active'", params: [] },
    underPlaces('s.place_path', scope.places),
    ...(placeId === undefined ? [] : [underPlaces('s.place_path', [(await placeById(kernel, placeId))?.path ?? '/-/'])]),
    keys.seek(),
  ])
  const rows = await scopedRows<SpaceRow>(kernel.store, scope, 'spaces', {
    sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(present) }
}

async function readSpace(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<SpaceRow> {
  const where = combine('AND', [{ sql: "s.id = ? AND s.state = 'active'", params: [id] }, underPlaces('s.place_path', scope.places)])
  const statement = { sql: `SELECT ${columns} FROM ${source} WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<SpaceRow>(kernel.store, scope, 'spaces', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

type Saving = BodyOf<typeof bookingEndpoints.saveRoom>
type Context = Pick<RequestContext, 'tx' | 'scope' | 'now' | 'principal'>

/** A lock can be told to open, a reader tells codes; both stand at the asker's own places. */
async function checkDevices(kernel: Kernel, { lockId, readerId }: Saving, { scope, tx }: Context): Promise<void> {
  for (const [id, what, error] of [
    [lockId, 'door.open', 'booking.lock'],
    [readerId, 'code.read', 'booking.reader'],
  ] as const) {
    if (id === null) continue
    const found = await findDevice(kernel, scope, id, tx).catch(() => undefined)
    if (!found || !(await doesOffer(kernel, found, what, tx))) throw refuseWith(bookingErrors, error)
  }
}

export async function saveRoom(
  kernel: Kernel,
  id: string,
  body: Saving,
  ctx: Context,
): Promise<{ before: BookingRoom; after: BookingRoom; path: string }> {
  const { tx, scope, now, principal } = ctx
  const space = await readSpace(kernel, scope, id, tx)
  if (body.hours.some(({ from, to }) => from >= to)) throw refuseWith(bookingErrors, 'booking.hours')
  await checkDevices(kernel, body, ctx)
  const values = {
    ...{ place_path: space.space_path, is_open: Number(body.isOpen), hours: JSON.stringify(body.hours), slot_minutes: body.slotMinutes },
    ...{ ahead_days: body.aheadDays, most_open: body.mostOpen, needs_approval: Number(body.needsApproval), capacity: body.capacity },
    ...{ rules: body.rules, early_minutes: body.earlyMinutes, cancel_minutes: body.cancelMinutes },
    ...{ closed_days: JSON.stringify(body.closedDays), lock_id: body.lockId, lock_door: body.lockDoor, reader_id: body.readerId },
    ...{ changed_by: principal.id, changed_at: now },
  }
  const done =
    body.version === 0
      ? await insertOnce(kernel.store, 'booking_rooms', { space_id: id, ...values }, tx)
      : (await kernel.store.run(
          `UPDATE booking_rooms SET ${Object.keys(values).join(' = ?, ')} = ?, version = version + 1 WHERE space_id = ? AND version = ?`,
          [...Object.values(values), id, body.version],
          tx,
        )) === 1
  if (!done) throw refuse('stale')
  return { before: present(space), after: present(await readSpace(kernel, scope, id, tx)), path: space.space_path }
}

/** A space that is open for booking, as its neighbours or a lock ask for it. */
export interface OpenSpace extends RoomRow {
  readonly name: string
  readonly position: string
}

export function openSpaces(kernel: Kernel, where: Condition, tx?: Tx): Promise<OpenSpace[]> {
  return unscoped<OpenSpace>(
    kernel.store,
    'everybody may know which spaces of their own estate can be booked',
    {
      sql: `SELECT r.*, s.name, s.position FROM booking_rooms r JOIN spaces s ON s.id = r.space_id
            WHERE s.state = 'active' AND ${where.sql} ORDER BY r.space_id LIMIT 100`,
      params: where.params,
    },
    tx,
  )
}
