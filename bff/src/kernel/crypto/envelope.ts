import type { Random } from '../ports/time.ts'
import { CryptoError, type CryptoProvider } from './provider.ts'

/**
 * How a secret is written down: `v1.<key version>.<iv>.<ciphertext>.<mac>`. SM4-CTR, then HMAC-SM3 over where it
 * belongs and everything before the MAC. Two keys, both made from the secret of their version.
 */
export interface EnvelopeKeys {
  readonly cipher: Buffer
  readonly mac: Buffer
}

export type SealFault = 'malformed' | 'altered' | 'key-destroyed' | 'key-unknown'

/** A sealed value that does not open. The value itself is never in the message. */
export class SealError extends CryptoError {
  readonly fault: SealFault

  constructor(fault: SealFault, where: string) {
    super(`${where}: ${sentences[fault]}`)
    this.name = 'SealError'
    this.fault = fault
  }
}

const sentences: Record<SealFault, string> = {
  malformed: 'this is not a sealed value',
  altered: 'the sealed value was altered, or belongs somewhere else',
  'key-destroyed': 'the key of this sealed value was destroyed',
  'key-unknown': 'the key of this sealed value is not in the keyring',
}

const format = 'v1'
const ivLength = 16
const macLength = 32
const shape = /^v1\.([1-9]\d{0,8})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]{43})$/

export const envelopeKeys = (crypto: CryptoProvider, secret: Buffer): EnvelopeKeys => ({
  cipher: crypto.hmacSm3(secret, 'liren envelope cipher').subarray(0, 16),
  mac: crypto.hmacSm3(secret, 'liren envelope mac'),
})

/** `context` says where the value belongs; it is not stored, so it must be given again to open. */
export function sealEnvelope(
  crypto: CryptoProvider,
  random: Random,
  keys: EnvelopeKeys,
  version: number,
  context: readonly string[],
  plain: Buffer,
): string {
  const iv = random.bytes(ivLength)
  const cipher = crypto.sm4Encrypt(keys.cipher, iv, plain)
  const mac = crypto.hmacSm3(keys.mac, authenticated(version, context, iv, cipher))
  return `${format}.${version}.${iv.toString('base64url')}.${cipher.toString('base64url')}.${mac.toString('base64url')}`
}

export function openEnvelope(
  crypto: CryptoProvider,
  keysOf: (version: number) => EnvelopeKeys,
  context: readonly string[],
  sealed: string,
): Buffer {
  const where = context.slice(0, 2).join('.')
  const parts = shape.exec(sealed)
  if (!parts) throw new SealError('malformed', where)
  const version = Number(parts[1])
  const [iv, cipher, mac] = parts.slice(2).map((text) => strictly(text, where)) as [Buffer, Buffer, Buffer]
  if (iv.length !== ivLength || mac.length !== macLength) throw new SealError('malformed', where)
  const keys = keysOf(version)
  if (!crypto.equal(mac, crypto.hmacSm3(keys.mac, authenticated(version, context, iv, cipher)))) throw new SealError('altered', where)
  return crypto.sm4Decrypt(keys.cipher, iv, cipher)
}

/** Values sealed under a version begin with this; for SQL that counts them. */
export const envelopePrefix = (version: number): string => `${format}.${version}.`

function authenticated(version: number, context: readonly string[], iv: Buffer, cipher: Buffer): Buffer {
  // JSON keeps the parts of the context apart and holds no zero byte.
  return Buffer.concat([Buffer.from(`${JSON.stringify([format, version, ...context])}\0`), iv, cipher])
}

/** Base64 has several texts for the same bytes; only one of them is ours. */
function strictly(text: string, where: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new SealError('malformed', where)
  return bytes
}
