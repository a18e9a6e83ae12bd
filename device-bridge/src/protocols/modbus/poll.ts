import type { Clock, Log } from '../../ports/ports.ts'
import { signalsOf } from '../../traits/trait.ts'
import { decodePoints } from './codec.ts'
import { modbusModels } from './devices.ts'
import { createMaster } from './master.ts'

interface PolledDevice {
  readonly code: string
  readonly model: string
  readonly host: string
  readonly port: number
  readonly unit: number
}

interface PollDeps {
  readonly clock: Clock
  readonly log: Log
  readonly timeoutMs?: number
  hear(heard: { device: string; signals: ReturnType<typeof signalsOf> }): Promise<void>
}

const longestPauseMs = 5 * 60_000

/** Asks one device for its registers, again and again; a dead one is asked less and less often. */
export async function pollModbus(device: PolledDevice, deps: PollDeps, signal: AbortSignal): Promise<void> {
  const model = modbusModels[device.model]
  if (!model) throw new Error(`device ${device.code}: there is no Modbus model "${device.model}"`)
  const master = createMaster(device.host, device.port, { clock: deps.clock, timeoutMs: deps.timeoutMs ?? 2000 })
  let failures = 0
  while (!signal.aborted) {
    const answer = await master.ask(device.unit, model.read)
    if (answer.ok) {
      failures = 0
      const signals = signalsOf(model.traits, decodePoints(model.points, answer.registers))
      await deps.hear({ device: device.code, signals }).catch((error: Error) => tell(deps.log, device.code, error.message))
    } else {
      failures += 1
      if (failures === 1) tell(deps.log, device.code, answer.why)
    }
    const pause = Math.min(model.everyMs * 2 ** Math.max(failures - 1, 0), longestPauseMs)
    await deps.clock.sleep(pause, signal).catch(() => undefined)
  }
  master.close()
}

const tell = (log: Log, device: string, reason: string): void => log.warn({ device, reason }, 'a meter was not read')
