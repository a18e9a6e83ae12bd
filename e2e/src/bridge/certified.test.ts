import type { Device } from '@liren/contract/capabilities/device'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { createSigner } from '../../../device-bridge/src/crypto.ts'
import { connectMqtt, createCoapDevice } from '../../../device-bridge/src/sdk/index.ts'
import { createWriter } from '../../../device-bridge/src/sdk/message.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type Estate, openEstate } from './estate.ts'

/** Certificates from the house's own authorities, from the application to the refusal at the line. */
describeStores('certified devices', (open) => {
  let estate: Estate
  let bridge: Awaited<ReturnType<Estate['openBridge']>>
  beforeAll(async () => {
    estate = await openEstate(open)
    bridge = await estate.openBridge('gate-bridge')
  }, 90_000)
  afterAll(() => estate?.close(), 90_000)

  it('are let in by the certificate that the house issued, over TLS on both sides, and by nothing once it is revoked', async () => {
    const made = await estate.scene.made({
      ...{ productId: estate.scene.product('street-lamp'), code: 'lamp-c', name: '东门路灯', bridge: 'gate-bridge' },
    })
    const certificate = await estate.certify('lamp-c')
    body(await estate.scene.post(await estate.record(made), 'activate'))
    await until(() => bridge.registry.get('lamp-c')?.isEnabled === true)
    const { secret: _, ...own } = estate.configOf(bridge, 'lamp-c', 'street-lamp', '')
    const url = own.mqtt ?? ''
    const proof = { clientId: 'lamp-c', ca: bridge.ca, cert: certificate.certificate, key: certificate.key }
    await until(async () => (await estate.knock(url, proof)) === 'in')
    expect(await estate.knock(url, { clientId: 'lamp-c', ca: bridge.ca })).toBe('refused')

    const device = await connectMqtt({ ...own, secret: '', cert: certificate.certificate, key: certificate.key })
    estate.atEnd(() => device.close())
    await device.tell({ type: 'lamp.state', values: { isOn: true } })
    await until(async () => (await estate.heard(made, 'lamp.state')).length === 1)
    await certificate.revoke()
    await until(() => bridge.registry.get('lamp-c')?.certificateFingerprint === undefined)
    await until(() => !device.isOpen)
    expect(await estate.knock(url, proof)).toBe('refused')
  }, 90_000)

  it('[SZSQ-7.3-d] [GB42455-9.4-f] are believed by what they signed under their SM2 certificate and encrypted to their bridge, and by nothing else', async () => {
    const { device, config } = await estate.put(bridge, 'lamp-s', 'street-lamp')
    const mine = await estate.certify('lamp-s', { kind: 'sm2' })
    await until(() => bridge.registry.get('lamp-s')?.publicKey !== undefined)
    const proof = { clientId: 'lamp-s', username: 'lamp-s', password: config.secret, ca: bridge.ca }
    const line = mqtt.connect(config.mqtt ?? '', proof)
    estate.atEnd(() => line.endAsync(true))
    await new Promise<void>((resolve) => line.once('connect', () => resolve()))
    const say = (text: string) => line.publishAsync('v1/demo/street-lamp/lamp-s/event', text, { qos: 1 })
    const lamp = (level: number) => ({ type: 'lamp.state', values: { isOn: true, dimPercent: level } })
    const keys = { signingKey: mine.key, bridgeKey: bridge.publicKey }
    const other = await estate.certify((await estate.put(bridge, 'lamp-t', 'street-lamp')).config.code, { kind: 'sm2' })
    const writing = (own: Parameters<typeof createWriter>[0]) => createWriter(own, Date.now)
    const foreign = createSigner('11'.repeat(32)).publicKey

    await say(writing({}).say(lamp(1)))
    await say(writing({ signingKey: other.key, bridgeKey: bridge.publicKey }).say(lamp(2)))
    await say(writing({ signingKey: mine.key, bridgeKey: foreign }).say(lamp(3)))
    const good = writing(keys).say(lamp(4))
    const { sealed, signature } = JSON.parse(good) as { sealed: string; signature: string }
    await say(JSON.stringify({ sealed: sealed.replace(/.{8}$/, 'AAAAAAAA'), signature }))
    expect(good).not.toContain('lamp.state')
    await say(good)
    await until(async () => (await estate.heard(device, 'frame.unknown')).length === 4)
    expect((await estate.heard(device, 'frame.unknown')).map(({ values }) => values.reason)).toEqual([
      'not signed',
      'the signature is not right',
      'not encrypted to this bridge',
      'the signature is not right',
    ])
    await until(async () => (await estate.heard(device, 'lamp.state')).length === 1)
    expect((await estate.heard(device, 'lamp.state')).map(({ values }) => values)).toEqual([{ isOn: true, dimPercent: 4 }])

    await mine.revoke()
    await until(() => bridge.registry.get('lamp-s')?.publicKey === undefined)
    // Neither its old signature nor none at all counts now.
    await say(writing(keys).say(lamp(5)))
    await say(writing({}).say(lamp(6)))
    await until(async () => (await estate.heard(device, 'frame.unknown')).length === 6)
    expect((await estate.heard(device, 'frame.unknown')).slice(4).map(({ values }) => values.reason)).toEqual(
      Array.from({ length: 2 }, () => 'the certificate that it signed by is revoked'),
    )
    expect(await estate.heard(device, 'lamp.state')).toHaveLength(1)
  }, 90_000)

  it('[ZJWL-7.3.2.3.1] [ZJWL-7.3.2.1.1] are registered, let in, watched, commanded and taken out of service through one interface; what let them in before lets them in no more', async () => {
    const { admin } = estate.scene
    const { manager } = estate.village.tokens
    const { device, config } = await estate.put(bridge, 'smoke-9', 'smoke-detector')
    expect(body(await estate.app.call<{ device: Device }>('GET', '/api/device-codes/smoke-9', { token: manager })).device.stage).toBe(
      'active',
    )
    const done: string[] = []
    const fresh = estate.configOf(bridge, 'smoke-9', 'smoke-detector', config.secret)
    const sleeper = createCoapDevice(fresh, ({ id }) => ({ code: done.push(id) > 0 ? 0 : 1 }))
    await sleeper.wake([{ values: { alarm: false, battery: 71 } }])
    await until(async () => (await estate.record(device)).presence === 'online')
    expect((await estate.record(device)).state).toMatchObject({ 'device.battery': { percent: 71 } })
    const shadow = await estate.app.call('GET', `/api/devices/${device.id}/shadow`, { token: manager })
    expect(shadow.text).toContain('71')
    const id = await estate.silence(device)
    await until(() => bridge.bridge.pending > 0)
    // A device comes again when nothing had reached the bridge yet.
    await until(async () => (await sleeper.wake([])) === 1)
    await until(async () => (await estate.stateOf(id)) === 'done')
    expect(done).toEqual([id])

    body(await estate.scene.post(await estate.record(device), 'retire'))
    await until(() => bridge.registry.get('smoke-9')?.isEnabled === false)
    await expect(sleeper.wake([{ values: { alarm: true } }])).rejects.toThrow()
    expect(await estate.heard(device, 'fire.alarmed')).toEqual([])
    const order = { name: 'device.identify', values: {} }
    const refused = await estate.app.call('POST', `/api/devices/${device.id}/commands`, { token: manager, body: order })
    expect(refused.error?.code).toBe('device.not-running')
    // Its code is spent, and so is its secret: nothing brings either back.
    const again = await estate.scene.create({ code: 'smoke-9', productId: estate.scene.product('smoke-detector') })
    expect(again.error?.code).toBe('device.code-taken')
    const history = await estate.app.call<{ items: { action: string }[] }>('GET', `/api/devices/${device.id}/history`, { token: admin })
    const actions = body(history).items.map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['registered', 'secret-issued', 'activated', 'retired']))
  }, 90_000)
})
