import type { Heard, Hub } from '../hub.ts'
import type { Clock } from '../ports/ports.ts'
import type { Registry } from '../registry.ts'
import type { Frames, SeenFrame } from './frames.ts'
import type { Rates } from './rate.ts'
import type { Strangers } from './strangers.ts'

export interface LineOptions {
  readonly protocol: string
  /** Who is at the other end, as the network sees it. */
  readonly remote: string
  /** We dialled it ourselves, or a transport has checked it already. */
  readonly device?: string | undefined
}

/** A message that nobody may send over this line: it did not prove to be that device. */
export class NotYours extends Error {
  constructor(device: string, line: string) {
    super(`${line} may not speak for ${device}`)
    this.name = 'NotYours'
  }
}

/** One conversation with one peer. It speaks for the device that it proved to be and for those behind it, and for nobody else. */
export interface Line {
  readonly id: string
  readonly remote: string
  readonly device: string | undefined
  /** False when there is no such device of this protocol, or it is switched off; then nothing changes. Proven once, it stays. */
  prove(code: string): boolean
  /** Shows a frame to whoever watches this device. `view` is for what the bytes alone do not tell. */
  saw(direction: 'in' | 'out', bytes: Buffer, view?: unknown): void
  /**
   * What was said, to disk; resolves when it is safe there, and only then may the protocol confirm. Waits by itself when the
   * device speaks faster than it may. Without a `device` it is the proven one.
   */
  hear(heard: Omit<Heard, 'device'> & { readonly device?: string | undefined }): Promise<void>
  /** Bytes that nobody understood: kept under the proven device, counted as a stranger's otherwise. */
  unknown(bytes: Buffer, reason: string): Promise<void>
  /** Somebody who is not in the register. */
  stranger(identity: string, reason: string, bytes?: Buffer): void
  /** Whether one more message is within what the device may say, for transports that can only drop. */
  mayTake(): boolean
  /** It is over, and the device with it unless another line still speaks for it. */
  end(isGone: boolean): Promise<void>
}

interface LineDeps {
  readonly hub: Hub
  readonly registry: Registry
  readonly clock: Clock
  readonly rates: Rates
  readonly frames: Frames
  readonly strangers: Strangers
  /** A device has a line now and can be reached. */
  onProven(device: string): void
}

const heldBeforeProof = 8

export function createLines(deps: LineDeps) {
  const { hub, registry, clock, rates, frames, strangers } = deps
  const open = new Map<string, number>()
  let last = 0

  const lineOf = (options: LineOptions): Line => {
    const id = `${options.protocol}-${++last}`
    const held: Omit<SeenFrame, 'size'>[] = []
    let device: string | undefined
    let isOver = false

    const known = (code: string): boolean => {
      const found = registry.get(code)
      return found?.isEnabled === true && found.protocol === options.protocol
    }
    const speaksFor = (code: string): boolean => device !== undefined && (code === device || registry.get(code)?.via === device)

    const line: Line = {
      id,
      remote: options.remote,
      get device() {
        return device
      },
      prove(code) {
        if (isOver || !known(code)) return false
        if (device !== undefined) return device === code
        device = code
        open.set(code, (open.get(code) ?? 0) + 1)
        for (const frame of held.splice(0)) frames.keep(code, frame)
        deps.onProven(code)
        return true
      },
      saw(direction, bytes, view) {
        const frame = { at: clock.now(), direction, protocol: options.protocol, line: `${id} ${options.remote}`, bytes, view }
        if (device !== undefined) return frames.keep(device, frame)
        held.push(frame)
        if (held.length > heldBeforeProof) held.shift()
      },
      async hear({ device: named, ...heard }) {
        const code = named ?? device
        if (code === undefined || !speaksFor(code)) {
          strangers.saw({ protocol: options.protocol, identity: code ?? options.remote, remote: options.remote, reason: 'not its line' })
          throw new NotYours(code ?? 'nobody', id)
        }
        // Switched off while it was connected: what it says is not heard any more.
        if (!registry.get(code)?.isEnabled) throw new NotYours(code, id)
        const wait = rates.take(device as string, Math.max(1, heard.signals.length))
        if (wait > 0) await clock.sleep(wait)
        await hub.hear({ ...heard, device: code })
      },
      async unknown(bytes, reason) {
        if (device === undefined) {
          hub.counts.unknown += 1
          return strangers.saw({ protocol: options.protocol, identity: options.remote, remote: options.remote, reason, bytes })
        }
        const wait = rates.take(device)
        if (wait > 0) await clock.sleep(wait)
        await hub.hearUnknown(device, options.protocol, reason, bytes)
      },
      stranger(identity, reason, bytes) {
        hub.counts.refused += 1
        strangers.saw({ protocol: options.protocol, identity, remote: options.remote, reason, bytes })
      },
      mayTake: () => rates.mayTake(device ?? `${options.protocol} ${options.remote}`),
      async end(isGone) {
        if (isOver) return
        isOver = true
        if (device === undefined) return
        const left = (open.get(device) ?? 1) - 1
        if (left > 0) return void open.set(device, left)
        open.delete(device)
        if (isGone) await hub.left(device)
      },
    }
    if (options.device !== undefined) line.prove(options.device)
    return line
  }
  return { line: lineOf, isConnected: (device: string): boolean => open.has(device) }
}

export type Lines = ReturnType<typeof createLines>
