import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Alarm, AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Device } from '@liren/contract/capabilities/device'
import mqtt, { type MqttClient } from 'mqtt'
import { body, openScene } from '../../../bff/src/capabilities/device/testing.ts'
import { startTestApp } from '../../../bff/test/app.ts'
import type { OpenTestStore } from '../../../bff/test/stores.ts'
import { makeVillage } from '../../../bff/test/village.ts'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import type { Fetch } from '../../../device-bridge/src/ports/ports.ts'
import { systemClock } from '../../../device-bridge/src/ports/system.ts'
import { openStand, standIn, until } from '../../../device-bridge/test/stand.ts'

/** The real server and a real bridge over plain sockets, with devices that are put in before it opens; both go by the server's clock. */
export async function openGate(open: OpenTestStore, options: { settings?: Record<string, string>; env?: Record<string, string> } = {}) {
  const app = await startTestApp(open, { start: Date.now(), ...(options.settings ? { settings: options.settings } : {}) })
  const village = await makeVillage(app)
  const scene = await openScene(app, village)
  const folder = mkdtempSync(join(tmpdir(), 'liren-gate-'))
  const { publicKey } = await openSigner(join(folder, 'bridge', 'bridge.key'))
  const registration = { name: '东门网桥', publicKey, isEnabled: true }
  body(await app.call('PUT', '/api/bridge/bridges/gate-bridge', { token: scene.admin, body: registration }))
  const known = new Map<string, { readonly device: Device; readonly secret: string }>()
  const clients: MqttClient[] = []
  let stand: Awaited<ReturnType<typeof openStand>> | undefined
  const bridge = () => {
    if (!stand) throw new Error('the bridge is not open yet')
    return stand.bridge
  }
  const of = (code: string) => {
    const found = known.get(code)
    if (!found) throw new Error(`nobody put in ${code}`)
    return found
  }

  /** Registered and running: with a secret of its own, or with a certificate that the register knows. */
  async function put(code: string, product: string, more: object = {}, fingerprint?: string): Promise<Device> {
    const made = await scene.made({ productId: scene.product(product), code, name: `${code} 号`, bridge: 'gate-bridge', ...more })
    let { version } = made
    let secret = ''
    // The authority that issues certificates is shown elsewhere.
    if (fingerprint !== undefined)
      await app.kernel.store.run('UPDATE devices SET certificate_fingerprint = ? WHERE id = ?', [fingerprint, made.id])
    else {
      const issued = body(await scene.post<{ secret: string; version: number }>(made, 'secret'), 201)
      secret = issued.secret
      version = issued.version
    }
    const device = body(await scene.post({ ...made, version }, 'activate'))
    known.set(code, { device, secret })
    return device
  }

  return {
    ...{ app, village, scene, put, bridge },
    device: (code: string) => of(code).device,
    secretOf: (code: string) => of(code).secret,
    /** Opens the bridge and waits until it knows every device and every protocol of theirs listens. */
    async start(...ports: string[]) {
      stand = await openStand([], {
        env: { LIREN_BRIDGE_HOUSE_URL: app.origin, LIREN_BRIDGE_CODE: 'gate-bridge', ...options.env },
        folder,
        platform: { ...standIn(), fetch: globalThis.fetch as Fetch },
        deps: { clock: { ...systemClock, now: () => app.clock.now() } },
      })
      const { registry } = stand
      await until(() => registry.all().length === known.size && ports.every((name) => bridge().ports[name] !== undefined))
    },
    mqttUrl: () => `mqtt://127.0.0.1:${bridge().mqttPort}`,
    /** A device's own connection to the broker; it tries until it is let in. */
    async connect(code: string, how: object = {}, url = `mqtt://127.0.0.1:${bridge().mqttPort}`): Promise<MqttClient> {
      const { secret } = of(code)
      // One with a certificate shows nothing else.
      const credentials = { clientId: code, ...(secret === '' ? {} : { username: code, password: secret }) }
      const client = mqtt.connect(url, { ...credentials, reconnectPeriod: 200, reconnectOnConnackError: true, ...how })
      clients.push(client)
      client.on('error', () => undefined)
      await new Promise<void>((resolve) => client.once('connect', () => resolve()))
      return client
    },
    /** A camera that pushes in the bridge's own form. */
    async push(code: string, type: string, values: object, id = `${type}-${app.clock.now()}`): Promise<number> {
      const url = `http://127.0.0.1:${bridge().httpPort}/camera/${code}/${of(code).secret}`
      return (await fetch(url, { method: 'POST', body: JSON.stringify({ id, at: app.clock.now(), type, values }) })).status
    },
    /** Alarms of this device that are not closed, after everything that is to be done now. */
    async alarms(code: string): Promise<AlarmSummary[]> {
      await app.work()
      const query = `/api/alarms?limit=100&phase=unclosed&deviceId=${of(code).device.id}`
      return body(await app.call<{ items: AlarmSummary[] }>('GET', query, { token: village.tokens.manager })).items
    },
    alarm: async (id: string): Promise<Alarm> => body(await app.call<Alarm>('GET', `/api/alarms/${id}`, { token: village.tokens.manager })),
    /** Accepts, handles and closes an alarm. */
    async settle(id: string): Promise<void> {
      const { manager } = village.tokens
      const steps = { accept: {}, handle: { result: 'real', note: '已到场处置' }, close: {} }
      for (const [action, more] of Object.entries(steps)) {
        const { version } = body(await app.call<Alarm>('GET', `/api/alarms/${id}`, { token: manager }))
        body(await app.call('POST', `/api/alarms/${id}/actions/${action}`, { token: manager, body: { version, ...more } }))
      }
      await app.work()
    },
    /** What the house keeps of what a device said, oldest first. */
    async heard(code: string, type: string): Promise<{ type: string; values: Record<string, unknown> }[]> {
      const path = `/api/devices/${of(code).device.id}/events?limit=100`
      const { items } = body(
        await app.call<{ items: { type: string; values: Record<string, unknown> }[] }>('GET', path, { token: scene.admin }),
      )
      return items.filter((one) => one.type === type).reverse()
    },
    /** What this device was asked to do, oldest first. */
    async commands(code: string): Promise<{ name: string; values: Record<string, unknown>; state: string }[]> {
      const path = `/api/devices/${of(code).device.id}/commands?limit=100`
      const { items } = body(
        await app.call<{ items: { name: string; values: Record<string, unknown>; state: string }[] }>('GET', path, {
          token: village.tokens.manager,
        }),
      )
      return items.reverse()
    },
    async close(): Promise<void> {
      for (const client of clients) await client.endAsync(true)
      await stand?.close()
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type Gate = Awaited<ReturnType<typeof openGate>>
