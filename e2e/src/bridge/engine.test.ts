import type { Partner } from '@liren/contract/capabilities/api'
import type { Hook, Subscription } from '@liren/contract/capabilities/subscription'
import type { WarehouseItem } from '@liren/contract/device/warehouse-endpoints'
import { presenceLimits } from '@liren/contract/device-register'
import { dataClasses } from '@liren/contract/thing/layers'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { sendingDone, startSending } from '../../../bff/src/capabilities/subscription/deliver.ts'
import { playReceiver } from '../../../bff/src/capabilities/subscription/testing.ts'
import { signatureHeaders, signRequest } from '../../../bff/src/kernel/crypto/signed-request.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { systemChance, systemClock } from '../../../device-bridge/src/ports/system.ts'
import { findProtocol } from '../../../device-bridge/src/protocols/all.ts'
import { connectMqtt } from '../../../device-bridge/src/sdk/index.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { type Estate, openEstate } from './estate.ts'

const pause = (ms: number): Promise<false> => new Promise((resolve) => setTimeout(resolve, ms, false))

/** The thing engine from the sockets of devices to those who are told of them. */
describeStores('the thing engine', (open) => {
  let receiver: Awaited<ReturnType<typeof playReceiver>>
  let estate: Estate
  let first: Awaited<ReturnType<Estate['openBridge']>>
  beforeAll(async () => {
    receiver = await playReceiver()
    estate = await openEstate(open, { LIREN_HOOK_HOSTS: receiver.host, LIREN_REDIS_URL: '' })
    first = await estate.openBridge('node-1')
  }, 120_000)
  afterAll(async () => {
    await estate?.close()
    await receiver?.close()
  }, 90_000)

  const get = async <T>(path: string, token = estate.scene.admin) => body(await estate.app.call<T>('GET', path, { token }))
  const post = <T>(path: string, given: object, token = estate.scene.admin) => estate.app.call<T>('POST', path, { token, body: given })
  /** A device that speaks by the package of the maker's side, and does what it is told. */
  async function speaking(code: string, product: string, more: object = {}, bridge = first) {
    const { device, config } = await estate.put(bridge, code, product, more)
    const asked: string[] = []
    const client = await connectMqtt(config, {
      onCommand: async ({ id }: { id: string }) => {
        asked.push(id)
        return { code: 0 }
      },
    })
    estate.atEnd(() => client.close())
    return { device, config, client, asked }
  }

  const warehouse = async (store: string, token?: string) =>
    (await get<{ items: WarehouseItem[] }>(`/api/device-warehouse?store=${store}&limit=100`, token)).items

  it('[ZJWL-5.2] what a device of each class told is found in the warehouse under its class and under no other', async () => {
    const stop = new AbortController()
    estate.atEnd(() => stop.abort())
    const port = await new Promise<number>((resolve, reject) => {
      const print = (line: string) => void resolve(Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1]))
      const io = { clock: systemClock, chance: systemChance, signal: stop.signal, print }
      findProtocol('modbus')?.simulate?.run([], io).catch(reject)
    })
    const address = { host: '127.0.0.1', port, unit: 1 }
    const { scene } = estate
    const meter = await scene.made({ productId: scene.product('meter-1p'), code: 'meter-5', name: '总表', bridge: 'node-1', address })
    body(await scene.post({ ...meter, version: (await estate.issue(meter)).version }, 'activate'))
    await (await speaking('gate-5', 'door-contact')).client.tell({ values: { open: true } })
    await (await speaking('yard-5', 'people-counter')).client.tell({ values: { entered: 40, left: 38 } })
    await (await speaking('pump-5', 'pump-controller')).client.tell({ values: { isRunning: true, hasFault: false, frequencyHz: 42 } })
    const kept = async () => Object.fromEntries(await Promise.all(dataClasses.map(async (store) => [store, await told(store)] as const)))
    const told = async (store: string) =>
      (await warehouse(store)).map(({ code, values }) => [code, values.map(({ property }) => property).sort()])
    await until(async () => Object.values(await kept()).every((all) => all.some(([, names]) => (names?.length ?? 0) > 0)) || pause(300))
    expect(await kept()).toEqual({
      entrance: [['gate-5', ['isOpen']]],
      area: [['yard-5', ['entered', 'left']]],
      facility: [['pump-5', expect.arrayContaining(['isRunning'])]],
      energy: [['meter-5', expect.arrayContaining(['energyWh', 'powerW'])]],
    })
    // The values are what was said, not only that something was.
    const entered = (await warehouse('area'))[0]?.values.find(({ property }) => property === 'entered')
    expect(entered).toMatchObject({ value: 40, zh: '进入人次' })
  }, 120_000)

  it('[ZJWL-7.3.2.3.2-2] whoever subscribed is told when a device is cut off, within what its class allows, and when it is back', async () => {
    const { village } = estate
    const { device, config } = await estate.put(first, 'lamp-7', 'street-lamp')
    const target = { name: '街道平台', placeId: village.city.id, url: receiver.url, signedBy: 'hmac-sm3', partnerId: null }
    const { hook } = body(await post<{ hook: Hook }>('/api/subscription-hooks', target), 201)
    const wish = {
      name: '路灯在线',
      placeId: village.estate.id,
      source: { by: 'device', ids: [device.id] },
      types: ['device.*'],
      where: [],
    }
    body(await post<Subscription>('/api/subscriptions', { ...wish, target: { to: 'webhook', hookId: hook.id }, isEnabled: true }), 201)
    const heard: { type: string; values: Record<string, unknown> }[] = []
    const told = async (type: string, times: number) => {
      await estate.app.work()
      await startSending(estate.app.kernel)
      await sendingDone(estate.app.kernel)
      for (const { json } of receiver.take()) heard.push(...json.messages)
      return heard.filter((one) => one.type === type).length >= times || pause(200)
    }
    /** It comes, and says how it is. */
    const dial = async () => {
      const proof = { clientId: 'lamp-7', username: 'lamp-7', password: config.secret, ca: config.ca ?? '', reconnectPeriod: 0 }
      const client = await mqtt.connectAsync(config.mqtt ?? '', proof)
      await client.publishAsync('v1/demo/street-lamp/lamp-7/event', '{"type":"lamp.state","values":{"isOn":true}}', { qos: 1 })
      return client
    }
    const line = await dial()
    await until(() => told('device.online', 1))
    heard.splice(0)
    // The cable is cut: no word of parting.
    line.stream.destroy()
    await until(() => told('device.offline', 1))
    expect(heard.map(({ type }) => type)).not.toContain('device.online')
    const silentMs = heard.find(({ type }) => type === 'device.offline')?.values.silentMs
    expect(silentMs).toBeLessThanOrEqual(presenceLimits.mains)
    heard.splice(0)
    const back = await dial()
    estate.atEnd(() => back.endAsync(true))
    await until(() => told('device.online', 1))
    expect(heard.map(({ type }) => type)).not.toContain('device.offline')
  }, 120_000)

  it('[ZJWL-7.3.4.2-4] applications ask and command a device through the service, as far as they were given the right, and not beside it', async () => {
    const { app, village } = estate
    const { crypto } = app.kernel
    const keys = crypto.generateKeyPair()
    let nonces = 0
    const partner = async (name: string, groups: string[], placeId: string) => {
      const given = { name, owner: '街道', publicKey: keys.publicKey, groups, placeId, perSecond: 1000 }
      return body(await post<Partner>('/api/partners', given), 201)
    }
    const as = ({ keyId }: Partner, method: string, target: string, given?: object) => {
      const text = given === undefined ? '' : JSON.stringify(given)
      const parts = { keyId, now: app.clock.now(), nonce: `engine-nonce-${String(++nonces).padStart(10, '0')}` }
      const made = signRequest(crypto, keys.privateKey, { method, target, body: Buffer.from(text) }, parts)
      const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, name]) => [name, made[part as keyof typeof made]]))
      return app.call<{ id: string; shadow: { reported: Record<string, { v: unknown }> } }>(method, target, {
        headers,
        ...(given === undefined ? {} : { body: text }),
      })
    }
    const { device, client, asked } = await speaking('lamp-8', 'street-lamp')
    await client.tell({ type: 'lamp.state', values: { isOn: false } })
    await until(async () => (await estate.heard(device, 'lamp.state')).length === 1)
    const mine = await partner('照明应用', ['device'], village.estate.id)
    const none = await partner('访客应用', ['live'], village.estate.id)
    const far = await partner('河东应用', ['device'], village.farEstate.id)
    const [read, order] = [`/api/devices/${device.id}/shadow`, `/api/devices/${device.id}/commands`]
    const on = { name: 'lamp.set', values: { isOn: true } }
    const refused = []
    for (const who of [none, far]) refused.push((await as(who, 'GET', read)).status, (await as(who, 'POST', order, on)).status)
    refused.push((await app.call('GET', read)).status, (await app.call('POST', order, { body: on })).status)
    expect(refused).toEqual([403, 403, 404, 404, 401, 401])
    // Nor is there a way around it: the lines of devices know no application.
    const url = `mqtts://127.0.0.1:${first.bridge.mqttsPort}`
    expect(await estate.knock(url, { clientId: mine.keyId, username: mine.keyId, password: 'x'.repeat(32), ca: first.ca })).toBe('refused')
    expect(asked).toEqual([])

    expect(body(await as(mine, 'GET', read)).shadow.reported.isOn?.v).toBe(false)
    const { id } = body(await as(mine, 'POST', order, on), 201)
    await until(async () => (await estate.stateOf(id)) === 'done' || pause(100))
    expect(asked).toEqual([id])
  }, 120_000)

  it('[GB42455-6.3.1-d] one node serves two communities, and each sees and commands only what is its own', async () => {
    const { app, village } = estate
    const here = await speaking('lamp-wt', 'street-lamp', { placeId: village.garden.id })
    const there = await speaking('lamp-bh', 'street-lamp', { placeId: village.farEstate.id })
    await here.client.tell({ type: 'lamp.state', values: { isOn: true } })
    await there.client.tell({ type: 'lamp.state', values: { isOn: false } })
    for (const { device } of [here, there]) await until(async () => (await estate.heard(device, 'lamp.state')).length === 1)
    const { manager, farManager } = village.tokens
    const codes = async (token: string) => (await warehouse('facility', token)).map(({ code }) => code)
    expect([(await codes(manager)).includes('lamp-wt'), (await codes(manager)).includes('lamp-bh')]).toEqual([true, false])
    expect(await codes(farManager)).toEqual(['lamp-bh'])
    const order = { name: 'lamp.set', values: { isOn: true } }
    for (const [token, { device }] of [
      [manager, there],
      [farManager, here],
    ] as const) {
      for (const what of ['events', 'shadow', 'points?property=powerW'])
        expect((await app.call('GET', `/api/devices/${device.id}/${what}`, { token })).status).toBe(404)
      expect((await app.call('POST', `/api/devices/${device.id}/commands`, { token, body: order })).status).toBe(404)
    }
    expect([here.asked, there.asked]).toEqual([[], []])
  }, 120_000)

  it('[GB42455-6.3.2-d] devices move to a second node and the first is taken away; who they are and what they said stays', async () => {
    const { app, scene } = estate
    const node = (code: string, method: string, what = '', given?: object) =>
      app.call<{ moved: number; left: number }>(method, `/api/bridge/bridges/${code}${what}`, {
        token: scene.admin,
        ...(given ? { body: given } : {}),
      })
    const old = await estate.openBridge('node-a')
    const { device, config, client } = await speaking('lamp-9', 'street-lamp', {}, old)
    await client.tell({ type: 'lamp.state', values: { isOn: true, dimPercent: 10 } })
    await until(async () => (await estate.heard(device, 'lamp.state')).length === 1)
    const version = async () =>
      (await get<{ items: { code: string; version: number }[] }>('/api/bridge/bridges')).items.find(({ code }) => code === 'node-a')
        ?.version
    expect((await node('node-a', 'DELETE', `?version=${await version()}`)).error?.code).toBe('bridge.in-use')
    expect((await node('node-a', 'POST', '/moves', { to: 'node-a' })).error?.code).toBe('bridge.move-unfit')

    const next = await estate.openBridge('node-b')
    expect(body(await node('node-a', 'POST', '/moves', { to: 'node-b' }))).toMatchObject({ moved: 1, left: 0 })
    expect((await node('node-a', 'DELETE', `?version=${await version()}`)).status).toBe(204)
    await client.close()
    await old.close()
    // The same device with the same secret, at the other node.
    const url = `mqtts://127.0.0.1:${next.bridge.mqttsPort}`
    const proof = { clientId: 'lamp-9', username: 'lamp-9', password: config.secret, ca: next.ca }
    await until(async () => (await estate.knock(url, proof)) === 'in' || pause(200))
    expect(await estate.knock(url, { ...proof, password: 'a-wrong-secret-000000' })).toBe('refused')
    const again = await connectMqtt({ ...config, mqtt: url, ca: next.ca })
    estate.atEnd(() => again.close())
    await again.tell({ type: 'lamp.state', values: { isOn: true, dimPercent: 20 } })
    await until(async () => (await estate.heard(device, 'lamp.state')).length === 2 || pause(200))
    expect((await estate.heard(device, 'lamp.state')).map(({ values }) => values.dimPercent)).toEqual([10, 20])
    expect(await estate.record(device)).toMatchObject({ id: device.id, code: 'lamp-9', stage: 'active' })
    expect((await get<{ items: { code: string }[] }>('/api/bridge/bridges')).items.map(({ code }) => code)).not.toContain('node-a')
    expect((await node('node-a', 'DELETE', '?version=1')).status).toBe(404)
  }, 120_000)
})
