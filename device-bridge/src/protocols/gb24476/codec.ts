import { z } from '@liren/contract'
import { readJson } from '../json.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { readGateway } from './gateway.ts'
import { type Items, type Report, reportSchema, stateOf } from './items.ts'

/** What one message says, whoever made it. */
export interface Said {
  readonly id: string | undefined
  /** Undefined where the message does not name a lift. */
  readonly lift: string | undefined
  readonly at: number | undefined
  readonly state: Items
  readonly faults: NonNullable<Report['faults']>
  /** By the gateway's own reckoning. */
  readonly trapped: boolean | undefined
  readonly counted: { readonly runs?: number; readonly runHours?: number }
}
export type Read = { readonly ok: true; readonly said: Said } | { readonly ok: false; readonly at: number; readonly why: string }

const gatewayShape = z.object({ TY: z.literal('M'), ST: z.literal('S'), D: z.string().check(z.regex(/^[A-Za-z0-9+/]{8,120}={0,2}$/)) })
const mostBytes = 16 * 1024

export function readReport(bytes: Buffer): Read {
  if (bytes.length > mostBytes) return { ok: false, at: mostBytes, why: `${bytes.length} bytes` }
  const json = readJson(bytes)
  if (!json.ok) return json
  const isGateway = json.value !== null && typeof json.value === 'object' && 'TY' in json.value
  if (isGateway) return fromGateway(json.value, bytes)
  const parsed = z.safeParse(reportSchema, json.value)
  if (!parsed.success) return fault(parsed.error.issues[0], bytes)
  const { id, lift, ts, items = {}, faults = [] } = parsed.data
  const runs = items.presentCounterValue
  const runHours = items.totalRunningTime
  const counted = { ...(runs === undefined ? {} : { runs }), ...(runHours === undefined ? {} : { runHours }) }
  return {
    ok: true,
    said: {
      id,
      lift,
      at: ts,
      state: stateOf(items),
      trapped: undefined,
      counted,
      faults: faults.map((one) => ({ ...one, code: String(one.code) })),
    },
  }
}

function fromGateway(value: unknown, bytes: Buffer): Read {
  const parsed = z.safeParse(gatewayShape, value)
  if (!parsed.success) return fault(parsed.error.issues[0], bytes)
  const read = readGateway(Buffer.from(parsed.data.D, 'base64'))
  if (!read.ok) return { ok: false, at: Math.max(0, bytes.indexOf('"D"')), why: `D, byte ${read.at}: ${read.why}` }
  const { items: state, at, trapped } = read
  return { ok: true, said: { id: undefined, lift: undefined, at, state, faults: [], trapped, counted: {} } }
}

function fault(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined, bytes: Buffer): Read {
  const word = String(issue?.path.findLast((part) => typeof part === 'string') ?? '')
  return { ok: false, at: Math.max(0, bytes.indexOf(`"${word}"`)), why: `${issue?.path.join('.') || 'message'}: ${issue?.message}` }
}

export function decode(bytes: Buffer): Decoded {
  const read = readReport(bytes)
  return read.ok ? goodFrame(read.said) : badFrame(read.at, read.why)
}
