import type { Line } from '../../lines/line.ts'
import type { Clock, Log } from '../../ports/ports.ts'
import type { Device } from '../../registry.ts'
import { signalsOf } from '../../traits/trait.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { decodePoints } from './codec.ts'
import { modbusModels } from './devices.ts'
import type { ModbusAddress } from './index.ts'
import { createMaster, type Master } from './master.ts'

const longestPauseMs = 5 * 60_000

/** Asks every device of the list, as the list is now. */
export async function openModbus(deps: ProtocolDeps<ModbusAddress>): Promise<OpenProtocol<ModbusAddress>> {
  const asking = new Map<string, { device: Device<ModbusAddress>; stop: AbortController; done: Promise<void> }>()

  const follow = (): void => {
    const wanted = new Map(deps.devices.all().map((device) => [device.code, device]))
    for (const [code, one] of asking) {
      if (wanted.get(code) === one.device) continue
      one.stop.abort()
      asking.delete(code)
    }
    for (const device of wanted.values()) {
      if (asking.has(device.code)) continue
      const { host, port, timeoutMs } = device.address
      const line = deps.line({ remote: `${host}:${port}`, device: device.code })
      const master = createMaster(device.address, { clock: deps.clock, timeoutMs, saw: (direction, bytes) => line.saw(direction, bytes) })
      const stop = new AbortController()
      asking.set(device.code, { device, stop, done: poll(device, master, line, deps, stop.signal) })
    }
  }
  follow()
  return {
    ports: {},
    devicesChanged: follow,
    async close() {
      for (const { stop } of asking.values()) stop.abort()
      await Promise.all([...asking.values()].map(({ done }) => done))
    },
  }
}

/** Asks one device for its registers, again and again; a dead one is asked less and less often. */
async function poll(
  device: Device<ModbusAddress>,
  master: Master,
  line: Line,
  deps: { clock: Clock; log: Log },
  signal: AbortSignal,
): Promise<void> {
  const model = modbusModels[device.product]
  let failures = 0
  while (model && !signal.aborted) {
    const answer = await master.ask(device.address.unit, model.read)
    if (answer.ok) {
      failures = 0
      const signals = signalsOf(model.traits, decodePoints(model.points, answer.registers))
      await line.hear({ signals }).catch((error: Error) => tell(deps.log, device.code, error.message))
    } else {
      failures += 1
      if (failures === 1) tell(deps.log, device.code, answer.why)
    }
    const pause = Math.min(model.everyMs * 2 ** Math.max(failures - 1, 0), longestPauseMs)
    await deps.clock.sleep(pause, signal).catch(() => undefined)
  }
  master.close()
  await line.end(false)
}

const tell = (log: Log, device: string, reason: string): void => log.warn({ device, reason }, 'a meter was not read')
