import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Guard } from './channels/guard.ts'
import type { ChannelName } from './channels/table.ts'
import type { Line, Lines } from './lines/line.ts'
import type { Locks } from './lines/locks.ts'
import type { Chance, Clock, Log } from './ports/ports.ts'
import type { DeviceBook, OpenProtocol, Protocol, ProtocolDeps } from './protocols/protocol.ts'
import type { Registry } from './registry.ts'
import type { createHttp } from './transport/http.ts'
import type { Mqtt } from './transport/mqtt.ts'
import { plainAddress } from './transport/peer.ts'
import { openTcpServer } from './transport/tcp-server.ts'
import { openUdp } from './transport/udp.ts'

interface RunOptions {
  readonly protocols: readonly Protocol[]
  readonly registry: Registry
  readonly locks: Locks
  readonly guard: Guard
  /** A device is not heard for the sake of its channel; undefined when it is heard again. */
  onBarred(device: string, channel: ChannelName | undefined): void
  readonly lines: Lines
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  readonly folder: string
  readonly host: string
  /** The port that the settings give to `protocol.name`, or the usual one. */
  port(name: string, usual: number): number
  readonly http: ReturnType<typeof createHttp>
  readonly mqtt: Mqtt
  /** Opens what was encrypted to the key of this bridge. */
  unseal(sealed: string): string | undefined
  /** A device would take a command now; whether one is on its way. */
  reachable(device: string): boolean
}

/** Opens every protocol that has a device, and each other one with its first device. One that cannot open harms no other. */
export async function runProtocols(options: RunOptions) {
  const { registry, locks, guard, lines, clock, chance, log, host } = options
  const open = new Map<string, OpenProtocol>()
  const faults = new Map<string, string>()

  const bookOf = (name: string): DeviceBook<unknown> => {
    const mine = (device: ReturnType<Registry['get']>) =>
      device?.protocol === name && device.isEnabled && guard.barredBy(device) === undefined ? device : undefined
    return {
      all: () => registry.all().filter((device) => mine(device) !== undefined),
      get: (code) => mine(registry.get(code)),
      keyOf(code) {
        const { certificateFingerprint, secretDigest } = mine(registry.get(code)) ?? {}
        return certificateFingerprint !== undefined || !secretDigest ? undefined : Buffer.from(secretDigest, 'hex')
      },
      admits: (code, secret, remote) =>
        registry.admits(code, secret, { protocol: name, remote: plainAddress(remote) }) && mine(registry.get(code)) !== undefined,
      byFingerprint: (fingerprint) => mine(registry.byFingerprint(fingerprint)),
      isLocked: locks.isLocked,
      guessed(code, remote) {
        const attempt = { protocol: name, remote: plainAddress(remote) }
        if (mine(registry.get(code))?.secretDigest !== undefined) locks.guessed(code, attempt, 'signature')
        else if (!registry.get(code)) locks.guessed(code, attempt, 'unknown')
      },
    }
  }

  const depsOf = async ({ name }: Protocol): Promise<ProtocolDeps> => {
    const folder = join(options.folder, name)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const line = (remote: string): Line => lines.line({ protocol: name, remote })
    return {
      clock,
      chance,
      log,
      folder,
      host,
      devices: bookOf(name),
      port: (which, usual) => options.port(`${name}.${which}`, usual),
      reachable: options.reachable,
      unseal: options.unseal,
      onTrouble: guard.trouble,
      line: (wanted) => lines.line({ ...wanted, protocol: name }),
      tcp: (wanted) => openTcpServer({ ...wanted, line, clock, log }),
      udp: (wanted) => openUdp({ ...wanted, log }),
      http: options.http.forProtocol(line),
      mqtt: options.mqtt.forProtocol(name),
    }
  }

  const openOne = async (protocol: Protocol): Promise<void> => {
    try {
      open.set(protocol.name, await protocol.open(await depsOf(protocol)))
      faults.delete(protocol.name)
    } catch (error) {
      faults.set(protocol.name, `${protocol.name}: ${(error as Error).message}`)
      log.warn({ protocol: protocol.name, reason: (error as Error).message }, 'a protocol could not be opened')
    }
  }

  const openWanted = async (): Promise<void> => {
    const wanted = new Set(
      registry
        .all()
        .filter((device) => device.isEnabled && guard.barredBy(device) === undefined)
        .map((device) => device.protocol),
    )
    for (const protocol of options.protocols) if (wanted.has(protocol.name) && !open.has(protocol.name)) await openOne(protocol)
  }
  const barred = new Map<string, ChannelName>()
  const lookAt = (code: string): void => {
    const device = registry.get(code)
    const by = device?.isEnabled ? guard.barredBy(device) : undefined
    if (by === barred.get(code)) return
    if (by === undefined) barred.delete(code)
    else barred.set(code, by)
    options.onBarred(code, by)
  }
  for (const { code } of registry.all()) lookAt(code)
  let opening = openWanted()
  await opening
  registry.onChange((changed) => {
    for (const code of changed) lookAt(code)
    const touched = new Set(changed.map((code) => registry.get(code)?.protocol))
    opening = opening.then(openWanted).then(() => {
      for (const name of touched) if (name !== undefined) open.get(name)?.devicesChanged?.()
    })
  })

  return {
    get: (name: string): OpenProtocol | undefined => open.get(name),
    ports: (): Record<string, number> =>
      Object.fromEntries(
        [...open].flatMap(([name, one]) => Object.entries(one.ports).map(([port, number]) => [`${name}.${port}`, number])),
      ),
    faults: (): string[] => [...faults.values()],
    /** Devices that are not heard for the sake of their channel. */
    barred: (): Record<string, ChannelName> => Object.fromEntries(barred),
    async close() {
      await opening
      await Promise.all(
        [...open].map(([name, one]) =>
          one.close().catch((error: Error) => log.warn({ protocol: name, reason: error.message }, 'a protocol did not close well')),
        ),
      )
    },
  }
}

export type RunningProtocols = Awaited<ReturnType<typeof runProtocols>>
