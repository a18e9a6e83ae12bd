import type { Clock } from '../../ports/ports.ts'
import type { Device } from '../../registry.ts'
import type { Order, Step } from '../protocol.ts'
import { type Card, type ControllerEvent, decodeCard, doorModes, encodeCard, magic } from './codec.ts'
import { opcodes } from './frame.ts'
import type { Host } from './host.ts'
import type { ControllerAddress } from './index.ts'
import { chinaDay, chinaTime, encodeTime } from './time.ts'

const remotely = 44
const usualDelay = 5
const never = '20991231'

type Controller = Device<ControllerAddress>
type Result = Step | undefined

const silent: Step = { state: 'failed', reason: 'the controller did not answer' }
const refused: Step = { state: 'failed', reason: 'the controller refused' }
const done: Step = { state: 'done' }

/** What controllers can be asked to do. Each is done only when the controller shows it afterwards. */
export function createOrders(host: Host, clock: Clock) {
  const watching = new Set<{ device: string; door: number; seen(): void }>()

  /** "Done" of an open door is only that it was read; the event that it was opened remotely is the proof. */
  async function* open(device: Controller, door: number, signal: AbortSignal): AsyncIterable<Step> {
    let seen = (): void => {}
    const opened = new Promise<void>((resolve) => {
      seen = resolve
    })
    const one = { device: device.code, door, seen: () => seen() }
    watching.add(one)
    try {
      yield { state: 'sent' }
      const answer = await host.ask(device, opcodes.openDoor, Buffer.from([door]))
      if (!answer) return yield silent
      if (answer[0] !== 1) return yield refused
      yield { state: 'accepted' }
      const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      await Promise.race([opened, ended])
      if (!signal.aborted) yield done
    } finally {
      watching.delete(one)
    }
  }

  async function setMode(device: Controller, door: number, mode: number): Promise<Result> {
    const now = await host.ask(device, opcodes.getDoor, Buffer.from([door]))
    if (!now) return silent
    const answer = await host.ask(device, opcodes.setDoor, Buffer.from([door, mode, now[2] || usualDelay]))
    if (!answer) return silent
    const after = await host.ask(device, opcodes.getDoor, Buffer.from([door]))
    return after?.[1] === mode ? done : refused
  }

  const number = (card: number): Buffer => {
    const body = Buffer.alloc(8)
    body.writeUInt32LE(card, 0)
    return body
  }

  async function putCard(device: Controller, card: Card): Promise<Result> {
    const answer = await host.ask(device, opcodes.putCard, encodeCard(card))
    if (!answer) return silent
    if (answer[0] !== 1) return refused
    const kept = await host.ask(device, opcodes.cardByNumber, number(card.card))
    return kept && JSON.stringify(decodeCard(kept)) === JSON.stringify(card)
      ? done
      : { state: 'failed', reason: 'the controller kept something else' }
  }

  async function removeCard(device: Controller, card: number): Promise<Result> {
    if (!(await host.ask(device, opcodes.deleteCard, number(card)))) return silent
    const kept = await host.ask(device, opcodes.cardByNumber, number(card))
    if (!kept) return silent
    return decodeCard(kept) === undefined ? done : refused
  }

  async function clearCards(device: Controller): Promise<Result> {
    const answer = await host.ask(device, opcodes.deleteCards, magic)
    if (!answer) return silent
    const count = await host.ask(device, opcodes.countCards)
    return count?.readUInt32LE(0) === 0 ? done : refused
  }

  async function setClock(device: Controller): Promise<Result> {
    const wanted = encodeTime(clock.now())
    const answer = await host.ask(device, opcodes.setTime, wanted)
    if (!answer) return silent
    return chinaTime(answer) === chinaTime(wanted) ? done : refused
  }

  /** The work of an order that needs only questions; undefined when there is no such order here. */
  function workOf({ device, order }: Order<ControllerAddress>): (() => Promise<Result>) | { readonly problem: string } {
    switch (order.name) {
      case 'door.hold-open':
        return () => setMode(device, order.values.door ?? 1, doorModes.open)
      case 'door.hold-closed':
        return () => setMode(device, order.values.door ?? 1, doorModes.closed)
      case 'door.release':
        return () => setMode(device, order.values.door ?? 1, doorModes.controlled)
      case 'device.set-clock':
        return () => setClock(device)
      case 'credential.clear':
        return () => clearCards(device)
      case 'credential.remove': {
        const card = cardNumber(order.values.kind, order.values.credential)
        return card === undefined ? { problem: 'only cards by their number' } : () => removeCard(device, card)
      }
      case 'credential.put': {
        const card = cardNumber(order.values.kind, order.values.credential)
        if (card === undefined) return { problem: 'only cards by their number' }
        const { doors = [1, 2, 3, 4], period } = order.values
        const may = (door: number): number => (doors.includes(door) ? 1 : 0)
        const from = chinaDay(period?.from ?? clock.now())
        const until = period?.until === undefined ? never : chinaDay(period.until)
        return () => putCard(device, { card, from, until, doors: [may(1), may(2), may(3), may(4)], pin: 0 })
      }
      default:
        return { problem: 'controllers know no such order' }
    }
  }

  return {
    async *send(order: Order<ControllerAddress>): AsyncIterable<Step> {
      if (order.order.name === 'door.open') return yield* open(order.device, order.order.values.door ?? 1, order.signal)
      const work = workOf(order)
      if (typeof work !== 'function') return yield { state: 'failed', reason: work.problem }
      yield { state: 'sent' }
      const result = await work()
      if (result) yield result
    },
    /** An event that was taken in. */
    happened(device: string, event: ControllerEvent): void {
      if (event.reason !== remotely) return
      for (const one of watching) if (one.device === device && one.door === event.door) one.seen()
    },
  }
}

const cardNumber = (kind: string, credential: string | undefined): number | undefined =>
  kind === 'card' && credential !== undefined && /^[1-9]\d{0,9}$/.test(credential) && Number(credential) < 0xffffffff
    ? Number(credential)
    : undefined
