import { createSocket } from 'node:dgram'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, standIn, until } from '../../../test/stand.ts'
import { encodeFrame, opcodes } from './frame.ts'
import { uhppote } from './index.ts'
import { createController, type PlayedController } from './play.ts'
import { missing } from './records.ts'
import { badFrames, goodFrames } from './samples.ts'
import { serveController } from './serve.ts'

const bytes = (hex: string) => Buffer.from(hex, 'hex')
const serial = 423187757

describe('messages', () => {
  test.each(badFrames)('$hex is refused at byte $at', ({ hex, at, why }) => {
    const read = uhppote.decode(bytes(hex))
    if (read.ok) throw new Error('it was believed')
    expect(read.at).toBe(at)
    expect(read.why).toMatch(why)
  })

  test.each(goodFrames)('$hex is read', ({ hex, says }) => {
    const read = uhppote.decode(bytes(hex))
    if (!read.ok) throw new Error(`${read.at}: ${read.why}`)
    expect(read.value).toMatchObject(says)
  })

  test('any bytes are survived', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), (any) => void uhppote.decode(Buffer.from(any))))
    fc.assert(fc.property(fc.uint8Array({ minLength: 62, maxLength: 62 }), (any) => void uhppote.decode(Buffer.from([0x17, 0x20, ...any]))))
  })
})

describe('which records are fetched', () => {
  const event = (index: number, at: number | undefined) =>
    ({ index, at, kind: 'swipe', isGranted: true, door: 1, direction: 'in', card: 1, reason: 1 }) as const
  test.each([
    ['none there', { index: 5, at: 1 }, event(0, 9), undefined],
    ['nothing new', { index: 5, at: 1 }, event(5, 1), undefined],
    ['an old datagram late', { index: 5, at: 9 }, event(4, 8), undefined],
    ['the next', { index: 5, at: 1 }, event(6, 2), { from: 6, until: 6 }],
    ['a gap', { index: 5, at: 1 }, event(9, 2), { from: 6, until: 9 }],
    ['the first time, only the newest', undefined, event(9, 2), { from: 9, until: 9 }],
    ['a cleared memory', { index: 500, at: 5 }, event(3, 9), { from: 1, until: 3 }],
    ['a very long gap, in steps', { index: 0, at: 1 }, event(5000, 2), { from: 1, until: 500 }],
  ])('%s', (_, mark, newest, wanted) => {
    expect(missing(mark, newest)).toEqual(wanted)
  })
})

