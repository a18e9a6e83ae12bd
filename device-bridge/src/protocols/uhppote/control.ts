import type { CommandName } from '@liren/contract/device-commands'
import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { Peer } from '../../transport/udp.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { type ControllerEvent, eventOf, statusOf } from './codec.ts'
import { signalsOfEvent } from './devices.ts'
import { cutFrame, opcodes } from './frame.ts'
import { createHost } from './host.ts'
import type { ControllerAddress } from './index.ts'
import { createOrders } from './orders.ts'
import { createMarks, missing } from './records.ts'

type Controller = Device<ControllerAddress>

interface Watched {
  readonly device: Controller
  readonly line: Line
  readonly stop: AbortController
  readonly done: Promise<void>
}

const commands: readonly CommandName[] = [
  'door.open',
  'door.hold-open',
  'door.hold-closed',
  'door.release',
  'credential.put',
  'credential.remove',
  'credential.clear',
  'device.set-clock',
]
const longestPauseMs = 5 * 60_000
/** A clock that is further off than this is told. */
const driftMs = 60_000

/** Watches controllers: their events in order and without gaps, their doors, and what they are asked to do. */
export async function openControllers(deps: ProtocolDeps<ControllerAddress>): Promise<OpenProtocol<ControllerAddress>> {
  const watched = new Map<string, Watched>()
  const marks = createMarks(deps.folder)
  const socket = await deps.udp({ port: deps.port('udp', 60_001), host: deps.host, maxFrame: 128, onMessage })
  const host = createHost({
    clock: deps.clock,
    send: (bytes, to) => socket.send(bytes, to),
    saw: (device, direction, bytes) => watched.get(device)?.line.saw(direction, bytes),
  })
  const orders = createOrders(host, deps.clock)

  /** A datagram counts for the controller whose number and address it has, and for nobody else. */
  async function onMessage(bytes: Buffer, peer: Peer): Promise<void> {
    const cut = cutFrame(bytes)
    const serial = cut.ok ? cut.frame.serial : undefined
    const one = [...watched.values()].find(
      ({ device }) => device.address.host === peer.address && (serial === undefined || device.address.serial === serial),
    )
    const stranger = one?.line ?? deps.line({ remote: `${peer.address}:${peer.port}` })
    if (!cut.ok) return stranger.unknown(bytes, `byte ${cut.at}: ${cut.why}`)
    if (!one) return stranger.stranger(String(serial), 'a controller that is not registered at this address', bytes)
    one.line.saw('in', bytes)
    if (host.answered(one.device.code, cut.frame)) return
    if (cut.frame.opcode !== opcodes.status) return one.line.unknown(bytes, 'an answer that nobody waited for')
    await takeIn(one, statusOf(cut.frame.body).event)
  }

  const turns = new Map<string, Promise<void>>()
  /** One after the other for each controller, or two datagrams would fetch the same gap. */
  function takeIn(one: Pick<Watched, 'device' | 'line'>, newest: ControllerEvent): Promise<void> {
    const turn = (turns.get(one.device.code) ?? Promise.resolve()).catch(() => undefined).then(() => follow(one, newest))
    turns.set(one.device.code, turn)
    return turn
  }

  async function follow({ device, line }: Pick<Watched, 'device' | 'line'>, newest: ControllerEvent): Promise<void> {
    const gap = missing(await marks.read(device.code), newest)
    if (!gap) return
    for (let index = gap.from; index <= gap.until; index++) {
      const event = index === newest.index ? newest : await fetchEvent(device, index)
      // Silent: the mark stays, and the next round goes on from here.
      if (!event) return
      const signals = signalsOfEvent(event)
      if (signals.length > 0) await line.hear({ signals, at: event.at })
      orders.happened(device.code, event)
      const before = await marks.read(device.code)
      await marks.write(device.code, { index, at: event.at ?? before?.at ?? 0 })
    }
  }

  async function fetchEvent(device: Controller, index: number): Promise<ControllerEvent | undefined> {
    const body = Buffer.alloc(4)
    body.writeUInt32LE(index)
    const answer = await host.ask(device, opcodes.getEvent, body)
    return answer && { ...eventOf(answer), index }
  }

  async function watch(one: Omit<Watched, 'done'>): Promise<void> {
    const { device, line, stop } = one
    let failures = 0
    let isPrepared = false
    let lastDoors: string | undefined
    while (!stop.signal.aborted) {
      isPrepared ||= await prepare(device)
      const answer = isPrepared ? await host.ask(device, opcodes.status) : undefined
      if (answer) {
        failures = 0
        const status = statusOf(answer)
        try {
          await line.hear({ signals: [] })
          await takeIn(one, status.event)
          const doors = status.openDoors.join()
          if (lastDoors !== doors)
            await line.hear({
              signals: [{ type: 'properties.reported', values: { properties: { openDoors: doors, isFire: status.isFire } } }],
            })
          lastDoors = doors
          const offsetMs = status.at === undefined ? 0 : status.at - deps.clock.now()
          if (Math.abs(offsetMs) > driftMs) await line.hear({ signals: [{ type: 'device.clock', values: { offsetMs } }] })
        } catch (error) {
          deps.log.warn({ device: device.code, reason: (error as Error).message }, 'what a controller told could not be kept')
        }
      } else {
        failures += 1
        isPrepared = false
        if (failures === 1) deps.log.warn({ device: device.code }, 'a controller does not answer')
      }
      const pause = Math.min(device.address.everySeconds * 1000 * 2 ** Math.max(0, failures - 1), longestPauseMs)
      await deps.clock.sleep(pause, stop.signal).catch(() => undefined)
    }
  }

  /** Doors and buttons are told only after this was asked for; so is anything at all to our address. */
  async function prepare(device: Controller): Promise<boolean> {
    if (!(await host.ask(device, opcodes.specialEvents, Buffer.from([1])))) return false
    const { listener } = device.address
    if (listener === undefined) return true
    const [address = '', port = '0'] = listener.split(':')
    const body = Buffer.alloc(7)
    for (const [i, part] of address.split('.').entries()) body[i] = Number(part)
    body.writeUInt16LE(Number(port), 4)
    return (await host.ask(device, opcodes.setListener, body)) !== undefined
  }

  const refresh = (): void => {
    const wanted = new Map(deps.devices.all().map((device) => [device.code, device]))
    for (const [code, one] of watched) {
      if (wanted.get(code) === one.device) continue
      one.stop.abort()
      watched.delete(code)
    }
    for (const device of wanted.values()) {
      if (watched.has(device.code)) continue
      const one = {
        device,
        line: deps.line({ remote: `${device.address.host}:${device.address.port}`, device: device.code }),
        stop: new AbortController(),
      }
      const entry = { ...one, done: Promise.resolve() }
      watched.set(device.code, entry)
      Object.assign(entry, { done: watch(one) })
    }
  }
  refresh()

  return {
    ports: { udp: socket.port },
    devicesChanged: refresh,
    commands,
    send: orders.send,
    async close() {
      for (const one of watched.values()) one.stop.abort()
      await socket.close()
      await Promise.all([...watched.values()].map(({ done }) => done))
    },
  }
}
