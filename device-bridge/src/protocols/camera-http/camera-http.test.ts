import { builtinProducts } from '@liren/contract/thing/builtin/index'
import fc from 'fast-check'
import mqtt from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { notInModel } from '../../../test/model.ts'
import { openStand, until } from '../../../test/stand.ts'
import { cameraHttp } from './index.ts'
import { badPushes, goodPushes } from './samples.ts'

const secret = 'camera-secret-0001'

describe('pushes', () => {
  test.each(badPushes)('$text is refused', ({ text, at, why }) => {
    const decoded = cameraHttp.decode(Buffer.from(text))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded.why).toMatch(why)
    expect(decoded.at).toBe(at)
  })
  test.each(goodPushes)('is read: $text', ({ text, says }) => {
    const decoded = cameraHttp.decode(Buffer.from(text))
    if (!decoded.ok) throw new Error(`byte ${decoded.at}: ${decoded.why}`)
    expect(decoded.value).toMatchObject(says)
  })
  test('any message is survived', () => {
    fc.assert(fc.property(fc.json(), (text) => void cameraHttp.decode(Buffer.from(`{"operator":"RecPush","info":${text}}`))))
  })
})

describe('a camera on the line', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  async function stand() {
    const camera = { protocol: 'camera-http', kind: 'camera' }
    const opened = await openStand([
      { ...camera, code: 'cam-1', secret },
      { ...camera, code: 'lift-cam', secret: 'another-secret-0002', deviceId: 'l-1', inLift: true },
    ])
    ends.push(opened.close)
    const post = async (body: string, code = 'cam-1', key = secret) => {
      const answer = await fetch(`http://127.0.0.1:${opened.bridge.httpPort}/camera/${code}/${key}`, { method: 'POST', body })
      return { status: answer.status, told: (await answer.json()) as { code: number } }
    }
    return { ...opened, post }
  }

  test('a wrong secret, nonsense, an event of another kind and another device are refused with their code, and kept', async () => {
    const { post, platform } = await stand()
    expect((await post('{}', 'cam-1', 'guess')).status).toBe(403)
    expect((await post('{}', 'cam-9')).status).toBe(403)
    expect((await post('nonsense')).told.code).toBe(201)
    expect((await post('{"operator":"Explode","info":{"DeviceID":"l-1"}}')).told.code).toBe(461)
    expect((await post('{"operator":"HeartBeat","info":{"DeviceID":"l-2"}}', 'lift-cam', 'another-secret-0002')).told.code).toBe(463)
    await until(() => platform.told('cam-1', 'frame.unknown').length === 2 && platform.told('lift-cam', 'frame.unknown').length === 1)
  })

  test('every finding arrives once, as an event that its product knows', async () => {
    const { post, platform } = await stand()
    const own = goodPushes.slice(0, 4).map(({ text }, i) => text.replace('"a-1"', `"a-${i}"`))
    for (const text of [...own, ...own]) expect(await post(text)).toEqual({ status: 200, told: { code: 200, desc: 'OK' } })
    await until(() => platform.told('cam-1', 'camera.occluded').length === 1)
    expect(platform.told('cam-1').map(({ type }) => type)).toEqual([
      'device.online',
      'camera.falling-object',
      'camera.crowd',
      'camera.intrusion',
      'camera.occluded',
    ])
    const models = ['perimeter-camera', 'falling-object-camera'].map((wanted) => builtinProducts.find(({ code }) => code === wanted)?.thing)
    const [first = [], second = []] = models.map((model) => notInModel(model, platform.events))
    expect(first.filter((type) => second.includes(type))).toEqual([])
  })

  test('over MQTT a terminal tells an e-bike in its lift, under its own topics only', async () => {
    const { bridge, platform } = await stand()
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${bridge.mqttPort}`, {
      clientId: 'lift-cam',
      username: 'lift-cam',
      password: 'another-secret-0002',
      reconnectPeriod: 0,
    })
    ends.push(() => client.endAsync(true))
    client.on('error', () => undefined)
    const ebike = '{"operator":"ElectricalBicycleSnapPush","info":{"facesluiceId":"l-1","SnapID":9,"time":"2026-03-01 08:00:00"}}'
    await client.publishAsync('mqtt/face/heartbeat', '{"facesluiceId":"l-1"}', { qos: 1 })
    await client.publishAsync('mqtt/face/l-1/Snap', ebike, { qos: 1 })
    await client.publishAsync('mqtt/face/l-1/Snap', ebike, { qos: 1 })
    await client.publishAsync('camera/lift-cam/event', goodPushes[5]?.text ?? '', { qos: 1 })
    await until(() => platform.told('lift-cam', 'lift.ebike').length === 2)
    expect(platform.told('lift-cam', 'lift.ebike').map(({ values }) => values)).toMatchObject([{ isInside: true }, { isInside: false }])
    const model = builtinProducts.find(({ code }) => code === 'lift-camera')
    expect(notInModel(model?.thing, platform.events)).toEqual([])
    void client.publishAsync('camera/cam-1/event', goodPushes[0]?.text ?? '', { qos: 1 }).catch(() => undefined)
    await until(() => !client.connected)
    expect(platform.told('cam-1')).toEqual([])
  })
})
