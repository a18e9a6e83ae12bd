import { type Card, decodeCard, encodeCard, magic } from './codec.ts'
import { cutFrame, encodeFrame, opcodes } from './frame.ts'
import { encodeTime } from './time.ts'

interface PlayedEvent {
  readonly kind: number
  readonly isGranted: boolean
  readonly door: number
  readonly card: number
  readonly reason: number
  readonly at: number
}

/** A controller with four doors that keeps its cards and its ring of events. */
export function createController(serial: number, now: () => number) {
  const cards = new Map<number, Card>()
  const events: PlayedEvent[] = []
  const doors = new Map([1, 2, 3, 4].map((door) => [door, { mode: 3, delay: 5 }]))
  let listener = Buffer.alloc(7)
  let clockOffset = 0
  let readIndex = 0
  let onEvent: (datagram: Buffer, to: { address: string; port: number }) => void = () => {}

  const say = (opcode: number, body: Buffer): Buffer => encodeFrame(opcode, serial, body)
  const ok = (opcode: number, isOk = true): Buffer => say(opcode, Buffer.from([isOk ? 1 : 0]))
  const time = (): Buffer => encodeTime(now() + clockOffset)

  function eventBody(index: number): Buffer {
    const body = Buffer.alloc(56)
    const event = events[index - 1]
    body.writeUInt32LE(event ? index : 0, 0)
    if (!event) return body
    body[4] = event.kind
    body[5] = event.isGranted ? 1 : 0
    body[6] = event.door
    body[7] = 1
    body.writeUInt32LE(event.card, 8)
    encodeTime(event.at).copy(body, 12)
    body[19] = event.reason
    return body
  }

  function statusBody(): Buffer {
    const body = eventBody(events.length)
    const at = time()
    at.subarray(4, 7).copy(body, 29)
    at.subarray(1, 4).copy(body, 43)
    return body
  }

  function happen(event: Omit<PlayedEvent, 'at'>): void {
    events.push({ ...event, at: now() + clockOffset })
    const port = listener.readUInt16LE(4)
    if (port > 0) onEvent(say(opcodes.status, statusBody()), { address: [...listener.subarray(0, 4)].join('.'), port })
  }

  const isMagic = (body: Buffer): boolean => body.subarray(0, 4).equals(magic)

  function answer(bytes: Buffer): Buffer | undefined {
    const cut = cutFrame(bytes)
    if (!cut.ok) return undefined
    const { opcode, body } = cut.frame
    if (cut.frame.serial !== serial && !(opcode === opcodes.getController && cut.frame.serial === 0)) return undefined
    const door = body.readUInt8(0)
    switch (opcode) {
      case opcodes.status:
        return say(opcode, statusBody())
      case opcodes.getController:
        return say(
          opcode,
          Buffer.concat([
            Buffer.from([127, 0, 0, 1, 255, 0, 0, 0, 127, 0, 0, 1]),
            Buffer.from('001122334455', 'hex'),
            Buffer.from('089220180816', 'hex'),
          ]),
        )
      case opcodes.setTime:
        clockOffset = 0
        return say(opcode, body.subarray(0, 7))
      case opcodes.getTime:
        return say(opcode, time())
      case opcodes.openDoor:
        if (!doors.has(door) || doors.get(door)?.mode === 2) return ok(opcode, false)
        setImmediate(() => happen({ kind: 2, isGranted: true, door, card: 0, reason: 44 }))
        return ok(opcode)
      case opcodes.getDoor:
      case opcodes.setDoor: {
        const known = doors.get(door)
        if (!known) return say(opcode, Buffer.alloc(3))
        if (opcode === opcodes.setDoor) doors.set(door, { mode: body.readUInt8(1), delay: body.readUInt8(2) })
        const { mode, delay } = doors.get(door) ?? known
        return say(opcode, Buffer.from([door, mode, delay]))
      }
      case opcodes.putCard: {
        const card = decodeCard(body)
        if (card) cards.set(card.card, card)
        return ok(opcode, card !== undefined)
      }
      case opcodes.cardByNumber: {
        const card = cards.get(body.readUInt32LE(0))
        return say(opcode, card ? encodeCard(card) : Buffer.alloc(0))
      }
      case opcodes.deleteCard:
        return ok(opcode, cards.delete(body.readUInt32LE(0)))
      case opcodes.deleteCards:
        if (isMagic(body)) cards.clear()
        return ok(opcode, isMagic(body))
      case opcodes.countCards: {
        const count = Buffer.alloc(4)
        count.writeUInt32LE(cards.size)
        return say(opcode, count)
      }
      case opcodes.specialEvents:
        return ok(opcode)
      case opcodes.setListener:
        listener = Buffer.from(body.subarray(0, 7))
        return ok(opcode)
      case opcodes.getListener:
        return say(opcode, listener)
      case opcodes.getEvent: {
        const index = body.readUInt32LE(0)
        return say(opcode, eventBody(index === 0xffffffff ? events.length : index === 0 ? 1 : index))
      }
      case opcodes.setEventIndex:
        readIndex = body.readUInt32LE(0)
        return ok(opcode)
      case opcodes.getEventIndex: {
        const index = Buffer.alloc(4)
        index.writeUInt32LE(readIndex)
        return say(opcode, index)
      }
      default:
        return undefined
    }
  }

  return {
    serial,
    answer,
    cards,
    doors,
    onEvent(send: typeof onEvent): void {
      onEvent = send
    },
    /** Somebody holds a card to a reader. */
    swipe(door: number, card: number): boolean {
      const isGranted = (cards.get(card)?.doors[door - 1] ?? 0) !== 0
      happen({ kind: 1, isGranted, door, card, reason: isGranted ? 1 : 6 })
      return isGranted
    },
    happen,
    /** The memory is cleared: events begin at one again. */
    forget(): void {
      events.length = 0
    },
    drift(ms: number): void {
      clockOffset = ms
    },
  }
}
export type PlayedController = ReturnType<typeof createController>
