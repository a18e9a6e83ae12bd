import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { nbiot } from './index.ts'
import { badPushes, goodPushes } from './samples.ts'
import { pushOf } from './simulate.ts'

describe('pushes', () => {
  test.each(badPushes)('$as $text is refused', ({ as, text, at, why }) => {
    const decoded = nbiot.decode(Buffer.from(text), as)
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded).toMatchObject({ at, why: expect.stringMatching(why) })
  })
  test.each(goodPushes)('$as $text is read', ({ as, text, says }) => {
    expect(nbiot.decode(Buffer.from(text), as)).toMatchObject({ ok: true, value: says })
  })
  test('any JSON is survived', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('ctwing', 'onenet'), (text, as) => {
        nbiot.decode(Buffer.from(text), as)
        nbiot.decode(Buffer.from(`{"messageType":"dataReport","deviceId":"d","payload":${text}}`), 'ctwing')
        nbiot.decode(Buffer.from(`{"msg":${text}}`), 'onenet')
      }),
    )
  })
})

describe('platforms on the line', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  const [secret, token] = ['the-secret-of-ctwing', 'the-token']
  beforeAll(async () => {
    const sensor = (code: string, model: string, id: string, via: string, more: object = {}) => ({
      code,
      protocol: 'nbiot',
      model,
      id,
      via,
      ...more,
    })
    stand = await openStand([
      { code: 'ctwing-1', protocol: 'nbiot', secret, platform: 'ctwing' },
      { code: 'onenet-1', protocol: 'nbiot', secret: 'the-secret-of-onenet', platform: 'onenet', token },
      { code: 'far-1', protocol: 'nbiot', secret: 'the-secret-of-far-1', platform: 'ctwing', from: '192.0.2.7' },
      sensor('water-1', 'water-meter-nb', 'acf7', 'ctwing-1'),
      sensor('smoke-1', 'smoke-detector', 'beef', 'ctwing-1', {
        fields: [
          { name: 'alarm', from: 'Alarm_Status', equals: 2 },
          { name: 'battery', from: 'Battery_Level' },
        ],
      }),
      sensor('hole-1', 'manhole', 'cafe', 'ctwing-1', { fields: [{ name: 'open', at: 2, bit: 3 }] }),
      sensor('air-1', 'environment-sensor', '526298861', 'onenet-1', { fields: [{ name: 'temperatureC', from: '3303_0_5700' }] }),
    ])
  })
  afterAll(() => stand.close())
  const url = (code = 'ctwing-1', its = secret) => `http://127.0.0.1:${stand.bridge.httpPort}/nbiot/${code}/${its}`
  const push = async (body: object | string, to = url()) =>
    (await fetch(to, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })).status

  test('a wrong secret, another sender, a sensor as platform and nonsense are refused and kept', async () => {
    const good = pushOf('acf7', { volumeL: 1 }, Date.now())
    expect(await push(good, url('ctwing-1', 'guess'))).toBe(403)
    expect(await push(good, url('far-1', 'the-secret-of-far-1'))).toBe(403)
    expect(await push(good, url('water-1', secret))).toBe(403)
    expect(await push('{"messageType":')).toBe(400)
    await until(() => stand.platform.told('ctwing-1', 'frame.unknown').length === 1)
    expect(stand.platform.events.filter(({ type }) => type === 'meter.water-read')).toEqual([])
  })

  test('what was pushed three times is told once; a device of another platform is a stranger, and taken from the platform all the same', async () => {
    const at = Date.now()
    const push1 = pushOf('acf7', { volumeL: 1200, valve: 'open', leak: true, battery: 88 }, at)
    for (let i = 0; i < 3; i++) expect(await push(push1)).toBe(200)
    expect(await push(pushOf('526298861', { volumeL: 9 }, at))).toBe(200)
    await until(() => stand.platform.told('water-1', 'meter.alarm').length > 0)
    expect(stand.platform.told('water-1').filter(({ type }) => type.startsWith('meter'))).toMatchObject([
      { type: 'meter.water-read', at, values: { volumeL: 1200 } },
      { type: 'meter.valve', values: { state: 'open' } },
      { type: 'meter.alarm', values: { kind: 'leak', isActive: true } },
    ])
    const strangers = await (await fetch(`http://127.0.0.1:${stand.bridge.healthPort}/strangers`)).text()
    expect(strangers).toContain('not registered behind ctwing-1')
  })

  test('names and bytes are read by the map of the register, and only by it', async () => {
    const at = Date.now()
    await push(pushOf('beef', { serviceId: 'notification', serviceData: { Alarm_Status: 2, Battery_Level: '97' } }, at))
    await push(pushOf('cafe', { APPdata: Buffer.from([1, 1, 0x08]).toString('base64') }, at))
    await push(pushOf('cafe', { APPdata: Buffer.from([1]).toString('base64') }, at))
    await push(pushOf('acf7', { APPdata: 'AQE=' }, at + 1))
    await until(() => stand.platform.told('ctwing-1', 'frame.unknown').length === 3)
    expect(stand.platform.told('smoke-1', 'fire.alarmed')).toMatchObject([{ values: { kind: 'smoke' } }])
    expect(stand.platform.told('smoke-1', 'device.battery')).toMatchObject([{ values: { percent: 97 } }])
    expect(stand.platform.told('hole-1', 'manhole.moved')).toMatchObject([{ values: { isOpen: true } }])
  })

  test('a sign of life of the platform is one of the device; that it is gone is not', async () => {
    const report = (eventType: number) => ({ messageType: 'deviceOnlineOfflineReport', deviceId: 'cafe', eventType, timestamp: Date.now() })
    expect([await push(report(1)), await push(report(0))]).toEqual([200, 200])
    await until(() => stand.platform.told('hole-1', 'device.online').length === 1)
    expect(stand.platform.told('hole-1', 'device.offline')).toEqual([])
  })

  test('OneNET asks whether the address is ours, and pushes several points at once', async () => {
    const to = url('onenet-1', 'the-secret-of-onenet')
    const signature = createHash('md5').update(`${token}n1hello world`).digest('base64')
    const ask = (sign: string) => fetch(`${to}?msg=hello+world&nonce=n1&signature=${sign}`)
    expect((await ask(encodeURIComponent(createHash('md5').update('x').digest('base64')))).status).toBe(403)
    for (const sign of [encodeURIComponent(signature), signature]) expect(await (await ask(sign)).text()).toBe('hello world')
    const point = (ds_id: string, value: unknown) => ({ type: 1, dev_id: 526298861, ds_id, value, at: Date.now() })
    expect(await push({ msg: [point('3303_0_5700', '21.5'), point('3304_0_5700', 40)] }, to)).toBe(200)
    await until(() => stand.platform.told('air-1', 'environment.read').length === 1)
    expect(stand.platform.told('air-1', 'environment.read')).toMatchObject([{ values: { temperatureC: 21.5 } }])
  })
})
