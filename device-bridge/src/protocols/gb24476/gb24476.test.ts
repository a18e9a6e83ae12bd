import { builtinProducts } from '@liren/contract/thing/builtin/index'
import fc from 'fast-check'
import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { manualClock } from '../../../test/manual-clock.ts'
import { notInModel } from '../../../test/model.ts'
import { openStand, until } from '../../../test/stand.ts'
import { faultOf } from './faults.ts'
import { readGateway } from './gateway.ts'
import { gb24476 } from './index.ts'
import { faultSignal } from './lifts.ts'
import { badReports, goodReports } from './samples.ts'
import { rideAt } from './simulate.ts'
import { createTrapWatch } from './trapped.ts'

describe('reports', () => {
  test.each(badReports)('$text is refused', ({ text, at, why }) => {
    const decoded = gb24476.decode(Buffer.from(text))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded.why).toMatch(why)
    if (at > 0) expect(decoded.at).toBe(at)
  })
  test.each(goodReports)('$text is read', ({ text, says }) => {
    expect(gb24476.decode(Buffer.from(text))).toMatchObject({ ok: true, value: says })
  })
  test('any JSON and any bytes of a gateway are survived', () => {
    fc.assert(
      fc.property(fc.json(), fc.uint8Array({ maxLength: 60 }), (text, bytes) => {
        gb24476.decode(Buffer.from(text))
        readGateway(Buffer.from(bytes))
      }),
    )
  })
  test('a number means what its own source means by it', () => {
    expect(faultOf('gb-2017', '11')?.code).toBe('trapped')
    expect(faultOf('rescue', '11')?.code).toBe('overspeed')
    expect(faultOf('bacnet-2009', '11')).toBeUndefined()
    expect(faultSignal({ list: 'gb-2017' }, '77', true, { floor: '3' })).toEqual({
      type: 'lift.fault',
      values: { floor: '3', code: 'unknown-77', deviceCode: '77', isActive: true },
    })
    expect(faultSignal({ list: 'platform' }, '0317', true, {})).toEqual({ type: 'lift.ebike', values: { isInside: true } })
  })
  test('a ride passes every floor and rests at both ends', () => {
    const floors = Array.from({ length: 44 }, (_, i) => rideAt(i))
    expect(new Set(floors.map(({ carPosition }) => carPosition)).size).toBe(18)
    expect(floors.filter(({ carStatus }) => carStatus === 0)).toHaveLength(8)
  })
})

describe('whether people are trapped', () => {
  const stuck = { inDoorZone: false, door: 'closed', hasPassenger: true, isMoving: false } as const
  const lift = 'lift-1'
  test('is reckoned after thirty seconds, once, and is over when the door opens', async () => {
    const time = manualClock()
    const watch = createTrapWatch(time.clock)
    const hear = (state: object) => watch.heard(lift, { state, trapped: undefined }, time.clock.now(), true)
    expect(hear(stuck)).toBeUndefined()
    await time.forward(29_000)
    expect(hear(stuck)).toBeUndefined()
    await time.forward(2000)
    expect([hear(stuck), hear(stuck), hear({ floor: '3' })]).toEqual([true, undefined, undefined])
    expect(hear({ ...stuck, inDoorZone: true, door: 'open' })).toBe(false)
  })
  test('is not reckoned from an empty car, a moving one, the past, or a clock that goes back', async () => {
    const time = manualClock()
    const watch = createTrapWatch(time.clock)
    for (const state of [
      { ...stuck, hasPassenger: false },
      { ...stuck, isMoving: true },
    ]) {
      for (let i = 0; i < 3; i++) {
        expect(watch.heard(lift, { state, trapped: undefined }, time.clock.now(), true) ?? false).toBe(false)
        await time.forward(31_000)
      }
    }
    expect(watch.heard(lift, { state: {}, trapped: true }, time.clock.now(), false)).toBeUndefined()
    expect(watch.heard(lift, { state: {}, trapped: true }, time.clock.now() - 60_000, true)).toBeUndefined()
    expect(watch.heard(lift, { state: {}, trapped: true }, time.clock.now(), true)).toBe(true)
  })
})

