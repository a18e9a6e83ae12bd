import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { cutPiece, dataAt } from './frame.ts'

export interface Settlement {
  readonly kind: 'settlement'
  /** In the units of the box, which its papers do not agree on. */
  readonly duration: number
  readonly mostPower: number
  readonly energy: number
  readonly port: number
  readonly flag: number
  readonly card: string
  readonly stopReason: number
  readonly order: string
}

export type Told =
  | { readonly kind: 'ask-time' }
  | {
      readonly kind: 'heartbeat'
      readonly volts: number
      readonly ports: readonly number[]
      readonly signal: number
      readonly temperatureRaw: number
    }
  | {
      readonly kind: 'register'
      readonly firmware: string
      readonly ports: number
      readonly virtualId: number
      readonly device: number
      readonly mode: number
    }
  | { readonly kind: 'host'; readonly iccid?: string; readonly imei?: string; readonly version?: string }
  | { readonly kind: 'card'; readonly card: string; readonly cardKind: number; readonly port: number; readonly rest: string }
  | Settlement
  | { readonly kind: 'charge-answer'; readonly code: number; readonly order?: string; readonly port?: number }
  | { readonly kind: 'sign-of-life'; readonly name: string; readonly raw: string }
  | { readonly kind: 'other'; readonly name: string; readonly raw: string }

export type Parsed = { readonly ok: true; readonly told: Told } | { readonly ok: false; readonly at: number; readonly why: string }

const names: Readonly<Record<number, string>> = {
  1: 'old heartbeat',
  2: 'card',
  3: 'settlement',
  4: 'order confirm',
  5: 'update request',
  6: 'charging power',
  17: 'host heartbeat',
  18: 'host asks time',
  23: 'host state',
  32: 'register',
  33: 'heartbeat',
  34: 'asks time',
  38: 'charging power',
  53: 'host version',
  65: 'cabinet heartbeat',
  66: 'cabinet alarm',
  67: 'cabinet end',
  68: 'cabinet port',
  129: 'state',
  130: 'charge',
}
/** Repeated often, of a layout that is not certain: that they come is what they say. */
const signsOfLife = [0x01, 0x06, 0x17, 0x26, 0x35, 0x41, 0x81]
export const nameOf = (command: number): string => names[command] ?? `command ${command.toString(16).padStart(2, '0')}`

const need = (data: Buffer, size: number, read: () => Told): Parsed =>
  data.length < size
    ? { ok: false, at: data.length, why: `${size} bytes are needed, ${data.length} are there` }
    : { ok: true, told: read() }

/** The data of a frame of a box. Fields that newer boxes add behind the known ones are left alone. */
export function parseData(command: number, data: Buffer): Parsed {
  const raw = data.toString('hex')
  switch (command) {
    case 0x12:
    case 0x22:
      return { ok: true, told: { kind: 'ask-time' } }
    case 0x11: {
      const text = data.toString('latin1')
      const find = (pattern: RegExp): string | undefined => pattern.exec(text)?.[0]
      const [iccid, version] = [find(/89[0-9A-F]{18}/), find(/V\d[\d.]*\d/)]
      const imei = find(/(?<!\d)\d{15}(?!\d)/)
      return { ok: true, told: { kind: 'host', ...(iccid ? { iccid } : {}), ...(imei ? { imei } : {}), ...(version ? { version } : {}) } }
    }
    case 0x20:
      return need(data, 6, () => ({
        kind: 'register',
        firmware: `0x${data.readUInt16LE(0).toString(16).padStart(4, '0')}`,
        ports: data.readUInt8(2),
        virtualId: data.readUInt8(3),
        device: data.readUInt8(4),
        mode: data.readUInt8(5),
      }))
    case 0x21: {
      const ports = data[2] ?? 0
      return need(data, 3 + ports + 2, () => ({
        kind: 'heartbeat',
        volts: data.readUInt16LE(0) / 10,
        ports: [...data.subarray(3, 3 + ports)],
        signal: data.readUInt8(3 + ports),
        temperatureRaw: data.readUInt8(4 + ports),
      }))
    }
    case 0x02:
      return need(data, 6, () => ({
        kind: 'card',
        card: data.subarray(0, 4).toString('hex'),
        cardKind: data.readUInt8(4),
        port: data.readUInt8(5),
        rest: data.subarray(6).toString('hex'),
      }))
    case 0x03:
      return need(data, 29, () => ({
        kind: 'settlement',
        duration: data.readUInt16LE(0),
        mostPower: data.readUInt16LE(2),
        energy: data.readUInt16LE(4),
        port: data.readUInt8(6),
        flag: data.readUInt8(7),
        card: data.subarray(8, 12).toString('hex'),
        stopReason: data.readUInt8(12),
        order: data.subarray(13, 29).toString('hex'),
      }))
    case 0x82:
      return need(data, 1, () => ({
        kind: 'charge-answer',
        code: data.readUInt8(0),
        ...(data.length >= 18 ? { order: data.subarray(1, 17).toString('hex'), port: data.readUInt8(17) } : {}),
      }))
    default:
      return { ok: true, told: { kind: signsOfLife.includes(command) ? 'sign-of-life' : 'other', name: nameOf(command), raw } }
  }
}

/** One piece for a person. A start and its answer have the same number: the longer one is the question. */
export function decodePiece(bytes: Buffer): Decoded {
  const cut = cutPiece(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  if (cut.size !== bytes.length) return badFrame(cut.size, 'something follows')
  const { piece } = cut
  if (piece.kind !== 'frame') return goodFrame(piece)
  const { data, command, ...head } = piece
  const shown = { ...head, command: nameOf(command) }
  if (command === 0x82 && data.length >= 25)
    return goodFrame({
      ...shown,
      mode: data.readUInt8(0),
      balance: data.readUInt32LE(1),
      port: data.readUInt8(5),
      isStart: data.readUInt8(6) === 1,
      duration: data.readUInt16LE(7),
      order: data.subarray(9, 25).toString('hex'),
      more: data.subarray(25).toString('hex'),
    })
  const parsed = parseData(command, data)
  return parsed.ok ? goodFrame({ ...shown, told: parsed.told }) : badFrame(dataAt + parsed.at, parsed.why)
}
