import type { Decoded } from '../protocols/protocol.ts'

export interface SeenFrame {
  readonly at: number
  readonly direction: 'in' | 'out'
  readonly protocol: string
  readonly line: string
  readonly bytes: Buffer
  /** The whole length, when only the beginning is kept. */
  readonly size: number
  /** What the protocol itself read in it, where its bytes alone do not tell. */
  readonly view?: unknown
}

/** A frame as the monitor shows it. */
export interface ShownFrame {
  readonly at: number
  readonly direction: 'in' | 'out'
  readonly line: string
  readonly hex: string
  readonly size: number
  readonly decoded?: string
  readonly fault?: string
}

const keptBytes = 2048
const perDevice = 40
const mostDevices = 2000

/** The last frames of every device, for an engineer who looks; decoded only when somebody does. */
export function createFrames(
  decode: (protocol: string, bytes: Buffer) => Decoded | undefined,
  onFrame: (device: string, direction: SeenFrame['direction']) => void = () => {},
) {
  const rings = new Map<string, SeenFrame[]>()
  return {
    keep(device: string, frame: Omit<SeenFrame, 'size'>): void {
      onFrame(device, frame.direction)
      const ring = rings.get(device) ?? []
      // The device that was heard last is the last one in the map, so that the quietest is forgotten first.
      rings.delete(device)
      rings.set(device, ring)
      ring.push({ ...frame, bytes: Buffer.from(frame.bytes.subarray(0, keptBytes)), size: frame.bytes.length })
      if (ring.length > perDevice) ring.shift()
      if (rings.size > mostDevices) rings.delete(rings.keys().next().value as string)
    },
    /** Newest last. */
    of(device: string, limit = perDevice): ShownFrame[] {
      return (rings.get(device) ?? []).slice(-limit).map((frame) => {
        const { at, direction, line, size } = frame
        const read: Decoded | undefined = frame.view === undefined ? decode(frame.protocol, frame.bytes) : { ok: true, value: frame.view }
        const shown = { at, direction, line, size, hex: frame.bytes.subarray(0, 512).toString('hex') }
        if (read === undefined) return shown
        return read.ok
          ? { ...shown, decoded: JSON.stringify(read.value).slice(0, 2000) }
          : { ...shown, fault: `byte ${read.at}: ${read.why}` }
      })
    },
    devices: (): string[] => [...rings.keys()],
  }
}

export type Frames = ReturnType<typeof createFrames>
