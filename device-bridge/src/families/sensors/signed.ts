import { verifies } from '../../crypto.ts'
import { readJson } from '../../protocols/json.ts'

/** Opens `{ "payload": "<the exact text>", "signature": "<SM2, DER, base64>" }`. */
export function openSigned(publicKey: string, message: Buffer): { ok: true; payload: Buffer } | { ok: false; why: string } {
  const json = readJson(message)
  const { payload, signature } = (json.ok && json.value !== null && typeof json.value === 'object' ? json.value : {}) as Record<
    string,
    unknown
  >
  if (typeof payload !== 'string' || typeof signature !== 'string') return { ok: false, why: 'not signed' }
  if (!verifies(publicKey, payload, signature)) return { ok: false, why: 'the signature is not right' }
  return { ok: true, payload: Buffer.from(payload) }
}
