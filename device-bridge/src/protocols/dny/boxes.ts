import type { CommandName } from '@liren/contract/device-commands'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import type { TcpLine } from '../../transport/tcp-server.ts'
import { createHappenings, patience } from '../happenings.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from '../protocol.ts'
import { nameOf, parseData, type Settlement, type Told } from './codec.ts'
import { createReader, cutPiece, encodeFrame, type Piece } from './frame.ts'
import type { BoxAddress } from './index.ts'

type Box = Device<BoxAddress>
type Frame = Extract<Piece, { kind: 'frame' }>

const commands: readonly CommandName[] = ['charging.start', 'charging.stop', 'device.read']
const answerMs = 15_000
const charge = 0x82
const queryState = 0x81
const answers = [
  'done',
  'no charger plugged in',
  'already in that state',
  'the port is faulty',
  'no such port',
  'several ports are waiting',
] as const

/** Takes the calls of boxes. A host speaks for the boxes that are registered behind it. */
export async function openBoxes(deps: ProtocolDeps<BoxAddress>): Promise<OpenProtocol<BoxAddress>> {
  const lines = new Map<string, TcpLine>()
  const cards = new WeakMap<object, string>()
  const ports = new Map<string, string>()
  const happened = createHappenings<{ readonly device: string; readonly message: number; readonly command: number; readonly told: Told }>()
  let number = 0

  const server = await deps.tcp({
    port: deps.port('tcp', 7054),
    host: deps.host,
    reader: createReader,
    onFrame,
    onEnd(line) {
      for (const [code, one] of lines) if (one === line) lines.delete(code)
    },
  })

  async function onFrame(bytes: Buffer, line: TcpLine): Promise<void> {
    const cut = cutPiece(bytes)
    if (!cut.ok) return line.unknown(bytes, cut.why)
    const { piece } = cut
    if (piece.kind === 'iccid') return void cards.set(line, piece.iccid)
    if (piece.kind === 'link') return line.device === undefined ? undefined : line.hear({ signals: [] })
    const device = deps.devices.all().find(({ address }) => address.box === piece.box)
    const why = device ? doubt(device, line) : 'not registered'
    if (!device || why !== undefined) return line.stranger(piece.box, why ?? 'not registered', bytes)
    const isOwn = line.device === undefined ? line.prove(device.code) : line.device === device.code || device.via === line.device
    if (!isOwn) return line.stranger(piece.box, 'another box than the one of this line', bytes)
    lines.set(device.code, line)
    const parsed = parseData(piece.command, piece.data)
    if (!parsed.ok) return line.unknown(bytes, `${nameOf(piece.command)}: byte ${parsed.at}: ${parsed.why}`)
    await take(device, piece, parsed.told, bytes, line)
    happened.tell({ device: device.code, message: piece.message, command: piece.command, told: parsed.told })
  }

  function doubt(device: Box, line: TcpLine): string | undefined {
    const { from, iccid } = device.address
    if (from !== undefined && !line.remote.startsWith(`${from}:`)) return 'not registered at this address'
    return iccid === undefined || cards.get(line) === iccid ? undefined : 'without its card'
  }

  /** On disk first, then the answer, and none where the box expects none: an answer confuses old programs. */
  async function take(device: Box, frame: Frame, told: Told, bytes: Buffer, line: TcpLine): Promise<void> {
    const hear = (signals: Signal[], key?: string): Promise<void> =>
      line.hear({ device: device.code, signals, ...(key === undefined ? {} : { key }) })
    const answer = (data: Buffer): void => line.write(encodeFrame({ ...frame, data }))
    if (told.kind === 'other') {
      await line.unknown(bytes, `${told.name} is not read`)
      return hear([])
    }
    if (told.kind === 'settlement') {
      await hear(settlementSignals(device, told), `settlement/${told.order}/${frame.message}`)
      return answer(Buffer.from([0]))
    }
    await hear(signalsOf(device.code, told))
    if (told.kind === 'register') answer(Buffer.from([0]))
    if (told.kind !== 'ask-time') return
    const time = Buffer.alloc(4)
    time.writeUInt32LE(Math.floor(deps.clock.now() / 1000))
    answer(time)
  }

  function signalsOf(device: string, told: Told): Signal[] {
    if (told.kind === 'register')
      return [{ type: 'device.described', values: { firmware: told.firmware, hardware: `${told.ports} ports` } }]
    if (told.kind === 'host') {
      const { iccid, imei, version } = told
      return [
        {
          type: 'device.described',
          values: { ...(version ? { firmware: version } : {}), ...(iccid ? { iccid } : {}), ...(imei ? { serial: imei } : {}) },
        },
      ]
    }
    if (told.kind === 'card')
      return [{ type: 'event.reported', values: { name: 'card', properties: { card: told.card, kind: told.cardKind, port: told.port } } }]
    if (told.kind !== 'heartbeat') return []
    const now = told.ports.join(' ')
    const isNews = ports.get(device) !== now
    ports.set(device, now)
    const volts: Signal = { type: 'charging.metered', values: { connector: 0, volts: told.volts } }
    if (!isNews) return [volts]
    // Only 0 is certain to mean idle; every other state stays the number that it is.
    const idle = told.ports.flatMap((state, i): Signal[] =>
      state === 0 ? [{ type: 'pile.status', values: { connector: i + 1, status: 'available' } }] : [],
    )
    const raw = Object.fromEntries(told.ports.map((state, i) => [`port.${i + 1}`, state]))
    return [volts, ...idle, { type: 'event.reported', values: { name: 'ports', properties: raw } }]
  }

  function settlementSignals(device: Box, told: Settlement): Signal[] {
    const { energyUnitWh } = device.address
    const { duration, mostPower, energy, port, flag, stopReason } = told
    return [
      {
        type: 'charging.stopped',
        values: {
          connector: port,
          transaction: told.order,
          token: told.card,
          reason: `code-${stopReason.toString(16)}`,
          ...(energyUnitWh === undefined ? {} : { energyWh: energy * energyUnitWh }),
        },
      },
      {
        type: 'event.reported',
        values: { name: 'settlement', properties: { order: told.order, duration, mostPower, energy, flag, stopReason } },
      },
    ]
  }

  /** One question; its answer names its message. */
  async function ask(device: Box, line: TcpLine, command: number, data: Buffer, signal: AbortSignal): Promise<Told | undefined> {
    number = (number % 0xffff) + 1
    const message = number
    const following = happened.follow((one) =>
      one.device === device.code && one.command === command && one.message === message ? one.told : undefined,
    )
    const wait = patience(deps.clock, answerMs, signal)
    try {
      line.write(encodeFrame({ box: device.address.box, message, command, data }))
      return await following.next(wait.signal)
    } finally {
      following.stop()
      wait.release()
    }
  }

  async function* send({ device, order, signal }: Order<BoxAddress>): AsyncIterable<Step> {
    const line = lines.get(device.code)
    if (!line) return yield { state: 'failed', reason: 'not connected' }
    if (order.name === 'device.read') {
      yield { state: 'sent' }
      const told = await ask(device, line, queryState, Buffer.alloc(0), signal)
      return yield told ? { state: 'done' } : { state: 'failed', reason: 'the box did not answer' }
    }
    if (order.name !== 'charging.start' && order.name !== 'charging.stop')
      return yield { state: 'failed', reason: 'boxes know no such order' }
    const { connector, transaction } = order.values
    if (connector === undefined || connector < 1) return yield { state: 'failed', reason: 'ports count from 1' }
    const isStart = order.name === 'charging.start'
    const given = transaction ?? (isStart ? newOrder() : '0'.repeat(32))
    if (!/^[0-9a-f]{32}$/.test(given)) return yield { state: 'failed', reason: 'the number of an order has 32 hex digits' }
    const { limitWh, limitSeconds, limitFen, balanceFen } = order.name === 'charging.start' ? order.values : {}
    if (limitWh !== undefined) return yield { state: 'failed', reason: 'a limit of energy needs a mode that is not certain' }
    const seconds = limitSeconds ?? 0
    if (seconds > 0xffff) return yield { state: 'failed', reason: 'a charging lasts 65535 seconds at most' }
    const money = balanceFen ?? limitFen ?? device.address.balanceFen
    const data = Buffer.alloc(25)
    data.writeUInt32LE(isStart ? money : 0, 1)
    data[5] = connector
    data[6] = isStart ? 1 : 0
    data.writeUInt16LE(Math.round(seconds), 7)
    Buffer.from(given, 'hex').copy(data, 9)
    yield { state: 'sent' }
    const told = await ask(device, line, charge, data, signal)
    if (told?.kind !== 'charge-answer') return yield { state: 'failed', reason: 'the box did not answer' }
    // A port that is idle already is what a stop wants.
    const isGood = told.code === 0 || (!isStart && told.code === 2)
    if (isGood) {
      if (isStart)
        await line.hear({
          device: device.code,
          signals: [{ type: 'charging.started', values: { connector, transaction: given, token: order.values.token } }],
          key: `start/${given}`,
        })
      return yield { state: 'done', values: { transaction: given } }
    }
    yield { state: 'failed', reason: `the box answered: ${answers[told.code] ?? `code ${told.code}`}` }
  }

  const newOrder = (): string =>
    Array.from({ length: 32 }, () => Math.floor(deps.chance() * 16).toString(16))
      .join('')
      .replace(/^.{12}/, deps.clock.now().toString(16).padStart(12, '0'))

  return { ports: { tcp: server.port }, commands, reaches: (code) => lines.has(code), send, close: () => server.close() }
}
