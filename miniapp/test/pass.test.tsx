import type { OwnBooking } from '@liren/contract/capabilities/booking'
import type { OwnPassage } from '@liren/contract/capabilities/passage'
import { describe, expect, test } from 'vitest'
import Pass from '../src/pages/pass/index'
import { lin, phone, type Routes } from './app'
import { went } from './taro'
import { me, village } from './village'

const booking = (extra: Partial<OwnBooking>): OwnBooking => ({
  ...{ id: 'b1', space: { id: 'r1', name: '桐荫书房' }, startsAt: '2026-03-03T09:00:00+08:00', endsAt: '2026-03-03T10:00:00+08:00' },
  ...{ state: 'booked', people: 1, purpose: '', reason: null, bookedAt: '2026-03-02T08:00:00+08:00', place: '', code: '402913' },
  ...{ opensFrom: '2026-03-03T08:50:00+08:00', cancelUntil: '2026-03-03T08:00:00+08:00', can: [], version: 1, ...extra },
})
const passage: OwnPassage = {
  ...{ id: 'p1', kind: 'vehicle', who: '浙A00001', gate: '东门', direction: 'out', method: 'plate', result: 'admitted' },
  ...{ at: '2026-03-01T07:43:00+08:00', stayMinutes: 6616 },
} as OwnPassage
const shelf: Routes = { 'GET /api/apps/tiles': () => ({ status: 200, body: { items: [] } }) }
const lives = (bookings: OwnBooking[], passages: OwnPassage[], permissions = ['passage.own', 'booking.book']): Routes =>
  village({
    ...shelf,
    'GET /api/session': () => ({ status: 200, body: me({ permissions }) }),
    'GET /api/bookings/mine': () => ({ status: 200, body: { items: bookings } }),
    'GET /api/passages/own': () => ({ status: 200, body: { items: passages } }),
  })

describe('the tab of passage', () => {
  test('a guest is told that there is nothing yet, and nothing of a household is asked for', async () => {
    const one = await phone(village(shelf))
    const screen = await one.see(<Pass />)
    expect(screen.text()).toContain('通行服务还没有上架')
    expect(one.asked.filter(({ url }) => /passages|bookings/.test(url))).toEqual([])
    await screen.close()
  })

  test('who lives here finds the codes that open a door and the last passages, and the way to all of them', async () => {
    const one = await phone(lives([booking({}), booking({ id: 'b2', state: 'ended', code: null })], [passage]), { who: lin })
    const screen = await one.see(<Pass />)
    expect(screen.text()).toContain('402913')
    expect(screen.has('pass-b2')).toBe(false)
    expect(screen.text()).toContain('停留 4 天 14 小时')
    expect(screen.text()).not.toContain('通行服务还没有上架')
    await screen.tap('all-passages')
    expect(went.at(-1)?.url).toContain('/pkg-house/passages')
    await screen.close()
  })

  test('without a code there is no heading for codes, and without the right none is asked for', async () => {
    const one = await phone(lives([], [], ['passage.own']), { who: lin })
    const screen = await one.see(<Pass />)
    expect(screen.text()).not.toContain('开门码')
    expect(screen.text()).toContain('刷卡、扫码或车辆进出后会出现在这里')
    expect(one.requests('/api/bookings/mine')).toEqual([])
    await screen.close()
  })
})
