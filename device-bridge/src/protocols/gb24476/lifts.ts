import { plausibleMoment } from '../../families/sensors/message.ts'
import { createReplies, readReply } from '../../families/sensors/replies.ts'
import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import type { OpenProtocol, Order, ProtocolDeps } from '../protocol.ts'
import { readReport, type Said } from './codec.ts'
import { faultOf } from './faults.ts'
import type { LiftAddress } from './index.ts'
import { createTrapWatch } from './trapped.ts'

type Lift = Device<LiftAddress>
const topicPattern = /^lift\/([a-z0-9][a-z0-9-]{0,39})\/(report|reply)$/
/** A report that is older tells of the past: it is kept, and raises nothing. */
const liveMs = 2 * 60_000

/** Lifts that report over MQTT or HTTP; a gateway speaks for the lifts that are registered behind it. */
export async function openLifts(deps: ProtocolDeps<LiftAddress>): Promise<OpenProtocol<LiftAddress>> {
  const { clock, devices, http, mqtt } = deps
  const traps = createTrapWatch(clock)
  const replies = createReplies()
  const floors = new Map<string, string>()
  const stopped = new Set<string>()

  await mqtt.serve({
    topics: ['lift/+/report', 'lift/+/reply'],
    mayPublish: (code, topic) => topicPattern.exec(topic)?.[1] === code,
    maySubscribe: (code, topic) => topic === `lift/${code}/command`,
    async onMessage({ topic, payload, retained, line }) {
      const [, code = '', kind] = topicPattern.exec(topic) ?? []
      if (!line.prove(code)) return line.stranger(code.slice(0, 60), `a message on ${topic.slice(0, 100)}`, payload)
      if (kind === 'report') return void (await take(line, payload, !retained))
      const read = readReply(payload)
      if ('why' in read) return line.unknown(payload, read.why)
      replies.replied(code, read.id, read.reply)
      await line.hear({ signals: [] })
    },
  })

  await http.on('POST', '/lift/:device/:secret', async ({ params, body, line }) => {
    const code = params.device ?? ''
    if (!devices.admits(code, params.secret ?? '', line.remote) || !line.prove(code)) {
      line.stranger(code.slice(0, 60), 'a wrong secret, or no lift', body)
      return { status: 403, body: { error: 'not admitted' } }
    }
    line.saw('in', body)
    const why = await take(line, body, true)
    return why === undefined ? { status: 200, body: {} } : { status: 400, body: { error: why } }
  })

  /** The lift that a message is about: the one of the line, or one behind it that the message names. */
  function liftOf(code: string, named: string | undefined): Lift | undefined {
    const own = devices.get(code)
    const is = ({ address }: Lift): boolean => address.registration === named || address.rescueNumber === named
    if (!own || named === undefined || is(own)) return own
    return devices.all().find((one) => one.via === code && is(one))
  }

  /** Why it was not understood. */
  async function take(line: Line, bytes: Buffer, isNews: boolean): Promise<string | undefined> {
    const read = readReport(bytes)
    const lift = read.ok ? liftOf(line.device ?? '', read.said.lift) : undefined
    const why = !read.ok ? `byte ${read.at}: ${read.why}` : lift ? undefined : `lift ${read.said.lift} is not behind this line`
    if (!read.ok || !lift) {
      await line.unknown(bytes, why ?? '')
      return why
    }
    const { said } = read
    const now = clock.now()
    const at = plausibleMoment(said.at, now)
    const isLive = isNews && (at === undefined || now - at < liveMs)
    await line.hear({ device: lift.code, at, signals: signalsOf(lift, said, at ?? now, isLive), key: said.id })
    return undefined
  }

  function signalsOf(lift: Lift, said: Said, at: number, isLive: boolean): Signal[] {
    const { state, faults, counted } = said
    if (state.floor !== undefined && isLive) floors.set(lift.code, state.floor)
    const known = state.floor ?? floors.get(lift.code)
    const floor = known === undefined ? {} : { floor: known }
    const signals: Signal[] = []
    if (Object.keys(state).length > 0) signals.push({ type: 'lift.state', values: { ...state } })
    if (Object.keys(counted).length > 0) signals.push({ type: 'lift.counted', values: counted })
    const isTrapped = traps.heard(lift.code, said, at, isLive)
    if (isTrapped !== undefined) signals.push({ type: 'lift.trapped', values: { isActive: isTrapped, ...floor } })
    const isStopped = state.mode === undefined ? stopped.has(lift.code) : state.mode === 'stopped'
    if (isLive && isStopped !== stopped.has(lift.code)) {
      stopped[isStopped ? 'add' : 'delete'](lift.code)
      signals.push({ type: 'lift.fault', values: { ...floor, code: 'stopped', isActive: isStopped, text: '停梯' } })
    }
    for (const { code, isActive } of faults) signals.push(faultSignal(lift.address, String(code), isActive, floor))
    return signals
  }

  async function* send(order: Order<LiftAddress>) {
    const { device, id } = order
    yield* replies.carry(order, async () => {
      const command = { id, ts: clock.now(), name: order.order.name, args: order.order.values }
      await mqtt.publish(`lift/${device.via ?? device.code}/command`, JSON.stringify({ ...command, lift: device.address.registration }))
      return true
    })
  }

  return {
    ports: { http: http.port ?? 0 },
    // The door is held by a dry contact of the box, never by the lift's own control.
    commands: ['voice.play', 'lift.hold-door', 'device.read', 'device.configure', 'device.reboot'],
    reaches: (code) => mqtt.isListening(devices.get(code)?.via ?? code),
    send,
    close: async () => {},
  }
}

/** A code of the source's list in our words; one that no list has stays the number that it is. */
export function faultSignal(
  { list }: Pick<LiftAddress, 'list'>,
  code: string,
  isActive: boolean,
  floor: { readonly floor?: string },
): Signal {
  const fault = faultOf(list, code)
  if (fault?.code === 'trapped') return { type: 'lift.trapped', values: { isActive, ...floor } }
  if (fault?.code === 'call-button' && isActive) return { type: 'lift.call-button', values: floor }
  if (fault?.code === 'e-bike') return { type: 'lift.ebike', values: { isInside: isActive, ...floor } }
  return {
    type: 'lift.fault',
    values: { ...floor, code: fault?.code ?? `unknown-${code}`, deviceCode: code, isActive, ...(fault ? { text: fault.zh } : {}) },
  }
}
