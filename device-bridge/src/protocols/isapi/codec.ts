import { z } from '@liren/contract'
import { textOf } from '../china-text.ts'
import { readJson } from '../json.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { type Element, readXml, textIn } from './xml.ts'

/** What every notice says of itself. */
interface Head {
  readonly mac: string | undefined
  readonly channel: number | undefined
  readonly at: number | undefined
  readonly type: string
  readonly isActive: boolean
}

export interface Anpr {
  readonly plate: string
  readonly confidence: number | undefined
  readonly colour: string | undefined
  readonly vehicle: string | undefined
  readonly vehicleColour: string | undefined
  readonly line: number | undefined
  readonly list: string | undefined
  readonly id: string | undefined
}

const access = z.object({
  majorEventType: z.number(),
  subEventType: z.number(),
  doorNo: z.optional(z.number()),
  cardNo: z.optional(z.string()),
  employeeNoString: z.optional(z.string()),
  name: z.optional(z.string()),
  currentVerifyMode: z.optional(z.string()),
  serialNo: z.optional(z.number()),
  frontSerialNo: z.optional(z.number()),
  currentEvent: z.optional(z.boolean()),
  mask: z.optional(z.string()),
})
export type Access = z.infer<typeof access>

export type Notice =
  | (Head & { readonly kind: 'anpr'; readonly anpr: Anpr })
  | (Head & { readonly kind: 'access'; readonly access: Access })
  | (Head & { readonly kind: 'alive' })
  | (Head & { readonly kind: 'analytic'; readonly target: string | undefined })

export type Read = { readonly ok: true; readonly notice: Notice } | { readonly ok: false; readonly at: number; readonly why: string }

/** XML or JSON by the first sign: what the header says is not always so. */
export function readNotice(bytes: Buffer): Read {
  const text = textOf(bytes)
  const first = text.trimStart()[0]
  return first === '<' || first === '\ufeff' ? fromXml(text) : fromJson(Buffer.from(text))
}

function fromXml(text: string): Read {
  const read = readXml(text)
  if (!read.ok) return read
  const { root } = read
  if (root.name !== 'EventNotificationAlert') return { ok: false, at: 0, why: `<${root.name}> is no EventNotificationAlert` }
  const of = (name: string): string | undefined => textIn(root, name) || undefined
  const head = headOf(of)
  if (head.type === undefined) return { ok: false, at: 0, why: 'a notice without an eventType' }
  return { ok: true, notice: noticeOf({ ...head, type: head.type }, of, root) }
}

function headOf(of: (name: string) => string | undefined) {
  const at = Date.parse(of('dateTime') ?? '')
  const channel = Number(of('channelID') ?? of('dynChannelID'))
  return {
    mac: of('macAddress')?.toLowerCase(),
    channel: Number.isInteger(channel) ? channel : undefined,
    at: Number.isNaN(at) || at < 0 ? undefined : at,
    type: of('eventType'),
    isActive: of('eventState') !== 'inactive',
  }
}

function noticeOf(head: Head, of: (name: string) => string | undefined, root: Element): Notice {
  if (head.type.toUpperCase() === 'ANPR') {
    const part = root.children.find(({ name }) => name === 'ANPR') ?? root
    const inside = (name: string): string | undefined => textIn(part, name) || undefined
    const known = [inside('licensePlate'), inside('originalLicensePlate'), inside('plate'), inside('plateNumber')].find(
      (one) => one !== undefined && one.toLowerCase() !== 'unknown',
    )
    const confidence = Number(inside('confidenceLevel'))
    const line = Number(inside('line'))
    const anpr = {
      plate: known ?? '',
      confidence: Number.isFinite(confidence) ? confidence : undefined,
      colour: inside('plateColor'),
      vehicle: inside('vehicleType'),
      vehicleColour: inside('color'),
      line: Number.isInteger(line) ? line : undefined,
      list: inside('vehicleListName'),
      id: of('UUID'),
    }
    return { ...head, kind: 'anpr', anpr }
  }
  const isAlive =
    (head.type === 'videoloss' && !head.isActive) || head.type.toLowerCase() === 'heartbeat' || of('eventDescription') === 'Heartbeat'
  return isAlive ? { ...head, kind: 'alive' } : { ...head, kind: 'analytic', target: of('detectionTarget') }
}

function fromJson(bytes: Buffer): Read {
  const json = readJson(bytes)
  if (!json.ok) return json
  const parsed = z.safeParse(z.record(z.string(), z.unknown()), json.value)
  if (!parsed.success) return { ok: false, at: 0, why: 'no object' }
  const of = (name: string): string | undefined => {
    const value = parsed.data[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  const head = headOf(of)
  if (head.type === undefined) return { ok: false, at: 0, why: 'a notice without an eventType' }
  if (head.type !== 'AccessControllerEvent')
    return { ok: true, notice: noticeOf({ ...head, type: head.type }, of, { name: '', text: '', children: [] }) }
  const told = z.safeParse(access, parsed.data.AccessControllerEvent)
  if (told.success) return { ok: true, notice: { ...head, type: head.type, kind: 'access', access: told.data } }
  const [issue] = told.error.issues
  const why = `AccessControllerEvent.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`
  return { ok: false, at: Math.max(0, bytes.lastIndexOf('"AccessControllerEvent"')), why }
}

export function decodeNotice(bytes: Buffer): Decoded {
  const read = readNotice(bytes)
  return read.ok ? goodFrame(read.notice) : badFrame(read.at, read.why)
}
