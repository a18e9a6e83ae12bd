import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from '@liren/contract'
import { type CommandEnvelope, type CommandOrder, deviceCommandSchema } from '@liren/contract/device-commands'
import { type DeviceBatch, type DeviceEvent, deviceBatchSchema, firstDigest } from '@liren/contract/device-events'
import { type EdgeRule, rulesText } from '@liren/contract/device-rules'
import { type Bridge, type BridgeDeps, openBridge } from '../src/bridge.ts'
import { createSigner, type Signer, sm3 } from '../src/crypto.ts'
import type { Fetch } from '../src/ports/ports.ts'
import { systemClock } from '../src/ports/system.ts'
import { createRegistry, readListed } from '../src/registry.ts'
import { readSettings } from '../src/settings.ts'

export const silentLog = { info: () => {}, warn: () => {} }

/** A platform in this process: takes batches as the real one does, and hands out commands. */
export function standIn() {
  let chain = { number: 0, digest: firstDigest }
  let sequence = 0
  const events: DeviceEvent[] = []
  const commands: (CommandEnvelope & CommandOrder)[] = []
  const state = {
    open: true,
    devices: [] as unknown[],
    revision: 0,
    rules: null as unknown[] | null,
    rulesRevision: 0,
    forged: {},
    houseKeys: [createSigner('0123456789abcdef'.repeat(4))],
  }
  const reply = (status: number, body: unknown) => ({ status, json: async () => body })

  const fetch: Fetch = async (url, init) => {
    if (!state.open) throw new Error('closed')
    const { payload } = JSON.parse(init.body) as { payload: string }
    if (url.endsWith('/commands/next')) {
      const { after } = JSON.parse(payload) as { after: number }
      const waiting = () => commands.filter((command) => command.sequence > after)
      for (let i = 0; i < 50 && waiting().length === 0 && !init.signal.aborted; i++) await new Promise((resolve) => setTimeout(resolve, 20))
      return reply(200, { now: Date.now(), commands: waiting() })
    }
    if (url.endsWith('/devices/next')) {
      const { afterRevision } = JSON.parse(payload) as { afterRevision: number }
      const devices = afterRevision < state.revision ? state.devices : []
      return reply(200, { devices, revision: state.revision, hasMore: false })
    }
    if (url.endsWith('/rules/next')) {
      const { revision, ...ask } = JSON.parse(payload) as { revision: number; bridge: string; nonce: string }
      const answer = { revision: state.rulesRevision, rules: revision === state.rulesRevision ? null : (state.rules as EdgeRule[] | null) }
      const sign = ({ publicKey, sign: by }: Signer) => ({ keyId: 'house', publicKey, signature: by(rulesText(ask, answer)) })
      return reply(200, { ...answer, signatures: state.houseKeys.map(sign), ...state.forged })
    }
    const batch: DeviceBatch = z.parse(deviceBatchSchema, JSON.parse(payload))
    if (batch.number !== chain.number + 1) return reply(409, { error: { code: 'bridge.out-of-step', details: chain } })
    chain = { number: batch.number, digest: sm3(payload) }
    events.push(...batch.events)
    return reply(200, { digest: chain.digest })
  }
  return {
    fetch,
    events,
    state,
    told: (device: string, type?: string) => events.filter((one) => one.device === device && (!type || one.type === type)),
    /** Asks something of a device; the states it went through come back as events. */
    command(device: string, order: CommandOrder, ttlMs = 10_000): string {
      const id = `c-${++sequence}`
      const envelope = { id, device, sequence, issuedAt: Date.now(), expiresAt: Date.now() + ttlMs }
      commands.push(z.parse(deviceCommandSchema, { ...envelope, ...order }))
      return id
    },
    commands,
    statesOf: (id: string) =>
      events.flatMap((one) => (one.type === 'command.state' && one.values.commandId === id ? [one.values.state] : [])),
  }
}

export type StandIn = ReturnType<typeof standIn>

/** A whole bridge on free ports in a folder of its own, with these devices. Close it in `afterEach`. */
export async function openStand(
  devices: readonly object[],
  options: { env?: Record<string, string>; deps?: Partial<BridgeDeps>; platform?: StandIn; folder?: string } = {},
) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'liren-stand-')))
  const platform = options.platform ?? standIn()
  const settings = readSettings({
    LIREN_DATA: folder,
    LIREN_BRIDGE_PLAINTEXT: 'on',
    LIREN_BRIDGE_MQTT_PORT: '0',
    LIREN_BRIDGE_HTTP_PORT: '0',
    LIREN_BRIDGE_HTTPS_PORT: '0',
    LIREN_BRIDGE_MQTTS_PORT: '0',
    LIREN_BRIDGE_HEALTH_PORT: '0',
    ...options.env,
  })
  const registry = createRegistry(readListed(devices))
  const bridge: Bridge = await openBridge(settings, {
    clock: systemClock,
    chance: () => 0.5,
    fetch: platform.fetch,
    log: silentLog,
    registry,
    anyPort: true,
    ...options.deps,
  })
  return {
    bridge,
    platform,
    registry,
    folder,
    async close() {
      await bridge.close()
      if (!options.folder) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Waits for something that is on its way; the test's own time limit ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}
