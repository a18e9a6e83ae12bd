import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { cutFrame, type Frame } from './frame.ts'
import { readingOf, statusOf } from './reading.ts'

const types: Readonly<Record<number, string>> = {
  16: 'cold water',
  17: 'hot water',
  18: 'drinking water',
  19: 'reclaimed water',
  32: 'heat',
  33: 'cooling',
  37: 'heat and cooling',
  48: 'gas',
  64: 'electricity',
}
const functions: Readonly<Record<number, string>> = {
  1: 'read',
  3: 'read the address',
  4: 'write',
  21: 'write the address',
  42: 'valve (vendor)',
}

const read = '901f'
const valve = 'a017'
const address = '810a'

/** Some send an identifier low byte first, some high byte first; both mean the same. */
const swapped = (item: string): string => item.slice(2) + item.slice(0, 2)
const known = [read, valve, address, 'a018']
export const identifierOf = (data: Buffer): string => {
  const item = data.subarray(0, 2).toString('hex')
  return known.includes(item) || !known.includes(swapped(item)) ? item : swapped(item)
}

export const isAnswer = (control: number): boolean => (control & 0x80) !== 0
const isError = (control: number): boolean => (control & 0xc0) === 0xc0
const functionOf = (control: number): number => control & 0x3f

export interface Question {
  readonly frame: Frame
  readonly item: string
  readonly serial: number
}

export function question(
  to: { type: number; address: string },
  control: number,
  item: string,
  serial: number,
  more = Buffer.alloc(0),
  isSwapped = false,
): Question {
  const sent = Buffer.from(isSwapped ? swapped(item) : item, 'hex')
  return { frame: { ...to, control, data: Buffer.concat([sent, Buffer.from([serial]), more]) }, item, serial }
}

export interface Answer {
  readonly data?: Buffer
  readonly error?: string
}

/** What this frame says to that question; a heat meter asked as 20 may answer as 25, so the type is not compared. */
export function answerTo({ frame: asked, item, serial }: Question, frame: Frame): Answer | undefined {
  const isFrom = asked.address.includes('a') || frame.address === asked.address
  if (!isFrom || !isAnswer(frame.control) || functionOf(frame.control) !== functionOf(asked.control)) return undefined
  if (isError(frame.control)) return { error: `the meter refused: ${frame.data.toString('hex') || 'without a reason'}` }
  if (frame.data.length < 3 || identifierOf(frame.data) !== item || frame.data[2] !== serial) return undefined
  return { data: frame.data.subarray(3) }
}

/** One frame for a person. */
export function decodeFrame(bytes: Buffer): Decoded {
  const cut = cutFrame(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  if (cut.size !== bytes.length) return badFrame(cut.size, 'something follows the frame')
  const { type, control, data } = cut.frame
  const head = {
    type: types[type] ?? `unknown ${type.toString(16)}`,
    address: cut.frame.address,
    function: functions[functionOf(control)] ?? `unknown ${functionOf(control).toString(16)}`,
    direction: isAnswer(control) ? 'answer' : 'question',
  }
  if (isAnswer(control) && isError(control)) return goodFrame({ ...head, error: data.toString('hex') })
  if (data.length < 3) return goodFrame({ ...head, raw: data.toString('hex') })
  const item = identifierOf(data)
  const rest = data.subarray(3)
  const named = { ...head, item, serial: data[2] }
  if (item === read && isAnswer(control)) {
    const reading = readingOf(type, rest)
    return goodFrame(reading ? { ...named, reading } : { ...named, raw: rest.toString('hex') })
  }
  if (item === valve && isAnswer(control) && rest.length === 2) return goodFrame({ ...named, status: statusOf(rest) })
  return goodFrame(rest.length > 0 ? { ...named, raw: rest.toString('hex') } : named)
}

export const items = { read, valve, address } as const
