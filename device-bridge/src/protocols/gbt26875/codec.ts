import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { commands, cutPacket, timeOf } from './frame.ts'
import { partName, quantities, systemName } from './names.ts'

/** One thing that a packet tells. */
export type Told =
  | { readonly kind: 'system'; readonly system: number; readonly address: number; readonly state: number; readonly at: number | undefined }
  | {
      readonly kind: 'part'
      readonly system: number
      readonly address: number
      readonly part: number
      /** Four bytes as sent: how a panel counts loops and zones is its own custom. */
      readonly partAddress: string
      readonly state: number
      readonly text: string
      readonly at: number | undefined
    }
  | {
      readonly kind: 'reading'
      readonly system: number
      readonly address: number
      readonly part: number
      readonly partAddress: string
      readonly quantity: number
      readonly value: number
      readonly at: number | undefined
    }
  | {
      readonly kind: 'operation'
      readonly system: number
      readonly address: number
      readonly bits: number
      readonly operator: number
      readonly at: number | undefined
    }
  | { readonly kind: 'device'; readonly state: number; readonly at: number | undefined }
  | { readonly kind: 'device-operation'; readonly bits: number; readonly operator: number; readonly at: number | undefined }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'clock'; readonly at: number | undefined }

export type Parsed =
  | { readonly ok: true; readonly type: number; readonly told: readonly Told[] }
  | { readonly ok: false; readonly at: number; readonly why: string }

const china = new TextDecoder('gb18030')
const textOf = (bytes: Buffer): string => china.decode(bytes.subarray(0, bytes.indexOf(0) < 0 ? bytes.length : bytes.indexOf(0))).trim()

interface Layout {
  readonly size: number
  read(bytes: Buffer): Told
}

const layouts: Readonly<Record<number, Layout>> = {
  1: {
    size: 10,
    read: (b) => ({ kind: 'system', system: b.readUInt8(0), address: b.readUInt8(1), state: b.readUInt16LE(2), at: timeOf(b.subarray(4)) }),
  },
  2: {
    size: 46,
    read: (b) => ({
      kind: 'part',
      system: b.readUInt8(0),
      address: b.readUInt8(1),
      part: b.readUInt8(2),
      partAddress: b.subarray(3, 7).toString('hex'),
      state: b.readUInt16LE(7),
      text: textOf(b.subarray(9, 40)),
      at: timeOf(b.subarray(40)),
    }),
  },
  3: {
    size: 16,
    read: (b) => ({
      kind: 'reading',
      system: b.readUInt8(0),
      address: b.readUInt8(1),
      part: b.readUInt8(2),
      partAddress: b.subarray(3, 7).toString('hex'),
      quantity: b.readUInt8(7),
      value: b.readInt16LE(8),
      at: timeOf(b.subarray(10)),
    }),
  },
  4: {
    size: 10,
    read: (b) => ({
      kind: 'operation',
      system: b.readUInt8(0),
      address: b.readUInt8(1),
      bits: b.readUInt8(2),
      operator: b.readUInt8(3),
      at: timeOf(b.subarray(4)),
    }),
  },
  21: { size: 7, read: (b) => ({ kind: 'device', state: b.readUInt8(0), at: timeOf(b.subarray(1)) }) },
  24: { size: 8, read: (b) => ({ kind: 'device-operation', bits: b.readUInt8(0), operator: b.readUInt8(1), at: timeOf(b.subarray(2)) }) },
  25: { size: 2, read: (b) => ({ kind: 'version', version: `${b.readUInt8(0)}.${b.readUInt8(1)}` }) },
  28: { size: 6, read: (b) => ({ kind: 'clock', at: timeOf(b) }) },
}

/** Application data: type, count, objects of one size. Nothing beyond them, nothing short of them. */
export function parseData(data: Buffer): Parsed {
  if (data.length < 2) return { ok: false, at: data.length, why: 'neither type nor count' }
  const [type, count] = [data.readUInt8(0), data.readUInt8(1)]
  const layout = layouts[type]
  if (!layout) return { ok: true, type, told: [] }
  if (count === 0) return { ok: false, at: 1, why: 'a count of none' }
  // A reply to the operation of a part ends two bytes earlier: where it does not fit, it is not read.
  if (data.length !== 2 + count * layout.size)
    return {
      ok: false,
      at: Math.min(data.length, 2 + count * layout.size),
      why: `${count} of type ${type} need ${count * layout.size} bytes, ${data.length - 2} are there`,
    }
  const told = Array.from({ length: count }, (_, i) => layout.read(data.subarray(2 + i * layout.size, 2 + (i + 1) * layout.size)))
  return { ok: true, type, told }
}

export const systemBits = [
  'normal',
  'fire',
  'fault',
  'isolated',
  'supervisory',
  'started',
  'feedback',
  'delay',
  'mains fault',
  'battery fault',
  'bus fault',
  'manual',
  'configuration changed',
  'reset',
] as const
export const partBits = ['normal', 'fire', 'fault', 'isolated', 'supervisory', 'started', 'feedback', 'delay', 'power fault'] as const
export const deviceBits = ['normal', 'fire', 'fault', 'mains fault', 'battery fault', 'link broken', 'line fault'] as const
export const operationBits = ['reset', 'mute', 'manual alarm', 'clear', 'self test', 'guard answered', 'test'] as const

export const bitsOf = <N extends string>(names: readonly N[], state: number): N[] => names.filter((_, bit) => (state >> bit) & 1)

const commandNames: Readonly<Record<number, string>> = Object.fromEntries(Object.entries(commands).map(([name, code]) => [code, name]))
const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString())

function shown(told: Told): object {
  if (told.kind === 'system') return { ...told, system: systemName(told.system), state: bitsOf(systemBits, told.state), at: iso(told.at) }
  if (told.kind === 'part')
    return { ...told, system: systemName(told.system), part: partName(told.part), state: bitsOf(partBits, told.state), at: iso(told.at) }
  if (told.kind === 'reading') {
    const quantity = quantities[told.quantity]
    const value = quantity ? told.value / quantity.per : told.value
    return {
      ...told,
      system: systemName(told.system),
      part: partName(told.part),
      quantity: quantity?.name ?? told.quantity,
      value,
      unit: quantity?.unit,
      at: iso(told.at),
    }
  }
  if (told.kind === 'device') return { ...told, state: bitsOf(deviceBits, told.state), at: iso(told.at) }
  if (told.kind === 'operation' || told.kind === 'device-operation')
    return { ...told, bits: bitsOf(operationBits, told.bits), at: iso(told.at) }
  return told.kind === 'clock' ? { ...told, at: iso(told.at) } : told
}

/** One packet for a person. */
export function decodePacket(bytes: Buffer): Decoded {
  const cut = cutPacket(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  if (cut.size !== bytes.length) return badFrame(cut.size, 'something follows the packet')
  const { packet } = cut
  const { data, command, version, ...rest } = packet
  const head = {
    ...rest,
    at: iso(packet.at),
    version: version.join('.'),
    command: commandNames[command] ?? (command >= 128 ? `user ${command}` : `unknown ${command}`),
  }
  if (data.length === 0) return goodFrame(head)
  const isUp = command === commands.send || command === commands.answer
  if (!isUp) return goodFrame({ ...head, type: data[0], raw: data.toString('hex') })
  const parsed = parseData(data)
  if (!parsed.ok) return badFrame(27 + parsed.at, parsed.why)
  return goodFrame({
    ...head,
    type: parsed.type,
    ...(parsed.told.length > 0 ? { told: parsed.told.map(shown) } : { raw: data.toString('hex') }),
  })
}
