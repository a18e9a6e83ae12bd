/** How one quantity lies in its bytes: BCD, lowest byte first, so many digits behind the point. */
interface Item {
  readonly name: string
  readonly size: number
  readonly digits: number
  /** The highest bit says minus. */
  readonly isSigned?: boolean
  /** A block repeats it: phase A, B, C or tariff after tariff. */
  readonly isBlock?: boolean
}

const items: Readonly<Record<string, Item>> = {
  '00000000': { name: 'combinedEnergyKwh', size: 4, digits: 2, isSigned: true },
  '00010000': { name: 'energyKwh', size: 4, digits: 2 },
  '0001ff00': { name: 'energyKwh', size: 4, digits: 2, isBlock: true },
  '00020000': { name: 'reverseEnergyKwh', size: 4, digits: 2 },
  '0002ff00': { name: 'reverseEnergyKwh', size: 4, digits: 2, isBlock: true },
  '0201ff00': { name: 'volts', size: 2, digits: 1, isBlock: true },
  '02010100': { name: 'volts', size: 2, digits: 1 },
  '02010200': { name: 'volts', size: 2, digits: 1 },
  '02010300': { name: 'volts', size: 2, digits: 1 },
  '0202ff00': { name: 'amps', size: 3, digits: 3, isSigned: true, isBlock: true },
  '02020100': { name: 'amps', size: 3, digits: 3, isSigned: true },
  '02020200': { name: 'amps', size: 3, digits: 3, isSigned: true },
  '02020300': { name: 'amps', size: 3, digits: 3, isSigned: true },
  '02030000': { name: 'powerKw', size: 3, digits: 4, isSigned: true },
  '02040000': { name: 'reactiveKvar', size: 3, digits: 4, isSigned: true },
  '02060000': { name: 'powerFactor', size: 2, digits: 3, isSigned: true },
}

const names: Readonly<Record<string, string>> = {
  '04000101': 'date',
  '04000102': 'time',
  '04000401': 'address',
  '04000402': 'number',
  '04000503': 'run status 3',
}

export const itemName = (item: string): string | undefined => items[item]?.name ?? names[item]

/** FF in every byte: this meter has no such quantity. */
const isMissing = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0xff)

/** Digits, lowest byte first; undefined when a nibble is no digit. */
export function bcd(bytes: Buffer, digits: number, isSigned = false): number | undefined {
  const ordered = Buffer.from(bytes).reverse()
  const first = ordered[0] ?? 0
  const isMinus = isSigned && (first & 0x80) !== 0
  if (isMinus) ordered[0] = first & 0x7f
  const text = ordered.toString('hex')
  if (!/^\d+$/.test(text)) return undefined
  const value = Number(text) / 10 ** digits
  return isMinus ? -value : value
}

/** The quantities of an answer; undefined for what we have no map for or what is no number. */
export function valuesOfItem(item: string, data: Buffer): Readonly<Record<string, number | (number | null)[]>> | undefined {
  const known = items[item]
  if (!known) return undefined
  const read = (bytes: Buffer): number | undefined => (isMissing(bytes) ? undefined : bcd(bytes, known.digits, known.isSigned))
  if (!known.isBlock) {
    const value = data.length === known.size ? read(data) : undefined
    return value === undefined ? undefined : { [known.name]: value }
  }
  if (data.length === 0 || data.length % known.size !== 0) return undefined
  const values: (number | null)[] = []
  for (let at = 0; at < data.length; at += known.size) values.push(read(data.subarray(at, at + known.size)) ?? null)
  return { [known.name]: values }
}

/** Run status word 3 of the 2007 edition: bit 4 is the relay, 0 closed, 1 open. */
export const relayIsClosed = (data: Buffer): boolean | undefined => (data.length >= 2 ? ((data[0] as number) & 0x10) === 0 : undefined)
