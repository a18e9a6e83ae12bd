import { chinaDigits, chinaMoment } from '../china-time.ts'

/** One field of a body. Without a size it takes all that is left, and may refuse it. */
export interface Field<T> {
  readonly size?: number
  read(bytes: Buffer): T
  write(value: T): Buffer
  /** Why these bytes are no such field; only for fields without a size. */
  fault?(bytes: Buffer): string | undefined
  /** As a person reads it. */
  show?(value: T): unknown
}

export type Layout = Readonly<Record<string, Field<unknown>>>
export type ValuesOf<L> = { readonly [K in keyof L]: L[K] extends Field<infer T> ? T : never }

const digits = (text: string, size: number): Buffer => {
  if (!/^[0-9a-fA-F]*$/.test(text) || text.length > size * 2) throw new RangeError(`"${text}" does not fit into ${size} bytes of digits`)
  return Buffer.from(text.padStart(size * 2, '0'), 'hex')
}

/** BCD, and card numbers: digits as they stand, most significant first. */
export const code = (size: number): Field<string> => ({
  size,
  read: (bytes) => bytes.toString('hex').toUpperCase(),
  write: (value) => digits(value, size),
})

/** One byte whose two digits are a number below a hundred. */
export const gun: Field<number> = {
  size: 1,
  read: (bytes) => ((bytes[0] as number) >> 4) * 10 + ((bytes[0] as number) & 15),
  write: (value) => digits(String(value), 1),
}

/** A number, lowest byte first, in so many parts of a unit, moved by an offset. */
export const count = (size: number, per = 1, offset = 0): Field<number> => ({
  size,
  read: (bytes) => round(bytes.readUIntLE(0, size) / per + offset),
  write(value) {
    const bytes = Buffer.alloc(size)
    bytes.writeUIntLE(Math.round((value - offset) * per), 0, size)
    return bytes
  },
})

const round = (value: number): number => Number(value.toFixed(6))

export const yes: Field<boolean> = {
  size: 1,
  read: (bytes) => bytes[0] === 1,
  write: (value) => Buffer.from([value ? 1 : 0]),
}

export const text = (size: number): Field<string> => ({
  size,
  read: (bytes) => printable(bytes),
  write: (value) => {
    const bytes = Buffer.from(value, 'latin1')
    if (bytes.length > size) throw new RangeError(`"${value}" is longer than ${size} signs`)
    return Buffer.concat([bytes, Buffer.alloc(size - bytes.length)])
  },
})

const printable = (bytes: Buffer): string => {
  const end = bytes.indexOf(0)
  return bytes
    .subarray(0, end < 0 ? bytes.length : end)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '')
}

/** The number of a vehicle that is sent last sign first; zeros when there is none. */
export const reversedText = (size: number): Field<string> => ({
  size,
  read: (bytes) => printable(Buffer.from(bytes.filter((byte) => byte !== 0)).reverse()),
  write: (value) => {
    const bytes = Buffer.from(value, 'latin1').reverse()
    return Buffer.concat([bytes, Buffer.alloc(size - bytes.length)])
  },
})

export const bytes = (size: number): Field<string> => ({ ...code(size), read: (raw) => raw.toString('hex') })

/** CP56Time2a by the clock of China; undefined when it says itself that it is not valid, or when there is no such moment. */
export const moment: Field<number | undefined> = {
  size: 7,
  read(bytes) {
    const [minute = 0, hour = 0, day = 0, month = 0, year = 0] = bytes.subarray(2)
    const ms = bytes.readUInt16LE(0)
    if (minute & 0x80 || ms > 59_999) return undefined
    const parts = [2000 + (year & 0x7f), month & 0x0f, day & 0x1f, hour & 0x1f, minute & 0x3f, Math.floor(ms / 1000)]
    const at = chinaMoment(parts.map((part) => String(part).padStart(2, '0')).join(''))
    return at === undefined ? undefined : at + (ms % 1000)
  },
  write(value) {
    const text = chinaDigits(value ?? 0)
    const part = (from: number, to: number): number => Number(text.slice(from, to))
    const bytes = Buffer.from([0, 0, part(10, 12), part(8, 10), part(6, 8), part(4, 6), part(2, 4)])
    bytes.writeUInt16LE(part(12, 14) * 1000 + part(14, 17), 0)
    return bytes
  },
  show: (value) => (value === undefined ? null : new Date(value).toISOString()),
}