describe('lifts on the line', () => {
  const [secret, registration] = ['the-secret-of-lift-1', '31103304012016080099']
  let stand: Awaited<ReturnType<typeof openStand>>
  let client: MqttClient
  beforeEach(async () => {
    stand = await openStand([
      { code: 'lift-1', protocol: 'gb24476', model: 'lift-monitor', kind: 'lift', secret, registration },
      { code: 'box-1', protocol: 'gb24476', model: 'lift-monitor', secret: 'the-secret-of-box-1', list: 'platform' },
      { code: 'lift-2', protocol: 'gb24476', model: 'lift-monitor', kind: 'lift', via: 'box-1', rescueNumber: '963331', list: 'rescue' },
    ])
    client = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      clientId: 'lift-1',
      username: 'lift-1',
      password: secret,
      reconnectPeriod: 0,
    })
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
    })
  })
  afterEach(async () => {
    await client.endAsync(true)
    await stand.close()
  })
  const say = (report: object, retain = false) => client.publishAsync('lift/lift-1/report', JSON.stringify(report), { qos: 1, retain })
  const post = async (code: string, its: string, body: object) =>
    (await fetch(`http://127.0.0.1:${stand.bridge.httpPort}/lift/${code}/${its}`, { method: 'POST', body: JSON.stringify(body) })).status

  test('a wrong secret, a lift that is not behind the line, and nonsense are refused and kept', async () => {
    expect(await post('lift-1', 'guess', { lift: registration })).toBe(403)
    expect(await post('box-1', 'the-secret-of-box-1', { lift: registration, faults: [{ code: '0101' }] })).toBe(400)
    await say({ lift: '963331', faults: [{ code: '11' }] })
    await say({ lift: registration, items: { doorStatus: 9 } })
    await until(() => stand.platform.told('lift-1', 'frame.unknown').length === 2)
    expect(stand.platform.events.filter(({ type }) => type.startsWith('lift.'))).toEqual([])
  })

  test('state, faults and people that are trapped are told with the floor; a repeat and the past raise nothing', async () => {
    const ts = Date.now()
    const report = { id: 'r-1', lift: registration, ts, items: { serviceMode: 1, carPosition: '７', doorZone: 1, carStatus: 0 } }
    for (let i = 0; i < 2; i++) await say(report)
    await say({ lift: registration, ts, faults: [{ code: '02' }, { code: '11' }, { code: '02', isActive: false }] })
    await say({ TY: 'M', ST: 'S', D: trappedLongAgo().toString('base64') })
    await until(() => stand.platform.told('lift-1', 'lift.fault').length === 2 && stand.platform.told('lift-1', 'lift.state').length === 2)
    expect(stand.platform.told('lift-1', 'lift.state')[0]).toMatchObject({
      at: ts,
      values: { floor: '7', mode: 'normal', isMoving: false },
    })
    expect(stand.platform.told('lift-1', 'lift.fault')).toMatchObject([
      { values: { code: 'door-does-not-close', deviceCode: '02', floor: '7', isActive: true } },
      { values: { isActive: false } },
    ])
    expect(stand.platform.told('lift-1', 'lift.trapped')).toMatchObject([{ values: { isActive: true, floor: '7' } }])
    const model = builtinProducts.find(({ code }) => code === 'lift-monitor')
    expect(notInModel(model?.thing, stand.platform.events)).toEqual([])
  })

  test('a lift that is taken out of service is told once, and once that it is back', async () => {
    for (const serviceMode of [1, 0, 0, 2, 1]) await say({ lift: registration, items: { serviceMode, carPosition: '4' } })
    await until(() => stand.platform.told('lift-1', 'lift.state').length === 5)
    expect(stand.platform.told('lift-1', 'lift.fault')).toMatchObject([
      { values: { code: 'stopped', floor: '4', isActive: true } },
      { values: { code: 'stopped', isActive: false } },
    ])
  })

  test('a box speaks over HTTP for the lifts behind it, each with the numbers of its own maker', async () => {
    expect(
      await post('box-1', 'the-secret-of-box-1', { lift: '963331', items: { carPosition: '3' }, faults: [{ code: '11' }, { code: '15' }] }),
    ).toBe(200)
    await until(() => stand.platform.told('lift-2', 'lift.call-button').length === 1)
    expect(stand.platform.told('lift-2', 'lift.fault')).toMatchObject([{ values: { code: 'overspeed', floor: '3' } }])
  })

  test('it speaks when it is asked to, and nothing moves a lift', async () => {
    await client.subscribeAsync('lift/lift-1/command', { qos: 1 })
    client.on('message', (_, payload) => {
      const { id } = JSON.parse(payload.toString()) as { id: string }
      client.publish('lift/lift-1/reply', JSON.stringify({ id, code: 0 }), { qos: 1 })
    })
    const speak = stand.platform.command('lift-1', { name: 'voice.play', values: { text: '请不要惊慌，救援人员正在赶来' } })
    await until(() => stand.platform.statesOf(speak).at(-1) === 'done')
    const call = stand.platform.command('lift-1', { name: 'lift.call', values: { floor: '1' } })
    await until(() => stand.platform.statesOf(call).at(-1) === 'failed')
  })
})

/** A gateway's old record with people trapped. */
function trappedLongAgo(): Buffer {
  const bytes = Buffer.alloc(20)
  bytes.writeUInt8(1, 4)
  bytes.writeUInt8(2, 5)
  bytes.writeUInt32LE(Math.floor(Date.now() / 1000) - 3600, 0)
  return bytes
}
