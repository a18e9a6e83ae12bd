import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { verifies } from '../../crypto.ts'

/** What a device signs: the question itself, when it was asked, and a word that it never uses twice. */
export interface Signed {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly time: string
  readonly nonce: string
  readonly body: Buffer
}

/** One part on each line, so that no part can reach into the next. */
export const signedText = ({ method, path, time, nonce, body }: Signed): string =>
  [method, path, time, nonce, createHash('sm3').update(body).digest('hex')].join('\n')

/** HMAC-SM3 under the key that device and bridge share, in hex. */
export const macOf = (key: Buffer, signed: Signed): string => createHmac('sm3', key).update(signedText(signed)).digest('hex')

/** Whether the device signed it: by its SM2 key (DER, base64) where one is registered, by the shared key otherwise. */
export function isSignedBy(
  known: { readonly publicKey?: string | undefined; readonly key: Buffer | undefined },
  signed: Signed,
  signature: string,
) {
  if (known.publicKey !== undefined) return verifies(known.publicKey, signedText(signed), signature)
  // A stranger costs as much time as a wrong signature.
  const right = macOf(known.key ?? Buffer.alloc(32), signed)
  const given = Buffer.alloc(64)
  given.write(signature.slice(0, 64), 'latin1')
  return timingSafeEqual(given, Buffer.from(right)) && known.key !== undefined && signature.length === 64
}

/** Words used within the time in which a question counts; one that comes again is a replay. */
export function createNonces(now: () => number, freshMs: number, most = 100_000) {
  const seen = new Map<string, number>()
  return {
    /** False when it was used before. */
    use(word: string): boolean {
      for (const [old, until] of seen) {
        if (until > now() && seen.size < most) break
        seen.delete(old)
      }
      if (seen.has(word)) return false
      seen.set(word, now() + 2 * freshMs)
      return true
    },
  }
}
