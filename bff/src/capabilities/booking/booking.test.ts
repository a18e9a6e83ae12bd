import type { Booking, BookingRoom } from '@liren/contract/capabilities/booking'
import type { Message } from '@liren/contract/capabilities/message'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body } from '../device/testing.ts'
import { askBookings, hour } from './testing.ts'

/** A Monday. */
const morning = Date.parse('2026-03-02T08:30+08:00')
const at = (day: number, clock: string) => Date.parse(`2026-03-${String(day).padStart(2, '0')}T${clock}+08:00`)

describeStores('booking of public spaces', (open) => {
  let app: TestApp
  let v: Village
  let ask: ReturnType<typeof askBookings>
  let [room, far, quiet] = ['', '', '']

  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    v = await makeVillage(app)
    ask = askBookings(app, v)
    room = await ask.space('共享活动室')
    far = await ask.space('梧桐里书房', v.secondEstate.id)
    quiet = await ask.space('共享书房')
  })
  afterAll(() => app.close())

  const letters = async (who: 'resident' | 'neighbour') =>
    body(await ask.call<{ items: Message[] }>('GET', '/api/messages?limit=50', who)).items.filter(({ source }) => source === 'booking')

  it('lets nobody set up a space without the right, at other places, over a change, or with hours that end before they begin', async () => {
    expect((await app.call('PUT', `/api/bookings/rooms/${room}`, { body: {} })).status).toBe(401)
    expect((await ask.save(room, {}, 'resident')).status).toBe(403)
    expect((await ask.save(room, {}, 'worker')).status).toBe(403)
    expect((await ask.save(room, {}, 'farManager')).status).toBe(404)
    expect((await ask.save(room, { slotMinutes: 5 })).status).toBe(400)
    expect((await ask.save(room, { hours: [{ days: [1], from: '20:00', to: '08:00' }] })).error?.code).toBe('booking.hours')
    expect((await ask.save(room, { lockId: v.ids.manager })).error?.code).toBe('booking.lock')
    expect((await ask.save(room, { readerId: v.ids.manager })).error?.code).toBe('booking.reader')
    expect((await ask.save(room, { version: 3 })).error?.code).toBe('stale')
    expect(body(await ask.save(room))).toMatchObject({ name: '共享活动室', version: 1, booking: { slotMinutes: 60 } })
    expect((await ask.save(room)).error?.code).toBe('stale')
    body(await ask.save(far, {}, 'officer'))
    const seen = async (who: 'manager' | 'farManager') =>
      body(await ask.call<{ items: BookingRoom[] }>('GET', '/api/bookings/rooms', who)).items.map(({ name }) => name)
    expect(await seen('manager')).toEqual(['共享活动室', '共享书房'])
    expect(await seen('farManager')).toEqual([])
  })

  it('shows and books spaces only for those who live in the estate', async () => {
    const open = async (who: 'resident' | 'stranger') =>
      body(await ask.call<{ items: { id: string }[] }>('GET', '/api/bookings/open', who)).items.map(({ id }) => id)
    expect((await app.call('GET', '/api/bookings/open', {})).status).toBe(401)
    expect((await ask.call('GET', '/api/bookings/open', 'worker')).status).toBe(403)
    expect(await open('resident')).toEqual([room])
    expect(await open('stranger')).toEqual([far])
    const shared = await ask.space('文化礼堂', v.community.id)
    body(await ask.save(shared, {}, 'officer'))
    expect([await open('resident'), await open('stranger')].map((ids) => ids.includes(shared))).toEqual([true, true])
    expect((await ask.book(shared, at(3, '09:00'), 'stranger')).status).toBe(201)
    body(await ask.save(shared, { isOpen: false, version: 1 }, 'officer'))
    expect(await open('resident')).toEqual([room])
    expect((await app.call('POST', '/api/bookings', { body: {} })).status).toBe(401)
    expect((await ask.book(room, at(3, '09:00'), 'stranger')).status).toBe(404)
    expect((await ask.book(quiet, at(3, '09:00'))).status).toBe(404)
    expect((await ask.call('GET', `/api/bookings/open/${far}/slots?day=2026-03-03`, 'resident')).status).toBe(404)
    expect((await ask.book(room, at(3, '09:00'), 'manager')).status).toBe(403)
  })

  it('offers whole slots within hours and days ahead, and tells of others only that they are taken', async () => {
    const made = body(await ask.book(room, at(3, '09:00'), 'resident', { purpose: '读书会' }), 201)
    expect(made).toMatchObject({ state: 'booked', people: 2, purpose: '读书会', can: ['cancel'], code: null })
    const mine = await ask.slots(room, '2026-03-03')
    expect(mine.slots.length).toBe(12)
    expect(mine.slots.slice(0, 3).map(({ state }) => state)).toEqual(['free', 'mine', 'free'])
    const theirs = await ask.call('GET', `/api/bookings/open/${room}/slots?day=2026-03-03`, 'neighbour')
    expect(theirs.text).toContain('taken')
    for (const word of ['读书会', '林晓岚', v.ids.resident, made.id]) expect(theirs.text).not.toContain(word)
    expect((await ask.slots(room, '2026-03-02')).slots[0]?.state).toBe('past')
    expect((await ask.slots(room, '2026-03-20')).slots).toEqual([])
    for (const wrong of [at(3, '09:30'), at(3, '20:00'), at(2, '08:00'), at(20, '09:00')])
      expect((await ask.book(room, wrong)).error?.code).toBe('booking.no-slot')
    expect((await ask.book(room, at(3, '10:00'), 'resident', { people: 13 })).error?.code).toBe('booking.too-large')
  })

  it('gives a slot that two want at the same moment to one of them; the slot beside it is free, and a repeated request books once', async () => {
    const both = await Promise.all([ask.book(room, at(4, '14:00')), ask.book(room, at(4, '14:00'), 'neighbour')])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    const loser = both.find(({ status }) => status === 409)
    expect(loser?.error).toMatchObject({ code: 'booking.taken', zh: expect.stringContaining('刚被别人约走') })
    expect((await ask.book(room, at(4, '15:00'), 'neighbour')).status).toBe(201)
    expect((await ask.book(room, at(4, '13:00'), 'neighbour')).status).toBe(201)
    const key = 'the-same-request-again'
    const [first, again] = [
      await ask.book(room, at(4, '16:00'), 'family', {}, key),
      await ask.book(room, at(4, '16:00'), 'family', {}, key),
    ]
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id])
    expect((await ask.list('&from=2026-03-04&to=2026-03-04')).length).toBe(4)
  })

  it('stands by its key even where the look before was passed: the store keeps one row for a slot', async () => {
    const rows = await peek<{ slot_key: string }>(app.kernel.store, 'SELECT slot_key FROM bookings WHERE slot_key IS NOT NULL')
    expect(new Set(rows.map(({ slot_key }) => slot_key)).size).toBe(rows.length)
    const [taken] = rows
    const copy = app.kernel.store.run(
      `INSERT INTO bookings (id, space_id, place_path, starts_at, ends_at, slot_key, state, house_id, people, purpose, code_sealed, code_index, booked_at)
       VALUES (?, ?, ?, 1, 2, ?, 'booked', ?, 1, '', '', '', 1)`,
      [app.kernel.ids.next(), room, v.estate.path, taken?.slot_key ?? '', v.house.id],
    )
    await expect(copy).rejects.toThrow()
  })

  it('holds a household to its number of open bookings, whoever of it books', async () => {
    body(await ask.save(quiet, { mostOpen: 1 }))
    expect((await ask.book(quiet, at(5, '09:00'))).status).toBe(201)
    expect((await ask.book(quiet, at(5, '10:00'), 'family')).error?.code).toBe('booking.too-many')
    expect((await ask.book(quiet, at(5, '10:00'), 'neighbour')).status).toBe(201)
  })

  it('is cancelled by whoever booked until the limit, by nobody else, and gives the slot back', async () => {
    const made = body(await ask.book(room, at(2, '11:00')), 201)
    const drop = (who: 'resident' | 'family' | 'neighbour', version: number) =>
      ask.call(`POST`, `/api/bookings/mine/${made.id}/cancel`, who, { version })
    expect((await drop('neighbour', 1)).status).toBe(404)
    expect((await drop('family', 1)).status).toBe(404)
    expect((await drop('resident', 9)).error?.code).toBe('stale')
    body(await drop('resident', 1))
    expect((await drop('resident', 2)).error?.code).toBe('booking.not-open')
    expect((await ask.book(room, at(2, '11:00'), 'neighbour')).status).toBe(201)
    const soon = body(await ask.book(room, at(2, '09:00')), 201)
    expect(soon.can).toEqual([])
    const late = await ask.call('POST', `/api/bookings/mine/${soon.id}/cancel`, 'resident', { version: 1 })
    expect(late.error?.code).toBe('booking.too-late')
  })

  it('refuses closed days and hours that were shortened, and shows the bookings that they touch', async () => {
    const shorter = {
      hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' }],
      closedDays: [{ day: '2026-03-03', reason: '设备检修' }],
    }
    body(await ask.save(room, { ...shorter, version: 1 }))
    expect(await ask.slots(room, '2026-03-03')).toEqual({ day: '2026-03-03', closed: '设备检修', slots: [] })
    for (const gone of [at(3, '10:00'), at(5, '14:00'), at(7, '09:00')])
      expect((await ask.book(room, gone, 'neighbour')).error?.code).toBe('booking.no-slot')
    const touched = (await ask.list(`&spaceId=${room}`)).filter(({ isWithinHours }) => !isWithinHours)
    expect(touched.map(({ startsAt }) => Date.parse(startsAt)).sort()).toEqual(
      [at(3, '09:00'), at(4, '13:00'), at(4, '14:00'), at(4, '15:00'), at(4, '16:00')].sort(),
    )
    expect(touched.every(({ state }) => state === 'booked')).toBe(true)
    body(await ask.save(room, { version: 2 }))
  })

  it('waits for approval where it is wanted; staff of the place decide with a reason, and the resident is told', async () => {
    body(await ask.save(quiet, { needsApproval: true, mostOpen: 5, version: 1 }))
    const [first, second] = [
      body(await ask.book(quiet, at(6, '09:00')), 201),
      body(await ask.book(quiet, at(6, '10:00'), 'neighbour'), 201),
    ]
    expect(first.state).toBe('waiting')
    const decide = (id: string, more: object, who: keyof Village['tokens'] = 'manager') =>
      ask.call<Booking>('POST', `/api/bookings/${id}/decide`, who, { version: 1, ...more })
    expect((await decide(first.id, { isApproved: true }, 'resident')).status).toBe(403)
    expect((await decide(first.id, { isApproved: true }, 'farManager')).status).toBe(404)
    expect((await decide(first.id, { isApproved: false })).error?.faults.map(({ path }) => path)).toEqual(['body.reason'])
    expect((await decide(first.id, { isApproved: true, version: 4 })).error?.code).toBe('stale')
    expect(body(await decide(first.id, { isApproved: true }))).toMatchObject({ state: 'booked', booker: '林晓岚', can: ['cancel'] })
    expect((await decide(first.id, { isApproved: true, version: 2 })).error?.code).toBe('booking.not-waiting')
    expect(body(await decide(second.id, { isApproved: false, reason: '当日有党员活动' }))).toMatchObject({ state: 'refused', can: [] })
    const read = (who: keyof Village['tokens']) => ask.call<Booking>('GET', `/api/bookings/${first.id}`, who)
    expect((await read('resident')).status).toBe(403)
    expect((await read('farManager')).status).toBe(404)
    expect(body(await read('officer'))).toMatchObject({ state: 'booked', space: { name: '共享书房' }, isWithinHours: true })
    const gone = await ask.call('POST', `/api/bookings/${first.id}/cancel`, 'manager', { version: 2, reason: '空调故障' })
    expect(body(gone)).toMatchObject({ state: 'cancelled', reason: '空调故障' })
    await app.work()
    expect((await letters('resident')).map(({ title }) => title.zh)).toEqual(['场地预约已被取消', '场地预约已通过'])
    expect((await letters('neighbour')).map(({ title, body: said }) => [title.zh, said.zh])).toEqual([
      ['场地预约未通过', '共享书房 · 03-06 10:00：当日有党员活动'],
    ])
    expect((await ask.book(quiet, at(6, '10:00'))).status).toBe(201)
  })

  it('asks the store as often for many as for one, and keeps no code in plain', async () => {
    const statements = async (path: string, who: 'manager' | 'resident') =>
      Number((await ask.call('GET', path, who)).headers.get('x-liren-statements'))
    for (const [path, who] of [
      ['/api/bookings', 'manager'],
      ['/api/bookings/mine', 'resident'],
      ['/api/bookings/rooms', 'manager'],
    ] as const) {
      await statements(`${path}?limit=1`, who)
      expect(await statements(`${path}?limit=50`, who), path).toBe(await statements(`${path}?limit=1`, who))
    }
    const rows = await peek<{ code_sealed: string; code_index: string }>(app.kernel.store, 'SELECT code_sealed, code_index FROM bookings')
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows) expect(JSON.stringify(row)).not.toMatch(/"\d{6}"/)
    const staff = await ask.call('GET', '/api/bookings?limit=50', 'manager')
    expect(staff.text).not.toContain('code')
  })

  it('is over by a timer: nobody came, or nobody approved it in time', async () => {
    const waiting = body(await ask.book(quiet, at(2, '10:00')), 201)
    await app.clock.leap(3 * hour)
    await app.work()
    const of = async (id: string) => (await ask.mine()).find((one) => one.id === id)
    expect(await of(waiting.id)).toMatchObject({ state: 'refused', code: null, can: [] })
    const missed = (await ask.mine()).find(({ startsAt }) => Date.parse(startsAt) === at(2, '09:00'))
    expect(missed?.state).toBe('missed')
    expect((await letters('resident')).map(({ title }) => title.zh)).toEqual(
      expect.arrayContaining(['您没有到场使用预约', '场地预约未及时审批，已失效']),
    )
  })

  it('leaves with the account: own bookings are given out, what is ahead is free again', async () => {
    const data = app.house.capabilities.flatMap(({ personal }) => personal ?? []).find(({ name }) => name === 'bookings')
    const subject = { userId: v.ids.neighbour, personIds: [] }
    expect(JSON.stringify(await data?.records(subject))).toContain('共享活动室')
    const before = (await ask.mine('neighbour')).length
    expect((await app.kernel.store.tx(async (tx) => data?.erase?.(subject, tx)))?.erased).toBe(before)
    expect(await data?.records(subject)).toEqual([])
    expect((await ask.book(room, at(4, '15:00'))).status).toBe(201)
  })
})
