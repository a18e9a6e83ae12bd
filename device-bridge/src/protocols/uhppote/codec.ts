import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { cutFrame, opcodeName, opcodes } from './frame.ts'
import { bcd, chinaTime, dayOf } from './time.ts'

/** Guards what destroys against accidents; it is no password. */
export const magic = Buffer.from('55aaaa55', 'hex')

export interface ControllerEvent {
  /** 0: there is none. */
  readonly index: number
  readonly kind: 'none' | 'swipe' | 'door' | 'alarm' | 'overwritten' | 'unknown'
  readonly isGranted: boolean
  readonly door: number
  readonly direction: 'in' | 'out' | undefined
  readonly card: number
  /** By the controller's clock; unknown when it shows no date that can be. */
  readonly at: number | undefined
  readonly reason: number
}

const kinds: Readonly<Record<number, ControllerEvent['kind']>> = { 0: 'none', 1: 'swipe', 2: 'door', 3: 'alarm', 255: 'overwritten' }

/** The first part of a status, and all of an event that was asked for. */
export function eventOf(body: Buffer): ControllerEvent {
  return {
    index: body.readUInt32LE(0),
    kind: kinds[body.readUInt8(4)] ?? 'unknown',
    isGranted: body.readUInt8(5) === 1,
    door: body.readUInt8(6),
    direction: ({ 1: 'in', 2: 'out' } as const)[body.readUInt8(7)],
    card: body.readUInt32LE(8),
    at: chinaTime(body.subarray(12, 19)),
    reason: body.readUInt8(19),
  }
}

export interface Status {
  readonly event: ControllerEvent
  readonly openDoors: readonly number[]
  readonly buttons: readonly number[]
  readonly systemError: number
  readonly at: number | undefined
  readonly isFire: boolean
  readonly isForcedLock: boolean
}

const set = (body: Buffer, from: number): number[] => [1, 2, 3, 4].filter((_, i) => body.readUInt8(from + i) === 1)

export function statusOf(body: Buffer): Status {
  const inputs = body.readUInt8(42)
  const date = Buffer.concat([Buffer.from([0x20]), body.subarray(43, 46), body.subarray(29, 32)])
  return {
    event: eventOf(body),
    openDoors: set(body, 20),
    buttons: set(body, 24),
    systemError: body.readUInt8(28),
    at: chinaTime(date),
    isFire: (inputs & 2) !== 0,
    isForcedLock: (inputs & 1) !== 0,
  }
}

export const reasons: Readonly<Record<number, string>> = {
  1: 'swipe',
  5: 'denied: under PC control',
  6: 'denied: no access right',
  7: 'denied: wrong password',
  8: 'denied: anti-passback',
  9: 'denied: more cards are needed',
  10: 'denied: the first card is needed',
  11: 'denied: the door is normally closed',
  12: 'denied: interlock',
  13: 'denied: outside of the allowed times',
  15: 'denied: bad time zone',
  18: 'denied',
  20: 'push button',
  23: 'door opened',
  24: 'door closed',
  25: 'opened by the supervisor password',
  28: 'power on',
  29: 'reset',
  31: 'button refused: door locked',
  32: 'button refused: offline',
  33: 'button refused: interlock',
  34: 'threat',
  37: 'open too long',
  38: 'forced open',
  39: 'fire',
  40: 'forced closed',
  41: 'theft prevention',
  42: '24-hour zone',
  43: 'emergency call',
  44: 'opened remotely',
  45: 'opened by the USB reader',
}

export const doorModes = { open: 1, closed: 2, controlled: 3 } as const

export interface Card {
  readonly card: number
  /** `20260101`. */
  readonly from: string
  readonly until: string
  /** For each of four doors: 0 no, 1 yes, otherwise the time profile. */
  readonly doors: readonly [number, number, number, number]
  readonly pin: number
}

export function encodeCard({ card, from, until, doors, pin }: Card): Buffer {
  const body = Buffer.alloc(20)
  body.writeUInt32LE(card, 0)
  Buffer.from(from, 'hex').copy(body, 4)
  Buffer.from(until, 'hex').copy(body, 8)
  for (const [i, door] of doors.entries()) body[12 + i] = door
  body.writeUIntLE(pin, 16, 3)
  return body
}

/** Undefined: there is no such card, or its slot was emptied. */
export function decodeCard(body: Buffer): Card | undefined {
  const card = body.readUInt32LE(0)
  if (card === 0 || card === 0xffffffff) return undefined
  const [one = 0, two = 0, three = 0, four = 0] = body.subarray(12, 16)
  return {
    card,
    from: dayOf(body.subarray(4, 8)),
    until: dayOf(body.subarray(8, 12)),
    doors: [one, two, three, four],
    pin: body.readUIntLE(16, 3),
  }
}

const ip = (bytes: Buffer): string => [...bytes.subarray(0, 4)].join('.')

/** One message for a person. Questions and answers share an operation; which it is shows only where they differ. */
export function decodeFrame(bytes: Buffer): Decoded {
  const cut = cutFrame(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  const { opcode, serial, body } = cut.frame
  const head = { operation: opcodeName(opcode), controller: serial }
  const isEmpty = body.every((byte) => byte === 0)
  if (isEmpty) return goodFrame(head)
  if (opcode === opcodes.status) {
    const status = statusOf(body)
    return goodFrame({ ...head, ...status, event: shown(status.event), at: iso(status.at) })
  }
  if (opcode === opcodes.getEvent) return goodFrame({ ...head, event: shown(eventOf(body)) })
  if (opcode === opcodes.setTime || opcode === opcodes.getTime) return goodFrame({ ...head, at: iso(chinaTime(body.subarray(0, 7))) })
  if (opcode === opcodes.setDoor || opcode === opcodes.getDoor)
    return goodFrame({ ...head, door: body[0], mode: body[1], delaySeconds: body[2] })
  if (opcode === opcodes.setListener || opcode === opcodes.getListener)
    return goodFrame({ ...head, listener: `${ip(body)}:${body.readUInt16LE(4)}`, everySeconds: body[6] })
  if (opcode === opcodes.getController)
    return goodFrame({
      ...head,
      address: ip(body),
      mask: ip(body.subarray(4)),
      gateway: ip(body.subarray(8)),
      mac: body.subarray(12, 18).toString('hex'),
      version: `${Number(bcd(body.subarray(18, 19)))}.${bcd(body.subarray(19, 20))}`,
      date: dayOf(body.subarray(20, 24)),
    })
  // A one alone is an answer: it was done.
  if (body[0] === 1 && body.subarray(1).every((byte) => byte === 0) && opcode !== opcodes.openDoor)
    return goodFrame({ ...head, done: true })
  if (opcode === opcodes.putCard || opcode === opcodes.cardByNumber || opcode === opcodes.cardByIndex)
    return goodFrame(
      body.subarray(4).every((byte) => byte === 0) ? { ...head, card: body.readUInt32LE(0) } : { ...head, ...decodeCard(body) },
    )
  if (opcode === opcodes.openDoor) return goodFrame({ ...head, doorOrDone: body[0] })
  return goodFrame({ ...head, raw: body.toString('hex').replace(/(00)+$/, '') })
}

const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString())
const shown = (event: ControllerEvent) => ({ ...event, at: iso(event.at), reason: reasons[event.reason] ?? `reason ${event.reason}` })
