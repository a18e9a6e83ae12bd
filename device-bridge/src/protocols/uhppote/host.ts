import type { Clock } from '../../ports/ports.ts'
import type { Device } from '../../registry.ts'
import { encodeFrame, type Frame } from './frame.ts'
import type { ControllerAddress } from './index.ts'

interface HostDeps {
  readonly clock: Clock
  send(bytes: Buffer, to: { address: string; port: number }): Promise<void>
  saw(device: string, direction: 'in' | 'out', bytes: Buffer): void
}

interface Asked {
  readonly opcode: number
  answer(frame: Frame): void
}

const timeoutMs = 2500
const tries = 3

/** Asks controllers, one question at a time each: an answer carries the operation and the controller, and nothing else to tell it by. */
export function createHost(deps: HostDeps) {
  const waiting = new Map<string, Asked>()
  const turns = new Map<string, Promise<unknown>>()

  async function once(device: Device<ControllerAddress>, bytes: Buffer, opcode: number): Promise<Buffer | undefined> {
    const patience = new AbortController()
    try {
      return await new Promise<Buffer | undefined>((resolve, reject) => {
        waiting.set(device.code, { opcode, answer: (frame) => resolve(frame.body) })
        deps.clock.sleep(timeoutMs, patience.signal).then(
          () => resolve(undefined),
          () => undefined,
        )
        deps.saw(device.code, 'out', bytes)
        deps.send(bytes, { address: device.address.host, port: device.address.port }).catch(reject)
      })
    } catch {
      return undefined
    } finally {
      waiting.delete(device.code)
      patience.abort()
    }
  }

  return {
    /** The body of the answer, or undefined when the controller is silent. */
    ask(device: Device<ControllerAddress>, opcode: number, body?: Buffer): Promise<Buffer | undefined> {
      const bytes = encodeFrame(opcode, device.address.serial, body)
      const turn = (turns.get(device.code) ?? Promise.resolve()).then(async () => {
        for (let attempt = 0; attempt < tries; attempt++) {
          const answer = await once(device, bytes, opcode)
          if (answer) return answer
        }
        return undefined
      })
      turns.set(
        device.code,
        turn.catch(() => undefined),
      )
      return turn
    },
    /** Whether this frame was waited for. */
    answered(device: string, frame: Frame): boolean {
      const asked = waiting.get(device)
      if (!asked || asked.opcode !== frame.opcode) return false
      asked.answer(frame)
      return true
    },
  }
}
export type Host = ReturnType<typeof createHost>
