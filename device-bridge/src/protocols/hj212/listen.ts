import type { CommandName } from '@liren/contract/device-commands'
import type { TcpLine } from '../../transport/tcp-server.ts'
import { chinaDigits } from '../china-time.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from '../protocol.ts'
import { createAssembler } from './assemble.ts'
import { encodeData, type Packet, parseData, wantsAnswer } from './codec.ts'
import { isData, signalsOfPacket } from './devices.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'
import type { StationAddress } from './index.ts'

/** Why a request is turned down, in the numbers of the standard. */
const refusals = { password: '3', number: '4', command: '8' } as const
const executed: Readonly<Record<string, string>> = {
  2: 'failed',
  3: 'the condition is not right',
  4: 'the station could not reach its instrument',
  5: 'the station is busy',
  6: 'system fault of the station',
  100: 'no data',
}
/** Request numbers of a station that were taken: what comes again is answered again and kept once. */
const remembered = 256

const commands: readonly CommandName[] = ['device.configure', 'device.set-clock', 'device.read']

interface Waiting {
  readonly qn: string
  answer(packet: Packet): void
}

/** Listens for stations, keeps what they measure, and passes orders on. */
export async function openStations(deps: ProtocolDeps<StationAddress>): Promise<OpenProtocol<StationAddress>> {
  const lines = new Map<string, TcpLine>()
  const taken = new Map<string, string[]>()
  const waiting = new Map<string, Set<Waiting>>()
  const assembler = createAssembler(deps.clock)
  let lastQn = 0

  const deviceOf = (mn: string) => deps.devices.all().find((device) => device.address.mn === mn)

  const server = await deps.tcp({
    port: deps.port('tcp', 8602),
    host: deps.host,
    reader: createReader,
    onFrame,
    onEnd(line) {
      if (line.device !== undefined && lines.get(line.device) === line) lines.delete(line.device)
    },
  })

  async function onFrame(frame: Buffer, line: TcpLine): Promise<void> {
    const cut = cutFrame(frame)
    if (!cut.ok) return line.unknown(frame, cut.why)
    const parsed = parseData(cut.data)
    if (!parsed.ok) return line.unknown(frame, `byte ${6 + parsed.at}: ${parsed.why}`)
    const { packet } = parsed
    const device = deviceOf(packet.mn)
    if (!device || device.address.pw !== packet.pw) {
      line.stranger(packet.mn, device ? 'wrong access code' : 'a number that is not registered', frame)
      if (wantsAnswer(packet)) answer(line, packet, '9011', [['QnRtn', device ? refusals.password : refusals.number]])
      return
    }
    if (!line.prove(device.code)) return line.stranger(packet.mn, 'this connection speaks for another station', frame)
    lines.set(device.code, line)
    if (['9011', '9012', '9013', '9014'].includes(packet.cn)) {
      for (const one of waiting.get(device.code) ?? []) if (one.qn === packet.qn) one.answer(packet)
      return line.hear({ signals: [] })
    }
    await keep(packet, frame, line, device.address)
  }

  async function keep(packet: Packet, frame: Buffer, line: TcpLine, address: StationAddress): Promise<void> {
    if (!isData(packet)) {
      await line.unknown(frame, `command ${packet.cn} is not one that a station tells us`)
      if (wantsAnswer(packet)) answer(line, packet, '9011', [['QnRtn', refusals.command]])
      return
    }
    // Answered again, kept once: the first answer was lost.
    const name = `${packet.qn}/${packet.parts?.number ?? 1}/${packet.cn}`
    const known = taken.get(address.mn) ?? []
    if (packet.qn === undefined || !known.includes(name)) {
      const whole = assembler.take(packet)
      const heard = whole === undefined ? { at: undefined, signals: [] } : signalsOfPacket(whole, address)
      await line.hear({ signals: heard.signals, at: heard.at })
      taken.set(address.mn, [...known, name].slice(-remembered))
    }
    if (wantsAnswer(packet)) answer(line, packet, '9014', [])
  }

  /** An answer comes from the platform's own system, 91, and repeats the number of what it answers. */
  function answer(line: TcpLine, to: Packet, cn: string, content: readonly (readonly [string, string])[]): void {
    const fields = content.map(([name, value]) => ({ factor: '', name, value }))
    line.write(encodeFrame(encodeData({ qn: to.qn, st: '91', cn, pw: to.pw, mn: to.mn, flag: 4, content: fields })))
  }

  /** Numbers are times; two requests within a millisecond still differ. */
  function nextQn(): string {
    lastQn = Math.max(lastQn + 1, deps.clock.now())
    return chinaDigits(lastQn)
  }

  async function* send({ device, order, signal }: Order<StationAddress>): AsyncIterable<Step> {
    const request = requestOf(order, deps.clock.now())
    const line = lines.get(device.code)
    if (!request) return yield { state: 'failed', reason: 'stations know no such setting' }
    if (!line) return yield { state: 'failed', reason: 'not connected' }
    const qn = nextQn()
    const answers: Packet[] = []
    let wake: () => void = () => {}
    const one: Waiting = {
      qn,
      answer: (packet) => {
        answers.push(packet)
        wake()
      },
    }
    const all = waiting.get(device.code) ?? new Set()
    waiting.set(device.code, all.add(one))
    signal.addEventListener('abort', () => wake(), { once: true })
    try {
      const { mn, pw } = device.address
      line.write(encodeFrame(encodeData({ qn, st: request.st, cn: request.cn, pw, mn, flag: 5, content: request.content })))
      yield { state: 'sent' }
      while (!signal.aborted) {
        const next = answers.shift()
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
          continue
        }
        const result = (name: string) => next.content.find((field) => field.name === name)?.value
        if (next.cn === '9011' && result('QnRtn') !== '1')
          return yield { state: 'failed', reason: `the station refused: ${result('QnRtn')}` }
        if (next.cn === '9011') yield { state: 'accepted' }
        if (next.cn === '9012' && result('ExeRtn') === '1') return yield { state: 'done' }
        if (next.cn === '9012') return yield { state: 'failed', reason: executed[result('ExeRtn') ?? ''] ?? `result ${result('ExeRtn')}` }
      }
    } finally {
      all.delete(one)
    }
  }

  return { ports: { tcp: server.port }, commands, reaches: (code) => lines.has(code), send, close: () => server.close() }
}

/** What is asked, in the standard's commands. */
function requestOf(order: Order['order'], now: number): { st: string; cn: string; content: Packet['content'] } | undefined {
  const field = (name: string, value: string) => ({ factor: '', name, value })
  if (order.name === 'device.set-clock') return { st: '91', cn: '1012', content: [field('SystemTime', chinaDigits(now).slice(0, 14))] }
  if (order.name === 'device.read') return { st: '91', cn: '2011', content: [] }
  if (order.name !== 'device.configure') return undefined
  const { intervalSeconds, intervalMinutes } = order.values.settings
  if (typeof intervalSeconds === 'number' && Number.isInteger(intervalSeconds) && intervalSeconds >= 30 && intervalSeconds <= 3600)
    return { st: '91', cn: '1062', content: [field('RtdInterval', String(intervalSeconds))] }
  if (typeof intervalMinutes === 'number' && Number.isInteger(intervalMinutes) && intervalMinutes >= 1 && intervalMinutes <= 99)
    return { st: '91', cn: '1064', content: [field('MinInterval', String(intervalMinutes))] }
  return undefined
}
