import type { Page } from '@liren/contract'
import type { Booking, BookingRoom, BookingSlots, BookingTry, OwnBooking } from '@liren/contract/capabilities/booking'
import type { TestApp } from '../../../test/app.ts'
import type { Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'

type Who = keyof Village['tokens']

export const hour = 3_600_000
export const usual = {
  ...{ isOpen: true, hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }], slotMinutes: 60, aheadDays: 14 },
  ...{ mostOpen: 5, needsApproval: false, capacity: 12, rules: '用完请带走垃圾', earlyMinutes: 10, cancelMinutes: 60 },
  ...{ closedDays: [] as { day: string; reason: string }[], lockId: null as string | null, lockDoor: null as number | null },
  ...{ readerId: null as string | null, version: 0 },
}

/** What tests of bookings ask for, as one person or another. */
export function askBookings(app: TestApp, { tokens, estate }: Pick<Village, 'tokens' | 'estate'>) {
  let calls = 0
  const call = <T>(method: 'GET' | 'POST' | 'PUT', path: string, who: Who, sent?: object) =>
    app.call<T>(method, path, { token: tokens[who], ...(sent ? { body: sent } : {}) })
  return {
    call,
    /** A public space of the estate. */
    space: async (name: string, placeId = estate.id) =>
      body(
        await call<{ id: string }>('POST', '/api/spaces', 'officer', {
          ...{ placeId, source: 'collected', values: { name, purpose: 'activity', position: '中心花园旁', isBookable: true } },
        }),
        201,
      ).id,
    save: (id: string, more: object = {}, who: Who = 'manager') =>
      call<BookingRoom>('PUT', `/api/bookings/rooms/${id}`, who, { ...usual, ...more }),
    book: (spaceId: string, startsAt: number, who: Who = 'resident', more: object = {}, key = `the-booking-request-${++calls}`) =>
      app.call<OwnBooking>('POST', '/api/bookings', {
        token: tokens[who],
        headers: { 'idempotency-key': key },
        body: { spaceId, startsAt: new Date(startsAt).toISOString(), people: 2, ...more },
      }),
    slots: async (spaceId: string, day: string, who: Who = 'resident') =>
      body(await call<BookingSlots>('GET', `/api/bookings/open/${spaceId}/slots?day=${day}`, who)),
    mine: async (who: Who = 'resident') => body(await call<Page<OwnBooking>>('GET', '/api/bookings/mine?limit=100', who)).items,
    list: async (query = '', who: Who = 'manager') => body(await call<Page<Booking>>('GET', `/api/bookings?limit=50${query}`, who)).items,
    tries: async (query = '', who: Who = 'manager') =>
      body(await call<Page<BookingTry>>('GET', `/api/bookings/tries?limit=50${query}`, who)).items,
  }
}
