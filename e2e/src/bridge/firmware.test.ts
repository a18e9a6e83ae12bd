import type { FirmwarePackage, Rollout, RolloutTarget } from '@liren/contract/capabilities/firmware'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { dialPile } from '../../../device-bridge/src/protocols/ocpp16/play.ts'
import { dialStation } from '../../../device-bridge/src/protocols/ocpp201/play.ts'
import { connectMqtt, createHttpsDevice } from '../../../device-bridge/src/sdk/index.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { builtFor, ocppWords, playUpdate, type UpdateState } from '../../../simulators/src/things/firmware.ts'
import { type Estate, openEstate } from './estate.ts'

/** From the package in the back office to the version that a device reports, over the sockets that devices really have. */
describeStores('firmware over real sockets', (open) => {
  let estate: Estate
  let bridge: Awaited<ReturnType<Estate['openBridge']>>
  let keys = 0
  beforeAll(async () => {
    estate = await openEstate(open)
    bridge = await estate.openBridge('fleet-bridge')
  }, 90_000)
  afterAll(() => estate?.close(), 90_000)

  const manager = () => estate.village.tokens.manager
  /** The address names a port of its own; the house of this test has another. */
  const get = async (url: string): Promise<Buffer | undefined> => {
    const { pathname, search } = new URL(url)
    const answer = await fetch(`${estate.app.origin}${pathname}${search}`)
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined
  }
  async function release(product: string, word: string): Promise<FirmwarePackage> {
    const form = new FormData()
    form.append('file', new Blob([builtFor(word)]), 'build.bin')
    const query = new URLSearchParams({ productId: estate.scene.product(product), release: word, notes: '安全修复' })
    const headers = { authorization: `Bearer ${estate.scene.admin}`, 'idempotency-key': `fleet-upload-key-${++keys}` }
    const answer = await fetch(`${estate.app.origin}/api/firmware/packages?${query}`, { method: 'POST', headers, body: form })
    expect(answer.status).toBe(201)
    return (await answer.json()) as FirmwarePackage
  }
  const start = async (pack: FirmwarePackage) => {
    const steps = { first: 5, perStep: 5, mostFailures: 0, holdsAfterFirst: false, patienceMinutes: 30 }
    const body_ = { packageId: pack.id, ...steps, reason: '安全修复' }
    return body(await estate.app.call<Rollout>('POST', '/api/firmware/rollouts', { token: manager(), body: body_ }), 201).id
  }
  /** The house works on until this one device stands so. */
  const becomes = (id: string, code: string, state: string) =>
    until(async () => {
      await estate.scene.runJob('firmware.advance')
      const { items } = body(
        await estate.app.call<{ items: RolloutTarget[] }>('GET', `/api/firmware/rollouts/${id}/targets`, { token: manager() }),
      )
      return items.find(({ device }) => device.code === code)?.state === state
    })
  const stateOf = async (id: string) => body(await estate.app.call<Rollout>('GET', `/api/firmware/rollouts/${id}`, { token: manager() }))

  it.each([
    { protocol: 'ocpp16', product: 'charging-pile-ocpp', dial: dialPile, accepted: {} },
    { protocol: 'ocpp201', product: 'charging-pile-ocpp201', dial: dialStation, accepted: { status: 'Accepted' } },
  ])(
    '$protocol: a pile fetches what it is told, and is done when it boots with the version; one that fails halts the rest',
    async ({ protocol, product, dial, accepted }) => {
      const code = `pile-${protocol}`
      const made = await estate.scene.made({
        ...{
          productId: estate.scene.product(product),
          code,
          name: '地库充电桩',
          bridge: bridge.code,
          address: { security: 'certificate' },
        },
      })
      const certificate = await estate.certify(code)
      await estate.scene.rate(made)
      body(await estate.scene.post(await estate.record(made), 'activate'))
      await until(() => bridge.registry.get(code)?.isEnabled === true && bridge.bridge.ports[`${protocol}.https`] !== undefined)
      const boot = (version: string) =>
        protocol === 'ocpp16'
          ? { chargePointVendor: 'V', chargePointModel: 'M', firmwareVersion: version }
          : { reason: 'FirmwareUpdate', chargingStation: { vendorName: 'V', model: 'M', firmwareVersion: version } }
      const tls = { ca: bridge.ca, cert: certificate.certificate, key: certificate.key }
      const told: string[] = []
      const pile = await dial(`wss://127.0.0.1:${bridge.bridge.ports[`${protocol}.https`]}`, {
        ...{ now: () => Date.now(), identity: code, tls: { ...tls, checkServerIdentity: () => false } },
        onCall(action, payload) {
          if (action !== 'UpdateFirmware') return undefined
          const { location, firmware, requestId } = payload as { location?: string; firmware?: { location: string }; requestId?: number }
          const named = requestId === undefined ? {} : { requestId }
          setImmediate(
            () =>
              void playUpdate(location ?? firmware?.location ?? '', {
                get,
                say: (state: UpdateState) => {
                  told.push(state)
                  return pile.call('FirmwareStatusNotification', { status: ocppWords[state], ...named })
                },
                rest: async () => undefined,
                restart: (version) => pile.call('BootNotification', boot(version)),
              }),
          )
          return accepted
        },
      })
      estate.atEnd(() => pile.close())
      await pile.call('BootNotification', boot('1.0.0'))
      await until(async () => (await estate.record(made)).firmware === '1.0.0')

      const good = await start(await release(product, '2.0.0'))
      await becomes(good, code, 'done')
      expect(told).toEqual(['downloading', 'downloaded', 'installing', 'installed'])
      expect((await estate.record(made)).firmware).toBe('2.0.0')
      await until(async () => {
        await estate.scene.runJob('firmware.advance')
        return (await stateOf(good)).state === 'finished'
      })

      const bad = await start(await release(product, '3.0.0-fail'))
      await becomes(bad, code, 'failed')
      await estate.scene.runJob('firmware.advance')
      expect(await stateOf(bad)).toMatchObject({ state: 'halted', failed: 1, done: 0 })
      expect((await estate.record(made)).firmware).toBe('2.0.0')
      // the command itself ended as failed, by the pile's own word
      const { items } = body(
        await estate.app.call<{ items: { state: string; cause: string }[] }>('GET', `/api/devices/${made.id}/commands`, {
          token: manager(),
        }),
      )
      expect(items.map(({ state }) => state)).toEqual(['failed', 'done'])
      expect(items[0]?.cause).toContain('InstallationFailed')
    },
    120_000,
  )

  it('HTTPS: a device that comes for its commands fetches what it is told; bytes of another digest it refuses, and says so', async () => {
    const product = 'https-sensor'
    const { device, config } = await estate.put(bridge, 'post-1', product)
    const over = new AbortController()
    estate.atEnd(() => over.abort())
    const told: string[] = []
    let spoil = (bytes: Buffer): Buffer => bytes
    let fetched: string | undefined
    const line = createHttpsDevice(
      config,
      ({ name, args }) => {
        if (name !== 'firmware.update') return { code: 404 }
        const { url, sm3 } = args as { url: string; sm3: string }
        fetched = url
        setImmediate(
          () =>
            void playUpdate(url, {
              ...{ sm3, rest: async () => undefined },
              async get(from) {
                const bytes = await get(from)
                return bytes && spoil(bytes)
              },
              say(state) {
                told.push(state)
                return line.tell({ type: 'device.firmware', values: { state } })
              },
              restart: (firmware) => line.tell({ type: 'device.described', values: { firmware } }),
            }),
        )
        return { code: 1 }
      },
      over.signal,
    )
    void (async () => {
      while (!over.signal.aborted) await line.poll(1).catch(() => new Promise((resolve) => setTimeout(resolve, 100)))
    })()
    await line.tell({ type: 'device.described', values: { firmware: '1.0.0' } })
    await until(async () => (await estate.record(device)).firmware === '1.0.0')
    await becomes(await start(await release(product, '2.0.0')), device.code, 'done')
    expect(told).toEqual(['downloading', 'downloaded', 'installing', 'installed'])
    expect((await estate.record(device)).firmware).toBe('2.0.0')
    // the link is this device's own: one sign of it changed opens nothing
    expect(await get((fetched as string).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).toBeUndefined()

    // one byte more than the house signed: its name still reads well, its digest does not
    spoil = (bytes) => Buffer.concat([bytes, Buffer.from('x')])
    const wrong = await start(await release(product, '3.0.0'))
    await becomes(wrong, device.code, 'failed')
    await estate.scene.runJob('firmware.advance')
    expect(await stateOf(wrong)).toMatchObject({ state: 'halted', failed: 1, done: 0 })
    expect(told.slice(4)).toEqual(['downloading', 'downloaded', 'installing', 'install-failed'])
    expect((await estate.record(device)).firmware).toBe('2.0.0')
    // the control: the same build as it is goes in
    spoil = (bytes) => bytes
    await becomes(await start(await release(product, '3.0.1')), device.code, 'done')
    expect((await estate.record(device)).firmware).toBe('3.0.1')
  }, 120_000)

  it('MQTT: a device checks the digest that it was told, and one that says nothing is no success', async () => {
    const product = 'cellular-module'
    const { device, config } = await estate.put(bridge, 'module-1', product)
    const line = await connectMqtt(config, {
      onCommand: ({ name, args }) => {
        if (name !== 'firmware.update') return { code: 404 }
        const { url, sm3 } = args as { url: string; sm3: string }
        setImmediate(
          () =>
            void playUpdate(url, {
              ...{ get, sm3, rest: async () => undefined },
              say: (state) => line.tell({ type: 'device.firmware', values: { state } }),
              restart: (firmware) => line.tell({ type: 'device.described', values: { firmware } }),
            }),
        )
        return { code: 1 }
      },
    })
    estate.atEnd(() => line.close())
    await line.tell({ type: 'device.described', values: { firmware: '1.0.0' } })
    await until(async () => (await estate.record(device)).firmware === '1.0.0')
    await becomes(await start(await release(product, '2.0.0')), device.code, 'done')
    expect((await estate.record(device)).firmware).toBe('2.0.0')

    const silent = await start(await release(product, '3.0.0-silent'))
    await becomes(silent, device.code, 'told')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await estate.scene.runJob('firmware.advance')
    expect(await stateOf(silent)).toMatchObject({ state: 'running', done: 0 })
    await estate.app.kernel.store.run('UPDATE firmware_targets SET due_at = ? WHERE rollout_id = ?', [Date.now() - 120_000, silent])
    await becomes(silent, device.code, 'silent')
    await estate.scene.runJob('firmware.advance')
    expect((await stateOf(silent)).state).toBe('halted')
  }, 120_000)
})
