import type { QueryOf } from '@liren/contract'
import type { BookingSlots, bookingEndpoints, OpenRoom } from '@liren/contract/capabilities/booking'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { estatesTouching, type KnownPlace, pathsAbove, placesById } from '../place/read.ts'
import { type OpenSpace, openSpaces } from './rooms.ts'
import { rulesOf } from './row.ts'
import { closedOn, isWithinReach, slotsOf } from './slots.ts'

type Asker = Pick<RequestContext, 'principal' | 'now'>

/** The houses to which the asker belongs today, and the estates in which they stand. */
export async function homesOf(kernel: Kernel, { principal }: Pick<Asker, 'principal'>, tx?: Tx) {
  const houses = [...(await placesById(kernel, principal.houseIds, tx)).values()]
  const estates = await estatesTouching(
    kernel,
    houses.map(({ path }) => path),
    tx,
  )
  return { houses, estates: estates.map(({ path }) => path) }
}

/** The house by which somebody may book here: one in the estate of the space, or below the community that has it. */
export function houseFor(space: OpenSpace, { houses, estates }: { houses: readonly KnownPlace[]; estates: readonly string[] }) {
  const around = estates.find((path) => space.place_path.startsWith(path)) ?? space.place_path
  return houses.find(({ path }) => path.startsWith(around))
}

/** Within one's own estates, and what their community has for all of them. */
const within = (estates: readonly string[]) =>
  combine('OR', [underPlaces('r.place_path', estates), among('r.place_path', [...new Set(estates.flatMap(pathsAbove))])])

const open = { sql: 'r.is_open = 1', params: [] }

/** A space of one's own estate that is open for booking; another one does not exist. */
export async function spaceToBook(kernel: Kernel, asker: Pick<Asker, 'principal'>, id: string, tx?: Tx) {
  const homes = await homesOf(kernel, asker, tx)
  const where = combine('AND', [open, { sql: 'r.space_id = ?', params: [id] }, within(homes.estates)])
  const [space] = homes.estates.length === 0 ? [] : await openSpaces(kernel, where, tx)
  const house = space && houseFor(space, homes)
  if (!space || !house) throw refuse('not-found')
  return { space, house }
}

export async function listOpen(kernel: Kernel, asker: Asker): Promise<{ items: OpenRoom[] }> {
  const { estates } = await homesOf(kernel, asker)
  if (estates.length === 0) return { items: [] }
  const spaces = await openSpaces(kernel, combine('AND', [open, within(estates)]))
  return {
    items: spaces.map((space) => {
      const { hours, capacity, rules, slotMinutes, aheadDays, mostOpen, needsApproval, cancelMinutes } = rulesOf(space)
      return {
        ...{ id: space.space_id, name: space.name, place: space.position ?? '', capacity, rules, hours, slotMinutes, aheadDays },
        ...{ mostOpen, needsApproval, cancelMinutes, hasLock: space.lock_id !== null },
      }
    }),
  }
}

interface Held {
  readonly starts_at: number
  readonly ends_at: number
  readonly user_id: string | null
}

/** Bookings that hold a stretch of time, whosesoever. */
export function heldBetween(kernel: Kernel, spaceId: string, from: number, to: number, tx?: Tx): Promise<Held[]> {
  const held = among('state', ['waiting', 'booked', 'in-use', 'ended', 'missed'])
  return unscoped<Held>(
    kernel.store,
    'a slot is taken, whosesoever it is',
    {
      // a slot lasts twelve hours at most
      sql: `SELECT starts_at, ends_at, user_id FROM bookings WHERE space_id = ? AND starts_at > ? AND starts_at < ? AND ends_at > ? AND ${held.sql}
            ORDER BY starts_at LIMIT 200`,
      params: [spaceId, from - 12 * 3_600_000, to, from, ...held.params],
    },
    tx,
  )
}

export async function slotsOn(
  kernel: Kernel,
  asker: Asker,
  id: string,
  { day }: QueryOf<typeof bookingEndpoints.slots>,
): Promise<BookingSlots> {
  const { space } = await spaceToBook(kernel, asker, id)
  const rules = rulesOf(space)
  const zone = kernel.config.LIREN_TIME_ZONE
  const slots = isWithinReach(rules, day, asker.now, zone) ? slotsOf(rules, day, zone) : []
  const [first, last] = [slots[0], slots.at(-1)]
  const held = first && last ? await heldBetween(kernel, id, first.startsAt, last.endsAt) : []
  return {
    day,
    closed: closedOn(rules, day) ?? null,
    slots: slots.map(({ startsAt, endsAt }) => {
      const holders = held.filter((one) => Number(one.starts_at) < endsAt && Number(one.ends_at) > startsAt)
      const isMine = holders.some(({ user_id }) => user_id === asker.principal.id)
      const state = isMine ? 'mine' : holders.length > 0 ? 'taken' : startsAt <= asker.now ? 'past' : 'free'
      return { startsAt: iso(startsAt), endsAt: iso(endsAt), state }
    }),
  }
}
