import { createHash } from 'node:crypto'
import { z } from '@liren/contract'
import { readJson } from '../json.ts'

/** What a platform pushed, the same for all of them. */
export interface Pushed {
  readonly kind: 'data' | 'event' | 'response' | 'online' | 'offline' | 'other'
  /** The device as the platform names it. */
  readonly id: string
  readonly at: number | undefined
  /** The same for a repeat of the same push. */
  readonly key: string
  readonly values?: Readonly<Record<string, unknown>>
  readonly bytes?: Buffer
  readonly name?: string
}
export type Read =
  | { readonly ok: true; readonly pushed: readonly Pushed[] }
  | { readonly ok: false; readonly at: number; readonly why: string }

export const wrong = (at: number, why: string): Read => ({ ok: false, at, why })
export const placeOf = (bytes: Buffer, word: string): number => Math.max(0, bytes.indexOf(`"${word}"`))
/** Platforms write numbers as text now and then. */
export const numeric = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
export const hash = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex').slice(0, 32)

const shape = z.looseObject({
  messageType: z.string().check(z.maxLength(60)),
  deviceId: z.string().check(z.minLength(1), z.maxLength(64)),
})
const kinds: Readonly<Record<string, Pushed['kind']>> = {
  dataReport: 'data',
  dataReportTupUnion: 'data',
  eventReport: 'event',
  commandResponse: 'response',
}

/** A push of CTWing (AEP). It has no id of its own: a repeat is the same device, time and payload. */
export function readCtwing(bytes: Buffer): Read {
  const json = readJson(bytes)
  if (!json.ok) return json
  const parsed = z.safeParse(shape, json.value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return wrong(placeOf(bytes, String(issue?.path.at(-1) ?? '')), `${issue?.path.join('.') || 'message'}: ${issue?.message}`)
  }
  const { messageType, deviceId: id, timestamp, payload, eventType, result, serviceId } = parsed.data
  const at = numeric(timestamp)
  const key = `${messageType}/${at ?? 0}/${hash(JSON.stringify(payload ?? result ?? eventType ?? ''))}`
  if (messageType === 'deviceOnlineOfflineReport') {
    const isOn = numeric(eventType)
    if (isOn !== 0 && isOn !== 1) return wrong(placeOf(bytes, 'eventType'), 'eventType is neither 0 nor 1')
    return { ok: true, pushed: [{ kind: isOn === 1 ? 'online' : 'offline', id, at, key }] }
  }
  const kind = kinds[messageType]
  // Devices made and taken away on the platform: our register is another one.
  if (kind === undefined) return { ok: true, pushed: [{ kind: 'other', id, at, key, name: messageType }] }
  const content = contentOf(payload ?? result)
  if (typeof content === 'string') return wrong(placeOf(bytes, 'payload'), content)
  const name = serviceId === undefined || serviceId === '' ? {} : { name: String(serviceId) }
  return { ok: true, pushed: [{ kind, id, at, key, ...name, ...content }] }
}

/** Values of a model, or the bytes of a transparent product; a text says why it is neither. */
function contentOf(given: unknown): Pick<Pushed, 'values' | 'bytes' | 'name'> | string {
  let payload = given
  if (typeof payload === 'string') {
    const inner = readJson(Buffer.from(payload))
    if (!inner.ok) return 'the payload is a text that is not JSON'
    payload = inner.value
  }
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return 'no payload'
  const { APPdata, serviceData, serviceId } = payload as Record<string, unknown>
  if (typeof APPdata === 'string') {
    const bytes = base64(APPdata)
    return bytes ? { bytes } : 'APPdata is not base64'
  }
  const isWrapped = serviceData !== null && typeof serviceData === 'object'
  const name = typeof serviceId === 'string' && serviceId !== '' ? { name: serviceId } : {}
  return { values: (isWrapped ? serviceData : payload) as Record<string, unknown>, ...name }
}

/** Line breaks are allowed in it, nothing else. */
function base64(text: string): Buffer | undefined {
  const plain = text.replace(/[\r\n]/g, '')
  return plain !== '' && plain.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(plain) ? Buffer.from(plain, 'base64') : undefined
}
