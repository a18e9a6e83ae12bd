import { z } from '@liren/contract'
import { deviceEventSchema } from '@liren/contract/device-events'
import type { Signal } from '../../traits/trait.ts'
import { chinaMoment } from '../china-time.ts'
import { readJson } from '../json.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'

/** One push of a camera or terminal. `code` is the answer of the operator dialect to one that cannot be taken. */
export type Push =
  | { readonly kind: 'alive'; readonly deviceId: string | undefined }
  | {
      readonly kind: 'told'
      readonly deviceId: string | undefined
      readonly signals: readonly Signal[]
      readonly at: number | undefined
      readonly key: string | undefined
    }

export type Read =
  | { readonly ok: true; readonly push: Push }
  | { readonly ok: false; readonly at: number; readonly why: string; readonly code: number }

const wrong = (at: number, why: string, code: number): Read => ({ ok: false, at, why, code })
const told = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  at: z.number().check(z.int(), z.minimum(0)),
  type: z.string().check(z.regex(/^(camera\.[a-z-]+|lift\.ebike)$/)),
  values: z.record(z.string(), z.unknown()),
})

/** Our own form, and that of terminals whose messages name an operator. `inLift` says what an e-bike before the camera means. */
export function readPush(bytes: Buffer, inLift: boolean): Read {
  const json = readJson(bytes)
  if (!json.ok) return wrong(json.at, json.why, 201)
  const object = z.safeParse(z.record(z.string(), z.unknown()), json.value)
  if (!object.success) return wrong(0, 'no object', 462)
  if ('operator' in object.data) return fromOperator(object.data, bytes, inLift)
  if ('facesluiceId' in object.data) return { ok: true, push: { kind: 'alive', deviceId: text(object.data.facesluiceId) } }
  const parsed = z.safeParse(told, object.data)
  if (!parsed.success) return wrong(placeOf(bytes, parsed.error.issues[0]?.path), whyOf(parsed.error.issues[0]), 462)
  const { id, at, type, values } = parsed.data
  const event = z.safeParse(deviceEventSchema, { device: 'camera', sequence: 1, at, heardAt: at, type, values })
  if (!event.success) return wrong(placeOf(bytes, event.error.issues[0]?.path), whyOf(event.error.issues[0]), 464)
  const signal = { type: event.data.type, values: event.data.values } as Signal
  return { ok: true, push: { kind: 'told', deviceId: undefined, signals: [signal], at, key: `event/${id}` } }
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string } | undefined
const whyOf = (issue: Issue): string => `${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'not valid'}`
const placeOf = (bytes: Buffer, path: readonly PropertyKey[] = []): number => Math.max(0, bytes.indexOf(`"${String(path.at(-1) ?? '')}"`))

/** Numbers and texts mean the same here: firmware writes one or the other. */
const text = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

type Info = Readonly<Record<string, unknown>>
const findings: Readonly<Record<string, (finding: { record?: string }, inLift: boolean) => Signal>> = {
  ParabolicSnapPush: (finding) => ({ type: 'camera.falling-object', values: finding }),
  // The message does not say which of the two it saw.
  FireSmokeSnapPush: (finding) => ({ type: 'camera.smoke', values: { ...finding, kind: 'smoke' } }),
  ElectricalBicycleSnapPush: (finding, inLift) =>
    inLift ? { type: 'lift.ebike', values: { isInside: true } } : { type: 'camera.detected', values: { ...finding, kind: 'e-bike' } },
  StrSnapPush: (finding) => ({ type: 'camera.detected', values: { ...finding, kind: 'stranger' } }),
  SnapPush: (finding) => ({ type: 'camera.detected', values: { ...finding, kind: 'face' } }),
  BehaviorSnapPush: (finding) => ({ type: 'camera.detected', values: { ...finding, kind: 'behaviour' } }),
  LeaveSnapPush: (finding) => ({ type: 'camera.detected', values: { ...finding, kind: 'post-left' } }),
  CountInRegionPush: (finding) => ({ type: 'camera.detected', values: { ...finding, kind: 'count-in-region' } }),
  TemHighSnapPush: (finding) => ({ type: 'camera.detected', values: { ...finding, kind: 'temperature-high' } }),
  PlateSnapPush: (finding) => ({ type: 'camera.detected', values: { ...finding, kind: 'plate' } }),
}

function fromOperator(message: Info, bytes: Buffer, inLift: boolean): Read {
  const operator = text(message.operator) ?? ''
  const info = z.safeParse(z.record(z.string(), z.unknown()), message.info)
  if (!info.success) return wrong(placeOf(bytes, ['info']), 'a message without info', 462)
  const deviceId = text(info.data.facesluiceId) ?? text(info.data.DeviceID)
  if (deviceId === undefined) return wrong(placeOf(bytes, ['info']), 'nobody is named', 463)
  if (operator === 'HeartBeat') return { ok: true, push: { kind: 'alive', deviceId } }
  const at = momentOf(text(info.data.time) ?? text(info.data.CreateTime))
  if (operator === 'RecPush' || operator === 'VerifyPush') {
    const record = text(info.data.RecordID) ?? text(info.data.nRecordIndex)
    const key = record === undefined ? undefined : `record/${record}/${at ?? 0}`
    return { ok: true, push: { kind: 'told', deviceId, signals: [passageOf(info.data, record)], at, key } }
  }
  const finding = findings[operator]
  if (!finding) return wrong(placeOf(bytes, ['operator']), `operator "${operator.slice(0, 60)}" is not known`, 461)
  const snap = text(info.data.SnapID)?.slice(0, 60)
  const signals = [finding(snap === undefined ? {} : { record: snap }, inLift)]
  return { ok: true, push: { kind: 'told', deviceId, signals, at, key: snap === undefined ? undefined : `snap/${snap}/${at ?? 0}` } }
}

/** Written without a zone, so by the clock of China; a year before this century is a clock that lost its power. */
function momentOf(written: string | undefined): number | undefined {
  const at = written === undefined ? undefined : chinaMoment(written.replace(/\D/g, '').slice(0, 14))
  return at !== undefined && at > Date.UTC(2001, 0) ? at : undefined
}

const methods = { 1: 'face', 2: 'card', 3: 'combined' } as const

/** Whoever was looked at: only 1 is let in; names are left out, since the platform knows whose number it is. */
function passageOf(info: Info, record: string | undefined): Signal {
  const status = Number(info.VerifyStatus)
  const person = text(info.customId) ?? text(info.CustomizeID) ?? text(info.personId) ?? text(info.PersonID)
  const similarity = Number(info.similarity1 ?? info.Similarity1)
  const reason = ({ 0: 'not compared', 2: 'refused', 3: 'not registered' } as Readonly<Record<number, string>>)[status]
  return {
    type: 'passage',
    values: {
      isGranted: status === 1,
      method: methods[Number(info.VerfyType ?? 1) as 1] ?? 'unknown',
      ...(person ? { credential: person.slice(0, 120), person: person.slice(0, 80) } : {}),
      ...(reason ? { reason } : {}),
      ...(Number.isFinite(similarity) && similarity >= 0 && similarity <= 100 ? { similarityPercent: similarity } : {}),
      ...(record !== undefined && /^\d{1,15}$/.test(record) ? { record: Number(record) } : {}),
    },
  }
}

export function decodePush(bytes: Buffer): Decoded {
  const read = readPush(bytes, true)
  return read.ok ? goodFrame(read.push) : badFrame(read.at, read.why)
}
