import { codeAt, slotKey } from '@liren/bff/capabilities/booking/row'
import { dayOf, startOfDay } from '@liren/bff/kernel/background/daily'
import { scheduleJob } from '@liren/bff/kernel/background/outbox'
import { unscoped } from '@liren/bff/kernel/store/scope'
import { text } from '@liren/contract'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'
import { readWorld } from '../world.ts'

interface Space {
  readonly id: string
  readonly name: string
  readonly place_path: string
  readonly capacity: number | null
}
interface Member {
  readonly user_id: string
  readonly house_id: string
  readonly place_path: string
}

const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '21:00' }]
const purposes = ['读书会', '亲子活动', '书法课', '社区合唱排练', '业主座谈', '']

/** Three spaces that can be booked, one of them with approval and one with a lock, and what neighbours booked around today. */
export const bookings: SeedSet = {
  name: 'bookings',
  text: text('场地预约', 'Bookings of spaces'),
  run: async (context) => {
    const { rows, insert, now } = context
    const spaces = await rows<Space>(
      `SELECT id, name, place_path, capacity FROM spaces WHERE state = 'active' AND purpose IN ('library', 'activity', 'culture-hall') ORDER BY purpose, id LIMIT 3`,
    )
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE persona = 'community-officer'")
    if (spaces.length === 0 || !officer) return
    await insert(
      'booking_rooms',
      await Promise.all(
        spaces.map(async (space) => ({ ...(await roomOf(context, space)), changed_by: officer.id, changed_at: now - 20 * day })),
      ),
    )
    await insert('bookings', await booked(context, spaces, officer.id))
  },
  after: (kernel) =>
    kernel.store.tx(async (tx) => {
      const open = await unscoped<{ id: string; ends_at: number }>(
        kernel.store,
        'what was booked comes to its end by a timer',
        { sql: "SELECT id, ends_at FROM bookings WHERE state IN ('waiting', 'booked') ORDER BY id", params: [] },
        tx,
      )
      for (const { id, ends_at } of open)
        await scheduleJob(kernel, { kind: 'booking.over', key: id, at: Number(ends_at), payload: { id } }, tx)
    }),
}

const needsApproval = ({ name }: Space): boolean => name.includes('礼堂')

async function roomOf({ rows, now, kernel }: SeedContext, space: Space): Promise<Row> {
  // A door near the space stands for its lock; the demonstration has no keypad of its own.
  const [lock] = await rows<{ id: string }>(
    "SELECT id FROM devices WHERE kind = 'door' AND stage = 'active' AND place_path >= ? ORDER BY place_path, code LIMIT 1",
    [space.place_path],
  )
  const closed = [{ day: dayOf(now + 5 * day, kernel.config.LIREN_TIME_ZONE), reason: '设备检修' }]
  return {
    ...{ space_id: space.id, place_path: space.place_path, is_open: 1, hours: JSON.stringify(hours), slot_minutes: 60, ahead_days: 7 },
    ...{ most_open: 2, needs_approval: Number(needsApproval(space)), capacity: Math.min(Number(space.capacity ?? 20), 60) },
    ...{ rules: '请爱护桌椅和设备，离开时关灯、带走垃圾。', early_minutes: 10, cancel_minutes: 60, closed_days: JSON.stringify(closed) },
    ...{ lock_id: lock?.id ?? null, lock_door: null, reader_id: null },
  }
}

/** From yesterday to the day after tomorrow; the demo resident has one tomorrow. */
async function booked(context: SeedContext, spaces: readonly Space[], officerId: string): Promise<Row[]> {
  const { rows, now, dice, ids, kernel } = context
  const zone = kernel.config.LIREN_TIME_ZONE
  const members = await rows<Member>(
    "SELECT user_id, house_id, place_path FROM household_members WHERE state = 'active' AND user_id IS NOT NULL ORDER BY id LIMIT 400",
  )
  const resident = (await readWorld(context)).personas.get('resident')
  return spaces.flatMap((space) => {
    const estate = members.filter(({ place_path }) => place_path.startsWith(space.place_path))
    const own = estate.find(({ user_id }) => user_id === resident?.id)
    if (estate.length === 0) return []
    return [-1, 0, 1, 2].flatMap((ahead) => {
      const start = startOfDay(dayOf(now + ahead * day, zone), zone)
      return [10, 14, 15, 19].flatMap((clock): Row[] => {
        if (!dice.chance(0.6) && !(ahead === 1 && clock === 15)) return []
        const member = ahead === 1 && clock === 15 && own ? own : dice.pick(estate)
        const startsAt = start + clock * hour
        const endsAt = startsAt + hour
        const bookedAt = Math.min(now - 2 * minute, startsAt - dice.int(3, 40) * hour)
        const id = ids.at(bookedAt)
        const code = String(dice.int(0, 999_999)).padStart(6, '0')
        const state = endsAt < now ? (dice.chance(0.8) ? 'ended' : 'missed') : needsApproval(space) && ahead > 0 ? 'waiting' : 'booked'
        return [
          {
            ...{ id, space_id: space.id, place_path: space.place_path, starts_at: startsAt, ends_at: endsAt, state },
            ...{ slot_key: slotKey(space.id, startsAt), user_id: member.user_id, house_id: member.house_id, people: dice.int(2, 12) },
            ...{ purpose: dice.pick(purposes), reason: null, booked_at: bookedAt, version: state === 'waiting' ? 1 : 2 },
            ...{ decided_by: needsApproval(space) && state !== 'waiting' ? officerId : null },
            opened_at: state === 'ended' ? startsAt + dice.int(0, 12) * minute : null,
            code_sealed: kernel.sealer.seal(code, { ...codeAt, row: id }),
            code_index: kernel.sealer.blindIndex(code, codeAt),
          },
        ]
      })
    })
  })
}
