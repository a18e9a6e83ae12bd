import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../test/stand.ts'
import { tiny, tinyFrame } from '../../test/tiny-protocol.ts'

const device = (code: string, more: object = {}) => ({
  code,
  protocol: 'mqtt-sensor',
  model: 'door-contact',
  secret: `secret-of-${code}-0000`,
  ...more,
})

describe('a connection over a real socket', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  let sockets: Socket[]

  beforeEach(async () => {
    sockets = []
    const devices = [device('a'), device('b'), device('part', { via: 'a' }), device('gone')]
    stand = await openStand(devices, { deps: { protocols: [tiny] }, env: { LIREN_BRIDGE_RATE: '20', LIREN_BRIDGE_BURST: '10' } })
    stand.registry.put([{ ...(stand.registry.get('gone') as NonNullable<ReturnType<typeof stand.registry.get>>), isEnabled: false }])
  })
  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    await stand.close()
  })

  const dial = async () => {
    const socket = connect(stand.bridge.ports['mqtt-sensor.tcp'] as number, '127.0.0.1')
    sockets.push(socket)
    let heard = ''
    let isOver = false
    socket.on('data', (chunk) => {
      heard += chunk.toString()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      isOver = true
    })
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
    return {
      socket,
      say: (value: object) => socket.write(tinyFrame(value)),
      heard: () => heard,
      isOver: () => isOver,
    }
  }
  const signedIn = async (code: string) => {
    const line = await dial()
    line.say({ i: code, s: `secret-of-${code}-0000` })
    await until(() => line.heard() === '+')
    return line
  }
  const view = async (path: string): Promise<unknown> => (await fetch(`http://127.0.0.1:${stand.bridge.healthPort}${path}`)).json()

  test('a stranger, a wrong secret and a device that is switched off prove nothing, and are kept for the engineer', async () => {
    for (const [i, s] of [
      ['nobody', 'secret-of-nobody-0000'],
      ['a', 'secret-of-b-0000'],
      ['gone', 'secret-of-gone-0000'],
    ]) {
      const line = await dial()
      line.say({ i, s })
      await until(() => line.heard() === '-')
      line.say({ n: 1 })
      await until(line.isOver)
    }
    expect(await view('/strangers')).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ identity: 'nobody', reason: 'a wrong secret', times: 1 })]),
    )
    await until(() => stand.platform.told('bridge-1', 'bridge.stranger').length >= 3)
    expect(stand.platform.events.filter((one) => one.type === 'device.battery')).toEqual([])
  })

  test('it speaks for the device that it proved to be and for those behind it; at the first word for another it is closed', async () => {
    const line = await signedIn('a')
    line.say({ n: 1 })
    line.say({ for: 'part', n: 2 })
    await until(() => line.heard() === '+!!')
    line.say({ for: 'b', n: 3 })
    await until(line.isOver)
    await until(() => stand.platform.told('part', 'device.battery').length === 1)
    expect(stand.platform.told('b')).toEqual([])
  })

  test('proven once, it cannot become another device', async () => {
    const line = await signedIn('a')
    line.say({ i: 'b', s: 'secret-of-b-0000' })
    await until(() => line.heard() === '+-')
  })

  test('who does not prove anything, and who sends nonsense, is closed; neighbours go on', async () => {
    const neighbour = await signedIn('b')
    const silent = await dial()
    const silly = await dial()
    silly.socket.write(Buffer.alloc(1000))
    await until(() => silent.isOver() && silly.isOver())
    neighbour.say({ n: 5 })
    await until(() => neighbour.heard() === '+!')
    expect(neighbour.isOver()).toBe(false)
  })

  test('a device that was switched off while it was connected is not heard any more', async () => {
    const line = await signedIn('a')
    stand.registry.put([{ ...(stand.registry.get('a') as NonNullable<ReturnType<typeof stand.registry.get>>), isEnabled: false }])
    line.say({ n: 1 })
    await until(line.isOver)
    expect(stand.platform.told('a', 'device.battery')).toEqual([])
  })

  test('one that speaks faster than it may waits by itself, and all it says arrives in its order', async () => {
    const loud = await signedIn('a')
    const quiet = await signedIn('b')
    for (let n = 0; n < 30; n++) loud.say({ n })
    quiet.say({ n: 99 })
    await until(() => quiet.heard() === '+!')
    // The quiet one was answered while most of the loud one's words still wait for their turn.
    expect(loud.heard().length).toBeLessThan(25)
    await until(() => stand.platform.told('a', 'device.battery').length === 30)
    expect(stand.platform.told('a', 'device.battery').map((one) => (one.values as { percent: number }).percent)).toEqual(
      Array.from({ length: 30 }, (_, n) => n),
    )
  })

  test('the end of its connection is the absence of the device, unless another one speaks for it', async () => {
    const [first, second] = [await signedIn('a'), await signedIn('a')]
    first.say({ n: 1 })
    await until(() => first.heard() === '+!')
    first.socket.destroy()
    second.say({ n: 2 })
    await until(() => second.heard() === '+!')
    second.socket.destroy()
    await until(() => stand.platform.told('a', 'device.offline').length > 0)
    expect(stand.platform.told('a').map(({ type }) => type)).toEqual([
      'device.online',
      'device.battery',
      'device.battery',
      'device.offline',
    ])
  })

  test('its frames are shown with what they mean, also those from before it proved who it is', async () => {
    const line = await signedIn('a')
    line.say({ n: 1 })
    await until(() => line.heard() === '+!')
    expect(await view('/frames?device=a')).toMatchObject([
      { direction: 'in', decoded: expect.stringContaining('"i":"a"') },
      { direction: 'out', hex: '2b' },
      { direction: 'in', decoded: '{"n":1}' },
      { direction: 'out', hex: '21', fault: expect.stringContaining('byte 0') },
    ])
  })
})
