import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import { createSerialBus, type SerialBus } from '../../transport/serial-bus.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { readWiegand } from '../wiegand.ts'
import { commands, readReply, type Told } from './codec.ts'
import { createReader, cutFrame, encodeFrame, type OsdpFrame } from './frame.ts'
import type { OsdpAddress } from './index.ts'

type Reader = Device<OsdpAddress>
/** An answer in time, as the open implementation has it. */
const answerMs = 200
const aliveMs = 10_000
const absentMs = 5000

interface Asked {
  readonly stop: AbortController
  readonly done: Promise<void>
  readonly device: Reader
}

/** Asks readers on RS-485 behind gateways, one after the other, for the cards that they have seen. */
export async function openReaders(deps: ProtocolDeps<OsdpAddress>): Promise<OpenProtocol<OsdpAddress>> {
  const { clock } = deps
  const buses = new Map<string, SerialBus>()
  const asked = new Map<string, Asked>()
  /** Whose turn it is on each wire: frames that nobody understands are kept with him. */
  const turns = new Map<string, Line>()

  function busOf({ address: { host, port } }: Reader): SerialBus {
    const name = `${host}:${port}`
    const bus =
      buses.get(name) ??
      createSerialBus({
        ...{ host, port, clock, reader: createReader, gapMs: 10 },
        saw: (direction, bytes) => turns.get(name)?.saw(direction, bytes),
        noise: (bytes, why) =>
          void turns
            .get(name)
            ?.unknown(bytes, why)
            .catch(() => undefined),
      })
    buses.set(name, bus)
    return bus
  }

  async function run(device: Reader, signal: AbortSignal): Promise<void> {
    const { address, host, port, check, everyMs } = device.address
    const line = deps.line({ remote: `${host}:${port}/${address}`, device: device.code })
    const bus = busOf(device)
    let sequence = 0
    let heardAt = Number.NEGATIVE_INFINITY
    while (!signal.aborted) {
      // Zero begins anew: the reader forgets what it was asked before.
      const code = sequence === 0 ? commands.id : commands.poll
      const bytes = encodeFrame({ address, isReply: false, sequence, check, code, data: Buffer.alloc(0) })
      turns.set(`${host}:${port}`, line)
      const wanted = sequence
      const reply = await bus.ask({ bytes, timeoutMs: answerMs, repeats: 1, match: (frame) => answerOf(frame, address, wanted) })
      sequence = reply ? (sequence % 3) + 1 : 0
      if (reply) {
        const told = await take(reply, device, line)
        if (told === 'sequence') sequence = 0
        if (clock.elapsed() - heardAt > aliveMs) {
          await line.hear({ signals: [] }).catch(() => undefined)
          heardAt = clock.elapsed()
        }
      }
      await clock.sleep(reply ? everyMs : absentMs, signal).catch(() => undefined)
    }
    await line.end(false)
  }

  /** Why it refuses, where it does. */
  async function take(frame: OsdpFrame, device: Reader, line: Line): Promise<string | undefined> {
    const whole = (): Buffer => encodeFrame(frame)
    if (frame.security) {
      await line.unknown(whole(), 'a secure channel, which is not spoken')
      return undefined
    }
    const read = readReply(frame)
    if (!read.ok) {
      await line.unknown(whole(), read.why)
      return undefined
    }
    const signals = signalsOf(read.told, device.address)
    if (typeof signals === 'string') await line.unknown(whole(), signals)
    else if (signals.length > 0) await line.hear({ signals })
    return read.told.kind === 'refused' ? read.told.reason : undefined
  }

  function update(): void {
    const wanted = new Map(deps.devices.all().map((device) => [device.code, device]))
    for (const [code, one] of asked) {
      if (wanted.get(code) === one.device) continue
      one.stop.abort()
      asked.delete(code)
    }
    for (const [code, device] of wanted) {
      if (asked.has(code)) continue
      const stop = new AbortController()
      const done = run(device, stop.signal).catch((error: Error) => deps.log.warn({ device: code, reason: error.message }, 'a reader'))
      asked.set(code, { stop, done, device })
    }
  }
  update()

  return {
    ports: {},
    devicesChanged: update,
    async close() {
      for (const { stop } of asked.values()) stop.abort()
      for (const bus of buses.values()) bus.close()
      await Promise.all([...asked.values()].map(({ done }) => done))
    },
  }
}

/** The answer of this reader to this question; an echo and an older answer are neither. */
function answerOf(bytes: Buffer, address: number, sequence: number): OsdpFrame | undefined {
  const cut = cutFrame(bytes)
  return cut.ok && cut.frame.isReply && cut.frame.address === address && cut.frame.sequence === sequence ? cut.frame : undefined
}

/** What an answer tells, or why a card cannot be read. */
export function signalsOf(told: Told, { door, direction }: Pick<OsdpAddress, 'door' | 'direction'>): Signal[] | string {
  const where = door === undefined ? {} : { door }
  if (told.kind === 'card') {
    const read = readWiegand(told.bytes, told.count)
    if (!read.ok) return read.why
    const { bits, ...card } = read.card
    return [{ type: 'card.read', values: { ...where, card: bits, ...card, ...(direction === undefined ? {} : { direction }) } }]
  }
  if (told.kind === 'keys') return [{ type: 'pin.entered', values: { ...where, digits: Math.min(32, told.digits) } }]
  if (told.kind === 'status') {
    const power = { code: 'power' }
    return [
      { type: 'device.tampered', values: { isActive: told.isTampered } },
      told.isPowerFaulty ? { type: 'device.fault', values: power } : { type: 'device.recovered', values: power },
    ]
  }
  if (told.kind === 'described') {
    const { vendor, model, serial, firmware } = told
    return [{ type: 'device.described', values: { vendor, model: String(model), serial, firmware } }]
  }
  return []
}
