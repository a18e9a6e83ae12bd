/** A card as its bits say it. The bits stand beside the number, since each printed form of a card is another one. */
export interface WiegandCard {
  readonly format: string
  readonly bits: string
  readonly facility?: number
  /** Undefined for numbers beyond what JSON holds exactly; the bits have it. */
  readonly number?: number
}

interface Format {
  /** Where the number lies, and the facility where there is one: first bit and length. */
  readonly number: readonly [from: number, length: number]
  readonly facility?: readonly [from: number, length: number]
  /** Bits that the even first and the odd last bit watch over. */
  readonly even?: readonly [from: number, length: number]
  readonly odd?: readonly [from: number, length: number]
}

const formats: Readonly<Record<number, Format>> = {
  26: { facility: [1, 8], number: [9, 16], even: [1, 12], odd: [13, 12] },
  32: { number: [0, 32] },
  34: { number: [1, 32], even: [1, 16], odd: [17, 16] },
  // H10302; the middle bit is watched twice.
  37: { number: [1, 35], even: [1, 18], odd: [18, 18] },
  66: { number: [1, 64], even: [1, 32], odd: [33, 32] },
}

export type WiegandRead = { readonly ok: true; readonly card: WiegandCard } | { readonly ok: false; readonly why: string }

/** Reads so many bits, the first one first. */
export function readWiegand(bytes: Buffer, count: number): WiegandRead {
  if (count < 1 || count > bytes.length * 8 || bytes.length !== Math.ceil(count / 8))
    return { ok: false, why: `${count} bits in ${bytes.length} bytes` }
  const bits = [...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, count)
  const format = formats[count]
  if (!format) return { ok: false, why: `no layout of ${count} bits is known` }
  const part = ([from, length]: readonly [number, number]): string => bits.slice(from, from + length)
  const ones = (range: readonly [number, number]): number => [...part(range)].filter((bit) => bit === '1').length
  if (format.even && (ones(format.even) + Number(bits[0])) % 2 !== 0) return { ok: false, why: 'the even parity is wrong' }
  if (format.odd && (ones(format.odd) + Number(bits[count - 1])) % 2 !== 1) return { ok: false, why: 'the odd parity is wrong' }
  const number = Number.parseInt(part(format.number), 2)
  return {
    ok: true,
    card: {
      format: `wiegand-${count}`,
      bits: BigInt(`0b${bits}`)
        .toString(16)
        .padStart(Math.ceil(count / 4), '0'),
      ...(format.facility ? { facility: Number.parseInt(part(format.facility), 2) } : {}),
      ...(Number.isSafeInteger(number) ? { number } : {}),
    },
  }
}

/** The bits of a card, with their parity, for players and tests. */
export function writeWiegand(count: number, number: bigint, facility = 0): Buffer {
  const format = formats[count] as Format
  const body = number.toString(2).padStart(format.number[1], '0')
  const inner = (format.facility ? facility.toString(2).padStart(format.facility[1], '0') : '') + body
  const bits = format.even ? `0${inner}0` : inner
  const ones = ([from, length]: readonly [number, number]): number =>
    [...bits.slice(from, from + length)].filter((bit) => bit === '1').length
  const whole = format.even && format.odd ? `${ones(format.even) % 2}${inner}${(ones(format.odd) + 1) % 2}` : bits
  const padded = whole.padEnd(Math.ceil(count / 8) * 8, '0')
  return Buffer.from(Array.from({ length: padded.length / 8 }, (_, i) => Number.parseInt(padded.slice(i * 8, i * 8 + 8), 2)))
}
