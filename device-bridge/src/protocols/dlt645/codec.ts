import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { cutFrame, type Frame } from './frame.ts'
import { itemName, valuesOfItem } from './items.ts'

export const functions: Readonly<Record<number, string>> = {
  8: 'set the clock of all',
  17: 'read',
  18: 'read on',
  19: 'read the address',
  20: 'write',
  21: 'write the address',
  22: 'freeze',
  23: 'change the rate',
  24: 'change the password',
  25: 'clear the demand',
  26: 'clear the meter',
  27: 'clear events',
  28: 'control',
  // The edition of 1997 numbers them otherwise.
  1: 'read (1997)',
  2: 'read on (1997)',
}

const errorBits = [
  'another fault',
  'no such data',
  'wrong password or no permission',
  'the rate cannot be changed',
  'too many yearly zones',
  'too many daily slots',
  'too many tariffs',
]

export const errorOf = (byte: number): string => {
  const found = errorBits.filter((_, bit) => (byte >> bit) & 1)
  return found.length > 0 ? found.join(', ') : 'an error without a reason'
}

/** DI3 DI2 DI1 DI0 as people write it: `00010000`; the wire sends the lowest byte first. */
export const identifierOf = (data: Buffer, size = 4): string => Buffer.from(data.subarray(0, size)).reverse().toString('hex')

export const isAnswer = (control: number): boolean => (control & 0x80) !== 0
export const isError = (control: number): boolean => (control & 0x40) !== 0
export const hasMore = (control: number): boolean => (control & 0x20) !== 0
const functionOf = (control: number): number => control & 0x1f

export const askRead = (address: string, item: string): Frame => ({
  address,
  control: 0x11,
  data: Buffer.from(item, 'hex').reverse(),
})

export interface ReadAnswer {
  readonly data?: Buffer
  readonly error?: string
  readonly hasMore?: boolean
}

/** What this frame says to that question; undefined when it is of another meter, of another question, or our own echo. */
export function answerTo(question: Frame, item: string, frame: Frame): ReadAnswer | undefined {
  const isFrom = question.address.includes('a') || frame.address === question.address
  if (!isFrom || !isAnswer(frame.control) || functionOf(frame.control) !== functionOf(question.control)) return undefined
  if (isError(frame.control)) return { error: errorOf(frame.data[0] ?? 0) }
  const size = item.length / 2
  if (size > 0 && (frame.data.length < size || identifierOf(frame.data, size) !== item)) return undefined
  return { data: frame.data.subarray(size), hasMore: hasMore(frame.control) }
}

/** One frame for a person. */
export function decodeFrame(bytes: Buffer): Decoded {
  const cut = cutFrame(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  if (cut.size !== bytes.length) return badFrame(cut.size, 'something follows the frame')
  const { address, control, data } = cut.frame
  const fn = functionOf(control)
  const head = { address, function: functions[fn] ?? `unknown ${fn.toString(16)}`, direction: isAnswer(control) ? 'answer' : 'question' }
  if (isAnswer(control) && isError(control)) return goodFrame({ ...head, error: errorOf(data[0] ?? 0) })
  const more = hasMore(control) ? { hasMore: true } : {}
  if (fn === 0x01 && data.length >= 2)
    return goodFrame({ ...head, ...more, item: identifierOf(data, 2), raw: data.subarray(2).toString('hex') })
  if ((fn === 0x11 || fn === 0x12 || fn === 0x14) && data.length >= 4) {
    const item = identifierOf(data)
    const rest = data.subarray(4)
    const name = itemName(item)
    const values = fn === 0x11 && isAnswer(control) ? valuesOfItem(item, rest) : undefined
    return goodFrame({
      ...head,
      ...more,
      item,
      ...(name ? { name } : {}),
      ...(values ? { values } : {}),
      ...(rest.length > 0 && !values ? { raw: rest.toString('hex') } : {}),
    })
  }
  if ((fn === 0x13 || fn === 0x15) && data.length === 6) return goodFrame({ ...head, meter: Buffer.from(data).reverse().toString('hex') })
  return goodFrame({ ...head, ...more, ...(data.length > 0 ? { raw: data.toString('hex') } : {}) })
}
