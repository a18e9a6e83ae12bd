import { readJson } from '../json.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { type CoapMessage, type CoapOption, readMessage } from './frame.ts'

export const methods = { get: 1, post: 2, put: 3, delete: 4 } as const

export const codes = {
  created: 0x41,
  changed: 0x44,
  content: 0x45,
  continue: 0x5f,
  badRequest: 0x80,
  badOption: 0x82,
  forbidden: 0x83,
  notFound: 0x84,
  notAllowed: 0x85,
  incomplete: 0x88,
  tooLarge: 0x8d,
  unknownFormat: 0x8f,
  unavailable: 0xa3,
  noProxy: 0xa5,
} as const

export const options = {
  host: 3,
  observe: 6,
  port: 7,
  path: 11,
  format: 12,
  maxAge: 14,
  query: 15,
  accept: 17,
  block2: 23,
  block1: 27,
  size2: 28,
  proxyUri: 35,
  proxyScheme: 39,
  size1: 60,
} as const

const optionNames = new Map<number, string>([
  ...Object.entries(options).map(([name, number]) => [number, name] as const),
  [4, 'etag'],
  [258, 'noResponse'],
])
const texts = new Set<number>([options.host, options.path, options.query, options.proxyUri, options.proxyScheme])
/** The formats that are read: JSON, and nothing said. */
export const json = 50

export const codeText = (code: number): string => `${code >> 5}.${String(code & 31).padStart(2, '0')}`

export const uintOf = (value: Buffer): number =>
  value.length === 0 ? 0 : value.length <= 6 ? value.readUIntBE(0, value.length) : Number.NaN

/** As short as it can be: nothing at all for zero. */
export function uintBytes(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256)
  return Buffer.from(bytes)
}

export const optionOf = (message: CoapMessage, number: number): Buffer | undefined =>
  message.options.find((one) => one.number === number)?.value
export const numberOf = (message: CoapMessage, number: number): number | undefined => {
  const value = optionOf(message, number)
  return value === undefined ? undefined : uintOf(value)
}
export const pathOf = (message: CoapMessage): string[] =>
  message.options.filter(({ number }) => number === options.path).map(({ value }) => value.toString('utf8'))
export const pathOptions = (path: string): CoapOption[] =>
  path.split('/').map((part) => ({ number: options.path, value: Buffer.from(part) }))
export const uint = (number: number, value: number): CoapOption => ({ number, value: uintBytes(value) })

/** The first option that has to be understood and is not (odd numbers, RFC 7252 §5.4.1). */
export const strangeOption = (message: CoapMessage): number | undefined =>
  message.options.find(({ number }) => number % 2 === 1 && !optionNames.has(number))?.number

export interface Block {
  readonly number: number
  readonly isMore: boolean
  readonly size: number
}

/** RFC 7959 §2.2; undefined for a size that is reserved. */
export function readBlock(value: Buffer): Block | undefined {
  const raw = uintOf(value)
  if (value.length > 3 || (raw & 7) === 7) return undefined
  return { number: raw >> 4, isMore: (raw & 8) !== 0, size: 16 << (raw & 7) }
}
export const blockOption = (number: number, block: Block): CoapOption =>
  uint(number, block.number * 16 + (block.isMore ? 8 : 0) + Math.log2(block.size / 16))

function shown({ number, value }: CoapOption): unknown {
  if (number === options.block1 || number === options.block2) return readBlock(value) ?? value.toString('hex')
  if (texts.has(number)) return value.toString('utf8')
  return optionNames.has(number) && number !== 4 ? uintOf(value) : value.toString('hex')
}

/** A message as a person reads it. */
export function decode(bytes: Buffer): Decoded {
  const cut = readMessage(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  const { kind, code, id, token, payload } = cut.message
  const format = numberOf(cut.message, options.format)
  const content = payload.length > 0 && (format === json || format === undefined) ? readJson(payload) : undefined
  const name = Object.entries(methods).find(([, one]) => one === code)?.[0] ?? Object.entries(codes).find(([, one]) => one === code)?.[0]
  return goodFrame({
    kind,
    code: codeText(code),
    ...(name === undefined ? {} : { name }),
    id,
    ...(token.length > 0 ? { token: token.toString('hex') } : {}),
    options: cut.message.options.map((one) => ({ option: optionNames.get(one.number) ?? one.number, value: shown(one) })),
    ...(payload.length === 0 ? {} : content?.ok ? { json: content.value } : { hex: payload.toString('hex') }),
  })
}
