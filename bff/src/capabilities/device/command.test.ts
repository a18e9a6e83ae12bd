import type { Device } from '@liren/contract/capabilities/device'
import type { DeviceCommandView } from '@liren/contract/device/command-endpoints'
import type { CommandsAnswer } from '@liren/contract/device-commands'
import type { DevicesAnswer } from '@liren/contract/device-register'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from './testing.ts'

describeStores('commands to devices', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let door: Device
  let bridges = 0

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    scene = await openScene(app, village)
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    bridge = await playBridge(app, scene.admin, `edge-${++bridges}`)
    door = await scene.running({ productId: scene.product('door-controller'), name: '3幢单元门', bridge: bridge.code })
  })

  const manager = () => village.tokens.manager
  const send = (order: object, more: { token?: string; key?: string; to?: Device } = {}) =>
    app.call<DeviceCommandView>('POST', `/api/devices/${(more.to ?? door).id}/commands`, {
      token: more.token ?? manager(),
      body: { name: 'door.open', values: {}, ...order },
      ...(more.key === undefined ? {} : { key: more.key }),
    })
  const endanger = (order: object, token = manager()) =>
    app.call<DeviceCommandView>('POST', `/api/devices/${door.id}/dangerous-commands`, {
      token,
      body: { name: 'door.hold-open', values: {}, reason: '搬家通行', confirm: door.code, ...order },
    })
  const fetched = async (after = 0) => body(await bridge.ask<CommandsAnswer>('commands', { after })).commands
  const told = (commandId: string, state: string, more: object = {}) =>
    bridge.tell(bridge.event(door.code, 'command.state', { commandId, state, ...more }))
  const read = async (id: string) =>
    body(
      await app.call<{ command: DeviceCommandView; steps: { state: string }[] }>('GET', `/api/device-commands/${id}`, { token: manager() }),
    )

  it('are refused to those who may not, elsewhere, of what the model does not offer, and with values that do not fit', async () => {
    expect((await send({}, { token: village.tokens.resident })).error?.code).toBe('permission.denied')
    expect((await send({}, { token: village.tokens.worker })).error?.code).toBe('permission.denied')
    expect((await send({}, { token: village.tokens.farManager })).status).toBe(404)
    expect((await send({ name: 'charging.start' })).error?.code).toBe('device.no-service')
    const wrong = await send({ values: { seconds: 9000, force: true } })
    expect(wrong.error).toMatchObject({ code: 'device.values-unfit' })
    expect(wrong.error?.faults.map((fault) => fault.path)).toEqual(['body.values.seconds', 'body.values.force'])
    const kept = await app.call<{ items: unknown[] }>('GET', `/api/devices/${door.id}/commands`, { token: manager() })
    expect(body(kept).items).toEqual([])
  })

  it('are refused for a device that does not run or that no bridge speaks to', async () => {
    const registered = await scene.made({ productId: scene.product('door-controller'), bridge: bridge.code })
    expect((await send({}, { to: registered })).error?.code).toBe('device.not-running')
    const alone = await scene.running({ productId: scene.product('door-controller') })
    expect((await send({}, { to: alone })).error?.code).toBe('device.no-bridge')
  })

  it('that are dangerous ask for a permission of their own, a reason, and the code of the device once more', async () => {
    expect((await send({ name: 'door.hold-open' })).error?.code).toBe('device.dangerous')
    expect((await endanger({ confirm: 'another-door' })).error?.code).toBe('device.not-confirmed')
    expect((await endanger({ reason: ' ' })).error?.faults[0]?.path).toBe('body.reason')
    expect((await endanger({}, village.tokens.worker)).error?.code).toBe('permission.denied')
    expect(body(await endanger({}), 201)).toMatchObject({ isDangerous: true, reason: '搬家通行', state: 'waiting' })
  })

  it('sent twice with one key are one command', async () => {
    const key = 'open-the-door-once-0001'
    const first = body(await send({}, { key }), 201)
    expect(body(await send({}, { key }), 201).id).toBe(first.id)
    expect((await send({ values: { seconds: 5 } }, { key })).error?.code).toBe('request.key-reused')
    expect(await fetched()).toHaveLength(1)
  })

  it('[ZJWL-7.3.2.1.2-1] go to the bridge in order and come back with every step by their own id', async () => {
    const first = body(await send({ values: { seconds: 5 } }), 201)
    const second = body(await send({ name: 'device.identify' }), 201)
    const commands = await fetched()
    expect(commands.map(({ id, device, name, values }) => ({ id, device, name, values }))).toEqual([
      { id: first.id, device: door.code, name: 'door.open', values: { seconds: 5 } },
      { id: second.id, device: door.code, name: 'device.identify', values: {} },
    ])
    expect(commands[1]?.sequence).toBeGreaterThan(commands[0]?.sequence ?? 0)
    expect((await read(first.id)).command.state).toBe('sent')
    await told(first.id, 'accepted')
    await told(first.id, 'done')
    const shown = await read(first.id)
    expect(shown.steps.map((step) => step.state)).toEqual(['waiting', 'sent', 'accepted', 'done'])
    expect(shown.command.endedAt).not.toBeNull()
    expect((await read(second.id)).command.state).toBe('sent')
    // what was not confirmed comes again, what the bridge has on its disk does not
    expect((await fetched()).map((command) => command.id)).toEqual([second.id])
    expect(await app.kernel.store.rows('SELECT id FROM device_command_steps WHERE command_id = ?', [first.id])).toHaveLength(4)
  })

  it('keep the end they had: replayed, reordered and foreign words change nothing', async () => {
    const sent = body(await send({}), 201)
    await fetched()
    await told(sent.id, 'failed', { reason: 'door jammed' })
    for (const state of ['accepted', 'done', 'sent', 'failed']) await told(sent.id, state)
    expect(await read(sent.id)).toMatchObject({ command: { state: 'failed', cause: 'door jammed' } })
    const other = await scene.running({ productId: scene.product('door-controller'), bridge: bridge.code })
    const mine = body(await send({}), 201)
    await bridge.tell(bridge.event(other.code, 'command.state', { commandId: mine.id, state: 'done' }))
    expect((await read(mine.id)).command.state).toBe('waiting')
  })

  it('whose time is over never leave the house, and those nobody answered say so', async () => {
    const never = body(await send({}), 201)
    await app.clock.leap(11_000)
    const fresh = body(await send({}), 201)
    expect((await fetched()).map((command) => command.id)).toEqual([fresh.id])
    await scene.runJob('device.expire-commands')
    expect((await read(never.id)).command).toMatchObject({ state: 'expired', cause: 'not-fetched' })
    expect((await read(fresh.id)).command.state).toBe('sent')
    await app.clock.leap(80_000)
    await scene.runJob('device.expire-commands')
    expect((await read(fresh.id)).command).toMatchObject({ state: 'expired', cause: 'no-answer' })
    // the device did it, only its word was long on the way
    await told(fresh.id, 'done')
    expect((await read(fresh.id)).command.state).toBe('done')
    await told(never.id, 'expired')
    expect((await read(never.id)).steps.map((step) => step.state)).toEqual(['waiting', 'expired'])
  })

  it('can be taken back until the bridge has fetched them', async () => {
    const sent = body(await send({}), 201)
    const cancel = (token = manager()) => app.call<DeviceCommandView>('POST', `/api/device-commands/${sent.id}/cancel`, { token })
    expect((await cancel(village.tokens.farManager)).status).toBe(404)
    expect(body(await cancel()).state).toBe('cancelled')
    const other = body(await send({}), 201)
    expect((await fetched()).map((command) => command.id)).toEqual([other.id])
    const late = await app.call('POST', `/api/device-commands/${other.id}/cancel`, { token: manager() })
    expect(late.error?.code).toBe('device.too-late')
  })

  it('reach a bridge that waits, at once', async () => {
    const asked = bridge.ask<CommandsAnswer>('commands', { after: 0 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    const sent = body(await send({}), 201)
    expect(body(await asked).commands.map((command) => command.id)).toEqual([sent.id])
  })

  it('are told to their own bridge only, by a signed question that is new and in time', async () => {
    const sent = body(await send({}), 201)
    const other = await playBridge(app, scene.admin, `other-${bridges}`)
    const asking = other.ask<CommandsAnswer>('commands', { after: 0 })
    const ask = (more: object, key = bridge) => {
      const question = { ask: 'commands', bridge: bridge.code, at: app.clock.now(), nonce: 'a-nonce-of-its-own-1', after: 0, ...more }
      return app.call<CommandsAnswer>('POST', '/api/bridge/commands/next', { body: key.sign(JSON.stringify(question)) })
    }
    expect((await ask({}, other)).error?.code).toBe('bridge.signature')
    expect((await ask({ bridge: 'nobody' })).error?.code).toBe('bridge.unknown')
    expect((await ask({ at: app.clock.now() - 400_000 })).error?.code).toBe('bridge.ask-old')
    expect((await ask({ ask: 'devices' })).error?.code).toBe('request.invalid')
    expect(body(await ask({})).commands.map((command) => command.id)).toEqual([sent.id])
    expect((await ask({})).error?.code).toBe('bridge.ask-old')
    let isAnswered = false
    const answered = asking.finally(() => {
      isAnswered = true
    })
    // The other bridge's question is held open until its time is over.
    while (!isAnswered) {
      await app.clock.advance(1_000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(body(await answered).commands).toEqual([])
  })

  it('go with a register that holds digests of secrets, each device its own, shown once', async () => {
    const issue = async (device: Device) => {
      const now = body(await app.call<{ device: Device }>('GET', `/api/devices/${device.id}`, { token: scene.admin })).device
      return body(await scene.post<{ secret: string }>(now, 'secret'), 201).secret
    }
    const second = await scene.running({ productId: scene.product('door-controller'), bridge: bridge.code })
    const [one, two] = [await issue(door), await issue(second)]
    expect(one).not.toBe(two)
    const register = body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: 0 }))
    const entry = (code: string) => register.devices.find((device) => device.code === code)
    const digest = (code: string, secret: string) => app.kernel.crypto.sm3(`${code}:${secret}`).toString('hex')
    const opened = (sealed: string | undefined) =>
      app.kernel.crypto.decrypt(bridge.keys.privateKey, Buffer.from(sealed ?? '', 'base64')).toString()
    expect(entry(door.code)).toMatchObject({ product: 'door-controller', protocol: 'uhppote', isEnabled: true })
    expect(opened(entry(door.code)?.sealedDigest)).toBe(digest(door.code, one))
    expect(opened(entry(second.code)?.sealedDigest)).toBe(digest(second.code, two))
    expect(opened(entry(door.code)?.sealedSecret)).toBe(one)
    // What a secret is checked by is a key itself: neither lies anywhere in the open, nor goes over the line so.
    const dump = JSON.stringify([
      ...(await app.kernel.store.rows('SELECT content FROM device_history')),
      ...(await peek(app.kernel.store, 'SELECT * FROM devices')),
      register,
    ])
    for (const word of [one, two, digest(door.code, one), digest(second.code, two)]) expect(dump).not.toContain(word)
  })

  it('seals what an earlier release kept in the open, and the bridge is told the same', async () => {
    await app.kernel.store.run('UPDATE devices SET secret_digest = ?, sealed_digest = NULL WHERE id = ?', ['ab'.repeat(32), door.id])
    const told = async () => {
      const { devices } = body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: 0 }))
      const sealed = Buffer.from(devices.find(({ code }) => code === door.code)?.sealedDigest ?? '', 'base64')
      return app.kernel.crypto.decrypt(bridge.keys.privateKey, sealed).toString()
    }
    expect(await told()).toBe('ab'.repeat(32))
    await scene.runJob('device.seal-digests')
    const sql = 'SELECT secret_digest, sealed_digest FROM devices WHERE id = ?'
    const [row] = await peek<{ secret_digest: string | null; sealed_digest: string }>(app.kernel.store, sql, [door.id])
    expect(row?.secret_digest).toBeNull()
    expect(row?.sealed_digest).not.toContain('ab'.repeat(8))
    expect(await told()).toBe('ab'.repeat(32))
  })

  it('are secrets that only those issue who may', async () => {
    expect((await scene.post({ ...door, version: 99 }, 'secret', {}, village.tokens.manager)).error?.code).toBe('permission.denied')
  })

  it('stop with the retirement of the device, whose credential the register ends', async () => {
    const { revision } = body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: 0 }))
    expect(body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: revision })).devices).toEqual([])
    const retired = body(await scene.post(door, 'retire'))
    expect((await send({})).error?.code).toBe('device.not-running')
    const change = body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: revision }))
    expect(change.devices).toMatchObject([{ code: door.code, isEnabled: false }])
    expect(change.devices[0]).not.toHaveProperty('sealedDigest')
    expect(change.devices[0]).not.toHaveProperty('sealedSecret')
    expect(change.revision).toBeGreaterThan(revision)
    const late = await bridge.tell(bridge.event(door.code, 'door.opened'))
    expect(late).toMatchObject({ applied: 0, refused: 1 })
    expect((await app.call('GET', `/api/devices/${retired.id}`, { token: manager() })).status).toBe(200)
  })

  it('follow a device to another bridge, which counts from one; the first bridge is told that it is gone', async () => {
    await bridge.tell(bridge.event(door.code, 'device.online'), bridge.event(door.code, 'door.opened'))
    const { revision } = body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: 0 }))
    const second = await playBridge(app, scene.admin, `second-${bridges}`)
    expect(await second.tell(second.event(door.code, 'door.opened'))).toMatchObject({ applied: 0, refused: 1 })
    const now = body(await app.call<{ device: Device }>('GET', `/api/devices/${door.id}`, { token: scene.admin })).device
    body(await app.call('PATCH', `/api/devices/${door.id}`, { token: scene.admin, body: { bridge: second.code, version: now.version } }))
    expect(body(await bridge.ask<DevicesAnswer>('devices', { afterRevision: revision })).devices).toMatchObject([
      { code: door.code, isEnabled: false },
    ])
    expect(body(await second.ask<DevicesAnswer>('devices', { afterRevision: 0 })).devices).toMatchObject([
      { code: door.code, isEnabled: true },
    ])
    const fresh = await playBridge(app, scene.admin, second.code)
    expect(fresh.code).toBe(second.code)
    expect(await second.tell({ ...second.event(door.code, 'door.closed'), sequence: 1 })).toMatchObject({ applied: 1, refused: 0 })
    expect(await bridge.tell(bridge.event(door.code, 'door.opened'))).toMatchObject({ applied: 0, refused: 1 })
    const events = await app.call<{ items: unknown[] }>('GET', `/api/devices/${door.id}/events`, { token: manager() })
    expect(events.body.items).toHaveLength(3)
    const sent = body(await send({}), 201)
    expect(body(await second.ask<CommandsAnswer>('commands', { after: 0 })).commands.map((command) => command.id)).toEqual([sent.id])
  })
})
