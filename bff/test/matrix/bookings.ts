import { codeAt, slotKey } from '../../src/capabilities/booking/row.ts'
import { usual } from '../../src/capabilities/booking/testing.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const bookingSubjects = [
  [/^\/api\/bookings\/(rooms|open)\/:id/, 'room'],
  [/^\/api\/bookings\/(mine\/)?:id/, 'booking'],
] as const

type Blank = Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>
const booked = Date.parse('2026-03-05T09:00+08:00')

/** At each estate a space that can be booked, and a booking of it that waits for approval. */
export async function bookingRows({ kernel }: TestApp, blank: Blank, people: readonly Person[], places: Places) {
  const rows: Row[] = []
  const facts: Record<string, { id: string; version: number }> = {}
  const now = kernel.clock.now()
  for (const [key, estate, owner] of [
    ['fl', places.estate, 'owner'],
    ['fl2', places.second, 'second-owner'],
    ['hd', places.far, 'far-owner'],
  ] as const) {
    const space = kernel.ids.next()
    // What can be booked is on show in its estate, so its name names no row.
    await insertOnce(kernel.store, 'spaces', {
      ...{
        id: space,
        place_id: estate.id,
        place_path: estate.path,
        source: 'collected',
        entered_at: now,
        updated_at: now,
        provenance: '{}',
      },
      ...{ name: `书房 ${key}`, purpose: 'library', position: '中心', is_bookable: 1 },
    })
    await insertOnce(kernel.store, 'booking_rooms', {
      ...{ space_id: space, place_path: estate.path, is_open: 1, hours: JSON.stringify(usual.hours), slot_minutes: 60, ahead_days: 14 },
      ...{ most_open: 5, needs_approval: 1, capacity: 9, rules: '', early_minutes: 5, cancel_minutes: 0, closed_days: '[]' },
      ...{ changed_by: space, changed_at: now },
    })
    facts[`space-${key}`] = { id: space, version: 1 }
    rows.push({ ...blank, kind: 'room', key, id: space, path: estate.path, estate: estate.path, isPublic: true })
    const id = kernel.ids.next()
    const ownerId = people.find(({ name }) => name === owner)?.id
    await insertOnce(kernel.store, 'bookings', {
      ...{ id, space_id: space, place_path: estate.path, starts_at: booked, ends_at: booked + 3_600_000, slot_key: slotKey(space, booked) },
      ...{ state: 'waiting', user_id: ownerId ?? null, house_id: places.at[key].first.id, people: 2, purpose: `CANARY.booking.${key}.` },
      ...{ code_sealed: kernel.sealer.seal('123456', { ...codeAt, row: id }), code_index: '', booked_at: now },
    })
    rows.push({ ...blank, kind: 'booking', key, id, path: estate.path, estate: estate.path, ownerId })
  }
  return { rows, facts }
}

export const bookingInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'booking.save-room': () => ({ ...usual, version: 1 }),
  'booking.decide': () => ({ isApproved: true }),
  'booking.cancel': () => ({ reason: '临时检修' }),
  'booking.slots': () => ({ day: '2026-03-04' }),
  'booking.book': ({ facts }, { name }) => ({
    spaceId: facts[`space-${name.startsWith('far') ? 'hd' : name.startsWith('second') ? 'fl2' : 'fl'}`]?.id,
    startsAt: '2026-03-04T01:00:00.000Z',
    people: 2,
  }),
}
