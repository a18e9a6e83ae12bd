import { createHmac } from 'node:crypto'
import type { Random } from '../ports/time.ts'

/** Time-based one-time passwords, RFC 6238. SHA-1 is what the common apps compute; SM3 for apps that can. */
export type TotpAlgorithm = 'SHA1' | 'SM3'

const step = 30_000
const digits = 6
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const newTotpSecret = (random: Random): Buffer => random.bytes(20)

function codeAt(secret: Buffer, counter: number, algorithm: TotpAlgorithm): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac(algorithm === 'SM3' ? 'sm3' : 'sha1', secret)
    .update(message)
    .digest()
  const offset = (mac.at(-1) ?? 0) & 15
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

export const totpCode = (secret: Buffer, now: number, algorithm: TotpAlgorithm = 'SHA1'): string =>
  codeAt(secret, Math.floor(now / step), algorithm)

/**
 * The counter of a right code, or undefined. Store it with `UPDATE … SET last_counter = ? WHERE last_counter < ?`
 * and refuse when no row changed: that is what makes a code single use. One step of clock error is allowed.
 */
export function totpCounter(
  secret: Buffer,
  code: string,
  now: number,
  lastCounter: number,
  algorithm: TotpAlgorithm = 'SHA1',
): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const current = Math.floor(now / step)
  let found: number | undefined
  for (const counter of [current - 1, current, current + 1]) {
    if (codeAt(secret, counter, algorithm) === code && counter > lastCounter) found ??= counter
  }
  return found
}

/** What an authenticator app reads from the QR code. */
export function totpUri(secret: Buffer, account: string, issuer: string, algorithm: TotpAlgorithm = 'SHA1'): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=${algorithm}&digits=${digits}&period=${step / 1000}`
}

export function toBase32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((chunk) => base32[Number.parseInt(chunk.padEnd(5, '0'), 2)]).join('')
}
