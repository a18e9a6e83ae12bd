import type { DeviceSignal } from '@liren/contract/device-events'
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
}

/** Where all protocols meet: what a device said goes to disk, and with it whether the device is there. */
export interface Hub {
  /** Resolves when everything is on disk for good. Only then may a protocol confirm to its device. */
  hear(heard: Heard): Promise<void>
  /** Bytes that nobody understood, from a device that we know. */
  hearUnknown(device: string, protocol: string, reason: string, bytes: Buffer): Promise<void>
  /** The network itself says that the device is gone. */
  left(device: string): Promise<void>
  run(signal: AbortSignal): Promise<void>
  readonly counts: { heard: number; unknown: number; refused: number }
  readonly online: number
}

const keptBytes = 1024

export function createHub(deps: { spool: Spool; registry: Registry; clock: Clock; log: Log }): Hub {
  const { spool, registry, clock, log } = deps
  const presence = createPresence(clock, (device) => registry.get(device)?.silenceMs ?? 90_000)
  const counts = { heard: 0, unknown: 0, refused: 0 }

  const keep = async (device: string, at: number | undefined, signals: readonly Signal[]): Promise<void> => {
    const heardAt = clock.now()
    await Promise.all(signals.map((signal) => spool.append({ ...signal, device, at: at ?? heardAt, heardAt } as DeviceSignal)))
  }

  const hear = async ({ device, at, signals }: Heard): Promise<void> => {
    if (!registry.get(device)) {
      counts.refused += 1
      log.warn({ device }, 'a device that is not registered spoke; it was not heard')
      return
    }
    const isNews = presence.heard(device)
    try {
      if (isNews) await keep(device, undefined, [{ type: 'device.online', values: {} }])
      await keep(device, at, signals)
      counts.heard += signals.length
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
      return hear({ device, signals: [{ type: 'frame.unknown', values: { protocol, reason, hex } }] })
    },
    async left(device) {
      if (presence.left(device)) await keep(device, undefined, [{ type: 'device.offline', values: { silentMs: 0 } }])
    },
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(1000, signal).catch(() => undefined)
        for (const { device, silentMs } of presence.sweep()) {
          await keep(device, undefined, [{ type: 'device.offline', values: { silentMs } }]).catch((error: Error) =>
            log.warn({ device, reason: error.message }, 'an absence could not be kept'),
          )
        }
      }
    },
  }
}
