import { z } from '@liren/contract'
import { type DeviceSignal, deviceEventSchema } from '@liren/contract/device-events'
import type { Clock, Log } from './ports/ports.ts'
import { createPresence } from './presence/presence.ts'
import type { Registry } from './registry.ts'
import type { Spool } from './spool/spool.ts'
import type { Signal } from './traits/trait.ts'

export interface Heard {
  readonly device: string
  /** The device's own time, where it can be true. */
  readonly at?: number | undefined
  readonly signals: readonly Signal[]
  /** The message's own identity, unique for its device: what is heard under it again, also after a restart, is not told again. */
  readonly key?: string | undefined
}

/** Where all protocols meet: what a device said goes to disk, and with it whether the device is there. */
export interface Hub {
  /** Resolves when everything is on disk for good. Only then may a protocol confirm to its device. */
  hear(heard: Heard): Promise<void>
  /** Bytes that nobody understood, from a device that we know. */
  hearUnknown(device: string, protocol: string, reason: string, bytes: Buffer): Promise<void>
  /** What the bridge itself says, of a device or under its own code; says nothing about presence. Under a key it is told once. */
  tell(device: string, signals: readonly Signal[], key?: string): Promise<void>
  /** The network itself says that the device is gone. */
  left(device: string): Promise<void>
  /** Hears of everything that is on disk, in the order of each device. */
  onEvent(listener: (event: DeviceSignal) => void): void
  run(signal: AbortSignal): Promise<void>
  presenceOf(device: string): 'unknown' | 'online' | 'offline'
  readonly counts: { heard: number; unknown: number; refused: number }
  readonly online: number
}

const keptBytes = 1024

export function createHub(deps: { spool: Spool; registry: Registry; clock: Clock; log: Log }): Hub {
  const { spool, registry, clock, log } = deps
  const presence = createPresence(clock, (device) => registry.get(device)?.silenceMs ?? 90_000)
  const counts = { heard: 0, unknown: 0, refused: 0 }
  const listeners: ((event: DeviceSignal) => void)[] = []

  /** In the common vocabulary, or as something that is not: one bad value must never stop the batch that it would travel in. */
  const spoken = (device: string, at: number, heardAt: number, signal: Signal): DeviceSignal => {
    const parsed = z.safeParse(deviceEventSchema, { ...signal, device, at: Math.trunc(at), heardAt, sequence: 1 })
    if (parsed.success) {
      const { sequence, ...told } = parsed.data
      return told
    }
    counts.unknown += 1
    const reason = `${signal.type}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`.slice(0, 200)
    log.warn({ device, reason }, 'a signal outside of the vocabulary')
    const hex = Buffer.from(JSON.stringify(signal)).subarray(0, keptBytes).toString('hex')
    return {
      device,
      at: heardAt,
      heardAt,
      type: 'frame.unknown',
      values: { protocol: registry.get(device)?.protocol ?? 'bridge', reason, hex },
    }
  }

  const keep = async (device: string, at: number | undefined, signals: readonly Signal[], key?: string, before: readonly Signal[] = []) => {
    const heardAt = clock.now()
    const events = [
      ...before.map((signal) => spoken(device, heardAt, heardAt, signal)),
      ...signals.map((signal) => spoken(device, at ?? heardAt, heardAt, signal)),
    ]
    const kept = await spool.append(events, key)
    for (const event of kept) for (const listener of listeners) listener(event)
    return kept.length
  }

  const hear = async ({ device, at, signals, key }: Heard): Promise<void> => {
    if (!registry.get(device)) {
      counts.refused += 1
      log.warn({ device }, 'a device that is not registered spoke; it was not heard')
      return
    }
    const isNews = presence.heard(device)
    const online: Signal[] = isNews ? [{ type: 'device.online', values: {} }] : []
    try {
      // A repeat tells nothing, but it is a sign of life.
      const kept = await keep(device, at, signals, key, online)
      if (kept === 0 && isNews) await keep(device, undefined, online)
      if (kept > 0) counts.heard += signals.length
    } catch (error) {
      // Not on disk: the device is news again next time, so that nothing contradicts what was kept.
      if (isNews) presence.left(device)
      throw error
    }
  }

  return {
    counts,
    get online() {
      return presence.online
    },
    hear,
    hearUnknown(device, protocol, reason, bytes) {
      counts.unknown += 1
      const hex = bytes.subarray(0, keptBytes).toString('hex')
      return hear({ device, signals: [{ type: 'frame.unknown', values: { protocol, reason: reason.slice(0, 200), hex } }] })
    },
    async tell(device, signals, key) {
      await keep(device, undefined, signals, key)
    },
    async left(device) {
      if (presence.left(device)) await keep(device, undefined, [{ type: 'device.offline', values: { silentMs: 0, reason: 'left' } }])
    },
    onEvent: (listener) => void listeners.push(listener),
    presenceOf: (device) => presence.of(device),
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(1000, signal).catch(() => undefined)
        for (const { device, silentMs } of presence.sweep()) {
          await keep(device, undefined, [{ type: 'device.offline', values: { silentMs, reason: 'silent' } }]).catch((error: Error) =>
            log.warn({ device, reason: error.message }, 'an absence could not be kept'),
          )
        }
      }
    },
  }
}
