import { z } from '@liren/contract'
import { readJson } from '../json.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'

export const eventKinds = ['up', 'join', 'ack', 'txack', 'status', 'log', 'location', 'integration'] as const
export type EventKind = (typeof eventKinds)[number]

export interface Topic {
  readonly application: string
  readonly devEui: string
  readonly kind: EventKind
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
export const uuidPattern = new RegExp(`^${uuid}$`)
const topicPattern = new RegExp(`^application/(${uuid})/device/([0-9a-f]{16})/event/(${eventKinds.join('|')})$`)

/** `application/<uuid>/device/<devEui>/event/up`; undefined for every other topic. */
export function parseTopic(topic: string): Topic | undefined {
  const found = topicPattern.exec(topic)
  return found ? ({ application: found[1], devEui: found[2], kind: found[3] } as Topic) : undefined
}

export const downTopic = (application: string, devEui: string): string => `application/${application}/device/${devEui}/command/down`

const text = (most = 200) => z._default(z.string().check(z.maxLength(most)), '')
const count = () => z._default(z.number().check(z.int(), z.minimum(0)), 0)
/** Bytes come as base64; what is none is not repaired. */
const base64 = z._default(
  z.string().check(z.maxLength(2000), z.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)),
  '',
)
const deviceInfo = z.looseObject({ devEui: z.string().check(z.regex(/^[0-9a-f]{16}$/)), applicationId: text(36), deviceName: text() })
const common = { deduplicationId: text(60), time: z.optional(z.string().check(z.maxLength(40))), deviceInfo }

/** The protobuf of ChirpStack v4 as JSON: what is missing is zero, false or empty. */
const shapes = {
  up: z.looseObject({
    ...common,
    devAddr: text(8),
    fCnt: count(),
    fPort: count(),
    confirmed: z._default(z.boolean(), false),
    data: base64,
    object: z.optional(z.record(z.string(), z.unknown())),
    rxInfo: z._default(
      z.array(z.looseObject({ gatewayId: text(32), rssi: z._default(z.number(), 0), snr: z._default(z.number(), 0) })),
      [],
    ),
  }),
  join: z.looseObject({ ...common, devAddr: text(8) }),
  ack: z.looseObject({ ...common, queueItemId: text(36), acknowledged: z._default(z.boolean(), false), fCntDown: count() }),
  txack: z.looseObject({ ...common, queueItemId: text(36), fCntDown: count(), gatewayId: text(32) }),
  status: z.looseObject({
    ...common,
    margin: z._default(z.number(), 0),
    externalPowerSource: z._default(z.boolean(), false),
    batteryLevelUnavailable: z._default(z.boolean(), false),
    batteryLevel: z._default(z.number().check(z.minimum(0), z.maximum(100)), 0),
  }),
  log: z.looseObject({ ...common, level: text(20), code: text(60), description: text(2000) }),
  location: z.looseObject(common),
  integration: z.looseObject(common),
} as const
export type EventOf<K extends EventKind> = z.infer<(typeof shapes)[K]>
export type LoraEvent = { [K in EventKind]: { readonly kind: K; readonly event: EventOf<K> } }[EventKind]

export type Read = { readonly ok: true; readonly read: LoraEvent } | { readonly ok: false; readonly at: number; readonly why: string }

const mostBytes = 64 * 1024

/** One message of the network server. */
export function readEvent(kind: EventKind, bytes: Buffer): Read {
  if (bytes.length > mostBytes) return { ok: false, at: mostBytes, why: `${bytes.length} bytes` }
  const json = readJson(bytes)
  if (!json.ok) return json
  const parsed = z.safeParse(shapes[kind], json.value)
  if (parsed.success) return { ok: true, read: { kind, event: parsed.data } as LoraEvent }
  const [issue] = parsed.error.issues
  const at = Math.max(0, bytes.indexOf(`"${String(issue?.path.at(-1) ?? '')}"`))
  return { ok: false, at, why: `${issue?.path.join('.') || 'message'}: ${issue?.message}` }
}

/** With the nanoseconds that JavaScript cannot hold. */
export const momentOf = (time: string | undefined): number | undefined => {
  const at = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(at) ? undefined : at
}

export function decode(bytes: Buffer, variant: string = 'up'): Decoded {
  const read = readEvent(variant as EventKind, bytes)
  if (!read.ok) return badFrame(read.at, read.why)
  const { event } = read.read
  const data =
    'data' in event && typeof event.data === 'string' && event.data !== '' ? { hex: Buffer.from(event.data, 'base64').toString('hex') } : {}
  return goodFrame({ kind: variant, ...event, ...data })
}