describe('a controller on the network', () => {
  const ends: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const device = (port: number, more: object = {}) => ({
    code: 'gate-1',
    protocol: 'uhppote',
    kind: 'door',
    product: 'controller',
    host: '127.0.0.1',
    port,
    serial,
    everySeconds: 1,
    ...more,
  })

  async function controller(): Promise<PlayedController & { port: number }> {
    const played = createController(serial, () => Date.now())
    const served = await serveController(played, 0)
    ends.push(served.close)
    return { ...played, port: served.port }
  }

  test('passages and doors arrive in order, also those that happened while the bridge was away', async () => {
    const played = await controller()
    played.swipe(1, 111)
    const platform = standIn()
    const first = await openStand([device(played.port)], { platform })
    await until(() => platform.told('gate-1', 'passage').length === 1)
    expect(platform.told('gate-1', 'passage')[0]?.values).toMatchObject({
      isGranted: false,
      credential: '111',
      door: 1,
      method: 'card',
      record: 1,
      reason: 'denied: no access right',
    })
    await first.bridge.close()
    ends.push(first.close)

    played.happen({ kind: 2, isGranted: true, door: 2, card: 0, reason: 23 })
    played.happen({ kind: 3, isGranted: false, door: 2, card: 0, reason: 38 })
    played.swipe(3, 222)
    const again = await openStand([device(played.port)], { platform, folder: first.folder })
    ends.push(again.close)
    await until(() => platform.told('gate-1', 'passage').length === 2)
    const told = platform
      .told('gate-1')
      .map((one) => one.type)
      .filter((type) => type.startsWith('door.') || type === 'passage')
    expect(told).toEqual(['passage', 'door.opened', 'door.forced', 'passage'])
  })

  test('a door is done when the controller tells that it was opened, and not when it only said yes', async () => {
    const played = await controller()
    const stand = await openStand([device(played.port)])
    ends.push(stand.close)
    await until(() => stand.platform.told('gate-1', 'device.online').length > 0)
    const opened = stand.platform.command('gate-1', { name: 'door.open', values: { door: 2 } })
    await until(() => stand.platform.statesOf(opened).includes('done'))
    expect(stand.platform.statesOf(opened)).toEqual(['sent', 'accepted', 'done'])
    await until(() => stand.platform.told('gate-1', 'door.unlocked').length === 1)
    played.doors.set(2, { mode: 2, delay: 5 })
    const refused = stand.platform.command('gate-1', { name: 'door.open', values: { door: 2 } })
    await until(() => stand.platform.statesOf(refused).includes('failed'))
  })

  test('cards and modes are read back before they are done', async () => {
    const played = await controller()
    const stand = await openStand([device(played.port)])
    ends.push(stand.close)
    await until(() => stand.platform.told('gate-1', 'device.online').length > 0)
    const put = stand.platform.command('gate-1', { name: 'credential.put', values: { kind: 'card', credential: '8165537', doors: [1, 3] } })
    await until(() => stand.platform.statesOf(put).includes('done'))
    expect(played.cards.get(8165537)?.doors).toEqual([1, 0, 1, 0])
    expect(played.swipe(1, 8165537)).toBe(true)
    const face = stand.platform.command('gate-1', { name: 'credential.put', values: { kind: 'face', credential: 'x' } })
    const removed = stand.platform.command('gate-1', { name: 'credential.remove', values: { kind: 'card', credential: '8165537' } })
    const held = stand.platform.command('gate-1', { name: 'door.hold-open', values: { door: 4 } })
    await until(() => [removed, held, face].every((id) => ['done', 'failed'].includes(stand.platform.statesOf(id).at(-1) ?? '')))
    expect([removed, held, face].map((id) => stand.platform.statesOf(id).at(-1))).toEqual(['done', 'done', 'failed'])
    expect(played.cards.size).toBe(0)
    expect(played.doors.get(4)?.mode).toBe(1)
  })

  test('a datagram of another controller, or from elsewhere, says nothing for this one', async () => {
    const played = await controller()
    const stand = await openStand([device(played.port)])
    ends.push(stand.close)
    await until(() => stand.platform.told('gate-1', 'device.online').length > 0)
    const liar = createController(serial + 1, () => Date.now())
    liar.swipe(1, 999)
    const event = liar.answer(encodeFrame(opcodes.status, serial + 1)) as Buffer
    const socket = createSocket('udp4')
    const port = stand.bridge.ports['uhppote.udp'] as number
    socket.send(event, port, '127.0.0.1')
    socket.send(event.subarray(0, 63), port, '127.0.0.1')
    played.swipe(1, 555)
    await until(() => stand.platform.told('gate-1', 'passage').length === 1)
    socket.close()
    expect(stand.platform.told('gate-1', 'passage').map((one) => 'credential' in one.values && one.values.credential)).toEqual(['555'])
  })

  test('the played controller is one to an independent driver too', async () => {
    const played = await controller()
    const driver = createRequire(import.meta.url)('uhppoted') as {
      Config: new (...args: unknown[]) => unknown
      getStatus(context: object, id: number): Promise<{ state: { event: { index: number; granted: boolean } } }>
      openDoor(context: object, id: number, door: number): Promise<{ opened: boolean }>
      putCard(context: object, id: number, card: number, from: string, to: string, doors: object): Promise<{ stored: boolean }>
      getCard(context: object, id: number, card: number): Promise<{ card: { number: number; doors: Record<string, unknown> } }>
      getTime(context: object, id: number): Promise<object>
    }
    const config = new driver.Config('test', '127.0.0.1', `127.0.0.1:${played.port}`, '127.0.0.1:0', 2500, [])
    const context = { config, logger: () => {} }
    expect(await driver.openDoor(context, serial, 3)).toMatchObject({ opened: true })
    expect(await driver.putCard(context, serial, 8165537, '2026-01-01', '2026-12-31', { 1: true, 2: false, 3: 29, 4: true })).toMatchObject(
      { stored: true },
    )
    expect(await driver.getCard(context, serial, 8165537)).toMatchObject({ card: { number: 8165537 } })
    expect(played.cards.get(8165537)).toMatchObject({ doors: [1, 0, 29, 1] })
    expect((await driver.getStatus(context, serial)).state.event).toMatchObject({ index: 1, granted: true })
  })
})
