import type { TryResult } from '@liren/contract/capabilities/booking'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { deviceById, isRefusal, openShown, sendCommand, type ToldEvent, wakeBridge } from '../device/read.ts'
import { moveBooking, movedEvent } from './move.ts'
import { type BookingRow, codeAt, minute, normaliseCode, type RoomRow, type TryRow } from './row.ts'

/** What a reader told longer ago opens nothing: nobody stands there any more. */
const stillThereMs = 60_000
/** So many wrong codes at one reader, and it is deaf for this long: nobody finds a code by trying. */
const mostWrong = 5
const deafMs = 5 * minute
const why = 'a lock asks whether a code may open now'

interface Judged {
  readonly result: TryResult
  readonly booking: BookingRow | undefined
}

const opens = ({ state }: BookingRow): boolean => state === 'booked' || state === 'in-use'

/** What a code is worth at these spaces at this moment. */
function judge(found: readonly BookingRow[], rooms: readonly RoomRow[], at: number): Judged {
  const early = (row: BookingRow) => minute * Number(rooms.find(({ space_id }) => space_id === row.space_id)?.early_minutes ?? 0)
  const here = found.filter(({ space_id }) => rooms.some((room) => room.space_id === space_id))
  const isDue = (row: BookingRow) => at >= Number(row.starts_at) - early(row) && at < Number(row.ends_at)
  const due = here.find((row) => opens(row) && isDue(row))
  if (due) return { result: 'opened', booking: due }
  const booking = here.find(({ state }) => state !== 'cancelled' && state !== 'refused') ?? here[0] ?? found[0]
  if (!booking) return { result: 'unknown', booking }
  if (here.length === 0) return { result: 'other-lock', booking }
  if (booking.state === 'cancelled' || booking.state === 'refused') return { result: 'cancelled', booking }
  if (at >= Number(booking.ends_at)) return { result: 'late', booking }
  return { result: booking.state === 'waiting' ? 'waiting' : 'early', booking }
}

async function isDeaf(kernel: Kernel, deviceId: string, at: number, tx: Tx): Promise<boolean> {
  const sql = "SELECT COUNT(*) AS total FROM booking_tries WHERE device_id = ? AND result = 'unknown' AND tried_at > ?"
  const [row] = await unscoped<{ total: number }>(kernel.store, why, { sql, params: [deviceId, at - deafMs] }, tx)
  return Number(row?.total ?? 0) >= mostWrong
}

async function bookingsBy(kernel: Kernel, code: string, tx: Tx): Promise<BookingRow[]> {
  const some = among('code_index', kernel.sealer.blindIndexes(code, codeAt))
  const sql = `SELECT * FROM bookings WHERE ${some.sql} ORDER BY starts_at DESC LIMIT 10`
  return unscoped<BookingRow>(kernel.store, why, { sql, params: some.params }, tx)
}

/** Tells the lock; undefined where it cannot be told. */
async function openLock(kernel: Kernel, room: RoomRow, tx: Tx): Promise<string[] | undefined> {
  if (room.lock_id === null) return undefined
  const values = room.lock_door === null ? {} : { door: Number(room.lock_door) }
  const asker = { kind: 'house' as const, id: null, name: '场地预约' }
  const wish = { deviceId: room.lock_id, order: { name: 'door.open', values }, asker, reason: '预约时段内开门' }
  const sent = await sendCommand(kernel, wish, kernel.clock.now(), tx)
  if (isRefusal(sent)) return undefined
  const device = await deviceById(kernel, room.lock_id, tx)
  return device?.bridgeId == null ? [] : [device.bridgeId]
}

/** One code at one reader: judged, answered and written down, once. */
async function answer(kernel: Kernel, told: ToldEvent, rooms: readonly RoomRow[], tx: Tx): Promise<void> {
  const code = normaliseCode(openShown(kernel, told))
  const isKnown = code !== '' && !(await isDeaf(kernel, told.deviceId, told.at, tx))
  const judged: Judged =
    code === '' || isKnown
      ? judge(isKnown ? await bookingsBy(kernel, code, tx) : [], rooms, told.at)
      : { result: 'blocked', booking: undefined }
  const room = rooms.find(({ space_id }) => space_id === judged.booking?.space_id) ?? (rooms[0] as RoomRow)
  const isStale = judged.result === 'opened' && Math.abs(kernel.clock.now() - told.at) > stillThereMs
  const bridges = judged.result === 'opened' && !isStale ? await openLock(kernel, room, tx) : undefined
  const result: TryResult = judged.result !== 'opened' ? judged.result : isStale ? 'stale' : bridges ? 'opened' : 'no-answer'
  const row: TryRow = {
    ...{ id: kernel.ids.next(), space_id: room.space_id, place_path: room.place_path, device_id: told.deviceId, event_id: told.id },
    ...{ booking_id: judged.booking?.id ?? null, result, tried_at: told.at },
  }
  if (!(await insertOnce(kernel.store, 'booking_tries', { ...row }, tx))) return
  const moved =
    result === 'opened' && judged.booking?.state === 'booked'
      ? await moveBooking(kernel, judged.booking, Number(judged.booking.version), { state: 'in-use', opened_at: told.at }, tx)
      : undefined
  const payload = { result, bridges: bridges ?? [] }
  const live = { placePath: room.place_path, permission: 'booking.read' }
  const tried = { name: 'booking.tried', subject: 'booking-try', subjectId: row.id, payload, live }
  await appendEvents(kernel, [tried, ...(moved ? [movedEvent(moved, 'opened', false)] : [])], tx)
}

/** Codes that readers of bookable spaces saw, in the order in which they were put in. */
export const answerLocks = (kernel: Kernel): Consumer => ({
  name: 'booking.door',
  on: ['device.told'],
  async handle(event, tx) {
    const shown = (event.payload as { events: ToldEvent[] }).events.filter(({ type }) => type === 'code.read')
    if (shown.length === 0) return
    const some = among('reader_id', [...new Set(shown.map(({ deviceId }) => deviceId))])
    const sql = `SELECT * FROM booking_rooms WHERE ${some.sql} ORDER BY space_id LIMIT 100`
    const rooms = await unscoped<RoomRow>(kernel.store, why, { sql, params: some.params }, tx)
    for (const told of shown.sort((a, b) => a.at - b.at)) {
      const here = rooms.filter(({ reader_id }) => reader_id === told.deviceId)
      if (here.length > 0) await answer(kernel, told, here, tx)
    }
  },
})

/** Bridges that wait for orders are woken once the one for the lock is there to be fetched. */
export const wakeLocks = (kernel: Kernel): Consumer => ({
  name: 'booking.wake',
  on: ['booking.tried'],
  async handle(event) {
    for (const bridgeId of event.payload.bridges as string[]) wakeBridge(kernel, bridgeId)
  },
})
