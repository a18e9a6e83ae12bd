import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askBookings, hour } from '../../../bff/src/capabilities/booking/testing.ts'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { peek } from '../../../bff/test/peek.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { createController, type PlayedController } from '../../../device-bridge/src/protocols/uhppote/play.ts'
import { serveController } from '../../../device-bridge/src/protocols/uhppote/serve.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type Gate, openGate } from './gate.ts'

const day = 24 * hour
const serial = 423187757
const minute = 60_000

/** A keypad reader behind a serial gateway: it says what is typed to whoever dials it. */
async function openKeypad() {
  const sockets: Socket[] = []
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    sockets.push(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: { host: '127.0.0.1', port: (server.address() as { port: number }).port },
    isDialled: () => sockets.length > 0,
    type: (code: string) => sockets.at(-1)?.write(`${code}\r\n`),
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** The real server and the real bridge, two keypads that it dials, and a controller of doors that it orders over UDP. */
describeStores('a booked space, from the typed code to the open door', (open) => {
  let gate: Gate
  let ask: ReturnType<typeof askBookings>
  let controller: PlayedController
  let closeController: () => unknown
  const keypads: Awaited<ReturnType<typeof openKeypad>>[] = []
  let [room, other] = ['', '']
  let nine = 0

  beforeAll(async () => {
    gate = await openGate(open)
    const { app, village } = gate
    ask = askBookings(app, village)
    controller = createController(serial, () => app.clock.now())
    const served = await serveController(controller, 0)
    closeController = served.close
    keypads.push(await openKeypad(), await openKeypad())
    const placeId = village.garden.id
    await gate.put('lock-1', 'door-controller', { placeId, address: { host: '127.0.0.1', port: served.port, serial, everySeconds: 1 } })
    await gate.put('keypad-1', 'qr-reader', { placeId, address: keypads[0]?.address })
    await gate.put('keypad-2', 'qr-reader', { placeId, address: keypads[1]?.address })
    await gate.start()
    await until(() => keypads.every((keypad) => keypad.isDialled()))
    await until(async () => (await gate.heard('lock-1', 'device.online')).length > 0)
    ;[room, other] = [await ask.space('共享活动室'), await ask.space('共享书房')]
    const lockId = gate.device('lock-1').id
    body(await ask.save(room, { lockId, lockDoor: 1, readerId: gate.device('keypad-1').id }))
    body(await ask.save(other, { lockId, lockDoor: 2, readerId: gate.device('keypad-2').id }))
    const tomorrow = new Date(app.clock.now() + day + 8 * hour).toISOString().slice(0, 10)
    nine = Date.parse(`${tomorrow}T09:00+08:00`)
  }, 90_000)
  afterAll(async () => {
    for (const keypad of keypads) keypad.close()
    await gate?.close()
    await closeController?.()
  })

  const leapTo = (at: number) => gate.app.clock.leap(at - gate.app.clock.now())
  const opened = async () => (await gate.commands('lock-1')).filter(({ name }) => name === 'door.open')
  /** Types a code and waits until the house has written down what it answered. */
  async function types(code: string, at: 1 | 2 = 1): Promise<string | undefined> {
    const before = (await ask.tries()).length
    keypads[at - 1]?.type(code)
    await until(async () => {
      await gate.app.work()
      return (await ask.tries()).length > before
    })
    return (await ask.tries())[0]?.result
  }
  const own = async (id: string, who: 'resident' | 'neighbour' = 'resident') => (await ask.mine(who)).find((one) => one.id === id)

  it('[ZJWL-7.4.7-2] a slot is booked once, and its code opens the lock of that space within the slot only', async () => {
    // two people at the same moment: one has it, the other is told so
    const both = await Promise.all([ask.book(room, nine), ask.book(room, nine, 'neighbour')])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(both.find(({ status }) => status === 409)?.error?.code).toBe('booking.taken')
    const [winner, loser] = both[0]?.status === 201 ? (['resident', 'neighbour'] as const) : (['neighbour', 'resident'] as const)
    const mine = body(both[winner === 'resident' ? 0 : 1] as (typeof both)[0], 201)
    const next = body(await ask.book(room, nine + hour, loser), 201)
    const [code, theirs] = [mine.code as string, next.code as string]
    expect(code).toMatch(/^\d{6}$/)
    expect(theirs).not.toBe(code)

    await leapTo(nine - 20 * minute)
    expect(await types(code)).toBe('early')
    await leapTo(nine - 5 * minute)
    expect(await types(code, 2)).toBe('other-lock')
    expect(await types(code === '000000' ? '000001' : '000000')).toBe('unknown')
    expect(await types(theirs)).toBe('early')
    expect(await opened()).toEqual([])
    expect(await own(mine.id, winner)).toMatchObject({ state: 'booked', code })

    expect(await types(code)).toBe('opened')
    await until(async () => (await opened())[0]?.state === 'done')
    expect(await opened()).toMatchObject([{ values: { door: 1 } }])
    await until(async () => (await gate.heard('lock-1', 'door.unlocked')).length === 1)
    expect(await own(mine.id, winner)).toMatchObject({ state: 'in-use' })

    // the one after gave theirs up
    body(await ask.call('POST', `/api/bookings/${next.id}/cancel`, 'manager', { version: next.version, reason: '临时检修' }))
    await leapTo(nine + hour + 5 * minute)
    expect(await types(theirs)).toBe('cancelled')
    expect(await types(code)).toBe('late')
    expect((await opened()).length).toBe(1)
    expect(await own(mine.id, winner)).toMatchObject({ state: 'ended', code: null })
    expect((await ask.tries(`&bookingId=${mine.id}`)).map(({ result }) => result)).toEqual(['late', 'opened', 'other-lock', 'early'])
  }, 60_000)

  it('keeps no code in plain, wherever it passed', async () => {
    const made = body(await ask.book(room, nine + 5 * hour), 201)
    const code = made.code as string
    await leapTo(nine + 5 * hour + minute)
    expect(await types(code)).toBe('opened')
    const { store } = gate.app.kernel
    for (const sql of [
      'SELECT content FROM device_events',
      'SELECT * FROM bookings',
      'SELECT * FROM booking_tries',
      'SELECT payload FROM outbox',
    ])
      for (const row of await peek(store, sql)) expect(JSON.stringify(row), sql).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`))
    expect((await gate.heard('keypad-1', 'code.read')).at(-1)?.values.text).toBe(`…${code.slice(-2)}`)
  })

  it('is deaf for a while once somebody tries codes, and hears the right one afterwards', async () => {
    const made = body(await ask.book(room, nine + 7 * hour), 201)
    await leapTo(nine + 7 * hour + minute)
    const wrong = ['111111', '222222', '333333', '444444', '555555'].map((code) => (code === made.code ? '666666' : code))
    for (const code of wrong) expect(await types(code)).toBe('unknown')
    expect(await types(made.code as string)).toBe('blocked')
    await leapTo(nine + 7 * hour + 10 * minute)
    expect(await types('777777')).toBe('unknown')
    expect(await types(made.code as string)).toBe('opened')
  }, 60_000)
})
