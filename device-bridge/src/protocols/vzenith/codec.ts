import { z } from '@liren/contract'
import { textOf } from '../china-text.ts'
import { readJson } from '../json.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'

const text = (most: number) => z.string().check(z.maxLength(most))
const whole = () => z.number().check(z.int())
const timeval = z.object({ Timeval: z.object({ sec: whole(), usec: z.optional(whole()) }) })

const plateResult = z.object({
  license: text(40),
  plateid: z.optional(whole()),
  confidence: z.optional(z.number()),
  colorType: z.optional(whole()),
  type: z.optional(whole()),
  direction: z.optional(whole()),
  triggerType: z.optional(whole()),
  isoffline: z.optional(whole()),
  is_fake_plate: z.optional(whole()),
  imagePath: z.optional(text(300)),
  timeStamp: z.optional(timeval),
})
const from = { serialno: text(64), deviceName: z.optional(text(64)) }
const shapes = {
  AlarmInfoPlate: z.object({ ...from, channel: z.optional(whole()), result: z.object({ PlateResult: plateResult }) }),
  AlarmGioIn: z.object({ ...from, result: z.object({ TriggerResult: z.object({ source: whole(), value: whole() }) }) }),
  SerialData: z.object({ ...from, serialChannel: z.optional(whole()), data: text(8192), dataLen: z.optional(whole()) }),
  TriggerImage: z.object({ imageFileLen: z.optional(whole()) }),
} as const

export type PlateResult = z.infer<typeof plateResult>
export type Push =
  | { readonly kind: 'plate'; readonly serial: string; readonly plate: PlateResult }
  | { readonly kind: 'input'; readonly serial: string; readonly source: number; readonly value: number }
  | { readonly kind: 'serial'; readonly serial: string; readonly channel: number; readonly data: string }
  | { readonly kind: 'picture' }

export type Read = { readonly ok: true; readonly push: Push } | { readonly ok: false; readonly at: number; readonly why: string }

/** What a camera posts, in whatever letters; the pictures inside are not looked at. */
export function readPush(bytes: Buffer): Read {
  const utf8 = Buffer.from(textOf(bytes))
  const json = readJson(utf8)
  if (!json.ok) return json
  const { value } = json
  const name = typeof value === 'object' && value !== null ? Object.keys(shapes).find((key) => key in value) : undefined
  if (name === undefined) return { ok: false, at: 0, why: 'none of AlarmInfoPlate, AlarmGioIn, SerialData, TriggerImage' }
  const parsed = z.safeParse(shapes[name as keyof typeof shapes], (value as Record<string, unknown>)[name])
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const last = String(issue?.path.at(-1) ?? name)
    return {
      ok: false,
      at: Math.max(0, utf8.indexOf(`"${last}"`)),
      why: `${name}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    }
  }
  const told = parsed.data
  if ('result' in told && 'PlateResult' in told.result)
    return { ok: true, push: { kind: 'plate', serial: told.serialno, plate: told.result.PlateResult } }
  if ('result' in told && 'TriggerResult' in told.result)
    return { ok: true, push: { kind: 'input', serial: told.serialno, ...told.result.TriggerResult } }
  if ('data' in told)
    return { ok: true, push: { kind: 'serial', serial: told.serialno, channel: told.serialChannel ?? 0, data: told.data } }
  return { ok: true, push: { kind: 'picture' } }
}

export function decodePush(bytes: Buffer): Decoded {
  const read = readPush(bytes)
  return read.ok ? goodFrame(read.push) : badFrame(read.at, read.why)
}
