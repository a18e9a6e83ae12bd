import { verifies } from '../../crypto.ts'
import { readJson } from '../../protocols/json.ts'
import type { Device } from '../../registry.ts'

export type Opened = { readonly ok: true; readonly payload: Buffer } | { readonly ok: false; readonly why: string }

/**
 * A message as it may be believed: of a device with a key to sign by only what it signed, of one whose key was revoked nothing.
 * `{ "payload": "<the exact text>", "signature": "<SM2, DER, base64>" }`, or with `sealed` in place of `payload`: the text,
 * SM2-encrypted to the key of this bridge (C1C3C2 in ASN.1, base64); the signature is then over what is sent, the sealed text.
 */
export function openMessage(
  { publicKey, mustSign }: Pick<Device, 'publicKey' | 'mustSign'>,
  message: Buffer,
  unseal: (sealed: string) => string | undefined,
): Opened {
  const json = readJson(message)
  const whole = json.ok && json.value !== null && typeof json.value === 'object' ? (json.value as Record<string, unknown>) : {}
  const { payload, sealed, signature } = whole
  const signed = sealed ?? payload
  if (publicKey === undefined && mustSign) return { ok: false, why: 'the certificate that it signed by is revoked' }
  if (publicKey !== undefined) {
    if (typeof signed !== 'string' || typeof signature !== 'string') return { ok: false, why: 'not signed' }
    if (!verifies(publicKey, signed, signature)) return { ok: false, why: 'the signature is not right' }
  }
  if (typeof sealed === 'string') {
    const text = unseal(sealed)
    return text === undefined ? { ok: false, why: 'not encrypted to this bridge' } : { ok: true, payload: Buffer.from(text) }
  }
  return { ok: true, payload: publicKey === undefined ? message : Buffer.from(String(payload)) }
}
