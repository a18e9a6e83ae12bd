import { readJson } from '../../protocols/json.ts'

/** Of 1.6 and of 2.0.1, which spell two of them another way. */
export const errorCodes = [
  'NotImplemented',
  'NotSupported',
  'InternalError',
  'ProtocolError',
  'SecurityError',
  'FormationViolation',
  'FormatViolation',
  'PropertyConstraintViolation',
  'OccurenceConstraintViolation',
  'OccurrenceConstraintViolation',
  'TypeConstraintViolation',
  'GenericError',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export type Message =
  | { readonly kind: 'call'; readonly id: string; readonly action: string; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly kind: 'result'; readonly id: string; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly kind: 'error'; readonly id: string; readonly code: string; readonly description: string }

export type Read =
  | { readonly ok: true; readonly message: Message }
  /** `id` is there when the sender can be answered. */
  | { readonly ok: false; readonly at: number; readonly why: string; readonly id?: string }

const mostIdSigns = 36
const kinds = { 2: 'call', 3: 'result', 4: 'error' } as const

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** One message of the wire: `[2, id, action, {…}]`, `[3, id, {…}]` or `[4, id, code, text, {…}]`. */
export function readMessage(bytes: Buffer): Read {
  const json = readJson(bytes)
  if (!json.ok) return json
  const { value } = json
  if (!Array.isArray(value)) return { ok: false, at: 0, why: 'not an array' }
  const [type, id] = value as unknown[]
  const kind = kinds[type as 2]
  if (kind === undefined) return { ok: false, at: 1, why: `${JSON.stringify(type) ?? 'nothing'} is no type of message` }
  if (typeof id !== 'string' || id === '' || id.length > mostIdSigns)
    return { ok: false, at: 3, why: `an id has 1 to ${mostIdSigns} signs` }
  if (kind === 'call') {
    const [, , action, payload] = value as unknown[]
    if (typeof action !== 'string' || !/^[A-Za-z0-9]{1,50}$/.test(action)) return { ok: false, at: 3, why: 'a call without an action', id }
    if (!isObject(payload)) return { ok: false, at: 3, why: 'a call without an object of values', id }
    return { ok: true, message: { kind, id, action, payload } }
  }
  if (kind === 'result') {
    const payload = value[2] as unknown
    return isObject(payload)
      ? { ok: true, message: { kind, id, payload } }
      : { ok: false, at: 3, why: 'a result without an object of values' }
  }
  return { ok: true, message: { kind, id, code: String(value[2] ?? ''), description: String(value[3] ?? '').slice(0, 255) } }
}

export const writeCall = (id: string, action: string, payload: object): string => JSON.stringify([2, id, action, payload])
export const writeResult = (id: string, payload: object): string => JSON.stringify([3, id, payload])
/** Without details: they would repeat what was sent, cards included. */
export const writeError = (id: string, code: ErrorCode, description: string): string =>
  JSON.stringify([4, id, code, description.slice(0, 255), {}])
