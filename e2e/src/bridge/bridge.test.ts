import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Device } from '@liren/contract/capabilities/device'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body, openScene } from '../../../bff/src/capabilities/device/testing.ts'
import { startTestApp, type TestApp } from '../../../bff/test/app.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { makeVillage, type Village } from '../../../bff/test/village.ts'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import type { Fetch } from '../../../device-bridge/src/ports/ports.ts'
import { openStand, standIn, until } from '../../../device-bridge/test/stand.ts'

/** The real server and the real bridge, each over its own sockets, and a lamp that speaks MQTT. */
describeStores('the server and its bridge', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let stand: Awaited<ReturnType<typeof openStand>>
  let lamp: Device
  let secret: string
  let folder: string

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    scene = await openScene(app, village)
    folder = mkdtempSync(join(tmpdir(), 'liren-gate-'))
    const { publicKey } = await openSigner(join(folder, 'bridge', 'bridge.key'))
    const registration = { name: '东门网桥', publicKey, isEnabled: true }
    body(await app.call('PUT', '/api/bridge/bridges/gate-bridge', { token: scene.admin, body: registration }))
    const env = { LIREN_BRIDGE_HOUSE_URL: app.origin, LIREN_BRIDGE_CODE: 'gate-bridge' }
    // The clock of the server in this test is not ours: the bridge finds out and asks by it.
    stand = await openStand([], { env, folder, platform: { ...standIn(), fetch: globalThis.fetch as Fetch } })
    lamp = await scene.made({
      productId: scene.product('street-lamp'),
      code: 'east-lamp',
      name: '东门路灯',
      bridge: 'gate-bridge',
    })
    const issued = body(await scene.post<{ secret: string; version: number }>(lamp, 'secret'), 201)
    secret = issued.secret
    lamp = body(await scene.post({ ...lamp, version: issued.version }, 'activate'))
  })
  afterAll(async () => {
    await stand.close()
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Tries until it is let in, as a device does: its protocol is opened a moment after the first device of it is known. */
  const connect = async () => {
    const credentials = { clientId: 'east-lamp', username: 'east-lamp', password: secret }
    const client = mqtt.connect(`mqtt://127.0.0.1:${stand.bridge.mqttPort}`, {
      ...credentials,
      reconnectPeriod: 200,
      reconnectOnConnackError: true,
    })
    client.on('error', () => undefined)
    await new Promise<void>((resolve) => client.once('connect', () => resolve()))
    return client
  }
  const shown = async () =>
    body(await app.call<{ items: { type: string }[] }>('GET', `/api/devices/${lamp.id}/events`, { token: scene.admin })).items

  it('a device that was registered and activated there is let in here, is heard there, and does what it is told', async () => {
    await until(() => stand.registry.get('east-lamp')?.isEnabled === true)
    const client = await connect()
    const asked: { id: string; name: string; args: object }[] = []
    client.on('message', (_, payload) => {
      const message = JSON.parse(payload.toString()) as (typeof asked)[number]
      asked.push(message)
      client.publish('v1/demo/street-lamp/east-lamp/cmd/reply', JSON.stringify({ id: message.id, code: 0 }), { qos: 1 })
    })
    await client.subscribeAsync('v1/demo/street-lamp/east-lamp/cmd', { qos: 1 })
    const said = { id: 'm-1', type: 'lamp.state', values: { isOn: false } }
    for (let i = 0; i < 2; i++) await client.publishAsync('v1/demo/street-lamp/east-lamp/event', JSON.stringify(said), { qos: 1 })
    await until(async () => (await shown()).some(({ type }) => type === 'lamp.state'))
    expect((await shown()).filter(({ type }) => type === 'lamp.state')).toHaveLength(1)

    const order = { name: 'lamp.set', values: { isOn: true } }
    const sent = body(
      await app.call<{ id: string }>('POST', `/api/devices/${lamp.id}/commands`, { token: village.tokens.manager, body: order }),
      201,
    )
    const state = async () =>
      body(await app.call<{ command: { state: string } }>('GET', `/api/device-commands/${sent.id}`, { token: village.tokens.manager }))
        .command.state
    await until(async () => (await state()) === 'done')
    expect(asked).toMatchObject([{ id: sent.id, name: 'lamp.set', args: { isOn: true } }])
    await client.endAsync(true)
  })

  it('a device that is retired there is refused here', async () => {
    const { device } = body(await app.call<{ device: Device }>('GET', `/api/devices/${lamp.id}`, { token: scene.admin }))
    const cut = await connect()
    const closed = new Promise<void>((resolve) => cut.once('close', () => resolve()))
    body(await scene.post(device, 'retire'))
    await closed
    const code = await new Promise((resolve) => cut.once('error', (error) => resolve((error as { code?: number }).code)))
    expect(code).toBe(5)
    await cut.endAsync(true)
  })
})