/** Findings of two bits each: what is neither 0 nor reserved is named, with its value. */
export const findings = (size: number, names: readonly (string | null)[]): Field<Readonly<Record<string, number>>> => ({
  size,
  read: (raw) => {
    const value = raw.readUIntLE(0, size)
    return Object.fromEntries(
      names.flatMap((name, i) => {
        const state = Math.floor(value / 4 ** i) % 4
        return name === null || state === 0 ? [] : [[name, state]]
      }),
    )
  },
  write(value) {
    const raw = Buffer.alloc(size)
    const sum = names.reduce((all, name, i) => all + (name === null ? 0 : (value[name] ?? 0)) * 4 ** i, 0)
    raw.writeUIntLE(sum, 0, size)
    return raw
  },
})

/** Single bits, lowest first. */
export const flags = (size: number, names: readonly string[]): Field<readonly string[]> => ({
  size,
  read: (raw) => names.filter((_, bit) => Math.floor(raw.readUIntLE(0, size) / 2 ** bit) % 2 === 1),
  write(value) {
    const raw = Buffer.alloc(size)
    const sum = names.reduce((all, name, bit) => all + (value.includes(name) ? 2 ** bit : 0), 0)
    raw.writeUIntLE(sum, 0, size)
    return raw
  },
})

/** The same fields several times, with a count before them or until the end. */
export function list<L extends Layout>(
  layout: L,
  { isCounted, most }: { isCounted: boolean; most: number },
): Field<readonly ValuesOf<L>[]> {
  const size = sizeOf(layout)
  const head = isCounted ? 1 : 0
  return {
    fault(bytes) {
      const times = isCounted ? bytes[0] : bytes.length / size
      if (times === undefined || !Number.isInteger(times) || times > most) return `${times ?? 'no'} entries; at most ${most}`
      return bytes.length === head + times * size
        ? undefined
        : `${times} entries need ${times * size} bytes, ${bytes.length - head} are there`
    },
    read: (bytes) =>
      Array.from({ length: Math.floor((bytes.length - head) / size) }, (_, i) =>
        readFields(layout, bytes.subarray(head + i * size, head + (i + 1) * size)),
      ),
    write(values) {
      if (values.length > most) throw new RangeError(`${values.length} entries; at most ${most}`)
      return Buffer.concat([...(isCounted ? [Buffer.from([values.length])] : []), ...values.map((one) => writeFields(layout, one))])
    },
  }
}

/** Text with its length before it. */
export const measuredText: Field<string> = {
  fault: (bytes) => (bytes.length > 0 && bytes.length === 1 + (bytes[0] as number) ? undefined : 'the length is not that of the text'),
  read: (bytes) => bytes.subarray(1).toString('latin1'),
  write: (value) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')]),
}

const entries = (layout: Layout): [string, Field<unknown>][] => Object.entries(layout) as unknown as [string, Field<unknown>][]

/** Of the fields that have one. */
export const sizeOf = (layout: Layout): number => entries(layout).reduce((sum, [, field]) => sum + (field.size ?? 0), 0)
const isOpen = (layout: Layout): boolean => entries(layout).some(([, field]) => field.size === undefined)

/** Why these bytes are not such a body: fields are never shifted. */
export function layoutFault(layout: Layout, body: Buffer): { at: number; why: string } | undefined {
  const size = sizeOf(layout)
  if (isOpen(layout) ? body.length < size : body.length !== size)
    return { at: Math.min(size, body.length), why: `the body has ${body.length} bytes, right would be ${size}` }
  const rest = body.subarray(size)
  const why = entries(layout).flatMap(([, field]) => field.fault?.(rest) ?? [])[0]
  return why === undefined ? undefined : { at: size, why }
}

export function readFields<L extends Layout>(layout: L, body: Buffer): ValuesOf<L> {
  let at = 0
  const values = entries(layout).map(([name, field]) => {
    const end = field.size === undefined ? body.length : at + field.size
    const value = field.read(body.subarray(at, end))
    at = end
    return [name, value]
  })
  return Object.fromEntries(values) as ValuesOf<L>
}

/** Throws where a value does not fit. */
export const writeFields = <L extends Layout>(layout: L, values: ValuesOf<L>): Buffer =>
  Buffer.concat(entries(layout).map(([name, field]) => field.write((values as Record<string, unknown>)[name])))

export const showFields = (layout: Layout, values: object): Record<string, unknown> =>
  Object.fromEntries(
    entries(layout).map(([name, field]) => {
      const value = (values as Record<string, unknown>)[name]
      return [name, field.show ? field.show(value) : value]
    }),
  )
