import type { CommandName } from '@liren/contract/device-commands'
import type { Line } from '../lines/line.ts'
import type { Clock } from '../ports/ports.ts'
import type { Device } from '../registry.ts'
import type { Signal } from '../traits/trait.ts'
import { createSerialBus, type SerialBus } from '../transport/serial-bus.ts'
import type { FrameReader } from '../transport/tcp-server.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from './protocol.ts'

/** What every meter behind a gateway needs to be asked. */
export interface BusAddress {
  readonly host: string
  readonly port: number
  readonly everySeconds: number
  readonly timeoutMs: number
}

/** How meters of one language are asked. */
export interface MeterLanguage<A extends BusAddress> {
  readonly reader: () => FrameReader
  readonly commands: readonly CommandName[]
  /** Everything that is read in one round; undefined when the meter did not answer. */
  read(bus: SerialBus, device: Device<A>): Promise<Signal[] | undefined>
  send(bus: SerialBus, order: Order<A>, clock: Clock): AsyncIterable<Step>
}

interface Asked<A> {
  readonly device: Device<A>
  readonly line: Line
  readonly bus: SerialBus
  readonly stop: AbortController
  readonly done: Promise<void>
}

const longestPauseMs = 30 * 60_000

/** Reads meters in turns. Those behind one gateway share its line; a dead one is asked less and less often. */
export async function openBusMeters<A extends BusAddress>(deps: ProtocolDeps<A>, language: MeterLanguage<A>): Promise<OpenProtocol<A>> {
  const buses = new Map<string, { bus: SerialBus; users: number; asking: Asked<A> | undefined }>()
  const asked = new Map<string, Asked<A>>()
  const nameOf = (device: Device<A>): string => `${device.address.host}:${device.address.port}`

  function busOf(device: Device<A>): SerialBus {
    const name = nameOf(device)
    const known = buses.get(name)
    if (known) {
      known.users += 1
      return known.bus
    }
    const { host, port } = device.address
    // The line belongs to all of them; a frame is shown with the meter that is being asked.
    const current = (): Line | undefined => buses.get(name)?.asking?.line
    const bus = createSerialBus({
      host,
      port,
      clock: deps.clock,
      reader: language.reader,
      saw: (direction, bytes) => current()?.saw(direction, bytes),
      noise: (bytes, why) =>
        void current()
          ?.unknown(bytes, why)
          .catch(() => undefined),
    })
    buses.set(name, { bus, users: 1, asking: undefined })
    return bus
  }

  function letGo(device: Device<A>): void {
    const held = buses.get(nameOf(device))
    if (!held) return
    held.users -= 1
    if (held.users > 0) return
    held.bus.close()
    buses.delete(nameOf(device))
  }

  async function poll(one: Omit<Asked<A>, 'done'>): Promise<void> {
    const { device, line, bus, stop } = one
    let failures = 0
    while (!stop.signal.aborted) {
      const held = buses.get(nameOf(device))
      if (held) held.asking = one as Asked<A>
      const signals = await language.read(bus, device).catch((error: Error) => tell(deps, device.code, error.message))
      if (signals) {
        failures = 0
        await line.hear({ signals }).catch((error: Error) => tell(deps, device.code, error.message))
      } else if (!stop.signal.aborted) {
        failures += 1
        if (failures === 1) tell(deps, device.code, 'no answer')
      }
      const pause = Math.min(device.address.everySeconds * 1000 * 2 ** Math.max(failures - 1, 0), longestPauseMs)
      await deps.clock.sleep(pause, stop.signal).catch(() => undefined)
    }
  }

  const follow = (): void => {
    const wanted = new Map(deps.devices.all().map((device) => [device.code, device]))
    for (const [code, one] of asked) {
      if (wanted.get(code) === one.device) continue
      one.stop.abort()
      asked.delete(code)
      letGo(one.device)
    }
    for (const device of wanted.values()) {
      if (asked.has(device.code)) continue
      const one = {
        device,
        bus: busOf(device),
        line: deps.line({ remote: nameOf(device), device: device.code }),
        stop: new AbortController(),
      }
      asked.set(device.code, { ...one, done: poll(one) })
    }
  }
  follow()

  return {
    ports: {},
    devicesChanged: follow,
    commands: language.commands,
    async *send(order) {
      const one = asked.get(order.device.code)
      if (!one) return yield { state: 'failed', reason: 'not asked by this bridge' }
      yield* language.send(one.bus, order, deps.clock)
    },
    async close() {
      for (const one of asked.values()) one.stop.abort()
      for (const { bus } of buses.values()) bus.close()
      await Promise.all([...asked.values()].map(({ done }) => done))
    },
  }
}

function tell(deps: Pick<ProtocolDeps, 'log'>, device: string, reason: string): undefined {
  deps.log.warn({ device, reason }, 'a meter could not be read')
}
