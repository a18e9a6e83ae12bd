import type { CommandName } from '@liren/contract/device-commands'
import type { TcpLine } from '../../transport/tcp-server.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from '../protocol.ts'
import { parseData } from './codec.ts'
import { commands as codes, createReader, cutPacket, encodePacket, encodeTime, type Packet } from './frame.ts'
import type { FireAddress } from './index.ts'
import { createLevels, type Levels, signalsOf } from './levels.ts'

const commands: readonly CommandName[] = ['device.set-clock', 'device.message']
const guardCheck = 91
const setClock = 90
/** Serial numbers of a device that were taken: what comes again is confirmed again and told once. */
const remembered = 64

interface Waiting {
  readonly serial: number
  settle(isTaken: boolean): void
}

/** The monitoring centre: confirms at once when it is on disk, and tells fire before anything else. */
export async function openCentre(deps: ProtocolDeps<FireAddress>): Promise<OpenProtocol<FireAddress>> {
  const lines = new Map<string, TcpLine>()
  const levels = new Map<string, Levels>()
  const taken = new Map<string, string[]>()
  const waiting = new Map<string, Set<Waiting>>()
  const guards = new Set<{ readonly device: string; answered(): void }>()
  let serial = 0

  const server = await deps.tcp({
    port: deps.port('tcp', 8026),
    host: deps.host,
    reader: createReader,
    onFrame,
    onEnd(line) {
      if (line.device !== undefined && lines.get(line.device) === line) lines.delete(line.device)
    },
  })

  async function onFrame(frame: Buffer, line: TcpLine): Promise<void> {
    const cut = cutPacket(frame)
    if (!cut.ok) return line.unknown(frame, cut.why)
    const { packet } = cut
    const device = deps.devices.all().find(({ address }) => address.address === packet.source)
    const isFromThere = device?.address.from === undefined || line.remote.startsWith(`${device.address.from}:`)
    if (!device || !isFromThere || !line.prove(device.code)) {
      line.stranger(packet.source, 'not registered at this address', frame)
      return line.write(replyTo(packet, codes.refuse))
    }
    lines.set(device.code, line)
    if (packet.command === codes.acknowledge || packet.command === codes.refuse || packet.command === codes.answer) {
      for (const one of waiting.get(device.code) ?? []) if (one.serial === packet.serial) one.settle(packet.command !== codes.refuse)
      if (packet.command !== codes.answer) return line.hear({ signals: [] })
    }
    if (packet.command !== codes.send && packet.command !== codes.answer) {
      await line.unknown(frame, `command ${packet.command} is not one that a device sends`)
      return line.write(replyTo(packet, codes.refuse))
    }
    await keep(packet, frame, line, device.code)
  }

  async function keep(packet: Packet, frame: Buffer, line: TcpLine, device: string): Promise<void> {
    const name = `${packet.serial}/${packet.data.toString('hex')}`
    const known = taken.get(device) ?? []
    // Heartbeats carry nothing; their serial numbers may stand still.
    if (packet.data.length === 0 || known.includes(name)) {
      await line.hear({ signals: [] })
    } else {
      const parsed = parseData(packet.data)
      if (!parsed.ok) {
        await line.unknown(frame, `byte ${27 + parsed.at}: ${parsed.why}`)
        return line.write(replyTo(packet, codes.refuse))
      }
      if (parsed.told.length === 0) await line.unknown(frame, `type ${parsed.type} is not read`)
      const own = levels.get(device) ?? createLevels()
      levels.set(device, own)
      const told = parsed.told.map((one) => ({ at: 'at' in one ? one.at : undefined, signals: signalsOf(one, own) }))
      // Fire before anything else that stands in the same packet.
      const isFire = (one: (typeof told)[number]): number => (one.signals.some(({ type }) => type === 'fire.alarmed') ? 0 : 1)
      for (const one of told.toSorted((a, b) => isFire(a) - isFire(b))) {
        if (one.signals.length > 0) await line.hear({ signals: one.signals, at: one.at ?? packet.at })
        if (one.signals.some(({ type }) => type === 'fire.watch')) for (const guard of guards) if (guard.device === device) guard.answered()
      }
      taken.set(device, [...known, name].slice(-remembered))
    }
    if (packet.command === codes.send) line.write(replyTo(packet, codes.acknowledge))
  }

  const replyTo = (packet: Packet, command: number): Buffer =>
    encodePacket({
      serial: packet.serial,
      source: packet.destination,
      destination: packet.source,
      command,
      data: Buffer.alloc(0),
      at: deps.clock.now(),
    })

  async function* send({ device, order, signal }: Order<FireAddress>): AsyncIterable<Step> {
    const minutes =
      order.name === 'device.message' && order.values.message === 'guard-check' ? Number(order.values.content ?? 10) : undefined
    if (order.name !== 'device.set-clock' && !(minutes !== undefined && Number.isInteger(minutes) && minutes >= 1 && minutes <= 255))
      return yield { state: 'failed', reason: 'transmission devices know no such order' }
    const line = lines.get(device.code)
    if (!line) return yield { state: 'failed', reason: 'not connected' }
    const data =
      minutes === undefined
        ? Buffer.concat([Buffer.from([setClock, 1]), encodeTime(deps.clock.now())])
        : Buffer.from([guardCheck, 1, minutes])
    serial = (serial + 1) & 0xffff
    const own = serial
    let settle = (_isTaken: boolean): void => {}
    const reply = new Promise<boolean | undefined>((resolve) => {
      settle = resolve
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    const one: Waiting = { serial: own, settle: (isTaken) => settle(isTaken) }
    const all = waiting.get(device.code) ?? new Set()
    waiting.set(device.code, all.add(one))
    let seen = (): void => {}
    const answered = new Promise<boolean>((resolve) => {
      seen = () => resolve(true)
      signal.addEventListener('abort', () => resolve(false), { once: true })
    })
    const guard = { device: device.code, answered: () => seen() }
    guards.add(guard)
    try {
      line.write(
        encodePacket({
          serial: own,
          source: '000000000000',
          destination: device.address.address,
          command: codes.control,
          data,
          at: deps.clock.now(),
        }),
      )
      yield { state: 'sent' }
      const isTaken = await reply
      if (isTaken === undefined) return
      if (!isTaken) return yield { state: 'failed', reason: 'the device refused' }
      yield { state: 'accepted' }
      // The duty officer's own key is the proof of a guard check; a clock that was taken is set.
      if (minutes === undefined || (await answered)) return yield { state: 'done' }
    } finally {
      all.delete(one)
      guards.delete(guard)
    }
  }

  return { ports: { tcp: server.port }, commands, reaches: (code) => lines.has(code), send, close: () => server.close() }
}
