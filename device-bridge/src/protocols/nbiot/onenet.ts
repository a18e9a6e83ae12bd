import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from '@liren/contract'
import { readJson } from '../json.ts'
import { hash, numeric, type Pushed, placeOf, type Read, wrong } from './ctwing.ts'

/** How the platform asks whether this address is ours: base64 of MD5 over token, nonce and message. */
export function isAskedBy(token: string, query: URLSearchParams): boolean {
  const word = (name: string): string => query.get(name) ?? ''
  const right = createHash('md5')
    .update(`${token}${word('nonce')}${word('msg')}`)
    .digest()
  // A plus may arrive as a space.
  const given = Buffer.from(word('signature').replaceAll(' ', '+'), 'base64')
  return given.length === right.length && timingSafeEqual(given, right)
}

const message = z.looseObject({
  type: z.union([z.number(), z.string()]),
  dev_id: z.union([z.number(), z.string()]),
})
const envelope = z.looseObject({ msg: z.union([message, z.array(message).check(z.maxLength(200))]) })

/** A push of OneNET in its classic form. */
export function readOnenet(bytes: Buffer): Read {
  const json = readJson(bytes)
  if (!json.ok) return json
  if (json.value !== null && typeof json.value === 'object' && 'enc_msg' in json.value) return wrong(placeOf(bytes, 'enc_msg'), 'encrypted')
  const parsed = z.safeParse(envelope, json.value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return wrong(placeOf(bytes, String(issue?.path.at(-1) ?? '')), `${issue?.path.join('.') || 'message'}: ${issue?.message}`)
  }
  const messages = Array.isArray(parsed.data.msg) ? parsed.data.msg : [parsed.data.msg]
  return { ok: true, pushed: messages.map(pushedOf) }
}

function pushedOf(told: z.infer<typeof message>): Pushed {
  const id = String(told.dev_id)
  const at = numeric(told.at)
  const type = numeric(told.type)
  const key = `${type}/${at ?? 0}/${hash(JSON.stringify([told.ds_id, told.value, told.status, told.cmd_id]))}`
  const base = { id, at, key }
  if (type === 2) return { ...base, kind: numeric(told.status) === 1 ? 'online' : 'offline' }
  if (type === 7) return { ...base, kind: 'response', values: told }
  if (type !== 1 || typeof told.ds_id !== 'string') return { ...base, kind: 'other', name: `type ${told.type}` }
  const bytes = opaque(told.value)
  return { ...base, kind: 'data', name: told.ds_id, ...(bytes ? { bytes } : { values: { [told.ds_id]: told.value } }) }
}

/** Opaque values come as hex text; a number as text is none of them. */
const opaque = (value: unknown): Buffer | undefined =>
  typeof value === 'string' && value.length >= 4 && value.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(value) && !/^\d{1,15}$/.test(value)
    ? Buffer.from(value, 'hex')
    : undefined
