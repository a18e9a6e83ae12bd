import type { OpenRoom, OwnBooking } from '@liren/contract/capabilities/booking'
import { describe, expect, test } from 'vitest'
import Booking from '../src/pkg-life/booking/index'
import { lin, phone, type Routes } from './app'
import { me, village } from './village'

const room: OpenRoom = {
  ...{
    id: 'r1',
    name: '共享活动室',
    place: '中心花园旁',
    capacity: 12,
    rules: '用完请带走垃圾',
    slotMinutes: 60,
    aheadDays: 7,
    mostOpen: 2,
  },
  ...{ hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }], needsApproval: false, cancelMinutes: 60, hasLock: true },
}
const at = (clock: string) => `2026-03-03T${clock}:00+08:00`
const slots = {
  ...{ day: '2026-03-03', closed: null },
  slots: [
    { startsAt: at('09:00'), endsAt: at('10:00'), state: 'free' },
    { startsAt: at('10:00'), endsAt: at('11:00'), state: 'taken' },
  ],
}
const mine: OwnBooking = {
  ...{ id: 'b1', space: { id: 'r1', name: '共享活动室' }, startsAt: at('09:00'), endsAt: at('10:00'), state: 'booked', people: 1 },
  ...{ purpose: '', reason: null, bookedAt: at('08:00'), place: '中心花园旁', code: '402913', opensFrom: at('08:50') },
  ...{ cancelUntil: at('08:00'), can: ['cancel'], version: 1 },
}
const refused = (status: number, code: string, zh: string) => ({
  status,
  body: { error: { code, zh, en: code, occurrence: 'o1', faults: [] } },
})
const atHome = (extra: Routes = {}): Routes =>
  village({
    'GET /api/session': () => ({ status: 200, body: { ...me(), permissions: [...me().permissions, 'booking.book'] } }),
    'GET /api/bookings/open': () => ({ status: 200, body: { items: [room] } }),
    'GET /api/bookings/open/r1/slots': () => ({ status: 200, body: slots }),
    'GET /api/bookings/mine': () => ({ status: 200, body: { items: [mine] } }),
    ...extra,
  })

describe('booking a space', () => {
  test('a guest is told what there would be and sees no space', async () => {
    const one = await phone(atHome())
    const screen = await one.see(<Booking />)
    expect(screen.has('gate-sign-in')).toBe(true)
    expect(screen.text()).not.toContain('中心花园旁')
    await screen.close()
  })

  test('space, slot, book: then the code stands among the bookings', async () => {
    const one = await phone(atHome({ 'POST /api/bookings': () => ({ status: 201, body: mine }) }), { who: lin })
    const screen = await one.see(<Booking />)
    await screen.tap('choose-r1')
    expect(screen.text()).toContain('10:00–11:00 已约')
    expect(screen.has('slot-10:00')).toBe(false)
    await screen.tap('slot-09:00')
    await screen.tap('book-slot')
    const sent = one.requests('/api/bookings').find(({ method }) => method === 'POST')
    expect(JSON.parse(sent?.body ?? '{}')).toEqual({ spaceId: 'r1', startsAt: at('09:00'), people: 1, purpose: '' })
    expect(screen.has('slot-sheet')).toBe(false)
    expect(screen.text()).toContain('402913')
    await screen.close()
  })

  test('whoever was slower is told so and sees the day anew', async () => {
    const taken = () => refused(409, 'booking.taken', '这个时段刚被别人约走，请换一个时段')
    const one = await phone(atHome({ 'POST /api/bookings': taken }), { who: lin })
    const screen = await one.see(<Booking />)
    await screen.tap('choose-r1')
    await screen.tap('slot-09:00')
    await screen.tap('book-slot')
    expect(screen.text()).toContain('刚被别人约走')
    expect(screen.has('slot-sheet')).toBe(true)
    expect(one.requests('/api/bookings/open/r1/slots').length).toBeGreaterThan(1)
    await screen.close()
  })

  test('a booking is given up after a question, with its version', async () => {
    const one = await phone(
      atHome({ 'POST /api/bookings/mine/b1/cancel': () => ({ status: 200, body: { ...mine, state: 'cancelled' } }) }),
      {
        who: lin,
      },
    )
    const screen = await one.see(<Booking />)
    await screen.tap('segment-mine')
    await screen.tap('cancel-b1')
    await screen.tap('cancel-booking-send')
    const [sent] = one.requests('/api/bookings/mine/b1/cancel')
    expect(JSON.parse(sent?.body ?? '{}')).toEqual({ version: 1 })
    expect(screen.has('cancel-booking')).toBe(false)
    await screen.close()
  })
})
