import { readJson } from '../../protocols/json.ts'
import type { Values } from '../../traits/trait.ts'

/** What a sensor says of itself in JSON, whatever carries it. */
export interface SensorMessage {
  readonly ok: true
  readonly id: string | undefined
  readonly at: number | undefined
  readonly values: Values
  /** The device says itself what it tells: a word of the vocabulary, or an event of its own model. */
  readonly type: string | undefined
  readonly level: string | undefined
}
export type Message = SensorMessage | { readonly ok: false; readonly why: string; readonly at: number }

const maxBytes = 16 * 1024
/** Device clocks run wrong by years; a time outside of this is no time at all, and the receive time counts. */
const slackMs = 5 * 60_000
const oldestMs = 7 * 86_400_000

/** Reads `{id, ts, values}`. What does not fit is told, never repaired. */
export function decodeMessage(payload: Buffer, now: number): Message {
  if (payload.length === 0) return refused('empty')
  if (payload.length > maxBytes) return refused(`${payload.length} bytes`)
  const json = readJson(payload)
  if (!json.ok) return refused(json.why, json.at)
  const { value } = json
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return refused('not an object')
  const { id, ts, type, level, data, ...rest } = value as Record<string, unknown>
  const values = rest.values ?? data
  if (values === null || typeof values !== 'object' || Array.isArray(values)) return refused('no values')
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') return refused('id is neither text nor number')
  if (String(id ?? '').length > 100) return refused('id is longer than 100')
  if (type !== undefined && (typeof type !== 'string' || !/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}$/.test(type)))
    return refused('type is not a name')
  return {
    ok: true,
    id: id === undefined ? undefined : String(id),
    at: plausibleMoment(ts, now),
    values: values as Values,
    type,
    level: typeof level === 'string' ? level : undefined,
  }
}

/** A device's own time where it can be true. */
export function plausibleMoment(ts: unknown, now: number): number | undefined {
  if (typeof ts !== 'number' || !Number.isSafeInteger(ts)) return undefined
  return ts > now + slackMs || ts < now - oldestMs ? undefined : ts
}

const refused = (why: string, at = 0): Message => ({ ok: false, why, at })
